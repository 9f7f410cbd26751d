"""Who builds on whom: families by day of release, one row each, with lanes for descent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vlmatlas.records import Family

ROW: Final = 52
LANE: Final = 15
_COLOURS: Final = 6
_BEND: Final = 24.0


@dataclass(frozen=True, slots=True)
class Thread:
    """A line from an ancestor's dot to a descendant's; `colour` is the number of its lane."""

    d: str
    colour: int


@dataclass(frozen=True, slots=True)
class Generation:
    """A row: a family, the lane of its dot, what it builds on and what builds on it."""

    family: Family
    lane: int
    parents: tuple[Family, ...]
    children: tuple[Family, ...]
    x: int
    y: int

    @property
    def colour(self) -> int:
        return self.lane % _COLOURS


@dataclass(frozen=True, slots=True)
class Lineage:
    """Rows from the oldest family down, and the threads between their dots."""

    rows: tuple[Generation, ...]
    threads: tuple[Thread, ...]
    width: int
    height: int


def build_lineage(families: Sequence[Family]) -> Lineage:
    """A parent's lane stays open down to its last child, which may take it over."""
    order = sorted(families, key=lambda family: (family.released.date, family.name))
    place = {family.id: row for row, family in enumerate(order)}
    by_id = {family.id: family for family in order}
    children: dict[str, list[Family]] = {family.id: [] for family in order}
    for family in order:
        for parent in family.based_on:
            children[parent].append(family)
    lanes = _assign_lanes(order, children)
    rows = tuple(
        Generation(
            family,
            lanes[family.id],
            tuple(by_id[id] for id in family.based_on),
            tuple(children[family.id]),
            _x(lanes[family.id]),
            _y(place[family.id]),
        )
        for family in order
    )
    threads = tuple(
        Thread(_draw(lanes, place, parent, row.family.id), lanes[parent] % _COLOURS)
        for row in rows
        for parent in row.family.based_on
    )
    width = _x(max(lanes.values(), default=0)) + LANE // 2
    return Lineage(rows, threads, width, ROW * len(rows))


def _assign_lanes(order: Sequence[Family], children: Mapping[str, list[Family]]) -> dict[str, int]:
    last = {id: members[-1].id for id, members in children.items() if members}
    busy: list[str | None] = []
    lanes: dict[str, int] = {}
    for family in order:
        ending = [lanes[id] for id in family.based_on if last[id] == family.id]
        for lane in ending:
            busy[lane] = None
        free = [*sorted(ending), *(n for n, owner in enumerate(busy) if owner is None)]
        lane = free[0] if free else len(busy)
        busy[lane : lane + 1] = [family.id if children[family.id] else None]
        lanes[family.id] = lane
    return lanes


def _x(lane: int) -> int:
    return LANE // 2 + lane * LANE


def _y(row: int) -> int:
    return ROW // 2 + row * ROW


def _draw(lanes: Mapping[str, int], place: Mapping[str, int], parent: str, child: str) -> str:
    """Down the parent's lane, then over to the child in the last row."""
    x0, y0, x1, y1 = _x(lanes[parent]), _y(place[parent]), _x(lanes[child]), _y(place[child])
    if x0 == x1:
        return f"M{x0} {y0}V{y1}"
    bend = y1 - _BEND
    return f"M{x0} {y0}V{bend:g}C{x0} {y1:g} {x1} {bend:g} {x1} {y1}"
