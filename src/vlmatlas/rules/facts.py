"""What a family says of itself: its relations, components, sources and dates."""

from collections.abc import Iterator

from vlmatlas.names import NameIndex, index_names
from vlmatlas.problem import DataPath, Finding
from vlmatlas.records import FamilyFile
from vlmatlas.rules.draft import Draft, name_unknown
from vlmatlas.rules.leftovers import TODO, UNFINISHED
from vlmatlas.vocabulary import ComponentKind


def family_names_known_things(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """Organizations and tags exist."""
    for index, value in enumerate(family.organizations):
        if not draft.has("organizations", value):
            near = draft.organization_names.suggest(value)
            yield name_unknown("organization", ("organizations", index), value, near)
    for index, value in enumerate(family.tags):
        if not draft.has("tags", value):
            near = index_names(draft.tags).suggest(value)
            yield name_unknown("tag", ("tags", index), value, near)


def family_builds_on_known_families(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """The families a family builds on exist."""
    for id, family in draft.outlines.items():
        for index, value in enumerate(family.based_on):
            if not draft.has("families", value):
                near = draft.family_names.suggest(value)
                finding = name_unknown("family", ("based_on", index), value, near)
                yield f"models/{id}/model.yaml", finding


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
    if id == TODO.lower():
        yield Finding(UNFINISHED, where, {"value": f"{kind.value}: registry/components/…"})
    elif component is None and not draft.has("components", id):
        yield name_unknown(kind.value, where, id, draft.component_names.suggest(id))
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
    for where, value in _variant_references(family):
        if value not in known:
            near = NameIndex((v.id, [v.name, *v.aliases]) for v in family.variants)
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
