"""A structure that can be drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vlmatlas.graph.nodes import Node
from vlmatlas.graph.places import Span
from vlmatlas.structure import Frame, NodeFile
from vlmatlas.vocabulary import Arrow, Role


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """An arrow of a figure; `block` is where inside the target it ends. Each is its own."""

    source: str
    target: str
    arrow: Arrow
    label: str | None
    tap: str | None
    block: str | None
    track: int


@dataclass(frozen=True)
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

    def sources(self, id: str) -> Sequence[Edge]:
        return self._arrows[1].get(id, ())

    def targets(self, id: str) -> Sequence[Edge]:
        return self._arrows[0].get(id, ())

    def fills(self, id: str) -> bool:
        """Whether a node stretches over all its tracks."""
        return id in self._filling

    @cached_property
    def drawn_columns(self) -> Sequence[Sequence[str]]:
        """Ids by column, each column from the first track down."""
        found: list[list[str]] = [[] for _ in range(max(self.columns.values()) + 1)]
        for id in sorted(self.columns, key=self.spans.__getitem__):
            found[self.columns[id]].append(id)
        return found

    @cached_property
    def _arrows(self) -> tuple[Mapping[str, list[Edge]], Mapping[str, list[Edge]]]:
        """The arrows that leave each node, and those that reach it."""
        leaving: dict[str, list[Edge]] = {}
        reaching: dict[str, list[Edge]] = {}
        for edge in self.edges:
            leaving.setdefault(edge.source, []).append(edge)
            reaching.setdefault(edge.target, []).append(edge)
        return leaving, reaching

    @cached_property
    def _filling(self) -> frozenset[str]:
        return frozenset(id for id in self.nodes if self._stretches(id))

    def _stretches(self, id: str) -> bool:
        first, last = self.spans[id]
        if first == last:
            return False
        tracks = {edge.track for edge in (*self.sources(id), *self.targets(id))}
        return self.nodes[id].role is Role.LANGUAGE_MODEL or len(tracks) > 1
