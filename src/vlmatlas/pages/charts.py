"""Charts of scores as pages show them: the drawing, its words and the table behind it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vlmatlas.catalog import Catalog
from vlmatlas.explorer.columns import ScoreColumn, short_name
from vlmatlas.explorer.plot import Measured, Plot, list_measured, plot_by_day, plot_by_size
from vlmatlas.pages.page import Context
from vlmatlas.records import Family
from vlmatlas.registry import Benchmark

_ENOUGH = 4
"""Scores that make a chart worth drawing."""
_ROWS = 60


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot and the scores it is drawn from, which also stand behind it as a table."""

    kind: str
    column: ScoreColumn
    plot: Plot
    items: tuple[Measured, ...]

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.column.key.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many variants of a family have a score, by benchmark; a shade from 0 to 4 for each."""

    benchmarks: tuple[tuple[Benchmark, str], ...]
    rows: tuple[tuple[Family, tuple[tuple[int, int], ...]], ...]
    left_out: int


def list_charted(context: Context, columns: Iterable[ScoreColumn]) -> tuple[ScoreColumn, ...]:
    """Columns with enough scores of one protocol to draw."""
    ranked = context.table.ranking
    return tuple(c for c in columns if len(ranked(c.column.scale, c.protocol)) >= _ENOUGH)


def draw_charts(context: Context, column: ScoreColumn) -> tuple[Chart, ...]:
    """Against parameters and against time, with the reference values of the benchmark."""
    items = list_measured(context.table, column.column.scale, column.protocol)
    better = column.column.benchmark.better
    references = _list_references(context, column)
    by_size = plot_by_size(items, better)
    by_day = plot_by_day(items, better, references)
    return (Chart("day", column, by_day, items), Chart("size", column, by_size, items))


def _list_references(context: Context, column: ScoreColumn) -> Mapping[str, float]:
    benchmark, scale = column.column.benchmark, column.column.scale
    if scale.metric != benchmark.metrics[0].id:
        return {}
    return {
        baseline.name.in_(context.language): baseline.value
        for baseline in benchmark.baselines
        if baseline.split == scale.split
    }


def count_coverage(catalog: Catalog) -> Coverage:
    """The newest families against all benchmarks that have scores, the fullest benchmark first."""
    counts: Counter[tuple[str, str]] = Counter()
    for _variant, family, benchmark in {(s.variant, s.family, s.benchmark) for s in catalog.scores}:
        counts[family, benchmark] += 1
    totals: Counter[str] = Counter()
    for (_family, benchmark), count in counts.items():
        totals[benchmark] += count
    order = sorted(totals, key=lambda benchmark: (-totals[benchmark], benchmark))
    measured = {family for family, _benchmark in counts}
    families = [family for family in catalog.newest_first if family.id in measured]
    rows = [
        (family, tuple(_shade(counts[family.id, id], len(family.variants)) for id in order))
        for family in families[:_ROWS]
    ]
    benchmarks = tuple((catalog.benchmarks[id], short_name(catalog.benchmarks[id])) for id in order)
    return Coverage(benchmarks, tuple(rows), len(families) - len(rows))


def _shade(count: int, variants: int) -> tuple[int, int]:
    return count, -(-4 * count // variants)


def select_charts(context: Context, columns: Sequence[ScoreColumn]) -> tuple[Chart, ...]:
    """The charts of the fullest column, if it has enough scores."""
    charted = list_charted(context, columns)
    fullest = max(charted, key=lambda column: column.count, default=None)
    return draw_charts(context, fullest) if fullest else ()
