"""What a drawing consists of: plain shapes with finished coordinates, ready for a template."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from vlmatlas.vocabulary import Arrow, Icon, Role, State

number: Final[Callable[[float], int]] = round
"""Whole pixels: sharp, short to print, and exact to add to in a template."""


class Area(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def make_area(x: float, y: float, width: float, height: float) -> Area:
    """All four edges on whole pixels, where arrows begin and end."""
    left, top = number(x), number(y)
    return Area(left, top, number(x + width) - left, number(y + height) - top)


class Line(NamedTuple):
    """A line of text: its kind decides size and colour."""

    kind: str
    text: str
    x: float
    y: float


class Cell(NamedTuple):
    """One expert of a mixture."""

    text: str
    x: float
    y: float
    width: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class InnerBox:
    """A block inside a node."""

    id: str
    role: Role
    area: Area
    lines: tuple[Line, ...]
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """The frame of repeated layers inside a node, and what stands in it."""

    area: Area
    tag: Line | None
    boxes: tuple[InnerBox, ...]
    arrows: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A node."""

    id: str
    role: Role
    area: Area
    lines: tuple[Line, ...]
    icon: Icon | None = None
    icon_at: tuple[float, float] = (0, 0)
    stack: bool = False
    frozen: bool = False
    inside: Inside | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """An arrow: where it runs, where its head points (degrees), and what stands beside it."""

    arrow: Arrow
    points: tuple[tuple[float, float], ...]
    d: str
    turn: int
    labels: tuple[Line, ...] = ()
    over: bool = False
    """Drawn above the boxes, because it ends inside one."""

    @property
    def kind(self) -> str:
        return self.arrow.name.lower()

    @property
    def tip(self) -> tuple[float, float]:
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Rectangle:
    area: Area
    label: Line


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend: the kind of an arrow, or a state of training."""

    kind: str
    line: Line


class Bar(NamedTuple):
    """A cell: what a stage does to one part."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Bars:
    """All cells that look the same."""

    state: State
    role: Role
    bars: tuple[Bar, ...]

    @property
    def signs(self) -> list[tuple[float, float]]:
        """Where the signs of the state stand."""
        return [(number(x + width / 2), y + 10) for x, y, width in self.bars]


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a part above its column of bars."""

    role: Role
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The training stages: a column per part, a row per stage."""

    y: float
    title: Line
    keys: tuple[Key, ...]
    heads: tuple[Head, ...]
    names: tuple[Line, ...]
    bars: tuple[Bars, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure in one language and one orientation."""

    width: float
    height: float
    body_height: float
    """The height without legend and training stages."""
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]
    frames: tuple[Rectangle, ...]
    keys: tuple[Key, ...] = ()
    strip: Strip | None = None
