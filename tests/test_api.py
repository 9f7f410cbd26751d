"""Every entry has a document that follows the schema beside it and agrees with the catalogue."""

import json

import jsonschema
import pytest

from factories import make_benchmark, make_block, make_catalog, make_family, make_variant
from vlmatlas.catalog import Catalog
from vlmatlas.exports.apifiles import KINDS, list_names
from vlmatlas.exports.files import render_downloads
from vlmatlas.pages.site import list_pages
from vlmatlas.urls import api_url


def render(catalog: Catalog) -> dict[str, bytes]:
    return dict(render_downloads(catalog))


def read(files: dict[str, bytes], path: str):
    return json.loads(files[path])


@pytest.fixture(scope="session")
def files(catalog):
    return dict(render_downloads(catalog))


def test_the_index_leads_to_every_document_and_each_follows_its_schema(files):
    index = read(files, "api/v1/index.json")
    jsonschema.validate(index, read(files, "api/v1/index.schema.json"))

    checked = {"api/v1/index.json"}
    for kind in index["kinds"]:
        listing = read(files, kind["list"])
        jsonschema.validate(listing, read(files, kind["list_schema"]))
        schema = jsonschema.Draft202012Validator(read(files, kind["path_schema"]))
        paths = [kind["path"].replace("{id}", entry["id"]) for entry in listing["entries"]]
        assert paths == [entry["path"] for entry in listing["entries"]]
        assert len(paths) == kind["count"]
        for path in paths:
            schema.validate(read(files, path))
        checked |= {kind["list"], *paths}
    for whole in index["documents"]:
        if whole["name"] != "changes":  # comes from the history, see test_feeds.py
            jsonschema.validate(read(files, whole["path"]), read(files, whole["path_schema"]))
            checked.add(whole["path"])

    own = {path for path in files if path.startswith("api/v1/") and path.endswith(".json")}
    own -= {path for path in own if path.endswith(".schema.json") or "every-eval-ever" in path}
    assert own - checked == set()


def test_a_schema_refuses_what_it_does_not_know(files):
    document = read(files, "api/v1/families/cogvlm.json")
    document["family"]["colour"] = "red"

    with pytest.raises(jsonschema.ValidationError, match="colour"):
        jsonschema.validate(document, read(files, "api/v1/family.schema.json"))


def test_the_documents_of_families_hold_every_score_once(files, catalog):
    counts = [
        len(read(files, api_url("family", family.id))["scores"]) for family in catalog.families
    ]

    assert sum(counts) == len(catalog.scores)


def test_the_documents_of_benchmarks_hold_every_score_once(files, catalog):
    found = [score for id in catalog.benchmarks for score in benchmark_scores(files, id)]

    assert len(found) == len(catalog.scores)


def benchmark_scores(files, id):
    return read(files, api_url("benchmark", id))["scores"]


def test_a_component_names_the_variants_that_use_it():
    family = make_family(variants=[make_variant("llava-7b"), make_variant("llava-13b")])
    files = render(make_catalog(family))

    used = read(files, "api/v1/components/vicuna.json")["used_by"]

    assert used == [{"family": "llava", "variants": ["llava-7b", "llava-13b"]}]


def test_a_document_names_its_page_in_both_languages():
    files = render(make_catalog(make_family()))

    assert read(files, "api/v1/families/llava.json")["pages"] == {
        "en": "en/models/llava/",
        "zh": "models/llava/",
    }


def test_a_document_explains_the_notes_of_its_scores_and_no_others():
    block = make_block({"llava-7b": {"mmmu.val": 35.0}}, setting={"notes": ["beam"]})
    files = render(make_catalog(make_family(scores=[block]), make_family("other")))

    assert list(read(files, "api/v1/families/llava.json")["notes"]) == ["beam"]
    assert read(files, "api/v1/families/other.json")["notes"] == {}


def test_every_page_of_an_entry_has_a_twin(files, catalog):
    pages = [address for address in list_pages(catalog) if address.kind in KINDS]

    assert {api_url(page.kind, page.id) for page in pages} <= set(files)
    assert set(list_names(catalog)) == set(KINDS)


def test_a_benchmark_without_scores_has_an_empty_list():
    files = render(make_catalog(benchmarks=(make_benchmark("pope"),)))

    assert benchmark_scores(files, "pope") == []
