import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from factories import make_benchmark, make_block, make_catalog, make_family, make_variant
from vlmatlas.catalog import Catalog
from vlmatlas.exports.compact import COMPACT_KEYS, render_compact_table
from vlmatlas.exports.delimited import render_scores_csv, render_table_csv
from vlmatlas.exports.document import render_catalog_json, render_catalog_schema
from vlmatlas.exports.files import render_downloads
from vlmatlas.exports.markup import (
    escape_latex,
    render_markdown_rows,
    render_table_latex,
    render_table_markdown,
)
from vlmatlas.exports.workbook import render_workbook
from vlmatlas.jsonschema import SHAPES, build_schema
from vlmatlas.vocabulary import Language

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def catalog() -> Catalog:
    variants = [make_variant("llava-7b", name="=1+1"), make_variant("llava-13b", name="L_13 & co")]
    blocks = [
        make_block({"llava-7b": {"mmmu.val": 35.0}, "llava-13b": {"mmmu.val": -1.5}}),
        make_block({"llava-7b": {"mmmu.val": 34.9, "mmmu.test": 1341}}, evidence="unverified"),
    ]
    return make_catalog(make_family(variants=variants, scores=blocks))


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_name_that_looks_like_a_formula_is_neutralised_in_csv(catalog: Catalog):
    for text in (render_scores_csv(catalog), render_table_csv(catalog)):
        assert ",'=1+1," in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_in_csv_starts_like_a_formula(start: str):
    catalog = make_catalog(make_family(variants=[make_variant("a", name=f"{start}1")]))

    assert read_csv(render_table_csv(catalog))[0]["name"] == f"'{start}1"


def test_a_negative_number_stays_a_number_in_csv(catalog: Catalog):
    rows = read_csv(render_table_csv(catalog))

    assert [row["mmmu.val"] for row in rows] == ["35.0", "-1.5"]


def test_the_long_csv_has_every_score_with_its_source(catalog: Catalog):
    rows = read_csv(render_scores_csv(catalog))

    assert len(rows) == len(catalog.scores)
    assert {row["source_url"] for row in rows} == {"https://arxiv.org/abs/2304.08485"}


def test_the_catalogue_follows_its_own_schema(catalog: Catalog):
    schema = json.loads(render_catalog_schema())

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(render_catalog_json(catalog)), schema)


def test_the_schema_of_the_catalogue_refuses_what_it_does_not_know(catalog: Catalog):
    document = json.loads(render_catalog_json(catalog))
    document["scores"][0]["points"] = 1

    with pytest.raises(jsonschema.ValidationError, match="points"):
        jsonschema.validate(document, json.loads(render_catalog_schema()))


def test_the_catalogue_says_which_score_the_tables_show(catalog: Catalog):
    scores = json.loads(render_catalog_json(catalog))["scores"]

    shown = {(s["variant"], s["split"], s["value"]): s["shown"] for s in scores}
    assert shown == {
        ("llava-13b", "val", -1.5): True,
        ("llava-7b", "val", 35.0): True,
        ("llava-7b", "val", 34.9): False,
        ("llava-7b", "test", 1341): True,
    }


def test_the_catalogue_is_written_in_readable_chinese(catalog: Catalog):
    assert "一句话。" in render_catalog_json(catalog)


def test_the_workbook_has_every_score_and_frozen_names(catalog: Catalog):
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(catalog)))

    assert book["Scores"].freeze_panes == "C2"
    assert book["Scores"].auto_filter.ref
    assert book["All scores"].freeze_panes
    assert book["All scores"].max_row - 1 == len(catalog.scores)


def test_the_workbook_keeps_formulas_as_text_and_scores_as_numbers(catalog: Catalog):
    page = openpyxl.load_workbook(io.BytesIO(render_workbook(catalog)))["Scores"]

    assert (page["B2"].value, page["B2"].data_type) == ("=1+1", "s")
    assert (page["C2"].value, page["C2"].number_format) == (35, "0.0")
    assert (page["D2"].value, page["D2"].number_format) == (1341, '0"?"')


def test_rendering_twice_gives_equal_bytes(catalog: Catalog):
    assert dict(render_downloads(catalog)) == dict(render_downloads(catalog))


def test_characters_special_to_latex_are_escaped(catalog: Catalog):
    assert r"L\_13 \& co & -- & -1.5" in render_table_latex(catalog).replace(
        "-1.5 & --", "-- & -1.5"
    )
    assert escape_latex("\\{}$&#%_^~") == (
        r"\textbackslash{}\{\}\$\&\#\%\_\textasciicircum{}\textasciitilde{}"
    )


def test_a_latex_row_cannot_start_with_an_option_of_the_row_before():
    assert escape_latex("[1em]*") == "{[}1em{]}{*}"


def test_characters_special_to_markdown_are_escaped():
    table = render_markdown_rows(["a|b", "*c*"], [["<script>", "[x](y)"]])

    assert table == "| a\\|b | \\*c\\* |\n| :-- | --: |\n| &lt;script\\> | \\[x\\](y) |\n"


def test_the_markdown_table_marks_unverified_values(catalog: Catalog):
    assert "| 1341? |" in render_table_markdown(catalog)


def make_compact_catalog() -> Catalog:
    splits = dict(key.split(":")[0].split(".") for key in COMPACT_KEYS)
    metrics = [{"id": id, "name": {"en": id.upper(), "zh": "值"}} for id in ("f1", "accuracy")]
    benchmarks = tuple(
        make_benchmark(id, splits=[split], **({"metrics": metrics} if id == "pope" else {}))
        for id, split in splits.items()
    )
    few = dict.fromkeys(COMPACT_KEYS[:3], 50.0)
    blocks = [
        make_block({"many": few, "tuned": few, "few": few}),
        make_block({"many": {"gqa.testdev-balanced": 61.9}}, evidence="unverified"),
        make_block({"tuned": {"gqa.testdev-balanced": 1.0}}, setting={"protocol": "fine-tuned"}),
    ]
    variants = [make_variant(id) for id in ("many", "tuned", "few")]
    family = make_family(benchmarks=benchmarks, variants=variants, scores=blocks)
    return make_catalog(family, benchmarks=benchmarks)


def test_the_compact_table_lists_models_with_four_zero_shot_scores():
    table = render_compact_table(make_compact_catalog(), Language.EN)

    assert "| many | 50.0 | 50.0 | 50.0 | – | – | 61.9? |" in table
    assert "| tuned |" not in table
    assert "| few |" not in table


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.EN, ["Model", "POPE average F1", "source."]), (Language.ZH, ["模型", "来源"])],
)
def test_the_compact_table_speaks_the_language_of_its_page(language: Language, words: list[str]):
    table = render_compact_table(make_compact_catalog(), language)

    assert all(word in table for word in words)


def test_an_editor_schema_refuses_a_key_that_is_no_id():
    schema = build_schema(SHAPES["tags"], {})
    text = {"en": "a", "zh": "一"}
    tag = {"name": text, "description": text}

    jsonschema.validate({"small": tag}, schema)
    with pytest.raises(jsonschema.ValidationError, match="Not An Id"):
        jsonschema.validate({"Not An Id": tag}, schema)


def run_build_tables(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "scripts/build_tables.py", "--root", root, *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_script_refreshes_a_stale_readme_but_only_complains_when_checking(tmp_path: Path):
    for name in ("models", "registry"):
        shutil.copytree(ROOT / name, tmp_path / name)
    stale = "# Title\n\n<!-- begin scores -->\n<!-- end scores -->\n"
    for name in ("README.md", "README.zh.md"):
        (tmp_path / name).write_text(stale, encoding="utf-8")

    checked = run_build_tables(tmp_path, "--check")

    assert checked.returncode == 1
    assert "README.zh.md: the score table is stale" in checked.stdout
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == stale
    assert not (tmp_path / "build").exists()

    written = run_build_tables(tmp_path)

    assert written.returncode == 0
    assert (tmp_path / "build/tables/api/v1/catalog.json").is_file()
    assert "| Model |" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert run_build_tables(tmp_path, "--check").returncode == 0
