"""What the explorer is made of: facts, columns, the packed table, plots."""

import gzip
import json
import re

import pytest

from conftest import REPOSITORY
from factories import make_benchmark, make_block, make_catalog, make_family, make_variant
from vlmatlas.explorer.board import build_board
from vlmatlas.explorer.columns import column_key, list_columns
from vlmatlas.explorer.data import render_provenance, render_table_data
from vlmatlas.explorer.facts import day_of, licenses_of, size_of
from vlmatlas.explorer.plot import list_measured, plot_by_day, plot_by_size
from vlmatlas.labels import load_labels
from vlmatlas.registry import Component
from vlmatlas.scorekeys import Scale
from vlmatlas.tables import ScoreTable
from vlmatlas.vocabulary import Better, Language, Protocol

LABELS = load_labels(REPOSITORY, Language.EN)
VAL = Scale("mmmu", "val", "accuracy")


def make_scored(scores, **facts):
    """A catalogue of one family whose variants have these MMMU val scores."""
    variants = [
        make_variant(id, **facts.get(id, {"released": f"2024-0{number}-01"}))
        for number, id in enumerate(scores, start=1)
    ]
    blocks = [make_block({id: {"mmmu.val": value} for id, value in scores.items()})]
    return make_catalog(make_family(variants=variants, scores=blocks))


def pack(catalog, language=Language.EN):
    labels = load_labels(REPOSITORY, language)
    return json.loads(render_table_data(build_board(ScoreTable(catalog), labels), labels))


def test_a_stated_size_is_taken_as_it_is():
    catalog = make_catalog(make_family(variants=[make_variant("a", parameters=17)]))
    _family, variant = catalog.variants["a"]

    size = size_of(catalog, variant)

    assert (size.value, size.stated) == (17, True)


def test_without_a_stated_size_the_known_parts_are_summed_and_marked():
    catalog = make_catalog(
        make_family(variants=[make_variant("a", vision_encoders=["vit", "dino"])])
    )
    shared = {"name": "X", "summary": {"en": "A.", "zh": "一。"}}
    encoder = {"kind": "vision-encoder", **shared}
    parts = {
        "vicuna": {"kind": "language-model", "parameters": 6.74, **shared},
        "vit": {"parameters": 0.304, **encoder},
        "dino": encoder,
    }
    catalog.components.update(
        {id: Component.model_validate({"id": id, **part}) for id, part in parts.items()}
    )

    size = size_of(catalog, catalog.variants["a"][1])

    assert (size.value, size.stated) == (7.04, False)


def test_size_is_unknown_if_that_of_the_language_model_is():
    catalog = make_catalog(make_family(variants=[make_variant("a")]))

    assert size_of(catalog, catalog.variants["a"][1]) is None


def test_a_variant_without_a_day_of_its_own_came_out_with_its_family():
    catalog = make_catalog(make_family(variants=[make_variant("a")]))

    assert day_of(*catalog.variants["a"]) == "2023-04-17"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Apache-2.0", ("Apache-2.0",)),
        ("Apache-2.0; the licenses of the base models also apply", ("Apache-2.0",)),
        ("Apache-2.0 (3B), MIT (1.6B)", ("Apache-2.0", "MIT")),
        (None, ()),
    ],
)
def test_names_of_licenses_stand_without_what_is_said_about_them(text, names):
    family = make_family(license={"weights": text, "source": "paper"})

    assert licenses_of(family) == names


def test_key_of_a_column_names_the_metric_only_where_there_are_several():
    several = [{"id": id, "name": {"en": id, "zh": id}} for id in ("f1", "accuracy")]
    pope = make_benchmark("pope", metrics=several)

    assert column_key(make_benchmark(), VAL) == "mmmu.val"
    assert column_key(pope, Scale("pope", "val", "f1")) == "pope.val.f1"


def test_a_column_ranks_the_protocol_most_of_its_scores_share():
    blocks = [
        make_block({"a": {"mmmu.val": 30}, "b": {"mmmu.val": 31}}),
        make_block({"c": {"mmmu.val": 60}}, setting={"protocol": "fine-tuned"}),
    ]
    variants = [make_variant(id) for id in "abc"]
    table = ScoreTable(make_catalog(make_family(variants=variants, scores=blocks)))

    board = build_board(table, LABELS)

    assert list_columns(table, LABELS)[0].protocol is Protocol.ZERO_SHOT
    items = [row.cells[0] for row in board.rows]
    assert [item.is_apart for item in items] == [False, False, True]
    assert [item.is_best for item in items] == [False, True, False]


def test_every_option_counts_its_variants_and_unknown_comes_last():
    board = build_board(ScoreTable(make_scored({"a": 1, "b": 2})), LABELS)
    facets = {facet.id: facet.options for facet in board.facets}

    assert [(option.id, count) for option, count in facets["lm"]] == [("vicuna", 2)]
    assert [option.id for option, _count in facets["size"]] == ["unstated"]
    assert [(option.id, count) for option, count in facets["setting"]] == [("zero-shot", 2)]


def test_packed_values_are_those_of_the_source_to_the_letter():
    column = pack(make_scored({"a": 59.0, "b": 1341, "c": 0.55}))["columns"][0]

    assert column["values"] == "59.0|1341|0.55"
    assert column["marks"] == "aaa"


def test_marks_tell_protocol_reporter_and_evidence_apart():
    blocks = [
        make_block({"a": {"mmmu.val": 1}}),
        make_block({"b": {"mmmu.val": 1}}, evidence="unverified"),
        make_block({"c": {"mmmu.val": 1}}, reporter="third-party"),
        make_block({"d": {"mmmu.val": 1}}, setting={"protocol": "few-shot", "shots": 4}),
    ]
    variants = [make_variant(id) for id in "abcde"]
    data = pack(make_catalog(make_family(variants=variants, scores=blocks)))

    assert data["columns"][0]["marks"] == "acdg."


def test_a_value_that_disagrees_travels_along_with_its_own_mark():
    blocks = [
        make_block({"a": {"mmmu.val": 38.2}}),
        make_block({"a": {"mmmu.val": 37.1}}, reporter="third-party"),
    ]
    data = pack(make_catalog(make_family(variants=[make_variant("a")], scores=blocks)))

    assert data["columns"][0]["values"] == "38.2"
    assert data["columns"][0]["more"] == [[0, "37.1", "d"]]


def test_provenance_has_every_score_with_its_source(catalog):
    board = build_board(ScoreTable(catalog), LABELS)
    found = json.loads(render_provenance(catalog, board, LABELS))
    entries = [
        entry
        for columns in found["scores"].values()
        for scores in columns.values()
        for entry in scores
    ]

    assert len(entries) == len(catalog.scores)
    assert all(found["sources"][entry[1]][1].startswith("http") for entry in entries)
    assert all(note in found["notes"] for entry in entries for note in entry[-1])


def test_both_languages_pack_the_same_numbers(catalog):
    chinese, english = pack(catalog, Language.ZH), pack(catalog, Language.EN)

    def numbers(data):
        return [(c["key"], c["values"], c["marks"], c["more"]) for c in data["columns"]]

    assert numbers(chinese) == numbers(english)
    assert [sorted(facet["ids"]) for facet in chinese["facets"].values()] == [
        sorted(facet["ids"]) for facet in english["facets"].values()
    ]
    assert chinese["columns"][0]["category"] != english["columns"][0]["category"]


def plot(scores, better=Better.HIGHER, references=None, **facts):
    table = ScoreTable(make_scored(scores, **facts))
    items = list_measured(table, VAL, Protocol.ZERO_SHOT)
    return plot_by_day(items, better, references or {})


def test_frontier_passes_through_every_record_and_no_other():
    found = plot({"a": 30, "b": 25, "c": 40, "d": 35})

    assert [p.item.variant.id for p in found.points if p.leads] == ["a", "c"]
    assert len(found.frontier) == 3
    assert found.frontier[0].y1 > found.frontier[-1].y1


def test_where_lower_is_better_the_frontier_goes_down():
    found = plot({"a": 30, "b": 25, "c": 40}, Better.LOWER)

    assert [p.item.variant.id for p in found.points if p.leads] == ["a", "b"]


def test_reference_values_have_room_in_the_plot():
    found = plot({"a": 30, "b": 40}, references={"People": 88.6})

    assert [(guide.name, guide.value) for guide in found.guides] == [("People", "88.6")]
    assert 0 < found.guides[0].y < min(point.y for point in found.points)


def test_variants_of_unknown_size_are_counted_not_drawn():
    sizes = {"a": {"parameters": 7}, "b": {"parameters": 13}, "c": {}}
    table = ScoreTable(make_scored({"a": 30, "b": 40, "c": 50}, **sizes))
    found = plot_by_size(list_measured(table, VAL, Protocol.ZERO_SHOT), Better.HIGHER)

    assert [point.item.variant.id for point in found.points] == ["a", "b"]
    assert found.left_out == 1


def test_a_plot_of_very_many_keeps_all_records():
    scores = {f"v{number:03}": 500 - number for number in range(500)}
    days = {id: {"released": "2024-01-01"} for id in scores}
    days["v499"] = {"released": "2023-01-01"}
    found = plot(scores, **days)

    assert found.left_out == 500 - len(found.points) > 0
    assert {"v000", "v499"} <= {point.item.variant.id for point in found.points}


def test_a_single_score_can_be_plotted():
    found = plot({"a": 30})

    assert [(point.x, point.y) for point in found.points] == [(50, 50)]


def sizes_of(name, seen):
    """Compressed bytes of a module of the explorer and of all that it cannot start without."""
    if name in seen:
        return 0
    seen.add(name)
    content = (REPOSITORY / "templates/theme/assets/explorer" / name).read_bytes()
    needed = re.findall(rb'^import .* from "\./(.+)";$', content, re.MULTILINE)
    return len(gzip.compress(content)) + sum(sizes_of(one.decode(), seen) for one in needed)


@pytest.mark.parametrize("page", ["leaderboard", "compare", "charts"])
def test_scripts_and_styles_of_a_view_are_small(site, page):
    """At most 16 and 3 kB, and only those that the page names."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    entries = set(re.findall(r'data-vlm-module="[^"]*/explorer/([^"]+)"', html))
    [styles] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)

    seen = set()
    assert 4_000 < sum(sizes_of(entry, seen) for entry in entries) <= 16_000
    assert 1_000 < len(gzip.compress(styles.encode())) <= 3_000
