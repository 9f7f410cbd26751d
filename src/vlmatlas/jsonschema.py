"""JSON Schemas for editors, generated from the records so that they cannot disagree.

The closed lists stand in a file of their own, so that a new component changes one line of it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from vlmatlas.catalog import Catalog
from vlmatlas.links.policy import PolicyFile
from vlmatlas.output import differs, write_files
from vlmatlas.records import FamilyFile
from vlmatlas.registry import (
    BenchmarkFile,
    ColumnFile,
    ComponentFile,
    OrganizationFile,
    SuppressionFile,
    TagFile,
    TermFile,
)
from vlmatlas.report import load_words
from vlmatlas.schemaform import SchemaForm
from vlmatlas.schemalists import LISTS, PLACES, build_lists
from vlmatlas.structure import StepFile
from vlmatlas.values import Id, Text

SHAPES: Mapping[str, Any] = {
    "model": FamilyFile,
    "benchmark": BenchmarkFile,
    "component": ComponentFile,
    "organizations": dict[Id, OrganizationFile],
    "tags": dict[Id, TagFile],
    "notes": dict[Id, Text],
    "glossary": dict[Id, TermFile],
    "columns": ColumnFile,
    "steps": dict[Id, StepFile],
    "suppressions": SuppressionFile,
    "links": PolicyFile,
}


def write_schemas(root: Path, catalog: Catalog) -> list[str]:
    """Write the schemas under `root` and name those that changed."""
    return write_files(root, render_schemas(catalog))


def stale_schemas(root: Path, catalog: Catalog) -> list[str]:
    """The schemas under `root` that are missing or not what the records say."""
    return [path for path, text in render_schemas(catalog).items() if differs(root / path, text)]


def render_schemas(catalog: Catalog) -> Mapping[str, bytes]:
    words = load_words("schemawords.yaml")
    schemas = {
        f"schema/{name}.schema.json": _render(build_schema(shape, words))
        for name, shape in SHAPES.items()
    }
    return {**schemas, f"schema/{LISTS}": _render(build_lists(catalog))}


def build_schema(shape: Any, words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The schema of a shape, with what each key means and which lists are closed."""
    schema = TypeAdapter(shape).json_schema(schema_generator=SchemaForm)
    for name, record in name_records(schema, shape).items():
        for field, property in record.get("properties", {}).items():
            if said := words.get(f"{name}.{field}"):
                property["description"] = f"{said['en']}\n{said['zh']}"
    for (name, *path), listed in PLACES.items():
        if named := name_records(schema, shape).get(name):
            _close(named["properties"], path, {"$ref": f"{LISTS}#/$defs/{listed}"})
    return schema


def name_records(schema: dict[str, Any], shape: Any) -> Mapping[str, dict[str, Any]]:
    """Name of a record → its part of the schema."""
    return {**schema.get("$defs", {}), getattr(shape, "__name__", ""): schema}


def _close(properties: dict[str, Any], path: list[str], reference: dict[str, str]) -> None:
    """Put a reference where any id was allowed; a value that may be null stays so."""
    *outer, last = path
    here: Any = properties
    for step in outer:
        here = here[step]
    found = here[last]
    if "anyOf" in found:
        found["anyOf"] = [
            reference if "$ref" not in it and it.get("type") != "null" else it
            for it in found["anyOf"]
        ]
    elif last in properties:
        here[last] = {**{key: found[key] for key in ("description",) if key in found}, **reference}
    else:
        here[last] = reference


def _render(schema: Any) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
