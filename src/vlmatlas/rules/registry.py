"""What holds for the registry: everything in it serves a page."""

import re
from collections.abc import Container, Iterator, Mapping

from vlmatlas.names import fold
from vlmatlas.problem import DataPath, Finding, Severity
from vlmatlas.records import Benchmark, Component
from vlmatlas.rules.draft import Draft
from vlmatlas.scorekeys import Scale


def component_is_used(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A component is part of a variant, drawing or training stage, or a write-up links to it."""
    used = {
        id for family in draft.families.values() for v in family.variants for id in v.components
    }
    used |= _drawn_and_trained(draft) | _linked(draft, "component")
    for id in draft.components:
        if id not in used and not _has_broken_family(draft):
            yield f"registry/components/{id}.yaml", _unused("orphan-component", id)


def benchmark_leads_somewhere(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A benchmark has a score or a link in a write-up, or says where to read about it."""
    if _has_broken_family(draft):
        return
    scored = set[str]()
    for family in draft.families.values():
        for block in family.scores:
            keys = {key for values in block.values.values() for key in values}
            scales = (draft.read_key(key) for key in keys)
            scored |= {scale.benchmark for scale in scales if isinstance(scale, Scale)}
    scored |= _linked(draft, "benchmark")
    for id, benchmark in draft.benchmarks.items():
        links = benchmark.links
        if id not in scored and not (links.paper or links.homepage):
            yield f"registry/benchmarks/{id}.yaml", _unused("orphan-benchmark", id)


def entry_is_used(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Organizations, tags and notes are named by something."""
    if _has_broken_family(draft):
        return
    families = draft.families.values()
    makers = {c.organization for c in draft.components.values() if c.organization}
    settings = [
        setting
        for family in families
        for block in family.scores
        for setting in (block.setting, *block.settings.values())
    ]
    used: Mapping[str, Container[str]] = {
        "organizations": {id for family in families for id in family.organizations} | makers,
        "tags": {id for family in families for id in family.tags} | _linked(draft, "tag"),
        "notes": {id for setting in settings for id in setting.notes},
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
    for id, family in draft.families.items():
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


def _dead(name: str, aliases: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    seen = {name}
    for index, alias in enumerate(aliases):
        if alias in seen:
            yield index, alias
        seen.add(alias)


def _dead_alias(where: DataPath, alias: str) -> Finding:
    return Finding("dead-alias", where, {"value": alias}, severity=Severity.WARNING)


def _unused(rule: str, id: str, where: DataPath = (), *, on_key: bool = False) -> Finding:
    return Finding(rule, where, {"value": id}, on_key, Severity.WARNING)


def _drawn_and_trained(draft: Draft) -> set[str]:
    found = set[str]()
    for family in draft.families.values():
        for stage in family.training:
            found.update(stage.trained, stage.lora, stage.frozen)
        for drawing in family.architecture:
            found.update(drawing.nodes)
            found.update(step.strip() for line in drawing.flow for step in line.split("->"))
    return found


def _linked(draft: Draft, kind: str) -> set[str]:
    link = re.compile(rf"\]\({kind}:([a-z0-9.-]+)\)")
    bodies = [text for texts in draft.bodies.values() for text in texts.values()]
    return {id for text in bodies for id in link.findall(text)}


def _has_broken_family(draft: Draft) -> bool:
    """Nobody knows what a file uses that could not be read."""
    return len(draft.families) < len(draft.known.get("families", ()))
