"""A structure that can be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from vlmatlas.graph.nodes import Node
from vlmatlas.graph.places import Span
from vlmatlas.structure import Frame, NodeFile
from vlmatlas.vocabulary import Arrow, Role


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow of a figure; `block` is where inside the target it ends."""

    source: str
    target: str
    arrow: Arrow
    label: str | None
    tap: str | None
    block: str | None
    track: int


@dataclass(frozen=True, slots=True)
class Graph:
    """A structure that can be drawn: every id is known and every node has its place."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    columns: Mapping[str, int]
    spans: Mapping[str, Span]
    tracks: int
    frames: tuple[Frame, ...]
    part_names: Mapping[str, NodeFile]
    """Names that blocks inside nodes share, by block id."""

    def sources(self, id: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.target == id]

    def targets(self, id: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == id]

    def fills(self, id: str) -> bool:
        """Whether a node stretches over all its tracks."""
        first, last = self.spans[id]
        return first != last and (
            self.nodes[id].role is Role.LANGUAGE_MODEL or self._tracks_of(id) > 1
        )

    def _tracks_of(self, id: str) -> int:
        return len({edge.track for edge in self.edges if id in (edge.source, edge.target)})

    def drawn_columns(self) -> list[list[str]]:
        """Ids by column, each column from the first track down."""
        found: list[list[str]] = [[] for _ in range(max(self.columns.values()) + 1)]
        for id in sorted(self.columns, key=self.spans.__getitem__):
            found[self.columns[id]].append(id)
        return found
