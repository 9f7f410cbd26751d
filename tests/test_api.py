"""Every entry has a document that follows the schema beside it and agrees with the catalogue."""

import json

import jsonschema
import pytest

from factories import make_benchmark, make_block, make_catalog, make_family, make_variant
from vlmatlas.catalog import Catalog
from vlmatlas.changes import DataHistory
from vlmatlas.exports.apifiles import KINDS, list_names
from vlmatlas.exports.files import render_downloads
from vlmatlas.pages.site import list_pages
from vlmatlas.urls import api_url
from vlmatlas.vocabulary import Evidence
from vlmatlas.yamlfile import parse_yaml


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
        jsonschema.validate(read(files, whole["path"]), read(files, whole["path_schema"]))
        checked.add(whole["path"])

    own = {path for path in files if path.startswith("api/v1/") and path.endswith(".json")}
    own -= {path for path in own if path.endswith(".schema.json") or "every-eval-ever/" in path}
    checked |= {export["path"] for export in index["exports"]}
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


HUB = {"dataset": "MMMU/MMMU", "task": "mmmu_val", "split": "val", "metric": "accuracy"}


def make_published(**facts):
    """A catalogue with a model on the Hub that has a checked score and an unchecked one."""
    weights = "https://huggingface.co/liuhaotian/llava-7b"
    blocks = [
        make_block({"llava-7b": {"mmmu.val": 35.0}}, where='Table "1": a\n- b'),
        make_block({"llava-7b": {"mmmu.test": 1.5}}, evidence="unverified"),
    ]
    family = make_family(
        variants=[make_variant("llava-7b", weights=weights)], organizations=["msr"], scores=blocks
    )
    return make_catalog(family, benchmarks=(make_benchmark(**facts),))


def test_the_hub_file_has_the_fields_the_hub_asks_for():
    files = dict(render_downloads(make_published(hub=[HUB])))

    assert parse_yaml(files["api/v1/hugging-face/llava/llava-7b.yaml"].decode()) == [
        {
            "dataset": {"id": "MMMU/MMMU", "task_id": "mmmu_val"},
            "value": 35.0,
            "source": {"url": "https://arxiv.org/abs/2304.08485", "name": "A paper"},
            "notes": 'zero-shot, reported by authors, Table "1": a\n- b',
        }
    ]
    assert read(files, "api/v1/hugging-face/index.json") == {
        "models": {
            "llava-7b": {
                "path": "api/v1/hugging-face/llava/llava-7b.yaml",
                "repository": "liuhaotian/llava-7b",
            }
        }
    }


def test_a_score_without_a_task_on_the_hub_is_not_exported_to_it():
    files = dict(render_downloads(make_published()))

    assert not [path for path in files if path.endswith(".yaml")]


def read_log(files):
    return read(files, "api/v1/every-eval-ever/llava/llava-7b/paper.authors.json")


def test_an_eval_log_has_what_its_format_requires():
    history = DataHistory(changed={"llava": "2026-11-24"})
    log = read_log(dict(render_downloads(make_published(), history)))

    assert set(log) == {
        "schema_version",
        "evaluation_id",
        "retrieved_timestamp",
        "source_metadata",
        "eval_library",
        "model_info",
        "evaluation_results",
    }
    assert log["retrieved_timestamp"] == "1795478400"
    assert log["source_metadata"]["evaluator_relationship"] == "first_party"
    assert log["model_info"]["id"] == "liuhaotian/llava-7b"
    assert log["model_info"]["additional_details"]["model_availability"] == "open_weights"


def test_an_eval_log_keeps_the_scale_of_the_source_and_leaves_out_what_nobody_checked():
    results = read_log(dict(render_downloads(make_published())))["evaluation_results"]

    assert [result["evaluation_name"] for result in results] == ["mmmu.val"]
    config = results[0]["metric_config"]
    assert (config["min_score"], config["max_score"]) == (0, 100)
    assert config["lower_is_better"] is False
    assert config["metric_id"] == "accuracy"
    assert results[0]["score_details"]["score"] == 35.0


def test_an_open_scale_has_no_upper_bound_in_an_eval_log():
    log = read_log(dict(render_downloads(make_published(range=[0, None]))))

    assert log["evaluation_results"][0]["metric_config"]["max_score"] == "Infinity"


def test_the_day_of_a_record_without_history_is_unknown_not_invented():
    assert read_log(dict(render_downloads(make_published())))["retrieved_timestamp"] == "unknown"


def test_details_of_an_eval_log_are_texts(files, catalog):
    index = read(files, "api/v1/every-eval-ever/index.json")["families"]
    logs = [read(files, path) for paths in index.values() for path in paths]

    checked = [score for score in catalog.scores if score.evidence is not Evidence.UNVERIFIED]
    assert sum(len(log["evaluation_results"]) for log in logs) == len(checked)
    for result in (result for log in logs for result in log["evaluation_results"]):
        details = [result["score_details"]["details"]]
        details += [result.get("generation_config", {}).get("additional_details", {})]
        assert all(isinstance(value, str) for found in details for value in found.values())
