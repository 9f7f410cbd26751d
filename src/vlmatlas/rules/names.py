"""What holds for ids and names across the whole catalogue."""

import re
from collections.abc import Iterator

from vlmatlas.problem import DataPath, Finding
from vlmatlas.rules.draft import Draft, name_unknown
from vlmatlas.values import ID_PATTERN


def id_is_well_formed(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Ids are lower-case words joined by hyphens or dots."""
    for kind, ids in draft.known.items():
        for id in sorted(ids):
            if not re.match(ID_PATTERN, id):
                yield _path_of(kind, id), Finding("bad-id", details={"field": "id", "value": id})


def name_belongs_to_one_entry(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """No two entries of a kind share a name or alias."""
    indexes = {
        "components": draft.component_names,
        "families": draft.family_names,
        "benchmarks": draft.benchmark_names,
        "organizations": draft.organization_names,
    }
    for kind, index in indexes.items():
        for spelling, first, second in index.clashes:
            details = {"value": spelling, "other": first}
            where: DataPath = (second,) if kind == "organizations" else ("aliases",)
            yield _path_of(kind, second), Finding("repeated-name", where, details)


def variant_id_is_unique(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A variant's id and names belong to one variant of the whole catalogue."""
    seen: set[str] = set()
    for id, family in draft.outlines.items():
        for index, variant in enumerate(family.variants):
            if variant in seen:
                details = {"value": variant, "other": draft.variant_owners[variant]}
                where: DataPath = ("variants", index, "id")
                yield f"models/{id}/model.yaml", Finding("repeated-name", where, details)
            seen.add(variant)


def registry_names_known_organizations(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A component's organization exists."""
    for id, component in draft.components.items():
        value = component.organization
        if value is not None and not draft.has("organizations", value):
            near = draft.organization_names.suggest(value)
            finding = name_unknown("organization", ("organization",), value, near)
            yield f"registry/components/{id}.yaml", finding


def successors_are_other_benchmarks(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A successor that has an id is in the registry."""
    for id, benchmark in draft.benchmarks.items():
        for index, successor in enumerate(benchmark.successors):
            value = successor.benchmark
            if value is not None and (value == id or not draft.has("benchmarks", value)):
                near = draft.benchmark_names.suggest(value)
                where: DataPath = ("successors", index, "benchmark")
                finding = name_unknown("benchmark", where, value, near)
                yield f"registry/benchmarks/{id}.yaml", finding


def _path_of(kind: str, id: str) -> str:
    if kind == "families":
        return f"models/{id}/model.yaml"
    if kind in {"benchmarks", "components"}:
        return f"registry/{kind}/{id}.yaml"
    return f"registry/{kind}.yaml"
