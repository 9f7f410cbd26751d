"""Tables of the scores of chosen variants, for pages of components, organizations and tags."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from vlmatlas.explorer.board import BoardCell, BoardRow
from vlmatlas.explorer.columns import ScoreColumn, pick_fullest
from vlmatlas.explorer.facts import Size
from vlmatlas.pages.page import Context
from vlmatlas.records import Family, Variant
from vlmatlas.vocabulary import ComponentKind

_COLUMNS = 7
_ROWS = 60
FACETS = {
    ComponentKind.VISION_ENCODER: "ve",
    ComponentKind.CONNECTOR: "cn",
    ComponentKind.LANGUAGE_MODEL: "lm",
}
"""Kind of component → the facet of the leaderboard that filters by it."""


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    family: Family
    variant: Variant
    day: str
    size: Size | None
    partners: tuple[str, ...]
    """names of its components of each kind the table has a column for"""
    cells: tuple[BoardCell | None, ...]


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    columns: tuple[ScoreColumn, ...]
    partners: tuple[ComponentKind, ...]
    rows: tuple[MeasuredRow, ...]
    left_out: int


def tabulate(
    context: Context, belongs: Callable[[BoardRow], bool], *, but: ComponentKind | None = None
) -> MeasuredTable:
    """Variants that belong, newest first, on the benchmarks most of them were measured on."""
    board = context.board
    rows = sorted(filter(belongs, board.rows), key=lambda row: row.day, reverse=True)
    counts = Counter(i for row in rows for i, item in enumerate(row.cells) if item)
    fullest = {column.key for column in pick_fullest(board.columns)}
    liked = [i for i, _count in counts.most_common() if board.columns[i].key in fullest]
    chosen = sorted(liked[:_COLUMNS])
    partners = tuple(kind for kind in ComponentKind if kind is not but)
    return MeasuredTable(
        tuple(board.columns[i] for i in chosen),
        partners,
        tuple(_build_row(row, partners, chosen) for row in rows[:_ROWS]),
        max(0, len(rows) - _ROWS),
    )


def _build_row(
    row: BoardRow, partners: tuple[ComponentKind, ...], chosen: list[int]
) -> MeasuredRow:
    names = (
        " + ".join(o.name for o in row.facets[FACETS[kind]] if o.id != "unstated")
        for kind in partners
    )
    cells = tuple(row.cells[i] for i in chosen)
    return MeasuredRow(row.family, row.variant, row.day, row.size, tuple(names), cells)
