"""Which score stands for a variant, who ranks where, and the tables made of that."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from vlmatlas.catalog import Catalog
from vlmatlas.records import Family, Score, Source, Variant
from vlmatlas.registry import Benchmark
from vlmatlas.scorekeys import Scale
from vlmatlas.vocabulary import Better, Category, Evidence, Protocol, Reporter


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table shows of a variant on a scale: one score, and those it stands for."""

    score: Score
    others: tuple[Score, ...]
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in a benchmark's ranking; equal scores share it."""

    place: int
    variant: Variant
    family: Family
    score: Score


@dataclass(frozen=True, slots=True)
class Column:
    benchmark: Benchmark
    scale: Scale


@dataclass(frozen=True, slots=True)
class Row:
    family: Family
    variant: Variant
    cells: tuple[Cell | None, ...]


def scale_of(score: Score) -> Scale:
    return Scale(score.benchmark, score.split, score.metric)


def source_of(catalog: Catalog, score: Score) -> Source:
    return catalog.by_id[score.family].sources[score.source]


def protocol_of(score: Score) -> Protocol:
    return score.setting.protocol or Protocol.UNSTATED


@dataclass(frozen=True)
class ScoreTable:
    """All variants on all scales that have a score."""

    catalog: Catalog

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Benchmarks by category and number of scores, each with its splits."""
        counts: dict[Scale, int] = defaultdict(int)
        totals: dict[str, int] = defaultdict(int)
        for scale, _variant in self._groups:
            counts[scale] += 1
            totals[scale.benchmark] += 1
        order = {category: index for index, category in enumerate(Category)}
        benchmarks = self.catalog.benchmarks

        def key(scale: Scale) -> tuple[object, ...]:
            benchmark = benchmarks[scale.benchmark]
            lead = max(totals[id] for id in _group_members(benchmark, benchmarks))
            group = benchmark.group or benchmark.id
            rank = (order[benchmark.category], -lead, group, -totals[benchmark.id], benchmark.id)
            return (*rank, -counts[scale], scale.split, scale.metric)

        return tuple(Column(benchmarks[s.benchmark], s) for s in sorted(counts, key=key))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Families by name, variants as their file orders them."""
        families = sorted(self.catalog.families, key=lambda family: family.name.casefold())
        return tuple(
            Row(family, variant, tuple(self.cell(variant.id, c.scale) for c in self.columns))
            for family in families
            for variant in family.variants
        )

    def cell(self, variant: str, scale: Scale) -> Cell | None:
        scores = self._groups.get((scale, variant))
        if not scores:
            return None
        shown = scores[0]
        best = self._best.get((scale, protocol_of(shown)))
        return Cell(shown, scores[1:], is_best=shown.value == best)

    def ranking(self, scale: Scale, protocol: Protocol) -> tuple[Rank, ...]:
        """Variants measured alike, best first."""
        shown = self._alike.get((scale, protocol), ())
        better = self.catalog.benchmarks[scale.benchmark].better
        names = self.catalog.variants
        ordered = sorted(
            shown, key=lambda score: (_sort_value(score, better), names[score.variant][1].name)
        )
        values = [_sort_value(score, better) for score in ordered]
        return tuple(
            self._place(score, value, values) for score, value in zip(ordered, values, strict=True)
        )

    def _place(self, score: Score, value: float, values: Sequence[float]) -> Rank:
        family, variant = self.catalog.variants[score.variant]
        return Rank(1 + bisect_left(values, value), variant, family, score)

    @cached_property
    def _alike(self) -> Mapping[tuple[Scale, Protocol], Sequence[Score]]:
        """The shown scores of each scale and protocol."""
        alike: dict[tuple[Scale, Protocol], list[Score]] = defaultdict(list)
        for (scale, _variant), scores in self._groups.items():
            alike[scale, protocol_of(scores[0])].append(scores[0])
        return alike

    @cached_property
    def _groups(self) -> Mapping[tuple[Scale, str], tuple[Score, ...]]:
        groups: dict[tuple[Scale, str], list[Score]] = defaultdict(list)
        for score in self.catalog.scores:
            groups[scale_of(score), score.variant].append(score)
        return {key: order_scores(self.catalog, scores) for key, scores in groups.items()}

    @cached_property
    def _best(self) -> Mapping[tuple[Scale, Protocol], float]:
        """The best value per scale and protocol, where there is something to compare."""
        return {
            key: (max if self._higher(key[0]) else min)(score.value for score in found)
            for key, found in self._alike.items()
            if len(found) > 1
        }

    def _higher(self, scale: Scale) -> bool:
        return self.catalog.benchmarks[scale.benchmark].better is Better.HIGHER


@lru_cache(maxsize=2)
def score_table(catalog: Catalog) -> ScoreTable:
    """The table of a catalogue, made once however many pages and files are made from it."""
    return ScoreTable(catalog)


def _group_members(benchmark: Benchmark, benchmarks: Mapping[str, Benchmark]) -> list[str]:
    if benchmark.group is None:
        return [benchmark.id]
    return [id for id, other in benchmarks.items() if other.group == benchmark.group]


def _sort_value(score: Score, better: Better) -> float:
    return -score.value if better is Better.HIGHER else score.value


def order_scores(catalog: Catalog, scores: Iterable[Score]) -> tuple[Score, ...]:
    """Scores of one variant on one scale, the one that tables show first.

    Verified before quoted before unverified; the authors' own before others'; then the newest
    source. The methodology page states this rule.
    """
    found = tuple(scores)
    if len(found) < 2:  # noqa: PLR2004
        return found
    evidence = list(Evidence)
    reporters = list(Reporter)

    def key(score: Score) -> tuple[int, int]:
        return evidence.index(score.evidence), reporters.index(score.reporter)

    newest = sorted(found, key=lambda score: source_of(catalog, score).date or "", reverse=True)
    return tuple(sorted(newest, key=key))


def format_value(value: float) -> str:
    """The number as its source writes it: 59.0 keeps its zero, 1341 stays whole."""
    return str(value)
