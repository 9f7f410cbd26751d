"""The score columns: their names, which protocol they compare, and the sets offered first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vlmatlas.labels import Labels
from vlmatlas.registry import Benchmark
from vlmatlas.scorekeys import Scale
from vlmatlas.tables import Column, ScoreTable, protocol_of
from vlmatlas.vocabulary import UNSTATED, Category, Protocol

_SHOWN = 10
_LONG = 30
_CHINESE = ("mmbench-cn", "cmmmu")
_PRESETS: Mapping[str, tuple[Category, ...]] = {
    "vqa": (Category.GENERAL_VQA, Category.GENERAL_MCQ),
    "text": (Category.TEXT_RICH, Category.DOCUMENT),
    "knowledge": (Category.KNOWLEDGE, Category.MATH),
    "hallucination": (Category.HALLUCINATION,),
}


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """One scale as a column; only scores obtained under `protocol` are ranked in it."""

    key: str
    column: Column
    name: str
    part: str
    """split, and metric where the benchmark has several"""
    protocol: Protocol
    count: int

    @property
    def title(self) -> str:
        return f"{self.name} {self.part}"


def list_columns(table: ScoreTable, labels: Labels) -> tuple[ScoreColumn, ...]:
    """All scales that have a score, in the order of the table."""
    return tuple(_build_column(table, labels, index) for index in range(len(table.columns)))


def _build_column(table: ScoreTable, labels: Labels, index: int) -> ScoreColumn:
    column = table.columns[index]
    cells = (row.cells[index] for row in table.rows)
    met = Counter(protocol_of(cell.score) for cell in cells if cell)
    order = list(Protocol)
    common = max(met, key=lambda protocol: (met[protocol], -order.index(protocol)))
    return ScoreColumn(
        column_key(column.benchmark, column.scale),
        column,
        short_name(column.benchmark),
        name_part(column.benchmark, column.scale, labels),
        common,
        met.total(),
    )


def column_key(benchmark: Benchmark, scale: Scale) -> str:
    """A short id for addresses: `mmmu.val`, or `pope.average.f1` where metrics are several."""
    parts = (scale.benchmark, scale.split)
    return ".".join((*parts, scale.metric) if len(benchmark.metrics) > 1 else parts)


def short_name(benchmark: Benchmark) -> str:
    """The name without the words that spell it out, where it would fill the head of a table."""
    return benchmark.name if len(benchmark.name) <= _LONG else benchmark.name.split(" (")[0]


def name_part(benchmark: Benchmark, scale: Scale, labels: Labels) -> str:
    split = labels("explorer.split_unstated") if scale.split == UNSTATED else scale.split
    if len(benchmark.metrics) == 1:
        return split
    names = {metric.id: metric.name.in_(labels.language) for metric in benchmark.metrics}
    return f"{split} · {names.get(scale.metric, labels('explorer.metric_unstated'))}"


def pick_fullest(columns: Iterable[ScoreColumn]) -> Iterator[ScoreColumn]:
    """Of each benchmark the column with most scores."""
    best: dict[str, ScoreColumn] = {}
    for column in columns:
        known = best.get(column.column.benchmark.id)
        if known is None or column.count > known.count:
            best[column.column.benchmark.id] = column
    yield from best.values()


def pick_default(columns: Sequence[ScoreColumn]) -> tuple[ScoreColumn, ...]:
    """The benchmarks most variants were measured on, in the order of the table."""
    fullest = sorted(pick_fullest(columns), key=lambda column: -column.count)[:_SHOWN]
    return tuple(column for column in columns if column in fullest)


def build_presets(columns: Sequence[ScoreColumn]) -> Mapping[str, tuple[str, ...]]:
    """Name of a set → keys of its columns; sets without a column are left out."""
    chosen: dict[str, Iterable[ScoreColumn]] = {"main": pick_default(columns)}
    fullest = tuple(pick_fullest(columns))
    for name, categories in _PRESETS.items():
        chosen[name] = [c for c in fullest if c.column.benchmark.category in categories]
    chosen["chinese"] = [c for c in fullest if c.column.benchmark.id in _CHINESE]
    chosen["all"] = columns
    found = {name: tuple(column.key for column in group) for name, group in chosen.items()}
    return {name: keys for name, keys in found.items() if keys}
