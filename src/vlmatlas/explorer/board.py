"""The leaderboard as plain data: rows with their facts, columns, facets, reference rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from vlmatlas.catalog import Catalog
from vlmatlas.explorer.columns import (
    ScoreColumn,
    build_presets,
    list_columns,
)
from vlmatlas.explorer.facts import Option, Size, day_of, list_facets, size_of
from vlmatlas.labels import Labels
from vlmatlas.records import Family, Variant
from vlmatlas.tables import Cell, ScoreTable, format_value, protocol_of
from vlmatlas.vocabulary import Category, Protocol, Reporter

W = TypeVar("W", bound=StrEnum)
FACTS = ("date", "size", "lm", "ve", "cn", "license")
"""Facts that have a column of their own."""
SHOWN_FACTS = ("date", "size", "lm")


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A cell in a column that ranks one protocol only; a score of another one stands apart."""

    cell: Cell
    is_apart: bool
    is_best: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    family: Family
    variant: Variant
    day: str
    size: Size | None
    facets: Mapping[str, tuple[Option, ...]]
    cells: tuple[BoardCell | None, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """What one can filter by: each option with the number of variants it holds."""

    id: str
    options: tuple[tuple[Option, int], ...]


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Neighbouring columns of a category."""

    category: Category
    columns: tuple[ScoreColumn, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A reference row, such as people or chance: key of a column → value."""

    name: str
    source: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Board:
    columns: tuple[ScoreColumn, ...]
    rows: tuple[BoardRow, ...]
    facets: tuple[Facet, ...]
    presets: Mapping[str, tuple[str, ...]]
    baselines: tuple[Baseline, ...]

    @property
    def shown(self) -> tuple[ScoreColumn, ...]:
        """The columns one sees before choosing others."""
        return tuple(c for c in self.columns if c.key in self.presets.get("main", ()))


def build_board(table: ScoreTable, labels: Labels) -> Board:
    """All variants and all scales; families by name."""
    columns = list_columns(table, labels)
    rows = tuple(_build_rows(table, columns, labels))
    return Board(
        columns,
        rows,
        (*_build_facets(rows), *_score_facets(rows, labels)),
        build_presets(columns),
        tuple(_build_baselines(table.catalog, columns, labels)),
    )


def group_columns(columns: Sequence[ScoreColumn]) -> tuple[ColumnGroup, ...]:
    grouped = groupby(columns, key=lambda column: column.column.benchmark.category)
    return tuple(ColumnGroup(category, tuple(found)) for category, found in grouped)


def _build_rows(
    table: ScoreTable, columns: Sequence[ScoreColumn], labels: Labels
) -> Iterator[BoardRow]:
    for row in table.rows:
        yield BoardRow(
            row.family,
            row.variant,
            day_of(row.family, row.variant),
            size_of(table.catalog, row.variant),
            list_facets(table.catalog, labels, row.family, row.variant),
            tuple(map(_build_cell, row.cells, columns)),
        )


def _build_cell(cell: Cell | None, column: ScoreColumn) -> BoardCell | None:
    if cell is None:
        return None
    alike = protocol_of(cell.score) is column.protocol
    return BoardCell(cell, not alike, alike and cell.is_best)


def _build_facets(rows: Sequence[BoardRow]) -> Iterator[Facet]:
    for id in rows[0].facets if rows else ():
        counts = Counter(option for row in rows for option in row.facets[id])
        yield Facet(id, tuple(sorted(counts.items(), key=lambda item: _order(id, *item))))


def _order(facet: str, option: Option, count: int) -> tuple[object, ...]:
    """Sizes ascend, years descend, all others by how many they hold; unknown comes last."""
    late = option.id == "unstated"
    if facet == "size":
        return late, 0 if late else int(option.id.split("-")[0])
    if facet == "year":
        return late, 0 if late else -int(option.id)
    return late, -count, option.name.casefold()


def _score_facets(rows: Sequence[BoardRow], labels: Labels) -> Iterator[Facet]:
    """Facets of scores rather than of variants: the setting and who reports."""
    scores = [item.cell.score for row in rows for item in row.cells if item]
    protocols = Counter(map(protocol_of, scores))
    reporters = Counter(score.reporter for score in scores)
    yield Facet("setting", tuple(_count_words(Protocol, protocols, labels)))
    yield Facet("reporter", tuple(_count_words(Reporter, reporters, labels)))


def _count_words(
    words: Iterable[W], met: Counter[W], labels: Labels
) -> Iterator[tuple[Option, int]]:
    for word in words:
        if met[word]:
            yield Option(word, labels.word(word)), met[word]


def _build_baselines(
    catalog: Catalog, columns: Sequence[ScoreColumn], labels: Labels
) -> Iterator[Baseline]:
    """Reference values of one name and one source share a row; they are of the first metric."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for column in columns:
        benchmark, scale = column.column.benchmark, column.column.scale
        if scale.metric != benchmark.metrics[0].id:
            continue
        for baseline in catalog.benchmarks[benchmark.id].baselines:
            if baseline.split == scale.split:
                name = baseline.name.in_(labels.language)
                row = rows.setdefault((name, baseline.source), {})
                row[column.key] = format_value(baseline.value)
    for (name, source), values in rows.items():
        yield Baseline(name, source, values)
