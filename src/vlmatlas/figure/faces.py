"""The words of a node, broken for a width, and the stack of blocks inside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vlmatlas.figure.text import longest_word, text_width, wrap
from vlmatlas.graph.graph import Graph
from vlmatlas.graph.nodes import Node
from vlmatlas.labels import Labels
from vlmatlas.structure import Block
from vlmatlas.values import Extent, Text
from vlmatlas.vocabulary import Language, Role

CAPTION, BLOCK = 10.5, 11.5
STEPS: Final = {"caption": 14.0, "name": 16.5, "note": 14.5}
SIDE, TOP = 7.0, 8.0
_SILENT: Final = {Role.INPUT, Role.OUTPUT, Role.OPERATION}
_SHOWN_EXPERTS: Final = 6


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes of type; portrait is a little smaller."""

    name: float
    note: float


WIDE = Style(13, 11.5)
TALL = Style(12.5, 11)


@dataclass(frozen=True, slots=True)
class Part:
    """A block inside a node, placed from the node's left edge and the top of the stack."""

    block: Block
    role: Role
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """All blocks inside a node, `left` being where the frame around them begins."""

    parts: tuple[Part, ...]
    left: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Face:
    """A node's text for one width."""

    lines: tuple[tuple[str, str], ...]
    text_height: float
    icon: str
    """`beside` the name, `above` it, or empty."""
    stack: Stack | None
    height: float
    fits: bool


@dataclass(frozen=True)
class Typesetter:
    """Breaks the words of nodes in one language and one size."""

    labels: Labels
    style: Style

    @property
    def language(self) -> Language:
        return self.labels.language

    def say(self, text: Text | None) -> str:
        return text.in_(self.language) if text else ""

    def set_node(self, node: Node, width: float, *, inset: float = 0) -> Face:
        """`inset`: room left of the inner stack, for arrows that end at one of its blocks."""
        inner = width - 2 * SIDE
        title = self.say(node.name)
        icon = self._place_icon(node, title, inner)
        room = inner - (24 if icon == "beside" else 0)
        name = wrap(title, room, self.style.name, bold=True)
        lines = tuple(self._lines(node, name, inner))
        text_height = sum(STEPS[kind] for kind, _ in lines) + (20 if icon == "above" else 0)
        stack = self._stack(node, width, inset) if node.inside else None
        height = max(36, text_height + 2 * TOP + (stack.height + 10 if stack else 0))
        return Face(lines, text_height, icon, stack, height, self._fits(name, room))

    def least_width(self, node: Node) -> float:
        """The width below which a word of the name would leave the box."""
        return longest_word(self.say(node.name), self.style.name, bold=True) + 2 * SIDE + 2

    def _fits(self, name: Sequence[str], room: float) -> bool:
        widest = max(text_width(line, self.style.name, bold=True) for line in name)
        return len(name) <= 4 and widest <= room + 8  # noqa: PLR2004  # four lines at most

    def _place_icon(self, node: Node, title: str, inner: float) -> str:
        if node.icon is None:
            return ""
        wide = text_width(title, self.style.name, bold=True) + 24
        return "beside" if wide <= inner else "above"

    def _lines(self, node: Node, name: Sequence[str], inner: float) -> Iterator[tuple[str, str]]:
        if node.role not in _SILENT:
            for text in wrap(self.labels.word(node.role), inner, CAPTION):
                yield "caption", text
        for text in name:
            yield "name", text
        for fact in (self._facts(node), self.say(node.note)):
            for text in wrap(fact, inner, self.style.note):
                yield "note", text

    def _facts(self, node: Node) -> str:
        known = (node.parameters, show_extent(node.resolution, self.language))
        return " · ".join(fact for fact in known if fact)

    def _stack(self, node: Node, width: float, inset: float) -> Stack:
        room, y = width - 40 - inset, 16.0
        parts: list[Part] = []
        for row in node.inside:
            each = (room - 8 * (len(row) - 1)) / len(row)
            made = [
                self._part(block, node, inset + 20 + place * (each + 8), y, each)
                for place, block in enumerate(row)
            ]
            height = max(part.height for part in made)
            parts += [_stretch(part, height) for part in made]
            y += height + 14
        return Stack(tuple(parts), inset + 10, room + 20, y)

    def _part(self, block: Block, node: Node, x: float, y: float, width: float) -> Part:
        if block.experts is None:
            lines = wrap(self.say(block.name), width - 10, BLOCK)
            return Part(block, block.role or node.role, x, y, width, 14 + 14 * len(lines), lines)
        router = f"{self.labels('figure.router')} · top-{block.top or 1}"
        count = self.labels("figure.experts", n=block.experts)
        cells = _name_experts(block.experts)
        return Part(block, Role.EXPERT, x, y, width, 82, (router, count), cells)


def _stretch(part: Part, height: float) -> Part:
    return Part(part.block, part.role, part.x, part.y, part.width, height, part.lines, part.cells)


def _name_experts(count: int) -> tuple[str, ...]:
    if count <= _SHOWN_EXPERTS:
        return tuple(str(index + 1) for index in range(count))
    return ("1", "2", "3", "…", str(count))


def show_extent(extent: Extent | None, language: Language) -> str:
    """336 → 336², 448x224 → 448 × 224."""
    if extent is None:
        return ""
    if isinstance(extent, int):
        return f"{extent}²"
    return extent.replace("x", " × ") if isinstance(extent, str) else extent.in_(language)


def has_inner_arrow(graph: Graph, id: str) -> bool:
    return any(edge.block for edge in graph.sources(id))
