"""From a graph to finished shapes: one drawing per language and orientation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from vlmatlas.figure.faces import STEPS, TALL, WIDE, Part, Stack, Typesetter, has_inner_arrow
from vlmatlas.figure.labels import word_edge
from vlmatlas.figure.plan import PAD, Place, Plan, plan_landscape, plan_portrait
from vlmatlas.figure.routes import Router
from vlmatlas.figure.shapes import (
    Box,
    Cell,
    Drawing,
    InnerBox,
    Inside,
    Key,
    Line,
    Path,
    Rectangle,
    make_area,
    number,
)
from vlmatlas.figure.stages import Training
from vlmatlas.figure.strip import lay_out_strip
from vlmatlas.figure.text import text_width
from vlmatlas.graph.graph import Graph
from vlmatlas.graph.nodes import Node
from vlmatlas.labels import Labels
from vlmatlas.registry import Term
from vlmatlas.values import Text
from vlmatlas.vocabulary import Arrow

LinkNode = Callable[[Node], str | None]
_HEAD: Final = 16.0
_FRAME_LABEL: Final = 10.5


@dataclass(frozen=True)
class Draughtsman:
    """Draws graphs in one language."""

    labels: Labels
    terms: Mapping[str, Term]
    link: LinkNode

    def lay_out(self, graph: Graph, training: Training, *, portrait: bool) -> Drawing:
        words = {edge: word_edge(edge, graph, self.labels, self.terms) for edge in graph.edges}
        typesetter = Typesetter(self.labels, TALL if portrait else WIDE)
        lay = plan_portrait if portrait else plan_landscape
        plan = lay(graph, typesetter, words)
        tops = {id: _stack_top(graph, plan, id) for id in graph.nodes}
        paths = tuple(Router(graph, plan, tops).routes(words))
        boxes = tuple(
            self._box(graph.nodes[id], place, tops[id], typesetter, frozen=training.frozen(id))
            for id, place in plan.places.items()
        )
        frames = tuple(self._frames(graph, plan, paths))
        return self._finish(plan, boxes, paths, frames, training)

    def _finish(
        self,
        plan: Plan,
        boxes: tuple[Box, ...],
        paths: tuple[Path, ...],
        frames: tuple[Rectangle, ...],
        training: Training,
    ) -> Drawing:
        keys, bottom = self._legend(paths, plan.height)
        found = lay_out_strip(
            training, self.labels, width=plan.width, top=bottom + 6, portrait=plan.portrait
        )
        strip, height = found or (None, bottom)
        return Drawing(
            number(plan.width),
            number(height),
            number(plan.height),
            boxes,
            paths,
            frames,
            keys,
            strip,
        )

    def _legend(self, paths: tuple[Path, ...], y: float) -> tuple[tuple[Key, ...], float]:
        """Kinds of arrows that need a word; the plain one does not."""
        used = {path.arrow for path in paths}
        keys: list[Key] = []
        x = PAD
        for arrow in (Arrow.ATTENDS, Arrow.ADDS, Arrow.OPTIONAL):
            if arrow in used:
                text = self.labels(f"figure.arrow.{arrow.name.lower()}")
                keys.append(
                    Key(
                        arrow.name.lower(), Line("note-start", text, number(x + 33), number(y + 12))
                    )
                )
                x += 52 + text_width(text, 11.5)
        return tuple(keys), y + 22 * bool(keys)

    def _box(
        self, node: Node, place: Place, top: float, typesetter: Typesetter, *, frozen: bool
    ) -> Box:
        face = place.face
        start = place.y + (
            top - place.y - face.text_height - _HEAD / 2
            if face.stack
            else (place.height - face.text_height) / 2
        )
        centre = number(place.x + place.width / 2 + (12 if face.icon == "beside" else 0))
        lines, y = [], start + (20 if face.icon == "above" else 0)
        for kind, text in face.lines:
            lines.append(Line(kind, text, centre, number(y + STEPS[kind] * 0.76)))
            y += STEPS[kind]
        icon_x = place.x + place.width / 2
        if face.icon == "beside":
            name = text_width(face.lines[0][1], typesetter.style.name, bold=True)
            icon_x -= name / 2 + 1
        return Box(
            node.id,
            node.role,
            make_area(place.x, place.y, place.width, place.height),
            tuple(lines),
            node.icon,
            (number(icon_x), number(start + 8)),
            node.stack,
            frozen,
            self._inside(node, place, face.stack, top) if face.stack else None,
            self.link(node),
        )

    def _inside(self, node: Node, place: Place, stack: Stack, top: float) -> Inside:
        x = place.x + stack.left
        middle = x + stack.width / 2
        tag = None
        if node.layers is not None:
            said = node.layers.in_(self.labels.language)
            text = f"× {said}" if said.isdigit() else said
            tag = Line("tag", text, number(middle), number(top + 8))
        ends = sorted({part.y + part.height for part in stack.parts})[:-1]
        return Inside(
            make_area(x, top + 4, stack.width, stack.height - 4),
            tag,
            tuple(_inner_box(part, place.x, top) for part in stack.parts),
            tuple((number(middle), number(top + end)) for end in ends),
        )

    def _frames(self, graph: Graph, plan: Plan, paths: tuple[Path, ...]) -> Iterator[Rectangle]:
        for frame in graph.frames:
            places = [plan.places[id] for id in frame.of]
            yield _frame(places, self._say(frame.name), paths, side=4 if plan.portrait else 7)

    def _say(self, text: Text) -> str:
        return text.in_(self.labels.language)


def _stack_top(graph: Graph, plan: Plan, id: str) -> float:
    """Where the blocks inside a node begin; they slide to meet an arrow that ends at one."""
    place = plan.places[id]
    stack = place.face.stack
    if stack is None:
        return place.y
    free = place.height - place.face.text_height - stack.height - 26
    head = place.face.text_height + _HEAD
    lead = free / 2
    if has_inner_arrow(graph, id) and not plan.portrait:
        edge = next(edge for edge in graph.sources(id) if edge.block)
        source = plan.places[edge.source]
        part = next(part for part in stack.parts if part.block.id == edge.block)
        aim = source.y + source.height / 2 - place.y - head - part.y - part.height / 2
        lead = min(max(aim, 0), free)
    return place.y + max(lead, 0) + head


def _inner_box(part: Part, left: float, top: float) -> InnerBox:
    x, y, middle = left + part.x, top + part.y, left + part.x + part.width / 2
    area = make_area(x, y, part.width, part.height)
    if part.cells:
        title, count = part.lines
        pair = (
            Line("inner", title, number(middle), number(y + 18)),
            Line("note", count, number(middle), number(y + 71)),
        )
        return InnerBox(part.block.id, part.role, area, pair, tuple(_cells(part, x, y)))
    first = y + part.height / 2 + 4 - 7 * (len(part.lines) - 1)
    lines = tuple(
        Line("inner", text, number(middle), number(first + 14 * row))
        for row, text in enumerate(part.lines)
    )
    return InnerBox(part.block.id, part.role, area, lines)


def _cells(part: Part, x: float, y: float) -> Iterator[Cell]:
    count = len(part.cells)
    width = (part.width - 16 - 5 * (count - 1)) / count
    chosen = part.block.top or 1
    for index, text in enumerate(part.cells):
        left = x + 8 + index * (width + 5)
        yield Cell(text, number(left), number(y + 28), number(width), index < chosen)


def _frame(places: list[Place], text: str, paths: tuple[Path, ...], *, side: float) -> Rectangle:
    """Around the places; the label takes the first spot of the top edge that no arrow crosses."""
    left = min(place.x for place in places) - side
    right = max(place.x + place.width for place in places) + side
    top = min(place.y for place in places) - 20
    bottom = max(place.y + place.height for place in places) + 7
    wide = text_width(text, _FRAME_LABEL, bold=True)
    spots = [left + 10, right - 10 - wide, (left + right - wide) / 2]
    free = [x for x in spots if not any(_touches(path, x, top, wide) for path in paths)]
    label = Line("frame", text, number((free or spots)[0]), number(top + 13.5))
    return Rectangle(make_area(left, top, right - left, bottom - top), label)


def _touches(path: Path, x: float, y: float, width: float) -> bool:
    return any(
        min(a[0], b[0]) < x + width + 4
        and max(a[0], b[0]) > x - 4
        and min(a[1], b[1]) < y + 18
        and max(a[1], b[1]) > y
        for a, b in zip(path.points, path.points[1:], strict=False)
    )
