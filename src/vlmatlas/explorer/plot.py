"""Lay out charts of scores: positions in percent of the plot, so that text keeps its size."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vlmatlas.catalog import Catalog
from vlmatlas.explorer.facts import day_of, size_of
from vlmatlas.records import Family, Score, Variant
from vlmatlas.scorekeys import Scale
from vlmatlas.tables import ScoreTable, format_value
from vlmatlas.vocabulary import Better, Protocol

_LIMIT = 400
_SIZE_TICKS = (0.3, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 200, 400)
_ROUND_SIZES = frozenset((0.5, 1, 2, 5, 10, 20, 50, 100, 200))
_LETTER, _LINE = 1.05, 5.0
"""About the size of a letter, in percent of a plot of usual width and height."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A score with what it may be plotted against."""

    family: Family
    variant: Variant
    score: Score
    day: str
    size: float | None
    stated: bool


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str
    is_minor: bool = False
    """goes without its text where there is little room"""


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    item: Measured
    leads: bool
    """Nothing earlier or smaller scores as well."""
    label: str
    """Its name, where there is room for it"""
    side: str
    """where the label goes: `end` of the point or `start` of it"""


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Guide:
    """A reference value across the plot."""

    y: float
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Plot:
    points: tuple[Point, ...]
    frontier: tuple[Line, ...]
    guides: tuple[Guide, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    left_out: int
    """Scores whose size is unknown, and those beyond what a plot can show."""


def list_measured(table: ScoreTable, scale: Scale, protocol: Protocol) -> tuple[Measured, ...]:
    """Variants measured alike, best first."""
    return tuple(
        _measure(table.catalog, rank.family, rank.variant, rank.score)
        for rank in table.ranking(scale, protocol)
    )


def _measure(catalog: Catalog, family: Family, variant: Variant, score: Score) -> Measured:
    size = size_of(catalog, variant)
    known = size.value if size else None
    day = day_of(family, variant)
    return Measured(family, variant, score, day, known, size is not None and size.stated)


def plot_by_size(items: Sequence[Measured], better: Better) -> Plot:
    """Score against parameters, on a logarithmic axis."""
    known = [item for item in items if item.size]
    places = tuple(math.log10(item.size) for item in known if item.size)
    low, high = _stretch(places, 0.06)
    ticks = tuple(
        Tick(_percent(math.log10(size), low, high), f"{size:g}B", size not in _ROUND_SIZES)
        for size in _SIZE_TICKS
        if low <= math.log10(size) <= high
    )
    axis = _Axis(places, (low, high), ticks, len(items) - len(known))
    return _lay_out(known, axis, better, {})


def plot_by_day(items: Sequence[Measured], better: Better, references: Mapping[str, float]) -> Plot:
    """Score against day of release; the frontier is how the best score rose."""
    places = tuple(float(_ordinal(item.day)) for item in items)
    low, high = _stretch(places, 0.03)
    axis = _Axis(places, (low, high), tuple(_month_ticks(low, high)), 0)
    return _lay_out(items, axis, better, references)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where each item stands on the horizontal axis, and the axis itself."""

    places: tuple[float, ...]
    span: tuple[float, float]
    ticks: tuple[Tick, ...]
    left_out: int


def _lay_out(
    items: Sequence[Measured], axis: _Axis, better: Better, references: Mapping[str, float]
) -> Plot:
    low, high = _stretch([*(item.score.value for item in items), *references.values()], 0.06)

    def height(value: float) -> float:
        return round(100 - _percent(value, low, high), 2)

    points = tuple(_place(items, axis, better, height))
    kept = _thin_out(points)
    return Plot(
        kept,
        tuple(_step(points)),
        tuple(Guide(height(v), name, format_value(v)) for name, v in references.items()),
        axis.ticks,
        tuple(Tick(height(value), f"{value:g}") for value in _round_ticks(low, high)),
        axis.left_out + len(points) - len(kept),
    )


def _place(
    items: Sequence[Measured], axis: _Axis, better: Better, height: Callable[[float], float]
) -> Iterator[Point]:
    """From left to right, the best of a place first."""
    sign = 1 if better is Better.HIGHER else -1
    pairs = zip(axis.places, items, strict=True)
    ordered = sorted(pairs, key=lambda pair: (pair[0], -sign * pair[1].score.value))
    leaders = _find_leaders([item.score.value * sign for _place, item in ordered])
    marks = [
        (_percent(place, *axis.span), height(item.score.value), item) for place, item in ordered
    ]
    labelled = _find_room([(i, *marks[i]) for i in leaders])
    for i, (x, y, item) in enumerate(marks):
        label = item.variant.name if i in labelled else ""
        yield Point(x, y, item, i in leaders, label, _side(x))


def _find_leaders(values: Sequence[float]) -> list[int]:
    best, leaders = -math.inf, []
    for index, value in enumerate(values):
        if value > best:
            best = value
            leaders.append(index)
    return leaders


def _find_room(places: Sequence[tuple[int, float, float, Measured]]) -> set[int]:
    """Which labels fit without touching another, from the best one back."""
    taken: list[tuple[float, float, float]] = []
    kept = set()
    for index, x, y, item in reversed(places):
        width = len(item.variant.name) * _LETTER
        left = x if _side(x) == "start" else x - width
        if not any(
            left < end and start < left + width and abs(y - line) < _LINE
            for start, end, line in taken
        ):
            taken.append((left, left + width, y))
            kept.add(index)
    return kept


def _thin_out(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """All leaders and as many of the others as a plot can show, best first."""
    if len(points) <= _LIMIT:
        return points
    best = {id(point) for point in sorted(points, key=lambda point: point.y)[:_LIMIT]}
    return tuple(point for point in points if point.leads or id(point) in best)


def _step(points: Sequence[Point]) -> Iterable[Line]:
    leaders = [point for point in points if point.leads]
    for point, following in zip(leaders, [*leaders[1:], None], strict=True):
        end = following.x if following else 100
        yield Line(point.x, point.y, end, point.y)
        if following:
            yield Line(end, point.y, end, following.y)


def _side(x: float) -> str:
    return "start" if x < 50 else "end"  # noqa: PLR2004  # the middle


def _stretch(values: Sequence[float], margin: float) -> tuple[float, float]:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low or 1.0) * margin
    return low - room, high + room


def _percent(value: float, low: float, high: float) -> float:
    return round((value - low) / (high - low) * 100, 2)


def _round_ticks(low: float, high: float, at_most: int = 6) -> list[float]:
    raw = (high - low) / at_most
    unit = 10 ** math.floor(math.log10(raw))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= raw)
    return [round(i * step, 6) for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _ordinal(day: str) -> int:
    """A day known to the month or year counts as its middle."""
    year, month, number = (*(int(part) for part in day.split("-")), 0, 0)[:3]
    return date(year, month or 7, number or (15 if month else 1)).toordinal()


def _month_ticks(low: float, high: float) -> Iterable[Tick]:
    first, last = date.fromordinal(int(low)), date.fromordinal(int(high))
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in (1, 2, 3, 6, 12) if months / s <= 6), 24)  # noqa: PLR2004
    for number in range(first.year * 12, last.year * 12 + 13, step):
        day = date(number // 12, number % 12 + 1, 1)
        if low <= day.toordinal() <= high:
            yield Tick(_percent(day.toordinal(), low, high), f"{day.year}-{day.month:02}")
