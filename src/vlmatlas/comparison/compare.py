"""Compare two catalogues."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vlmatlas.catalog import Catalog
from vlmatlas.comparison.facts import Fact, compare_facts
from vlmatlas.comparison.scores import NewLeader, ScoreChange, compare_scores
from vlmatlas.names import fold
from vlmatlas.records import Family, Variant
from vlmatlas.structure import Architecture
from vlmatlas.values import Record
from vlmatlas.vocabulary import Language

APART = frozenset({"id", "variants", "scores", "architecture"})
"""Fields of a family that are compared on their own."""
KINDS = ("benchmarks", "components", "organizations", "tags", "notes", "steps", "terms")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A structure whose drawing differs; the words of its file, as lines of a diff."""

    family: str
    structure: str
    is_new: bool
    is_gone: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyChange:
    language: Language
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class FamilyChange:
    """What happened to a family; a new or lost one tells no single facts."""

    before: Family | None
    after: Family | None
    new: tuple[Variant, ...]
    gone: tuple[Variant, ...]
    facts: tuple[Fact, ...]
    scores: tuple[ScoreChange, ...]
    figures: tuple[FigureChange, ...]
    bodies: tuple[BodyChange, ...]

    @property
    def family(self) -> Family:
        found = self.after or self.before
        if found is None:
            raise AssertionError
        return found

    @property
    def is_empty(self) -> bool:
        parts = (self.new, self.gone, self.facts, self.scores, self.figures, self.bodies)
        return self.before is not None and self.after is not None and not any(parts)


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry of the registry; one that is new or gone tells no single facts."""

    kind: str
    id: str
    is_new: bool
    is_gone: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    families: tuple[FamilyChange, ...]
    entries: tuple[EntryChange, ...]
    leaders: tuple[NewLeader, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.families or self.entries)


def compare_catalogs(before: Catalog, after: Catalog) -> Changes:
    """Everything that a reader of the site would see differ."""
    scores, leaders = compare_scores(before, after)
    ids = sorted(before.by_id.keys() | after.by_id.keys(), key=fold)
    families = (_compare_family(before, after, id, scores.get(id, ())) for id in ids)
    return Changes(
        tuple(change for change in families if not change.is_empty),
        tuple(_compare_entries(before, after)),
        leaders,
    )


def _compare_family(
    before: Catalog, after: Catalog, id: str, scores: Sequence[ScoreChange]
) -> FamilyChange:
    was, now = before.by_id.get(id), after.by_id.get(id)
    old = {variant.id: variant for variant in was.variants} if was else {}
    new = {variant.id: variant for variant in now.variants} if now else {}
    return FamilyChange(
        was,
        now,
        tuple(variant for each, variant in new.items() if each not in old),
        tuple(variant for each, variant in old.items() if each not in new),
        tuple(_facts(was, now, old, new)) if was and now else (),
        tuple(scores),
        tuple(_compare_figures(id, was, now)),
        tuple(_compare_bodies(before.bodies.get(id, {}), after.bodies.get(id, {}))),
    )


def _facts(
    was: Family, now: Family, old: Mapping[str, Variant], new: Mapping[str, Variant]
) -> Iterator[Fact]:
    yield from compare_facts(was, now, without=APART)
    for id, variant in new.items():
        if id in old:
            for fact in compare_facts(old[id], variant):
                yield Fact(f"{id}: {fact.path}", fact.before, fact.after)


def _compare_figures(id: str, was: Family | None, now: Family | None) -> Iterator[FigureChange]:
    old = {each.id: each for each in was.architecture} if was else {}
    new = {each.id: each for each in now.architecture} if now else {}
    for structure in [*new, *(each for each in old if each not in new)]:
        before, after = _describe(old.get(structure)), _describe(new.get(structure))
        if before != after:
            lines = tuple(difflib.unified_diff(before, after, lineterm="", n=1))[2:]
            kept = tuple(line for line in lines if not line.startswith("@@"))
            yield FigureChange(id, structure, structure not in old, structure not in new, kept)


def _describe(structure: Architecture | None) -> list[str]:
    """The flow as written, then everything else of it by its path."""
    if structure is None:
        return []
    facts = compare_facts(None, structure, without=frozenset({"flow", "id"}))
    return [*structure.flow, *(f"{fact.path}: {fact.after}" for fact in facts)]


def _compare_bodies(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[BodyChange]:
    for language in Language:
        texts = (old.get(language, "").splitlines(), new.get(language, "").splitlines())
        lines = list(difflib.unified_diff(*texts, lineterm="", n=0))[2:]
        added = sum(line.startswith("+") for line in lines)
        removed = sum(line.startswith("-") for line in lines)
        if added or removed:
            yield BodyChange(language, added, removed)


def _compare_entries(before: Catalog, after: Catalog) -> Iterator[EntryChange]:
    for kind in KINDS:
        old: Mapping[str, Record] = getattr(before, kind)
        new: Mapping[str, Record] = getattr(after, kind)
        for id in sorted(old.keys() | new.keys()):
            if old.get(id) == new.get(id):
                continue
            known = id in old and id in new
            facts = compare_facts(old[id], new[id], without=frozenset({"id"})) if known else ()
            yield EntryChange(kind, id, id not in old, id not in new, facts)
