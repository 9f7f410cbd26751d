"""Read `registry/`: what families refer to, by id."""

from dataclasses import replace
from typing import TypeVar

from vlmatlas.filereading import UNREADABLE, FileReader
from vlmatlas.memory import Entries
from vlmatlas.parse import parse_record
from vlmatlas.problem import Finding
from vlmatlas.registry import (
    Benchmark,
    BenchmarkFile,
    ColumnFile,
    Component,
    ComponentFile,
    Organization,
    OrganizationFile,
    SuppressionFile,
    Tag,
    TagFile,
    Term,
    TermFile,
)
from vlmatlas.structure import Step, StepFile
from vlmatlas.values import Record, Text

R = TypeVar("R", bound=Record)
F = TypeVar("F", ColumnFile, SuppressionFile)
Known = dict[str, set[str]]
"""kind → ids that exist by name, also where the file itself is broken"""


def read_registry(files: FileReader) -> Entries:
    """All of it but the suppressions, before anything else is read."""
    known: Known = {}
    records = {
        "benchmarks": _read_entries(files, known, "benchmarks", BenchmarkFile, Benchmark),
        "components": _read_entries(files, known, "components", ComponentFile, Component),
        "organizations": _read_map(files, known, "organizations", OrganizationFile, Organization),
        "tags": _read_map(files, known, "tags", TagFile, Tag),
        "notes": _read_map(files, known, "notes", Text, Text),
        "steps": _read_map(files, known, "steps", StepFile, Step),
        "terms": _read_map(files, known, "glossary", TermFile, Term),
        "columns": read_optional(files, "columns", ColumnFile).root,
    }
    return Entries(records, known, dict(files.digests), dict(files.data))


def read_optional(files: FileReader, name: str, shape: type[F]) -> F:
    """One file that may be absent; its shape knows what absence means."""
    path = f"registry/{name}.yaml"
    if not (files.root / path).exists():
        return shape()
    data = files.load(path, files.read_content(path))
    if data is None or data is UNREADABLE:
        return shape()
    return files.build(path, data, shape) or shape()


def _read_entries(
    files: FileReader, known: Known, kind: str, shape: type[Record], full: type[R]
) -> dict[str, R]:
    """One file per entry; the id is the name of the file."""
    entries: dict[str, R] = {}
    for name in files.list_names(f"registry/{kind}", of_folders=False):
        id = name.removesuffix(".yaml")
        known.setdefault(kind, set()).add(id)
        path = f"registry/{kind}/{name}"
        if record := files.parse(path, files.read_content(path), shape):
            entries[id] = _with_id(record, id, full)
    return entries


def _read_map(
    files: FileReader, known: Known, kind: str, shape: type[Record], full: type[R]
) -> dict[str, R]:
    """One file with all entries; the id is the key."""
    path = f"registry/{kind}.yaml"
    data = files.load(path, files.read_content(path))
    if not isinstance(data, dict):
        if data is not None and data is not UNREADABLE:
            files.report(path, Finding("not-a-mapping", details={"field": kind, "value": data}))
        return {}
    entries: dict[str, R] = {}
    for id, value in data.items():
        known.setdefault(kind, set()).add(id)
        record, findings = parse_record(shape, value)
        for finding in findings:
            files.report(path, replace(finding, where=(id, *finding.where)))
        if record is not None:
            entries[id] = _with_id(record, id, full)
    return entries


def _with_id(record: Record, id: str, full: type[R]) -> R:
    if "id" not in full.model_fields:
        return record  # type: ignore[return-value]
    values = {name: getattr(record, name) for name in type(record).model_fields}
    return full.model_construct(id=id, **values)
