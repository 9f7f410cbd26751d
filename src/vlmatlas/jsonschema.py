"""JSON Schemas for editors, generated from the records so that they cannot disagree."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from vlmatlas.output import differs, write_files
from vlmatlas.records import BenchmarkFile, ComponentFile, FamilyFile, OrganizationFile, TagFile
from vlmatlas.schemaform import SchemaForm
from vlmatlas.values import Id

_SHAPES: Mapping[str, Any] = {
    "model": FamilyFile,
    "benchmark": BenchmarkFile,
    "component": ComponentFile,
    "organizations": dict[Id, OrganizationFile],
    "tags": dict[Id, TagFile],
}


def write_schemas(root: Path) -> list[str]:
    """Write the schemas under `root` and name those that changed."""
    return write_files(root, render_schemas())


def stale_schemas(root: Path) -> list[str]:
    """The schemas under `root` that are missing or not what the records say."""
    return [path for path, text in render_schemas().items() if differs(root / path, text)]


def render_schemas() -> Mapping[str, bytes]:
    return {f"schema/{name}.schema.json": _render(shape) for name, shape in _SHAPES.items()}


def _render(shape: Any) -> bytes:
    schema = TypeAdapter(shape).json_schema(schema_generator=SchemaForm)
    return (json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
