"""How arrows run: straight where both ends share a coordinate, else with one elbow."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vlmatlas.figure.faces import Part
from vlmatlas.figure.plan import Place, Plan, Words
from vlmatlas.figure.shapes import Line, Path, number
from vlmatlas.graph.graph import Edge, Graph

Point = tuple[float, float]
_ELBOW: Final = 15.0
_MARGIN: Final = 6.0
_RADIUS: Final = 7.0
_HEAD: Final = 5.0
_SAME: Final = 0.5


class CrossingError(AssertionError):
    """An arrow would run through a box: the grid check has let something through."""


@dataclass(frozen=True)
class Router:
    """The ways of all arrows of a plan; points are (along the flow, across it) until turned."""

    graph: Graph
    plan: Plan
    tops: Mapping[str, float]
    """Where the stack of blocks inside a node begins, from the top of the drawing."""

    def routes(self, words: Words) -> Iterator[Path]:
        for edge in self.graph.edges:
            way = self._points(edge)
            points = self._turn(way)
            self._refuse_crossing(edge, points)
            yield Path(
                edge.arrow,
                points,
                draw_path(points),
                _direction(points),
                tuple(self._labels(edge, way, words[edge])),
                over=edge.block is not None,
            )

    def middle(self, id: str) -> float:
        start, end = self._across(id)
        return (start + end) / 2

    def _points(self, edge: Edge) -> list[Point]:
        leave, arrive = self._along(edge.source)[1], self._along(edge.target)[0]
        source, target = self._ports(edge)
        if edge.block is not None:
            return self._points_inside(edge, leave, arrive, source)
        if abs(source - target) < _SAME:
            return [(leave, source), (arrive, target)]
        turn = arrive - _ELBOW
        return [(leave, source), (turn, source), (turn, target), (arrive, target)]

    def _points_inside(self, edge: Edge, leave: float, arrive: float, source: float) -> list[Point]:
        place = self.plan.places[edge.target]
        part = _find_part(place, edge.block)
        x, y = place.x + part.x, self.tops[edge.target] + part.y + part.height / 2
        if self.plan.portrait:
            side, turn = place.x + _ELBOW, arrive - 12
            return [(leave, source), (turn, source), (turn, side), (y, side), (y, x)]
        if abs(source - y) < _SAME:
            return [(leave, source), (x, y)]
        turn = arrive - _ELBOW
        return [(leave, source), (turn, source), (turn, y), (x, y)]

    def _ports(self, edge: Edge) -> tuple[float, float]:
        """Where the arrow leaves and arrives, across the flow; the same where both boxes allow."""
        track = self.plan.mids[edge.track]
        source = self._port(edge.source, track, len(self.graph.targets(edge.source)))
        target = self._port(edge.target, track, len(self.graph.sources(edge.target)))
        tries = [source, target] if self.graph.fills(edge.target) else [target, source]
        for port in tries:
            if all(self._holds(id, port) for id in (edge.source, edge.target)):
                return port, port
        return source, target

    def _port(self, id: str, track: float, arrows: int) -> float:
        return track if self.graph.fills(id) and arrows > 1 else self.middle(id)

    def _holds(self, id: str, port: float) -> bool:
        start, end = self._across(id)
        return start + _MARGIN <= port <= end - _MARGIN

    def _along(self, id: str) -> tuple[float, float]:
        place = self.plan.places[id]
        if self.plan.portrait:
            return place.y, place.y + place.height
        return place.x, place.x + place.width

    def _across(self, id: str) -> tuple[float, float]:
        place = self.plan.places[id]
        if self.plan.portrait:
            return place.x, place.x + place.width
        return place.y, place.y + place.height

    def _turn(self, points: Sequence[Point]) -> tuple[Point, ...]:
        if self.plan.portrait:
            points = [(across, along) for along, across in points]
        return tuple((number(x), number(y)) for x, y in points)

    def _labels(self, edge: Edge, points: Sequence[Point], lines: Sequence[str]) -> Iterator[Line]:
        if not lines:
            return
        leave, source = points[0]
        bends = len(points) > 2  # noqa: PLR2004  # more than a start and an end
        end = self._along(edge.target)[0] - (_ELBOW if bends else 0)
        column = self.graph.columns[edge.source] + 1
        ahead = [self._along(id)[0] for id, at in self.graph.columns.items() if at == column]
        centre = (leave + min([end, *ahead])) / 2
        if self.plan.portrait:
            text = " ".join(lines)
            yield Line("label-start", text, number(source + 7), number(centre + 3.5))
            return
        for text, drop, kind in zip(lines, (-5.0, 13.0), ("label", "unit"), strict=False):
            yield Line(kind, text, number(centre - 2), number(source + drop))

    def _refuse_crossing(self, edge: Edge, points: Sequence[Point]) -> None:
        columns = self.graph.columns
        if len(points) == 2 and columns[edge.target] - columns[edge.source] == 1:  # noqa: PLR2004
            return  # a straight line between neighbours meets nothing
        for id, place in self.plan.places.items():
            if id in (edge.source, edge.target):
                continue
            if any(_hits(a, b, place) for a, b in pairwise(points)):
                raise CrossingError(f"{edge.source} -> {edge.target} crosses {id}")


def _find_part(place: Place, block: str | None) -> Part:
    parts = place.face.stack.parts if place.face.stack else ()
    return next(part for part in parts if part.block.id == block)


def _hits(a: Point, b: Point, place: Place) -> bool:
    return (
        min(a[0], b[0]) < place.x + place.width - 1
        and max(a[0], b[0]) > place.x + 1
        and min(a[1], b[1]) < place.y + place.height - 1
        and max(a[1], b[1]) > place.y + 1
    )


def _direction(points: Sequence[Point]) -> int:
    (x0, y0), (x1, y1) = points[-2:]
    return round(math.degrees(math.atan2(y1 - y0, x1 - x0)))


def draw_path(points: Sequence[Point]) -> str:
    """SVG path data with rounded elbows, ending a little before the tip, under the arrow head."""
    parts = ["M{} {}".format(*points[0])]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(_RADIUS, _distance(before, corner) / 2, _distance(corner, after) / 2)
        start, end = _toward(corner, before, reach), _toward(corner, after, reach)
        parts.append("L{} {}Q{} {} {} {}".format(*start, *corner, *end))
    parts.append("L{} {}".format(*_toward(points[-1], points[-2], _HEAD)))
    return "".join(parts)


def _distance(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _toward(start: Point, goal: Point, way: float) -> Point:
    whole = _distance(start, goal) or 1
    return (
        number(start[0] + (goal[0] - start[0]) * way / whole),
        number(start[1] + (goal[1] - start[1]) * way / whole),
    )
