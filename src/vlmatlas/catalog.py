"""Load the whole data set. A `Catalog` exists only when nothing is wrong with it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from vlmatlas.graph.nodes import Lexicon
from vlmatlas.memory import Memory
from vlmatlas.problem import CatalogError, Problem, Severity
from vlmatlas.reading import Reading, read_catalogue
from vlmatlas.records import Family, FamilyFacts, FamilyFile, Score, Setting, Variant
from vlmatlas.registry import Benchmark, Component, Organization, Tag, Term
from vlmatlas.rules.leftovers import UNFINISHED
from vlmatlas.scorekeys import ScaleReader
from vlmatlas.structure import Step
from vlmatlas.values import Text


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything the site is built from. If you hold one, it is free of problems."""

    families: tuple[Family, ...]
    benchmarks: Mapping[str, Benchmark]
    components: Mapping[str, Component]
    organizations: Mapping[str, Organization]
    tags: Mapping[str, Tag]
    notes: Mapping[str, Text]
    steps: Mapping[str, Step]
    """nodes of figures that are no components"""
    terms: Mapping[str, Term]
    bodies: Mapping[str, Mapping[str, str]]
    """family id → language → Markdown"""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """score key → the ways tables and leaderboards head its column"""
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """path → digest of the file as it was read; empty where the records come from no files"""

    @cached_property
    def by_id(self) -> Mapping[str, Family]:
        return {family.id: family for family in self.families}

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.components, self.steps)

    @cached_property
    def newest_first(self) -> tuple[Family, ...]:
        """Families by day of release, newest first."""
        return tuple(sorted(self.families, key=lambda f: (f.released.date, f.name), reverse=True))

    @cached_property
    def variants(self) -> Mapping[str, tuple[Family, Variant]]:
        return {
            variant.id: (family, variant) for family in self.families for variant in family.variants
        }

    @cached_property
    def descendants(self) -> Mapping[str, tuple[Family, ...]]:
        """family id → the families that build on it"""
        found: dict[str, list[Family]] = {family.id: [] for family in self.families}
        for family in self.families:
            for id in family.based_on:
                found[id].append(family)
        return {id: tuple(families) for id, families in found.items()}

    @cached_property
    def built_with(self) -> Mapping[str, Mapping[str, tuple[Variant, ...]]]:
        """component id → family id → its variants with that component; newest families first"""
        found: dict[str, dict[str, list[Variant]]] = {id: {} for id in self.components}
        for family in self.newest_first:
            for variant in family.variants:
                for id in dict.fromkeys(variant.components):
                    found[id].setdefault(family.id, []).append(variant)
        return {
            id: {family: tuple(variants) for family, variants in families.items()}
            for id, families in found.items()
        }

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        return tuple(score for family in self.families for score in family.scores)


def load_catalog(root: Path, *, today: date) -> Catalog:
    """Read `models/` and `registry/` under `root`; raise CatalogError with all problems."""
    catalog, problems = examine(root, today=today)
    if catalog is None:
        raise CatalogError(problems)
    return catalog


def examine(root: Path, *, today: date) -> tuple[Catalog | None, list[Problem]]:
    """The catalogue, if it has no errors, and every problem found on the way."""
    return Examiner(root, today).examine()


@dataclass
class Examiner:
    """Examines a catalogue again and again; what did not change since stays the same record."""

    root: Path
    today: date
    memory: Memory = field(default_factory=Memory)
    _families: dict[str, tuple[FamilyFile, Family]] = field(default_factory=dict)

    def examine(
        self, changed: Collection[str] | None = None
    ) -> tuple[Catalog | None, list[Problem]]:
        """Whoever knows which families changed since the last time may say so."""
        before = self.memory.registry
        reading = read_catalogue(
            self.root, today=self.today, memory=self.memory, whole=True, changed=changed
        )
        self.memory = reading.memory
        if _errors(reading):
            return None, reading.problems
        if before != self.memory.registry:
            self._families = {}
        catalog = _build_catalog(reading, self._families)
        files = {id: reading.draft.family(id) for id in catalog.by_id}
        self._families = {id: (files[id], family) for id, family in catalog.by_id.items()}
        return catalog, reading.problems


def examine_unfinished(root: Path, *, today: date) -> tuple[Catalog | None, list[Problem]]:
    """The same while entries are being written: places that are marked as missing may stay.

    Such a catalogue is for looking names up; pages cannot be made from it.
    """
    reading = read_catalogue(root, today=today)
    if any(rule != UNFINISHED for rule in _errors(reading)):
        return None, reading.problems
    return _build_catalog(reading), reading.problems


def _errors(reading: Reading) -> list[str]:
    """The rules that are broken so that nothing may be built."""
    return [p.rule for p in reading.problems if p.severity is Severity.ERROR]


def _build_catalog(
    reading: Reading, before: Mapping[str, tuple[FamilyFile, Family]] = MappingProxyType({})
) -> Catalog:
    """Families in `before` are taken over where their file is the same record."""
    draft, scales = reading.draft, ScaleReader(reading.draft.benchmarks)
    families = []
    for id in draft.outlines:
        file = draft.family(id)
        known, family = before.get(id, (None, None))
        if family is None or known is not file:
            family = build_family(id, file, scales)
        families.append(family)
    bodies = {id: draft.texts(id) for id in sorted({*draft.bodies, *draft.outlines})}
    return Catalog(
        families=tuple(families),
        benchmarks=MappingProxyType(draft.benchmarks),
        components=MappingProxyType(draft.components),
        organizations=MappingProxyType(draft.organizations),
        tags=MappingProxyType(draft.tags),
        notes=MappingProxyType(draft.notes),
        steps=MappingProxyType(draft.steps),
        terms=MappingProxyType(draft.terms),
        bodies=MappingProxyType(bodies),
        columns=MappingProxyType(dict(draft.columns)),
        digests=MappingProxyType(reading.digests),
    )


def build_family(id: str, file: FamilyFile, scales: ScaleReader) -> Family:
    """A family with its score blocks unfolded into single scores."""
    facts = {name: getattr(file, name) for name in FamilyFacts.model_fields}
    scores = tuple(_unfold_scores(id, file, scales))
    return Family.model_construct(id=id, scores=scores, **facts)


def _unfold_scores(id: str, file: FamilyFile, scales: ScaleReader) -> Iterator[Score]:
    for block in file.scores:
        settings = {k: merge_settings(block.setting, own) for k, own in block.settings.items()}
        for variant, values in block.values.items():
            for key, value in values.items():
                scale = scales.find(key)
                assert scale is not None  # noqa: S101  # a rule has looked at every key
                yield Score(
                    family=id,
                    variant=variant,
                    benchmark=scale.benchmark,
                    split=scale.split,
                    metric=scale.metric,
                    value=value,
                    source=block.source,
                    where=block.where,
                    reporter=block.reporter,
                    evidence=block.evidence,
                    setting=settings.get(key, block.setting),
                )


def merge_settings(shared: Setting, own: Setting) -> Setting:
    """What holds for the block, replaced where the score says otherwise; notes add up."""
    said = {name: getattr(own, name) for name in own.model_fields_set}
    return shared.model_copy(update={**said, "notes": (*shared.notes, *own.notes)})
