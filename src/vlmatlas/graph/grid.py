"""Crossings, found on the grid of columns and tracks, where no text is measured yet."""

from collections.abc import Iterator, Sequence

from vlmatlas.graph.flow import Hop
from vlmatlas.graph.graph import Graph
from vlmatlas.problem import DataPath, Finding


def check_lines(graph: Graph, hops: Sequence[Hop], where: DataPath) -> Iterator[Finding]:
    """No arrow runs through a node that it does not join."""
    for hop, edge in zip(hops, graph.edges, strict=True):
        height = _height(graph, edge.source, edge.track)
        between = range(graph.columns[edge.source] + 1, graph.columns[edge.target])
        for id, column in graph.columns.items():
            if column in between and _covers(graph, id, height):
                details = {"value": f"{edge.source} -> {edge.target}", "other": id}
                yield Finding(
                    "arrow-crosses-node",
                    (*where, "flow", hop.line),
                    details,
                    offset=hop.source.offset,
                )


def _height(graph: Graph, id: str, track: int) -> float:
    """The row an arrow runs along after it has left its source."""
    first, last = graph.spans[id]
    branches = len(graph.targets(id)) > 1
    return track if graph.fills(id) and branches else (first + last) / 2


def _covers(graph: Graph, id: str, height: float) -> bool:
    first, last = graph.spans[id]
    if graph.fills(id):
        return first - 0.5 < height < last + 0.5
    return abs((first + last) / 2 - height) < 0.5  # noqa: PLR2004  # half a track


def check_frames(graph: Graph, where: DataPath) -> Iterator[Finding]:
    """A frame surrounds only the nodes it names."""
    for index, frame in enumerate(graph.frames):
        columns = [graph.columns[id] for id in frame.of]
        tracks = [track for id in frame.of for track in graph.spans[id]]
        for id, column in graph.columns.items():
            first, last = graph.spans[id]
            across = min(columns) <= column <= max(columns)
            if id not in frame.of and across and first <= max(tracks) and last >= min(tracks):
                details = {"value": id, "frame": frame.name.en}
                yield Finding("stranger-in-frame", (*where, "groups", index), details)
