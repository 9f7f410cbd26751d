"""What holds for the registry: everything in it serves a page."""

from collections.abc import Container, Iterator, Mapping, Sequence

from vlmatlas.names import fold
from vlmatlas.problem import DataPath, Finding, Severity
from vlmatlas.registry import Benchmark, Component
from vlmatlas.rules.draft import Draft


def component_is_used(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A component is part of a variant, drawing or training stage, or a write-up links to it."""
    used = {id for family in draft.outlines.values() for id in family.parts}
    used |= _linked(draft, "component")
    for id in draft.components:
        if id not in used and not _has_broken_family(draft):
            yield f"registry/components/{id}.yaml", _unused("orphan-component", id)


def benchmark_leads_somewhere(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A benchmark has a score or a link in a write-up, or says where to read about it."""
    if _has_broken_family(draft):
        return
    scored = {scale.partition(":")[0] for scale in draft.spreads}
    scored |= _linked(draft, "benchmark")
    for id, benchmark in draft.benchmarks.items():
        links = benchmark.links
        if id not in scored and not (links.paper or links.homepage):
            yield f"registry/benchmarks/{id}.yaml", _unused("orphan-benchmark", id)


def entry_is_used(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Organizations, tags and notes are named by something."""
    if _has_broken_family(draft):
        return
    families = draft.outlines.values()
    makers = {c.organization for c in draft.components.values() if c.organization}
    used: Mapping[str, Container[str]] = {
        "organizations": {id for family in families for id in family.organizations} | makers,
        "tags": {id for family in families for id in family.tags} | _linked(draft, "tag"),
        "notes": {id for family in families for id in family.notes},
    }
    entries: Mapping[str, Mapping[str, object]] = {
        "organizations": draft.organizations,
        "tags": draft.tags,
        "notes": draft.notes,
    }
    for kind, known in entries.items():
        for id in known:
            if id not in used[kind]:
                yield f"registry/{kind}.yaml", _unused("unused-entry", id, (id,), on_key=True)


def alias_says_something_new(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """An alias is another spelling, not the name or another alias again."""
    kinds: Mapping[str, Mapping[str, Component | Benchmark]] = {
        "components": draft.components,
        "benchmarks": draft.benchmarks,
    }
    for kind, entries in kinds.items():
        for id, entry in entries.items():
            for index, alias in _dead(entry.name, entry.aliases):
                yield f"registry/{kind}/{id}.yaml", _dead_alias(("aliases", index), alias)
    for id, organization in draft.organizations.items():
        for index, alias in _dead(organization.name.en, organization.aliases):
            yield "registry/organizations.yaml", _dead_alias((id, "aliases", index), alias)
    for id, family in draft.outlines.items():
        for index, alias in _dead(family.name, family.aliases):
            yield f"models/{id}/model.yaml", _dead_alias(("aliases", index), alias)


def column_is_a_score(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Every entry of the column table names a score, and no spelling means two."""
    owners: dict[str, str] = {}
    for key, spellings in draft.columns.items():
        found = draft.read_key(key)
        if isinstance(found, Finding):
            yield "registry/columns.yaml", Finding(found.rule, (key,), found.details, on_key=True)
        for index, spelling in enumerate(spellings):
            first = owners.setdefault(fold(spelling), key)
            if first != key:
                where: DataPath = (key, index)
                details = {"value": spelling, "other": first}
                yield "registry/columns.yaml", Finding("repeated-name", where, details)


def _dead(name: str, aliases: Sequence[str]) -> Iterator[tuple[int, str]]:
    seen = {name}
    for index, alias in enumerate(aliases):
        if alias in seen:
            yield index, alias
        seen.add(alias)


def _dead_alias(where: DataPath, alias: str) -> Finding:
    return Finding("dead-alias", where, {"value": alias}, severity=Severity.WARNING)


def _unused(rule: str, id: str, where: DataPath = (), *, on_key: bool = False) -> Finding:
    return Finding(rule, where, {"value": id}, on_key, Severity.WARNING)


def _linked(draft: Draft, kind: str) -> set[str]:
    links = (target.partition(":") for target in draft.targets)
    return {id for name, _, id in links if name == kind}


def _has_broken_family(draft: Draft) -> bool:
    """Nobody knows what a file uses that could not be read."""
    return len(draft.outlines) < len(draft.known.get("families", ()))
