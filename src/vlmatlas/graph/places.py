"""Where nodes stand relative to each other: columns by role, tracks by flow line, spans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vlmatlas.vocabulary import Role

LANES = {
    Role.INPUT: 0,
    Role.PREPROCESS: 1,
    Role.VISION_ENCODER: 2,
    Role.TOKENIZER: 2,
    Role.OPERATION: 3,
    Role.CONNECTOR: 3,
    Role.LANGUAGE_MODEL: 4,
    Role.EXPERT: 4,
    Role.GENERATOR: 5,
    Role.OUTPUT: 6,
}
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow by the ids it joins and the line it stands in."""

    source: str
    target: str
    line: int


class CycleError(Exception):
    """No node of `nodes` can come first."""

    def __init__(self, nodes: Sequence[str]) -> None:
        super().__init__(", ".join(nodes))
        self.nodes = tuple(nodes)


class OverlapError(Exception):
    """Two nodes of a column need the same track."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first}, {second}")
        self.nodes = (first, second)


def place_columns(roles: Mapping[str, Role], links: Sequence[Link]) -> dict[str, int]:
    """Column = (lane of the role, place in a chain inside the lane), never left of what feeds."""
    feeds: dict[str, set[str]] = {id: set() for id in roles}
    for link in links:
        feeds[link.target].add(link.source)
    keys: dict[str, tuple[int, int]] = {}
    while len(keys) < len(roles):
        ready = [id for id in roles if id not in keys and feeds[id] <= keys.keys()]
        if not ready:
            raise CycleError([id for id in roles if id not in keys])
        for id in ready:
            first = (LANES[roles[id]], 0)
            behind = [(lane, place + 1) for lane, place in map(keys.__getitem__, feeds[id])]
            keys[id] = max(first, *(key for key in behind if key > first), first)
    order = sorted(set(keys.values()))
    return {id: order.index(keys[id]) for id in roles}


def place_tracks(columns: Mapping[str, int], links: Sequence[Link]) -> dict[int, int]:
    """Line → track; a line that starts where another has ended takes over its track."""
    ends: list[str] = []
    tracks: dict[int, int] = {}
    for line in dict.fromkeys(link.line for link in links):
        members = [link for link in links if link.line == line]
        first, last = members[0].source, members[-1].target
        free = [
            track for track, end in enumerate(ends) if end == first or columns[end] < columns[first]
        ]
        tracks[line] = free[-1] if free else len(ends)
        ends[tracks[line] : tracks[line] + 1] = [last]
    return tracks


def place_spans(
    columns: Mapping[str, int], links: Sequence[Link], tracks: Mapping[int, int]
) -> dict[str, Span]:
    """First and last track of each node; beside a merge or a fan-out it spreads, to sit centred."""
    own: dict[str, set[int]] = {id: set() for id in columns}
    for link in links:
        own[link.source].add(tracks[link.line])
        own[link.target].add(tracks[link.line])
    wide = _spread(columns, links, tracks, own)
    spans: dict[str, Span] = {}
    for column in sorted(set(columns.values())):
        members = [id for id in columns if columns[id] == column]
        spans |= _settle(members, wide, own)
    return spans


def _settle(
    members: Sequence[str], wide: Mapping[str, set[int]], own: Mapping[str, set[int]]
) -> dict[str, Span]:
    """Spread nodes where there is room; where that collides, keep to their own lines."""
    clash: tuple[str, str] | None = None
    for choice in (wide, own):
        spans = {id: (min(choice[id]), max(choice[id])) for id in members}
        clash = next(_clashes(spans), None)
        if clash is None:
            return spans
    raise OverlapError(*clash) if clash else AssertionError


def _clashes(spans: Mapping[str, Span]) -> Iterator[tuple[str, str]]:
    ids = sorted(spans)
    for index, first in enumerate(ids):
        for second in ids[index + 1 :]:
            if spans[first][0] <= spans[second][1] and spans[second][0] <= spans[first][1]:
                yield first, second


def _spread(
    columns: Mapping[str, int],
    links: Sequence[Link],
    tracks: Mapping[int, int],
    own: Mapping[str, set[int]],
) -> dict[str, set[int]]:
    targets: dict[str, dict[str, set[int]]] = {id: {} for id in columns}
    sources: dict[str, dict[str, None]] = {id: {} for id in columns}
    for link in links:
        targets[link.source].setdefault(link.target, set()).add(tracks[link.line])
        sources[link.target][link.source] = None
    order = sorted(columns, key=columns.__getitem__)
    wide: dict[str, set[int]] = {}
    for id in order:
        wide[id] = set(own[id])
        for source in sources[id]:
            claims = targets[source]
            unclaimed = wide[source] - set().union(*claims.values())
            wide[id] |= {track for track in unclaimed if _nearest(track, claims, columns) == id}
    for id in reversed(order):
        if len(targets[id]) == 1:
            (target,) = targets[id]
            if list(sources[target]) == [id]:
                wide[id] |= wide[target]
    return wide


def _nearest(track: int, claims: Mapping[str, set[int]], columns: Mapping[str, int]) -> str:
    """Which target of a fan-out a track without an arrow belongs to."""

    def distance(id: str) -> tuple[int, int]:
        return min(abs(track - own) for own in claims[id]), columns[id]

    return min(claims, key=distance)
