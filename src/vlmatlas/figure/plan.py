"""Where boxes go. Landscape: columns left to right, a row per track. Portrait is its transpose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vlmatlas.figure.faces import Face, Typesetter, has_inner_arrow
from vlmatlas.figure.labels import SIZE
from vlmatlas.figure.text import text_width
from vlmatlas.graph.graph import Edge, Graph
from vlmatlas.vocabulary import Role

PAD: Final = 8.0
PORTRAIT_WIDTH: Final = 352.0
_WIDEST: Final = 960.0
_NARROWEST: Final = 0.82
_ROW: Final = 16.0
_INSET: Final = 22.0
_BASE: Final = {
    Role.INPUT: 92,
    Role.PREPROCESS: 98,
    Role.VISION_ENCODER: 130,
    Role.TOKENIZER: 110,
    Role.OPERATION: 86,
    Role.CONNECTOR: 112,
    Role.LANGUAGE_MODEL: 146,
    Role.EXPERT: 146,
    Role.GENERATOR: 112,
    Role.OUTPUT: 84,
}


@dataclass(frozen=True, slots=True)
class Place:
    x: float
    y: float
    width: float
    height: float
    face: Face


@dataclass(frozen=True)
class Plan:
    """Boxes in place; `mids` are the centre lines of the tracks, across the flow."""

    portrait: bool
    places: Mapping[str, Place]
    mids: tuple[float, ...]
    width: float
    height: float


Words = Mapping[Edge, tuple[str, ...]]
Span = tuple[float, float]


class CrowdedError(Exception):
    """A name does not fit its box."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


def plan_landscape(graph: Graph, typesetter: Typesetter, words: Words) -> Plan:
    columns = graph.drawn_columns
    gaps = [*(_gap(graph, index, words, 28.0) for index in range(len(columns) - 1)), PAD]
    scale = _scale(graph, columns, sum(gaps))
    x = PAD
    slots: dict[str, tuple[float, float]] = {}
    faces: dict[str, Face] = {}
    for column, gap in zip(columns, gaps, strict=True):
        widths = {id: _width(graph, id, typesetter, scale) for id in column}
        full = max(widths.values())
        for id in column:
            width = full if graph.nodes[id].inside else widths[id]
            slots[id] = (x + (full - width) / 2, width)
            faces[id] = _face(graph, id, typesetter, width)
        x += full + gap
    rows = _rows(graph, faces)
    places = {id: _stand(graph, id, slots[id], faces[id], rows) for id in graph.nodes}
    mids = tuple((top + bottom) / 2 for top, bottom in rows)
    height = rows[-1][1] + PAD + (8 if graph.frames else 0)
    return Plan(False, places, mids, x, height)  # noqa: FBT003


def _gap(graph: Graph, column: int, words: Words, least: float) -> float:
    """Room behind a column: for the widest label, and for frames that begin or end there."""
    room = least
    for edge in graph.edges:
        if graph.columns[edge.source] == column and words[edge]:
            widest = max(text_width(line, SIZE, bold=True) for line in words[edge])
            room = max(room, widest + (30 if edge.block else 20))
    for frame in graph.frames:
        inside = [graph.columns[id] for id in frame.of]
        room += 6 * (column + 1 == min(inside)) + 8 * (column == max(inside))
    return room


def _scale(graph: Graph, columns: Sequence[Sequence[str]], gaps: float) -> float:
    wanted = sum(max(_base(graph, id) for id in column) for column in columns)
    return min(1.0, max(_NARROWEST, (_WIDEST - 2 * PAD - gaps) / wanted))


def _base(graph: Graph, id: str) -> float:
    node = graph.nodes[id]
    if node.inside:
        return 232 if node.role is Role.LANGUAGE_MODEL else 176
    return _BASE[node.role]


def _width(graph: Graph, id: str, typesetter: Typesetter, scale: float) -> float:
    return max(scale * _base(graph, id), typesetter.least_width(graph.nodes[id]))


def _face(graph: Graph, id: str, typesetter: Typesetter, width: float) -> Face:
    inset = _INSET if has_inner_arrow(graph, id) else 0
    face = typesetter.set_node(graph.nodes[id], width, inset=inset)
    if not face.fits:
        raise CrowdedError(id)
    return face


def _rows(graph: Graph, faces: Mapping[str, Face]) -> list[Span]:
    """Top and bottom of each track; tracks grow until every node fits the tracks it spans."""
    apart = [
        22.0 * any(min(graph.spans[id][0] for id in frame.of) == track for frame in graph.frames)
        for track in range(graph.tracks)
    ]
    sizes = [40.0] * graph.tracks
    for id in sorted(graph.nodes, key=lambda one: graph.spans[one][1] - graph.spans[one][0]):
        first, last = graph.spans[id]
        count = last - first + 1
        there = sum(sizes[first : last + 1]) + _ROW * (count - 1) + sum(apart[first + 1 : last + 1])
        missing = max(0.0, faces[id].height - there)
        for track in range(first, last + 1):
            sizes[track] += missing / count
    rows: list[Span] = []
    y = PAD
    for track, size in enumerate(sizes):
        y += apart[track]
        rows.append((y, y + size))
        y += size + _ROW
    return rows


def _stand(
    graph: Graph, id: str, slot: tuple[float, float], face: Face, rows: Sequence[Span]
) -> Place:
    first, last = graph.spans[id]
    top, bottom = rows[first][0], rows[last][1]
    height = bottom - top if graph.fills(id) else face.height
    return Place(slot[0], (top + bottom - height) / 2, slot[1], height, face)


def plan_portrait(graph: Graph, typesetter: Typesetter, words: Words) -> Plan:
    columns = graph.drawn_columns
    lanes = _lanes(graph)
    framed_first = any(graph.columns[id] == 0 for frame in graph.frames for id in frame.of)
    y = PAD + (18 if framed_first else 0)
    places: dict[str, Place] = {}
    for index, column in enumerate(columns):
        faces = {id: _tall_face(graph, id, typesetter, lanes) for id in column}
        highest = max(face.height for face, _, _ in faces.values())
        for id, (face, x, width) in faces.items():
            short = highest - face.height
            level = short < 34  # noqa: PLR2004  # nearly the same height: make it the same
            height = highest if level else face.height
            places[id] = Place(x, y + (highest - height) / 2, width, height, face)
        y += highest + (_fall(graph, index, words) if index + 1 < len(columns) else PAD)
    mids = tuple((left + right) / 2 for left, right in lanes)
    return Plan(True, places, mids, PORTRAIT_WIDTH, y)  # noqa: FBT003


def _lanes(graph: Graph) -> list[Span]:
    """Left and right edge of each track; wider where wide nodes stand alone."""
    wanted = [64.0] * graph.tracks
    for id, (first, last) in graph.spans.items():
        node = graph.nodes[id]
        if first == last and node.role is not Role.LANGUAGE_MODEL:
            wanted[first] = max(wanted[first], float(_BASE[node.role]))
    room = PORTRAIT_WIDTH - 2 * PAD - 10 * (graph.tracks - 1)
    widths = [want * room / sum(wanted) for want in wanted]
    lefts = [PAD + sum(widths[:track]) + 10 * track for track in range(graph.tracks)]
    return [(left, left + width) for left, width in zip(lefts, widths, strict=True)]


def _tall_face(
    graph: Graph, id: str, typesetter: Typesetter, lanes: Sequence[Span]
) -> tuple[Face, float, float]:
    first, last = graph.spans[id]
    room = lanes[last][1] - lanes[first][0]
    node = graph.nodes[id]
    width = room if graph.fills(id) or node.inside else min(room, 190)
    least = typesetter.least_width(node)
    width = min(room, max(width, least))
    return _face(graph, id, typesetter, width), lanes[first][0] + (room - width) / 2, width


def _fall(graph: Graph, column: int, words: Words) -> float:
    labelled = any(words[edge] for edge in graph.edges if graph.columns[edge.source] == column)
    room = 34.0 if labelled else 24.0
    for frame in graph.frames:
        inside = [graph.columns[id] for id in frame.of]
        room += 16 * (column + 1 == min(inside)) + 8 * (column == max(inside))
    return room
