"""Documents become scores and facts, or nothing at all."""

import functools
import http.server
import threading

import openpyxl
import pytest

from conftest import HERE, TODAY
from vlmatlas.catalog import load_catalog
from vlmatlas.cli import main
from vlmatlas.intake.cells import Number, parse_cell
from vlmatlas.intake.claims import Refusal
from vlmatlas.intake.wording import load_refusals

FILES = HERE / "cases/import"
MODEL = "models/lynx-vl/model.yaml"
COUNT = """\
name: Lynx count
aliases: [LynxCount]
category: knowledge
measures: {en: Lynxes to count., zh: 数猞猁。}
metrics: [{id: correct, name: {en: correct answers, zh: 答对数}}]
range: [0, 2000]
better: higher
splits: [test]
links: {homepage: "https://lynx.test/count"}
"""


@pytest.fixture
def atlas(checkout):
    benchmarks = checkout / "registry/benchmarks"
    (benchmarks / "lynxcount.yaml").write_text(COUNT, encoding="utf-8")
    mmmu = (benchmarks / "lynxbench.yaml").read_text(encoding="utf-8").replace("LynxBench", "MMMU")
    (benchmarks / "mmmu.yaml").write_text(
        mmmu.replace("links: {}", 'links: {homepage: "https://mmmu.test/"}'), encoding="utf-8"
    )
    model = checkout / MODEL
    text = model.read_text(encoding="utf-8").replace("51.0}", "51.0}  # Table 3\n# end")
    model.write_text(text, encoding="utf-8")
    return checkout


@pytest.fixture
def run(atlas, capsys):
    def run(*arguments):
        code = main(["--root", str(atlas), "import", *map(str, arguments), "--lang", "en"])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def scores(root):
    catalog = load_catalog(root, today=TODAY)
    return {
        (score.benchmark, score.split): (score.value, score.source, str(score.reporter))
        for score in catalog.scores
    }


def text_of(root):
    return (root / MODEL).read_text(encoding="utf-8")


def test_a_markdown_table_adds_what_is_new_and_keeps_every_line(atlas, run):
    before = text_of(atlas)

    code, printed = run(FILES / "paper.md", "--source", "report", "--where", "Table 2")

    assert code == 0, printed
    assert scores(atlas) == {
        ("lynxbench", "val"): (51.0, "report", "authors"),
        ("lynxbench", "test"): (48.5, "report", "authors"),
        ("lynxcount", "test"): (1204, "report", "authors"),
    }
    assert "no variant is called 'Tiger-VL'" in printed
    assert "no benchmark of the catalogue: 'Other'" in printed
    assert "1 known already" in printed
    kept = iter(text_of(atlas).splitlines())
    assert all(line in kept for line in before.splitlines())


@pytest.mark.parametrize(
    "arguments",
    [
        ("paper.md", "--source", "report"),
        ("card.md", "--source", "report", "--facts"),
        ("results.yaml", "--source", "report", "--model", "Lynx-VL-2B"),
        ("openvlm.json", "--facts"),
        ("mmmu.json",),
        ("paper.bib", "--family", "lynx-vl"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_importing_twice_changes_nothing_more(atlas, run, arguments):
    add_repository_alias(atlas)
    name, *options = arguments
    before = text_of(atlas)
    assert run(FILES / name, *options)[0] == 0
    once = text_of(atlas)

    code, printed = run(FILES / name, *options)

    assert once != before
    assert (code, text_of(atlas)) == (0, once)
    assert "+" not in [line[:1] for line in printed.splitlines()]


def add_repository_alias(root):
    text = text_of(root).replace(
        "    name: Lynx-VL-2B\n", "    name: Lynx-VL-2B\n    aliases: [lynx/lynx-vl-2b]\n"
    )
    (root / MODEL).write_text(text, encoding="utf-8")


def test_a_dry_run_shows_the_lines_and_writes_none(atlas, run):
    before = text_of(atlas)

    code, printed = run(FILES / "paper.md", "--source", "report", "--dry-run")

    assert (code, text_of(atlas)) == (0, before)
    assert f"+++ b/{MODEL}" in printed
    assert "\n+" in printed.partition("+++")[2]


def test_every_dirty_cell_is_named_and_nothing_is_written(atlas, run):
    before = text_of(atlas)

    code, printed = run(FILES / "dirty.csv", "--source", "report")

    refused = [line.rpartition("[")[2].rstrip("]") for line in printed.splitlines() if "! " in line]
    assert (code, text_of(atlas)) == (1, before)
    assert sorted(refused) == sorted(
        [
            "cell-composite",
            "cell-fraction",
            "cell-percent",
            "cell-unreadable",
            "cell-range",
            "cell-zero",
            "cell-range",
            "cell-unreadable",
            "heading-split",
        ]
    )
    assert "! line 2, LynxBench val: '2152 / 2229' holds 2 numbers" in printed


def test_what_can_be_read_is_taken_when_the_rest_may_be_left_out(atlas, run, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("Model,LynxBench test,Lynx count\nLynx-VL-2B,0.485,1204†\n", encoding="utf-8")

    assert run(table, "--source", "report", "--fractions")[0] == 1
    assert run(table, "--source", "report", "--fractions", "--leave-out")[0] == 0
    assert scores(atlas)["lynxbench", "test"][0] == 48.5


def test_a_column_can_be_named_by_hand(atlas, run, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("Model;LynxBench\nLynx-VL-2B;48.5\n", encoding="utf-8")

    assert run(table, "--source", "report", "--column", "LynxBench=lynxbench.nope")[0] == 2
    assert run(table, "--source", "report", "--column", "LynxBench=lynxbench.test")[0] == 0
    assert scores(atlas)["lynxbench", "test"][0] == 48.5


def test_another_number_from_the_same_source_is_a_conflict(atlas, run, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("Model,LynxBench val\nLynx-VL-2B,52.5\n", encoding="utf-8")
    before = text_of(atlas)

    code, printed = run(table, "--source", "report")
    assert (code, text_of(atlas)) == (1, before)
    assert "51.0 stands here from 'report', the document says 52.5" in printed

    assert run(table, "--source", "report", "--replace")[0] == 0
    assert text_of(atlas) == before.replace("51.0", "52.5")


def test_two_sources_may_disagree(atlas, run):
    code, printed = run(FILES / "openvlm.json", "--facts")

    assert code == 0, printed
    assert scores(atlas)["lynxbench", "test"] == (48.5, "openvlm", "third-party")
    assert "parameters: 2.3" in text_of(atlas)
    assert "title: OpenVLM leaderboard" in text_of(atlas)


def test_a_size_that_stands_only_in_the_name_is_refused(atlas, run):
    code, printed = run(FILES / "mmmu.json", "--facts")

    assert (code, "[size-from-name]" in printed) == (1, True)
    assert "parameters" not in text_of(atlas)


def test_the_mmmu_leaderboard_says_who_measured(atlas, run):
    assert run(FILES / "mmmu.json")[0] == 0

    found = scores(atlas)
    assert found["mmmu", "val"] == (35.1, "mmmu", "authors")
    assert found["mmmu", "test"] == (33.0, "mmmu", "third-party")
    assert ("mmmu", "pro") not in found


def test_bibtex_fills_the_entry_and_its_paper(atlas, run):
    assert run(FILES / "paper.bib")[0] == 1
    assert run(FILES / "paper.bib", "--family", "lynx-vl")[0] == 0

    family = load_catalog(atlas, today=TODAY).by_id["lynx-vl"]
    assert family.bibtex == (FILES / "paper.bib").read_text(encoding="utf-8")
    assert list(family.sources) == ["report"]


def test_a_workbook_reads_like_a_table(atlas, run, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Model", "LynxBench test", "Lynx count"])
    book.active.append(["Lynx-VL-2B", 48.5, 1204])
    book.save(tmp_path / "t.xlsx")

    code, printed = run(tmp_path / "t.xlsx", "--source", "report")

    assert code == 0, printed
    assert scores(atlas)["lynxcount", "test"][0] == 1204


def test_an_unknown_source_must_be_described(atlas, run):
    code, printed = run(FILES / "paper.md", "--source", "blog")
    assert (code, "[source-incomplete]" in printed) == (1, True)

    described = ("--source-kind", "model-card", "--source-title", "Card")
    url = ("--source-url", "https://huggingface.co/lynx/lynx-vl-2b")
    assert run(FILES / "paper.md", "--source", "card", *described, *url)[0] == 0
    assert scores(atlas)["lynxcount", "test"] == (1204, "card", "authors")


def test_a_source_of_the_same_name_but_another_address_is_not_taken(run):
    url = ("--source-url", "https://lynx.test/other")

    code, printed = run(FILES / "paper.md", "--source", "report", *url)

    assert (code, "[source-other]" in printed) == (1, True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", b"{"),
        ("x.json", b"[]"),
        ("x.json", b'{"leaderboardData": 7}'),
        ("x.json", b'{"results": {"a": 3}}'),
        ("x.md", b"no table"),
        ("x.csv", b"\xff\xfe"),
        ("x.bib", b"@misc{a"),
        ("x.xlsx", b"PK\x03\x04nonsense"),
        ("x.yaml", b"a: [\n"),
        ("x.docx", b"text"),
    ],
)
def test_a_broken_document_is_one_clear_sentence(run, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    code, printed = run(tmp_path / name, "--source", "report")

    assert code == 1
    assert len(printed.splitlines()) == 1


@pytest.fixture
def address():
    handler = functools.partial(Quiet, directory=str(FILES))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_a_document_can_be_fetched(atlas, run, address):
    code, printed = run("--from-url", f"{address}/openvlm.json")

    assert code == 0, printed
    assert scores(atlas)["lynxbench", "test"][0] == 48.5


@pytest.mark.parametrize("url", ["{}/missing.json", "file:///etc/passwd", "http://127.0.0.1:1/x"])
def test_an_address_that_gives_nothing_is_said_to(run, address, url):
    code, printed = run("--from-url", url.format(address))

    assert code == 1
    assert "Traceback" not in printed


def number(text):
    found = parse_cell(text, 1, "here")
    return found if isinstance(found, Refusal) else found[0]


@pytest.mark.parametrize("text", [None, "", "-", "---", "—", "N/A", "null", " – "])
def test_a_cell_may_say_that_there_is_no_number(text):
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("４１．２", "41.2"), ("**41.2**", "41.2"), ("1,510.7", "1510.7"), (41.2, "41.2"), (41, "41")],
)
def test_a_number_is_read_through_its_dress(text, value):
    found = number(text)

    assert isinstance(found, Number)
    assert str(found.value) == value


@pytest.mark.parametrize("text", ["41,2", "~41", "41.2*", "41.2 (43.0)", "1510.7+300", True])
def test_a_number_that_may_mean_two_things_is_refused(text):
    assert number(text).rule == "cell-unreadable"


def test_the_parts_of_a_cell_keep_their_order():
    found = parse_cell("1510.7/---", 2, "here")

    assert [part and str(part.value) for part in found] == ["1510.7", None]


def test_every_refusal_speaks_both_languages():
    for texts in load_refusals().values():
        assert set(texts) == {"en", "zh"}


def test_a_table_without_a_column_of_names_is_refused(run, tmp_path):
    (tmp_path / "t.csv").write_text("Year,LynxBench val\n2025,51\n", encoding="utf-8")

    code, printed = run(tmp_path / "t.csv", "--source", "report")

    assert (code, "names a column Model" in printed) == (1, True)


def test_a_name_that_several_benchmarks_share_is_asked_for_with_its_split(atlas, run, tmp_path):
    for id in ("lynxbench", "lynxcount"):
        path = atlas / f"registry/benchmarks/{id}.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8')}group: lynxes\n", encoding="utf-8")
    (tmp_path / "t.md").write_text(
        "| Model | Lynxes (test) |\n|---|---|\n| Lynx-VL-2B | 48.5 |\n", encoding="utf-8"
    )

    code, printed = run(tmp_path / "t.md", "--source", "report")

    assert code == 1
    assert "does not say which: lynxbench.test, lynxcount" in printed


def test_a_footnote_mark_hides_no_suggestion(run, tmp_path):
    (tmp_path / "t.md").write_text(
        "| Model | LynxBench (test) |\n|---|---|\n| Lynx-VL-2B* | 48.5 |\n", encoding="utf-8"
    )

    _code, printed = run(tmp_path / "t.md", "--source", "report")

    assert "no variant is called 'Lynx-VL-2B*' (lynx-vl-2b?)" in printed
    assert "`aliases`" in printed


def test_a_source_is_refused_once_for_all_its_scores(run):
    _code, printed = run(FILES / "paper.md", "--source", "blog")

    assert printed.count("[source-incomplete]") == 1
    assert "which has: report" in printed


def test_a_kind_of_source_without_scores_is_refused_before_anything_is_planned(atlas, run):
    path = atlas / "models/lynx-vl/model.yaml"
    text = path.read_text(encoding="utf-8")
    news = "sources:\n  news: {kind: announcement, title: News, url: https://huggingface.co/blog/lynx}\n"
    path.write_text(text.replace("sources:\n", news, 1), encoding="utf-8")

    code, printed = run(FILES / "paper.md", "--source", "news")

    assert code == 1
    assert "which is of kind announcement; name a source of kind leaderboard, " in printed
    assert "+ lynx-vl" not in printed
