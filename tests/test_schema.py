"""Editors and `check` agree: what one accepts the other accepts, and closed lists are offered."""

import json

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from conftest import HERE, REPOSITORY, TODAY
from vlmatlas.catalog import load_catalog
from vlmatlas.jsonschema import SHAPES, name_records, render_schemas
from vlmatlas.yamlfile import parse_yaml, read_yaml

STRUCTURAL = (
    "bad-date",
    "bad-form",
    "bad-id",
    "bad-score-key",
    "bad-size",
    "bad-url",
    "empty",
    "file-empty",
    "missing-key",
    "missing-split",
    "not-a-list",
    "not-a-mapping",
    "not-a-number",
    "not-a-word",
    "not-in-list",
    "not-text",
    "not-true-or-false",
    "not-whole",
    "out-of-range",
    "too-many",
    "unknown-benchmark",
    "unknown-key",
    "unknown-metric",
    "unknown-reference",
    "unknown-split",
    "wrong-component-kind",
)
"""Rules about one file and the closed lists; the others compare files or know the calendar."""


def make_validators(catalog):
    schemas = {
        path.rpartition("/")[2]: json.loads(text) for path, text in render_schemas(catalog).items()
    }
    registry = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    return {
        name.removesuffix(".schema.json"): Draft202012Validator(schema, registry=registry)
        for name, schema in schemas.items()
    }


@pytest.fixture(scope="module")
def validators(catalog):
    return make_validators(catalog)


def kind_of(path):
    """The schema of a file of the data, by where it stands."""
    folder = path.parent.name
    return {"benchmarks": "benchmark", "components": "component"}.get(
        folder, "model" if path.name == "model.yaml" else path.stem
    )


def test_the_schemas_accept_every_file_of_the_repository(validators):
    paths = [*REPOSITORY.glob("models/*/model.yaml"), *REPOSITORY.glob("registry/**/*.yaml")]

    broken = {
        str(path): error.message
        for path in paths
        for error in validators[kind_of(path)].iter_errors(read_yaml(path))
    }

    assert broken == {}
    assert {kind_of(path) for path in paths} == set(SHAPES)


@pytest.mark.parametrize("rule", STRUCTURAL)
def test_the_schemas_reject_what_check_rejects_in_a_file(checkout, rule):
    validators = make_validators(load_catalog(checkout, today=TODAY))
    case = (HERE / f"cases/rules/{rule}.txt").read_text(encoding="utf-8")
    path, _, text = case.removeprefix("=== ").partition("\n")
    text = text.partition("\n=== ")[0]

    kind = kind_of(checkout / path)
    assert not validators[kind].is_valid(parse_yaml(text))
    assert validators[kind].is_valid(read_yaml(checkout / path))


def test_every_broken_sample_that_check_rejects_in_shape_is_rejected(checkout):
    validators = make_validators(load_catalog(checkout, today=TODAY))
    for name in ("references", "scores", "shape"):
        data = read_yaml(HERE / f"cases/check/{name}.yaml")
        assert not validators["model"].is_valid(data), name


def test_every_key_says_what_it_means(catalog):
    silent, schemas = set(), render_schemas(catalog)
    for name, shape in SHAPES.items():
        schema = json.loads(schemas[f"schema/{name}.schema.json"])
        for record, part in name_records(schema, shape).items():
            for field, found in part.get("properties", {}).items():
                if "\n" not in found.get("description", ""):
                    silent.add(f"{record}.{field}")

    assert silent == set()


def test_completion_offers_components_of_the_right_kind_and_score_keys(catalog):
    schemas = render_schemas(catalog)
    schema = json.loads(schemas["schema/model.schema.json"])
    lists = json.loads(schemas["schema/lists.schema.json"])["$defs"]
    variant = schema["$defs"]["Variant"]["properties"]

    assert variant["language_model"]["$ref"] == "lists.schema.json#/$defs/language-model"
    assert "phi-2" in lists["language-model"]["enum"]
    assert "phi-2" not in lists["vision-encoder"]["enum"]
    assert "mmmu.val" in lists["scores"]["properties"]


def test_every_kind_of_file_names_its_schema():
    for path in (*REPOSITORY.glob("models/*/model.yaml"), *REPOSITORY.glob("registry/**/*.yaml")):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        up = "../" * (len(path.relative_to(REPOSITORY).parts) - 1)
        expected = f"# yaml-language-server: $schema={up}schema/{kind_of(path)}.schema.json"
        assert first == expected, path


def test_the_editor_settings_name_every_schema_once():
    settings = json.loads((REPOSITORY / ".vscode/settings.json").read_text(encoding="utf-8"))

    assert set(settings["yaml.schemas"]) == {f"schema/{name}.schema.json" for name in SHAPES}
