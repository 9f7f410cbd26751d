"""What rules look at: all records that could be read, before anyone knows whether they agree."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from vlmatlas.bodies import blank_code
from vlmatlas.graph.nodes import Lexicon
from vlmatlas.names import NameIndex, index_names
from vlmatlas.problem import DataPath, Finding
from vlmatlas.records import Benchmark, Component, FamilyFile, Organization, Tag, Term
from vlmatlas.scorekeys import Scale, ScoreKeyError, parse_score_key
from vlmatlas.structure import Step
from vlmatlas.values import Text


class Spread:
    """The values of many variants on one scale."""

    def __init__(self) -> None:
        self._lowest: dict[str, float] = {}
        self._highest: dict[str, float] = {}

    def add(self, variant: str, value: float) -> None:
        self._lowest[variant] = min(value, self._lowest.get(variant, value))
        self._highest[variant] = max(value, self._highest.get(variant, value))

    def without(self, variant: str) -> tuple[int, float, float]:
        """How many others there are, the lowest and the highest of their values."""
        count = len(self._lowest) - (variant in self._lowest)
        if not count:
            return 0, 0, 0
        low = next(value for name, value in self._ends[0] if name != variant)
        high = next(value for name, value in self._ends[1] if name != variant)
        return count, low, high

    @cached_property
    def _ends(self) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
        """The two lowest and the two highest variants: without one, the other is left."""
        lowest = sorted(self._lowest.items(), key=lambda item: item[1])[:2]
        highest = sorted(self._highest.items(), key=lambda item: -item[1])[:2]
        return lowest, highest


@dataclass(frozen=True)
class Draft:
    """All records that could be read; names may still point nowhere."""

    families: dict[str, FamilyFile]
    benchmarks: dict[str, Benchmark]
    components: dict[str, Component]
    organizations: dict[str, Organization]
    tags: dict[str, Tag]
    notes: dict[str, Text]
    steps: dict[str, Step]
    terms: dict[str, Term]
    bodies: dict[str, dict[str, str]]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """score key → the ways tables and leaderboards head its column"""
    known: Mapping[str, set[str]] = field(default_factory=dict)
    today: date = date.max

    @cached_property
    def prose(self) -> dict[str, dict[str, str]]:
        """The bodies without code, formulas and stamps; positions are the same."""
        return {
            id: {language: blank_code(text) for language, text in texts.items()}
            for id, texts in self.bodies.items()
        }

    @cached_property
    def component_names(self) -> NameIndex:
        return index_names(self.components)

    @cached_property
    def family_names(self) -> NameIndex:
        return index_names(self.families)

    @cached_property
    def benchmark_names(self) -> NameIndex:
        return index_names(self.benchmarks)

    @cached_property
    def organization_names(self) -> NameIndex:
        return index_names(self.organizations)

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.components, self.steps)

    @cached_property
    def variant_owners(self) -> dict[str, str]:
        """variant id → family id; the first family that claims it"""
        owners: dict[str, str] = {}
        for id, family in self.families.items():
            for variant in family.variants:
                owners.setdefault(variant.id, id)
        return owners

    @cached_property
    def spreads(self) -> dict[tuple[str, str], Spread]:
        """(benchmark, metric) → what all variants reach on it"""
        found: dict[tuple[str, str], Spread] = {}
        for family in self.families.values():
            for block in family.scores:
                for variant, values in block.values.items():
                    for key, value in values.items():
                        scale = self.read_key(key)
                        if isinstance(scale, Scale):
                            name = (scale.benchmark, scale.metric)
                            found.setdefault(name, Spread()).add(variant, value)
        return found

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


def name_unknown(kind: str, where: DataPath, value: str, near: str) -> Finding:
    return Finding("unknown-reference", where, {"kind": kind, "value": value, "near": near})
