"""What must hold beyond the shape of a single file. A rule's docstring is the rule."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from vlmatlas.bodies import (
    LINK_KINDS,
    Mention,
    blank_code,
    find_citations,
    find_html,
    find_links,
    place_of,
)
from vlmatlas.names import NameIndex, index_names
from vlmatlas.problem import DataPath, Finding
from vlmatlas.records import (
    ID_PATTERN,
    Benchmark,
    Component,
    FamilyFile,
    Organization,
    Tag,
    Term,
    Text,
)
from vlmatlas.scorekeys import Scale, ScoreKeyError, parse_score_key
from vlmatlas.vocabulary import ComponentKind


@dataclass(frozen=True)
class Draft:
    """All records that could be read; names may still point nowhere."""

    families: dict[str, FamilyFile]
    benchmarks: dict[str, Benchmark]
    components: dict[str, Component]
    organizations: dict[str, Organization]
    tags: dict[str, Tag]
    notes: dict[str, Text]
    terms: dict[str, Term]
    bodies: dict[str, dict[str, str]]
    known: Mapping[str, set[str]] = field(default_factory=dict)
    today: date = date.max

    @cached_property
    def component_names(self) -> NameIndex:
        return index_names(self.components)

    @cached_property
    def family_names(self) -> NameIndex:
        return index_names(self.families)

    @cached_property
    def organization_names(self) -> NameIndex:
        return index_names(self.organizations)

    @cached_property
    def variant_owners(self) -> dict[str, str]:
        """variant id → family id; the first family that claims it"""
        owners: dict[str, str] = {}
        for id, family in self.families.items():
            for variant in family.variants:
                owners.setdefault(variant.id, id)
        return owners

    def read_key(self, key: str) -> Scale | Finding:
        """The scale a score key names, or what is wrong with the key; read once per key."""
        if key not in self._keys:
            try:
                self._keys[key] = parse_score_key(key, self.benchmarks)
            except ScoreKeyError as error:
                self._keys[key] = error.finding
        return self._keys[key]

    @cached_property
    def _keys(self) -> dict[str, Scale | Finding]:
        return {}

    def has(self, kind: str, id: str) -> bool:
        return id in self.known.get(kind, ())


FamilyRule = Callable[[str, FamilyFile, Draft], Iterable[Finding]]
DraftRule = Callable[[Draft], Iterable[tuple[str, Finding]]]


def check_draft(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Every broken rule, with the path of the file that breaks it."""
    for id, family in draft.families.items():
        for rule in FAMILY_RULES:
            for finding in rule(id, family, draft):
                yield f"models/{id}/model.yaml", finding
    for draft_rule in DRAFT_RULES:
        yield from draft_rule(draft)


def _unknown(kind: str, where: DataPath, value: str, near: str) -> Finding:
    return Finding("unknown-reference", where, {"kind": kind, "value": value, "near": near})


def family_names_known_things(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """Organizations, tags and the families a family builds on exist."""
    for index, value in enumerate(family.organizations):
        if not draft.has("organizations", value):
            near = draft.organization_names.suggest(value)
            yield _unknown("organization", ("organizations", index), value, near)
    tags = index_names(draft.tags)
    for index, value in enumerate(family.tags):
        if not draft.has("tags", value):
            yield _unknown("tag", ("tags", index), value, tags.suggest(value))
    for index, value in enumerate(family.based_on):
        if not draft.has("families", value):
            near = draft.family_names.suggest(value)
            yield _unknown("family", ("based_on", index), value, near)


def family_does_not_build_on_itself(id: str, family: FamilyFile, _: Draft) -> Iterator[Finding]:
    """A family is no ancestor of itself."""
    if id in family.based_on:
        yield Finding("based-on-itself", ("based_on", family.based_on.index(id)), {"value": id})


def variant_uses_known_components(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """A variant's components exist and are of the right kind."""
    for index, variant in enumerate(family.variants):
        yield from _check_component(
            draft,
            ("variants", index, "language_model"),
            variant.language_model,
            ComponentKind.LANGUAGE_MODEL,
        )
        for place, encoder in enumerate(variant.vision_encoders):
            where: DataPath = ("variants", index, "vision_encoders", place)
            yield from _check_component(draft, where, encoder, ComponentKind.VISION_ENCODER)
        if variant.connector is not None:
            where = ("variants", index, "connector")
            yield from _check_component(draft, where, variant.connector, ComponentKind.CONNECTOR)


def _check_component(
    draft: Draft, where: DataPath, id: str, kind: ComponentKind
) -> Iterator[Finding]:
    component = draft.components.get(id)
    if component is None and not draft.has("components", id):
        yield _unknown(kind.value, where, id, draft.component_names.suggest(id))
    elif component is not None and component.kind is not kind:
        details = {"value": id, "kind": component.kind.value, "expected": kind.value}
        yield Finding("wrong-component-kind", where, details)


def source_is_declared(_id: str, family: FamilyFile, _: Draft) -> Iterator[Finding]:
    """Every `source:` is a key of the family's `sources`."""
    for where, key in _source_references(family):
        if key not in family.sources:
            near = ", ".join(family.sources)
            yield Finding("unknown-source", where, {"value": key, "known": near})


def _source_references(family: FamilyFile) -> Iterator[tuple[DataPath, str]]:
    yield ("released", "source"), family.released.source
    if family.license:
        yield ("license", "source"), family.license.source
    lists = ("variants", "training", "architecture", "corrections", "scores")
    for name in lists:
        for index, item in enumerate(getattr(family, name)):
            yield (name, index, "source"), item.source


def variant_reference_is_declared(_id: str, family: FamilyFile, _: Draft) -> Iterator[Finding]:
    """Stages, corrections and scores speak of variants of the same file."""
    known = [variant.id for variant in family.variants]
    near = NameIndex((variant.id, [variant.name, *variant.aliases]) for variant in family.variants)
    for where, value in _variant_references(family):
        if value not in known:
            details = {"kind": "variant", "value": value, "near": near.suggest(value)}
            yield Finding("unknown-reference", where, details, on_key=where[0] == "scores")


def _variant_references(family: FamilyFile) -> Iterator[tuple[DataPath, str]]:
    for name in ("training", "architecture", "corrections"):
        for index, item in enumerate(getattr(family, name)):
            for place, value in enumerate(item.variants):
                yield (name, index, "variants", place), value
    for index, block in enumerate(family.scores):
        for value in block.values:
            yield ("scores", index, "values", value), value


def score_is_on_a_known_scale(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """A score key names a benchmark of the registry, one of its splits and metrics."""
    for where, key in _score_keys(family):
        found = draft.read_key(key)
        if isinstance(found, Scale):
            continue
        value = str(found.details["value"])
        broken_entry = found.rule == "unknown-benchmark" and draft.has("benchmarks", value)
        if not broken_entry:
            yield Finding(found.rule, where, found.details, on_key=True)


def _score_keys(family: FamilyFile) -> Iterator[tuple[DataPath, str]]:
    for index, block in enumerate(family.scores):
        for variant, values in block.values.items():
            for key in values:
                yield ("scores", index, "values", variant, key), key
        for key in block.settings:
            yield ("scores", index, "settings", key), key


def score_is_within_range(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """A score lies within its benchmark's range."""
    for entry in _known_scores(family, draft):
        low, high = draft.benchmarks[entry.scale.benchmark].range
        if entry.value < low or (high is not None and entry.value > high):
            bounds = {"low": low, "high": _shown(high)}
            details = {"value": entry.value, "field": entry.key, **bounds}
            yield Finding("score-out-of-range", entry.where, details)


def _shown(bound: float | None) -> str:
    return "∞" if bound is None else f"{bound:g}"


def score_stands_once(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """One source gives one number per variant, scale and setting."""
    origins = [str((b.source, b.where, b.reporter, b.setting)) for b in family.scores]
    seen: set[tuple[object, ...]] = set()
    for entry in _known_scores(family, draft):
        mark = (entry.variant, entry.scale, origins[entry.block])
        if mark in seen:
            details = {"value": entry.key, "variant": entry.variant}
            yield Finding("repeated-score", entry.where, details, on_key=True)
        seen.add(mark)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A score as written, on a scale that exists."""

    block: int
    variant: str
    key: str
    value: float
    scale: Scale

    @property
    def where(self) -> DataPath:
        return ("scores", self.block, "values", self.variant, self.key)


def _known_scores(family: FamilyFile, draft: Draft) -> Iterator[_Entry]:
    for index, block in enumerate(family.scores):
        for variant, values in block.values.items():
            for key, value in values.items():
                scale = draft.read_key(key)
                if isinstance(scale, Scale):
                    yield _Entry(index, variant, key, value, scale)


def setting_is_used(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """Settings speak of scores in their own block, and their notes exist."""
    for index, block in enumerate(family.scores):
        used = {key for values in block.values.values() for key in values}
        for key in block.settings:
            if key not in used:
                where: DataPath = ("scores", index, "settings", key)
                yield Finding("unused-setting", where, {"value": key}, on_key=True)
        for key, setting in (("", block.setting), *block.settings.items()):
            base: DataPath = ("settings", key) if key else ("setting",)
            for place, note in enumerate(setting.notes):
                if note not in draft.notes:
                    near = NameIndex((id, ()) for id in draft.notes).suggest(note)
                    where = ("scores", index, *base, "notes", place)
                    yield _unknown("note", where, note, near)


def date_is_not_in_the_future(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """Nothing was released tomorrow."""
    today = draft.today.isoformat()
    dates: list[tuple[DataPath, str | None]] = [(("released", "date"), family.released.date)]
    for index, variant in enumerate(family.variants):
        dates.append((("variants", index, "released"), variant.released))
    for key, source in family.sources.items():
        dates.append((("sources", key, "date"), source.date))
    for where, day in dates:
        if day is not None and day > today:
            yield Finding("date-in-future", where, {"value": day, "today": today})


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
        "benchmarks": index_names(draft.benchmarks),
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
    for id, family in draft.families.items():
        for index, variant in enumerate(family.variants):
            if variant.id in seen:
                details = {"value": variant.id, "other": draft.variant_owners[variant.id]}
                where: DataPath = ("variants", index, "id")
                yield f"models/{id}/model.yaml", Finding("repeated-name", where, details)
            seen.add(variant.id)


def body_points_to_known_things(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A write-up cites declared sources and links to pages that exist; its HTML is on the list."""
    for id, texts in draft.bodies.items():
        family = draft.families.get(id)
        for language, text in texts.items():
            for finding in _check_body(text, family, draft):
                yield f"models/{id}/{language}.md", finding


def _check_body(text: str, family: FamilyFile | None, draft: Draft) -> Iterator[Finding]:
    prose = blank_code(text)
    if not text.strip():
        yield _at(prose, "file-empty", Mention("", 0))
    for html in find_html(prose):
        yield _at(prose, "body-html", html)
    for citation in find_citations(prose):
        if family is not None and citation.value not in family.sources:
            yield _at(prose, "unknown-source", citation, known=", ".join(family.sources))
    for link in find_links(prose):
        yield from _check_link(prose, link, draft)


def _check_link(prose: str, link: Mention, draft: Draft) -> Iterator[Finding]:
    kind, _, value = link.value.partition(":")
    if kind in {"http", "https"}:
        return
    if kind not in LINK_KINDS:
        yield _at(prose, "body-link", link)
        return
    known = draft.variant_owners if kind == "variant" else draft.known.get(_REGISTRIES[kind], ())
    if value not in known:
        near = NameIndex((id, ()) for id in known).suggest(value)
        yield _at(prose, "unknown-reference", Mention(value, link.start), kind=kind, near=near)


_REGISTRIES = {
    "family": "families",
    "component": "components",
    "benchmark": "benchmarks",
    "tag": "tags",
    "term": "glossary",
}


def _at(prose: str, rule: str, mention: Mention, **details: object) -> Finding:
    """A finding in a text, where the place is known already."""
    line, column = place_of(prose, mention.start)
    return Finding(
        rule, details={"value": mention.value, **details, "line": line, "column": column}
    )


def registry_names_known_organizations(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A component's organization exists."""
    for id, component in draft.components.items():
        value = component.organization
        if value is not None and not draft.has("organizations", value):
            near = draft.organization_names.suggest(value)
            finding = _unknown("organization", ("organization",), value, near)
            yield f"registry/components/{id}.yaml", finding


def _path_of(kind: str, id: str) -> str:
    if kind == "families":
        return f"models/{id}/model.yaml"
    if kind in {"benchmarks", "components"}:
        return f"registry/{kind}/{id}.yaml"
    return f"registry/{kind}.yaml"


FAMILY_RULES: tuple[FamilyRule, ...] = (
    family_names_known_things,
    family_does_not_build_on_itself,
    variant_uses_known_components,
    source_is_declared,
    variant_reference_is_declared,
    score_is_on_a_known_scale,
    score_is_within_range,
    score_stands_once,
    setting_is_used,
    date_is_not_in_the_future,
)
DRAFT_RULES: tuple[DraftRule, ...] = (
    body_points_to_known_things,
    id_is_well_formed,
    name_belongs_to_one_entry,
    variant_id_is_unique,
    registry_names_known_organizations,
)
