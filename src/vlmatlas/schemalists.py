"""The closed lists of the data as JSON Schema: ids of the registry, and every score key."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from vlmatlas.catalog import Catalog
from vlmatlas.registry import Benchmark
from vlmatlas.scorekeys import Scale, write_score_key
from vlmatlas.vocabulary import UNSTATED, ComponentKind

LISTS = "lists.schema.json"

PLACES: Mapping[tuple[str, ...], str] = {
    ("FamilyFile", "organizations", "items"): "organization",
    ("FamilyFile", "tags", "items"): "tag",
    ("FamilyFile", "based_on", "items"): "family",
    ("Variant", "language_model"): ComponentKind.LANGUAGE_MODEL.value,
    ("Variant", "vision_encoders", "items"): ComponentKind.VISION_ENCODER.value,
    ("Variant", "connector"): ComponentKind.CONNECTOR.value,
    ("Setting", "notes", "items"): "note",
    ("ScoreBlock", "values", "additionalProperties"): "scores",
    ("ScoreBlock", "settings", "propertyNames"): "score-key",
    ("ComponentFile", "organization"): "organization",
    ("Successor", "benchmark"): "benchmark",
    ("TermFile", "see", "items"): "term",
}
"""Record, field and what lies below it → the list that is allowed there."""


def build_lists(catalog: Catalog) -> Mapping[str, Any]:
    """One definition per list; every id says what it stands for."""
    names = {
        "organization": {id: it.name.en for id, it in catalog.organizations.items()},
        "tag": {id: it.name.en for id, it in catalog.tags.items()},
        "note": {id: it.en for id, it in catalog.notes.items()},
        "term": {id: it.term.en for id, it in catalog.terms.items()},
        "benchmark": {id: it.name for id, it in catalog.benchmarks.items()},
        "family": {family.id: family.name for family in catalog.families},
    }
    for kind in ComponentKind:
        found = (it for it in catalog.components.values() if it.kind is kind)
        names[kind.value] = {component.id: component.name for component in found}
    lists = {kind: _as_list(known) for kind, known in names.items()}
    benchmarks = sorted(catalog.benchmarks.values(), key=lambda it: it.id)
    shortest = {key: name for benchmark in benchmarks for key, name in _keys(benchmark)}
    patterns = [_pattern(benchmark) for benchmark in benchmarks]
    lists["score-key"] = {
        "anyOf": [{"enum": sorted(shortest)}, *({"pattern": it} for it in patterns)]
    }
    lists["scores"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: {"type": "number", "title": name} for key, name in shortest.items()},
        "patternProperties": {pattern: {"type": "number"} for pattern in patterns},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": lists}


def _as_list(names: Mapping[str, str]) -> Mapping[str, Any]:
    ids = sorted(names)
    return {"enum": ids, "markdownEnumDescriptions": [names[id] for id in ids]}


def _keys(benchmark: Benchmark) -> Iterator[tuple[str, str]]:
    """The shortest keys, which editors offer, and what they stand for."""
    for split in benchmark.splits:
        for metric in benchmark.metrics:
            scale = Scale(benchmark.id, split, metric.id)
            yield write_score_key(scale, benchmark), f"{benchmark.name}, {split}, {metric.name.en}"


def _pattern(benchmark: Benchmark) -> str:
    """Every key that names a score of the benchmark, also with what goes without saying."""
    splits = "|".join(re.escape(split) for split in (*benchmark.splits, UNSTATED))
    metrics = "|".join(re.escape(it) for it in (*(it.id for it in benchmark.metrics), UNSTATED))
    optional = "?" if len(benchmark.splits) == 1 else ""
    return rf"^{re.escape(benchmark.id)}(\.({splits})){optional}(:({metrics}))?$"
