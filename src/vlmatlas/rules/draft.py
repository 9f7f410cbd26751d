"""What rules look at: all records that could be read, before anyone knows whether they agree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from vlmatlas.bodies import blank_code
from vlmatlas.graph.nodes import Lexicon
from vlmatlas.names import NameIndex, index_names
from vlmatlas.problem import DataPath, Finding
from vlmatlas.records import FamilyFile
from vlmatlas.registry import Benchmark, Component, Organization, Tag, Term
from vlmatlas.rules.outline import (
    Outline,
    Spread,
    find_targets,
    merge_spreads,
    outline_family,
)
from vlmatlas.scorekeys import Scale, ScaleReader
from vlmatlas.structure import Step
from vlmatlas.values import Text


@dataclass(frozen=True)
class Draft:
    """All records that could be read; names may still point nowhere.

    Of families that nobody changed since they were found sound, there are only outlines.
    """

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
    sound: Mapping[str, Outline] = field(default_factory=dict)
    """Families that are in `families` only when something asks for them."""
    read_sound: Callable[[str], "Sound"] | None = None

    def family(self, id: str) -> FamilyFile:
        return self.families[id] if id in self.families else self._read_sound(id)[0]

    def texts(self, id: str) -> Mapping[str, str]:
        """The write-ups of one family as they are written."""
        return self.bodies[id] if id in self.bodies else self._read_sound(id)[1]

    def writeups(self, id: str) -> dict[str, str]:
        """What `prose` says of one family, sound or not."""
        return self.prose[id] if id in self.prose else _blank(self._read_sound(id)[1])

    def _read_sound(self, id: str) -> "Sound":
        if self.read_sound is None:
            raise KeyError(id)
        return self.read_sound(id)

    @cached_property
    def outlines(self) -> dict[str, Outline]:
        """Of all families that could be read, by id in order."""
        found = dict(self.sound)
        for id, family in self.families.items():
            found[id] = outline_family(family, self.prose.get(id, {}).values(), self._scales)
        return {id: found[id] for id in sorted(found)}

    @cached_property
    def links(self) -> dict[str, Sequence[str]]:
        """family id → kind:id of what its write-ups link to, also where the facts are broken"""
        found = {id: find_targets(texts.values()) for id, texts in self.prose.items()}
        return found | {id: outline.links for id, outline in self.sound.items()}

    @cached_property
    def targets(self) -> frozenset[str]:
        """kind:id of everything that some write-up links to"""
        return frozenset().union(*self.links.values())

    @cached_property
    def prose(self) -> dict[str, dict[str, str]]:
        """The bodies without code, formulas and stamps; positions are the same."""
        return {id: _blank(texts) for id, texts in self.bodies.items()}

    @cached_property
    def component_names(self) -> NameIndex:
        return index_names(self.components)

    @cached_property
    def family_names(self) -> NameIndex:
        return index_names(self.outlines)

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
        for id, outline in self.outlines.items():
            for variant in outline.variants:
                owners.setdefault(variant, id)
        return owners

    @cached_property
    def spreads(self) -> dict[str, Spread]:
        """benchmark:metric → what all variants reach on it"""
        return merge_spreads(self.outlines.values())

    def read_key(self, key: str) -> Scale | Finding:
        """The scale a score key names, or what is wrong with the key; read once per key."""
        return self._scales.read(key)

    @cached_property
    def _scales(self) -> ScaleReader:
        return ScaleReader(self.benchmarks)

    def has(self, kind: str, id: str) -> bool:
        return id in self.known.get(kind, ())


def _blank(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: blank_code(text) for language, text in texts.items()}


Sound = tuple[FamilyFile, Mapping[str, str]]
"""A family and its write-ups by language."""

FamilyRule = Callable[[str, FamilyFile, Draft], Iterable[Finding]]
DraftRule = Callable[[Draft], Iterable[tuple[str, Finding]]]


def name_unknown(kind: str, where: DataPath, value: str, near: str) -> Finding:
    return Finding("unknown-reference", where, {"kind": kind, "value": value, "near": near})
