"""Figures: from flow lines to shapes, without a browser."""

import random
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from conftest import HERE, REPOSITORY, TODAY
from vlmatlas.catalog import load_catalog
from vlmatlas.cli import main
from vlmatlas.exports.drawings import STYLESHEET, render_cards
from vlmatlas.figure.files import cut_sheet
from vlmatlas.figure.render import Layout, Renderer, build_structures
from vlmatlas.figure.text import text_width, wrap
from vlmatlas.graph.build import build_graph
from vlmatlas.graph.kinds import count_encoders, fusion_kinds
from vlmatlas.graph.nodes import Lexicon
from vlmatlas.labels import load_labels
from vlmatlas.parse import parse_record
from vlmatlas.registry import Component
from vlmatlas.structure import Architecture, Step
from vlmatlas.vocabulary import Arrow, Fusion, Language, Role, State
from vlmatlas.yamlfile import parse_yaml

STEPS = {
    id: Step.model_validate({"id": id, "role": role, "name": id})
    for id, role in {
        "image": "input",
        "prompt": "input",
        "text": "output",
        "tokenizer": "tokenizer",
        "crop": "preprocess",
        "concat": "operation",
    }.items()
}
COMPONENTS = {
    id: Component.model_validate(
        {"id": id, "kind": kind, "name": id.upper(), "summary": {"en": "A.", "zh": "甲。"}}
    )
    for id, kind in {
        "clip": "vision-encoder",
        "dino": "vision-encoder",
        "mlp": "connector",
        "llm": "language-model",
    }.items()
}
LEXICON = Lexicon(COMPONENTS, STEPS)
STYLE = (REPOSITORY / STYLESHEET).read_text(encoding="utf-8")


def make_graph(*flow, **facts):
    architecture = {"id": "main", "flow": list(flow), "source": "paper"} | facts
    graph, findings = build_graph(Architecture.model_validate(architecture), LEXICON)
    assert findings == []
    return graph


def make_renderer(catalog, language=Language.EN):
    labels = load_labels(REPOSITORY, language)
    return Renderer(REPOSITORY, catalog, labels, lambda node: node.component)


def test_a_line_may_tap_layers_label_arrows_and_end_inside_a_node():
    graph = make_graph(
        "image -> clip@1-12 -[Q]-> llm/cross -> text",
        nodes={"llm": {"inside": [{"id": "cross", "name": "Cross"}]}},
    )

    edge = graph.edges[1]
    assert (edge.tap, edge.label, edge.block) == ("1-12", "Q", "cross")


def test_every_kind_of_arrow_is_read():
    graph = make_graph(
        "image -> clip -> llm -> text",
        "image -> dino ~> llm",
        "prompt +> llm",
        "tokenizer ..> llm",
        "prompt -> tokenizer",
    )

    assert {edge.arrow for edge in graph.edges} == set(Arrow)


def test_a_connector_after_the_language_model_stands_right_of_it():
    graph = make_graph("image -> clip -> llm -> mlp -> text")

    columns = graph.columns
    assert columns["clip"] < columns["llm"] < columns["mlp"] < columns["text"]


def test_a_line_that_starts_where_another_ended_takes_over_its_track():
    graph = make_graph(
        "image -> clip -> llm -> text", "prompt -> tokenizer -> llm", "llm -> concat -> text"
    )

    assert graph.tracks == 2


def test_what_follows_a_merge_is_centred_on_it():
    graph = make_graph("image -> clip -> concat -> mlp -> llm -> text", "image -> dino -> concat")

    assert graph.spans["mlp"] == graph.spans["concat"] == (0, 1)


STREAM = "image -> clip -> mlp -> llm -> text"


@pytest.mark.parametrize(
    ("flow", "inside", "expected"),
    [
        ([STREAM], [], {Fusion.PROJECTION}),
        ([STREAM, "image -> dino ~> llm"], [], {Fusion.PROJECTION, Fusion.CROSS_ATTENTION}),
        (["image -> clip -> llm -> text"], [], {Fusion.EARLY_FUSION}),
        (
            [STREAM],
            [{"id": "moe", "name": "MoE", "experts": 4}],
            {Fusion.PROJECTION, Fusion.EXPERT},
        ),
    ],
)
def test_fusion_is_read_off_the_graph(flow, inside, expected):
    graph = make_graph(*flow, nodes={"llm": {"inside": inside}})

    assert set(fusion_kinds(graph)) == expected


def test_encoders_are_counted():
    graph = make_graph("image -> clip -> mlp -> llm -> text", "image -> dino -> mlp")

    assert count_encoders(graph) == 2


def test_chinese_is_one_em_wide_and_bold_is_wider():
    assert text_width("视觉", 10) == 20
    assert text_width("CLIP", 10, bold=True) > text_width("CLIP", 10)


def test_lines_are_balanced_and_keep_every_word():
    lines = wrap("Continued pre-training with visual expert", 160, 12.5)

    widths = [text_width(line, 12.5) for line in lines]
    assert " ".join(lines) == "Continued pre-training with visual expert"
    assert len(lines) == 2
    assert max(widths) - min(widths) < 60


def test_an_opening_bracket_stays_with_its_word():
    assert all(not line.endswith("（") for line in wrap("RMSNorm（注意力分支）", 70, 10.5))


def _random_flow(seed):
    """Streams that a contributor could write: forks, merges, taps, optional outputs."""
    chance = random.Random(seed)  # noqa: S311
    ways = [["image", "clip"], ["image", "crop", "dino"], ["image", "dino"]]
    middle = [["mlp"], ["concat", "mlp"], ["concat"], []]
    lines = [" -> ".join([*chance.choice(ways), *chance.choice(middle), "llm", "text"])]
    lines += [
        " -> ".join([*chance.choice(ways), *chance.choice(middle), "llm"])
        for _ in range(chance.randint(0, 3))
    ]
    if chance.random() < 0.8:
        lines.append("prompt -> tokenizer -> llm")
    chance.shuffle(lines)
    return lines


def test_whatever_passes_the_grid_can_be_drawn_without_crossings(catalog):
    drawn = 0
    for seed in range(400):
        architecture = Architecture.model_validate(
            {"id": "main", "flow": _random_flow(seed), "source": "paper"}
        )
        graph, _findings = build_graph(architecture, LEXICON)
        if graph is None:
            continue
        drawn += 1
        for layout in (Layout.LANDSCAPE, Layout.PORTRAIT):
            _draw_graph(catalog, graph, layout)

    assert drawn > 100


def _draw_graph(catalog, graph, layout):
    """The router itself raises when an arrow would run through a box."""
    from vlmatlas.figure.draw import Draughtsman  # noqa: PLC0415
    from vlmatlas.figure.stages import build_training  # noqa: PLC0415

    labels = load_labels(REPOSITORY, Language.EN)
    man = Draughtsman(labels, catalog.terms, lambda _node: None)
    return man.lay_out(graph, build_training(graph, (), ""), portrait=layout is Layout.PORTRAIT)


def _structures(catalog):
    return [each for family in catalog.families for each in build_structures(catalog, family)]


def test_every_family_is_drawn(catalog):
    assert all(family.architecture for family in catalog.families)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("layout", [Layout.LANDSCAPE, Layout.PORTRAIT])
def test_boxes_of_a_figure_never_overlap_and_stay_inside(catalog, language, layout):
    renderer = make_renderer(catalog, language)
    for structure in _structures(catalog):
        drawing = renderer.lay_out(structure, layout)
        areas = [box.area for box in drawing.boxes]

        assert all(a.x >= 0 and a.x + a.width <= drawing.width for a in areas), structure.id
        assert all(a.y >= 0 and a.y + a.height <= drawing.height for a in areas), structure.id
        assert not [
            (a, b)
            for index, a in enumerate(areas)
            for b in areas[index + 1 :]
            if a.x < b.x + b.width and b.x < a.x + a.width
            if a.y < b.y + b.height and b.y < a.y + a.height
        ], structure.id


def test_columns_of_the_training_table_keep_apart(catalog):
    renderer = make_renderer(catalog, Language.ZH)
    for structure in _structures(catalog):
        strip = renderer.lay_out(structure, Layout.PORTRAIT).strip
        for left, right in pairwise(strip.heads if strip else ()):
            ends = max(line.x + text_width(line.text, 10.5, bold=True) / 2 for line in left.lines)
            starts = min(
                line.x - text_width(line.text, 10.5, bold=True) / 2 for line in right.lines
            )
            assert ends <= starts + 12, (structure.id, left, right)


def test_a_figure_is_at_most_thirty_kilobytes(catalog):
    renderer = make_renderer(catalog, Language.ZH)
    for structure in _structures(catalog):
        both = renderer.render(structure, Layout.LANDSCAPE) + renderer.render(
            structure, Layout.PORTRAIT, words=False
        )
        assert len(both.encode()) <= 30_000, structure.id


def test_stages_that_name_a_part_win_over_those_that_name_its_kind(checkout):
    catalog = load_catalog(checkout, today=TODAY)
    (structure,) = build_structures(catalog, catalog.by_id["lynx-vl"])

    states = structure.training.states
    assert states[0, "lynx-mlp"] is State.TRAINED
    assert states[1, "experts"] is State.TRAINED
    assert states[1, "lynx-lm"] is State.LORA
    assert states[1, "painter"] is State.ABSENT
    assert states[1, "lynx-mlp"] is State.UNSTATED


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("layout", [Layout.LANDSCAPE, Layout.PORTRAIT, Layout.THUMB])
def test_figure_looks_as_stored(checkout, request, layout, language):
    catalog = load_catalog(checkout, today=TODAY)
    (structure,) = build_structures(catalog, catalog.by_id["lynx-vl"])
    svg = make_renderer(catalog, language).render(structure, layout) + "\n"

    file = HERE / "snapshots" / f"figure.{layout}.{language}.svg"
    if request.config.getoption("--update-snapshots"):
        file.write_text(svg, encoding="utf-8")
    assert svg == file.read_text(encoding="utf-8")


def test_words_describe_streams_and_stages_in_the_language_of_the_page(checkout):
    catalog = load_catalog(checkout, today=TODAY)
    (structure,) = build_structures(catalog, catalog.by_id["lynx-vl"])

    svg = make_renderer(catalog, Language.ZH).render(structure, Layout.LANDSCAPE)

    assert "Lynx-VL 的架构图</title>" in svg
    assert "图像 → 切块 → LynxViT → 通道拼接 → LynxMLP → LynxLM → 文本" in svg
    assert "阶段 1，对齐：训练LynxMLP" in svg


def test_a_drawing_that_stands_alone_needs_nothing_else(catalog):
    structure = build_structures(catalog, catalog.by_id["cogagent"])[0]
    renderer = Renderer(REPOSITORY, catalog, load_labels(REPOSITORY, Language.EN), lambda _: None)
    svg = renderer.render(structure, Layout.LANDSCAPE, sheet=cut_sheet(STYLE, dark=True))

    ElementTree.fromstring(svg)  # noqa: S314  # our own text
    assert "var(" not in svg
    assert "<a" not in svg
    assert "href" not in svg


def test_a_family_has_a_picture_for_links_elsewhere(checkout):
    catalog = load_catalog(checkout, today=TODAY)
    cards = render_cards(REPOSITORY, catalog)

    (png,) = cards.values()
    width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))
    assert list(cards) == ["figures/lynx-vl.card.png"]
    assert (width, height) == (1200, 630)


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_command_writes_a_figure(tmp_path, suffix):
    file = tmp_path / f"out{suffix}"
    arguments = ["--root", str(REPOSITORY), "figure", "CogVLM", "--lang", "zh", "-o", str(file)]

    assert main(arguments) == 0
    start = {".svg": b"<svg", ".png": b"\x89PNG"}[suffix]
    assert file.read_bytes().startswith(start)


def test_the_command_names_the_nearest_family_and_the_known_structures(tmp_path, capsys):
    root, file = ["--root", str(REPOSITORY)], str(tmp_path / "out.svg")

    assert main([*root, "figure", "cogvml", "-o", file, "--lang", "zh"]) == 2
    assert "cogvml：没有这个家族；是否想写 cogvlm？" in capsys.readouterr().err
    assert main([*root, "figure", "cogvml", "-o", file]) == 2
    assert main([*root, "figure", "mm1", "--structure", "x", "-o", file]) == 2
    assert main([*root, "figure", "mm1", "-o", f"{file}.gif"]) == 2

    said = capsys.readouterr().err
    assert "cogvml: no such family; did you mean cogvlm?" in said
    assert "mm1: no structure 'x'; it has: dense, moe-3b, moe-7b" in said
    assert "the name must end in .svg or .png" in said


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_colours_of_figures_can_be_told_apart(dark):
    blocks = re.findall(r"\{\n([^}]*)\}", STYLE)
    colours = dict(re.findall(r"--f-([\w-]+): (#\w{6})", blocks[dark]))
    for letter in "nvtclxg":
        fill, line, word = (colours[f"{letter}-{part}"] for part in ("fill", "line", "word"))

        assert min(_contrast(text, fill) for text in (word, colours["ink"], colours["mute"])) >= 4.5
        assert min(_contrast(word, paper) for paper in (fill, colours["paper"])) >= 4.5
        assert min(_contrast(line, paper) for paper in (fill, colours["paper"])) >= 3
        assert _contrast(colours["on"], line) >= 3
    assert _contrast(colours["edge"], colours["l-fill"]) >= 3


def test_tones_of_thumbnails_stand_out_on_both_papers():
    template = (REPOSITORY / "templates/parts/figure.svg.jinja").read_text(encoding="utf-8")
    block = template.partition("{% set tones")[2].partition("%}")[0]
    tones = dict(re.findall(r'"([\w-]+)": "(#\w{6})"', block))

    assert set(tones) == {str(role) for role in Role}
    for paper in ("#f6f2e8", "#162327"):
        assert {
            name: round(_contrast(tone, paper), 2)
            for name, tone in tones.items()
            if _contrast(tone, paper) < 3
        } == {}


@pytest.mark.parametrize("language", list(Language))
def test_every_example_of_the_guide_can_be_drawn(catalog, language):
    text = (REPOSITORY / f"content/{language}/guide/figures.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    for example in examples:
        for block in parse_yaml(example)["architecture"]:
            architecture, wrong = parse_record(Architecture, block)
            graph, findings = build_graph(architecture, catalog.lexicon)

            assert (wrong, findings) == ([], [])
            assert graph is not None
    assert len(examples) == 3


@pytest.mark.parametrize("language", list(Language))
def test_the_guide_lists_every_role_and_arrow(language):
    text = (REPOSITORY / f"content/{language}/guide/figures.md").read_text(encoding="utf-8")

    assert [role for role in Role if role.value not in text] == []
    assert [arrow for arrow in Arrow if arrow.value not in text] == []
