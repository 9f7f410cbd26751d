"""What all wide tables share: the titles of columns and the marks behind numbers."""

from collections.abc import Iterator, Sequence

from vlmatlas.catalog import Catalog
from vlmatlas.records import Score
from vlmatlas.tables import Column, Row, ScoreTable, format_value, protocol_of, score_table
from vlmatlas.values import Text
from vlmatlas.vocabulary import UNSTATED, Evidence, Language, Protocol

UNVERIFIED_MARK = "?"
_PROTOCOL_MARKS = {Protocol.FINE_TUNED: "†", Protocol.FEW_SHOT: "‡"}

LEGEND = (
    "? not yet checked against its source",
    "† fine-tuned for the benchmark",
    "‡ few-shot",
)
_UNSTATED_SPLIT = Text(en="split unstated", zh="划分未说明")
_UNSTATED_METRIC = Text(en="metric unstated", zh="指标未说明")


def column_title(column: Column, language: Language) -> str:
    """Benchmark and split, and the metric where the benchmark has several."""
    benchmark, scale = column.benchmark, column.scale
    split = _UNSTATED_SPLIT.in_(language) if scale.split == UNSTATED else scale.split
    names = {metric.id: metric.name for metric in benchmark.metrics}
    several = len(names) > 1 or scale.metric not in names
    metric = names.get(scale.metric, _UNSTATED_METRIC).in_(language) if several else ""
    return " ".join(filter(None, [benchmark.name, split, metric]))


def mark_of(score: Score) -> str:
    """The signs that stand behind the number of this score."""
    doubt = UNVERIFIED_MARK if score.evidence is Evidence.UNVERIFIED else ""
    return doubt + _PROTOCOL_MARKS.get(protocol_of(score), "")


def format_marked(score: Score) -> str:
    return format_value(score.value) + mark_of(score)


def select_rows(
    catalog: Catalog, columns: Sequence[Column] | None = None
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The chosen columns, all by default, and the variants that have a score in one of them."""
    table = score_table(catalog)
    chosen = table.columns if columns is None else tuple(columns)
    return chosen, tuple(_select(table, chosen))


def _select(table: ScoreTable, columns: Sequence[Column]) -> Iterator[Row]:
    for row in table.rows:
        cells = tuple(table.cell(row.variant.id, column.scale) for column in columns)
        if any(cells):
            yield Row(row.family, row.variant, cells)
