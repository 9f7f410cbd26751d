"""Build the graph of a figure and say everything that keeps it from being drawn."""

from collections.abc import Iterator, Mapping, Sequence

from vlmatlas.graph.flow import Hop, Reference, parse_flow
from vlmatlas.graph.graph import Edge, Graph
from vlmatlas.graph.grid import check_frames, check_lines
from vlmatlas.graph.nodes import Lexicon, Node, resolve_node
from vlmatlas.graph.places import (
    CycleError,
    Link,
    OverlapError,
    place_columns,
    place_spans,
    place_tracks,
)
from vlmatlas.parse import suggest
from vlmatlas.problem import DataPath, Finding
from vlmatlas.structure import Architecture, NodeFile
from vlmatlas.vocabulary import Role

MAX_NODES = 24
MAX_TRACKS = 5


def build_graph(
    architecture: Architecture, lexicon: Lexicon, where: DataPath = ()
) -> tuple[Graph | None, list[Finding]]:
    """The graph, or everything that is wrong with it; `where` is the block's place in its file."""
    hops, findings = parse_flow(architecture.flow, (*where, "flow"))
    nodes, unknown = _resolve(hops, architecture, lexicon, where)
    findings += unknown
    findings += _unused(architecture, hops, nodes, where)
    if not findings:
        findings += _misplaced_blocks(hops, nodes, where)
    if not findings:
        findings += _astray(hops, nodes, where)
    if findings or not nodes:
        return None, findings
    return _place(architecture, hops, nodes, where)


def _resolve(
    hops: Sequence[Hop], architecture: Architecture, lexicon: Lexicon, where: DataPath
) -> tuple[dict[str, Node], list[Finding]]:
    nodes: dict[str, Node] = {}
    findings: dict[str, Finding] = {}
    for line, reference in _references(hops):
        id = reference.node
        if id in nodes or id in findings:
            continue
        own = architecture.nodes.get(id, NodeFile())
        place = (*where, "flow", line)
        if own.component is not None and not lexicon.has(own.component):
            place = (*where, "nodes", id, "component")
        offset = 0 if place[-1] == "component" else reference.offset
        found = resolve_node(id, own, lexicon, place, offset)
        if isinstance(found, Finding):
            findings[id] = found
        else:
            nodes[id] = found
    return nodes, list(findings.values())


def _references(hops: Sequence[Hop]) -> Iterator[tuple[int, Reference]]:
    for hop in hops:
        yield hop.line, hop.source
        yield hop.line, hop.target


def _unused(
    architecture: Architecture, hops: Sequence[Hop], nodes: Mapping[str, Node], where: DataPath
) -> Iterator[Finding]:
    """Whatever `nodes` and `groups` name stands in a flow line, or inside a node."""
    named = {reference.node for _, reference in _references(hops)}
    blocks = {block.id for node in nodes.values() for block in node.blocks}
    for id in architecture.nodes:
        if id not in named and id not in blocks:
            details = {"value": id, "near": suggest(id, [*nodes, *blocks])}
            yield Finding("unused-node", (*where, "nodes", id), details, on_key=True)
    for index, frame in enumerate(architecture.groups):
        for place, id in enumerate(frame.of):
            if id not in named:
                details = {"value": id, "near": suggest(id, list(nodes))}
                yield Finding("unused-node", (*where, "groups", index, "of", place), details)


def _misplaced_blocks(
    hops: Sequence[Hop], nodes: Mapping[str, Node], where: DataPath
) -> Iterator[Finding]:
    """An arrow ends at a block that its target has; none starts at one."""
    ends = {(hop.line, hop.target) for hop in hops}
    for line, reference in dict.fromkeys(_references(hops)):
        if reference.block is None:
            continue
        known = [block.id for block in nodes[reference.node].blocks]
        if (line, reference) not in ends or reference.block not in known:
            value = f"{reference.node}/{reference.block}"
            details = {"value": value, "near": suggest(reference.block, known)}
            place = (*where, "flow", line)
            yield Finding("unknown-block", place, details, offset=reference.offset)


def _astray(hops: Sequence[Hop], nodes: Mapping[str, Node], where: DataPath) -> Iterator[Finding]:
    """Every node lies on a way from an input to an output."""
    onward: dict[str, set[str]] = {id: set() for id in nodes}
    back: dict[str, set[str]] = {id: set() for id in nodes}
    for hop in hops:
        onward[hop.source.node].add(hop.target.node)
        back[hop.target.node].add(hop.source.node)
    inputs = [id for id, node in nodes.items() if node.role is Role.INPUT]
    outputs = [id for id, node in nodes.items() if node.role is Role.OUTPUT]
    fed, used = _reach(inputs, onward), _reach(outputs, back)
    for line, reference in _references(hops):
        id = reference.node
        rule = "unfed-node" if id not in fed else "dead-end" if id not in used else None
        if rule:
            place = (*where, "flow", line)
            yield Finding(rule, place, {"value": id}, offset=reference.offset)
            return


def _reach(starts: Sequence[str], ways: Mapping[str, set[str]]) -> set[str]:
    seen, queue = set(starts), list(starts)
    while queue:
        new = ways[queue.pop()] - seen
        seen |= new
        queue += new
    return seen


def _place(
    architecture: Architecture, hops: Sequence[Hop], nodes: Mapping[str, Node], where: DataPath
) -> tuple[Graph | None, list[Finding]]:
    flow = (*where, "flow")
    links = [Link(hop.source.node, hop.target.node, hop.line) for hop in hops]
    if len(nodes) > MAX_NODES:
        return None, [_of_flow("too-many-nodes", flow, value=len(nodes), limit=MAX_NODES)]
    try:
        columns = place_columns({id: node.role for id, node in nodes.items()}, links)
        tracks = place_tracks(columns, links)
        spans = place_spans(columns, links, tracks)
    except CycleError as error:
        return None, [_of_flow("flow-cycle", flow, value=", ".join(error.nodes))]
    except OverlapError as error:
        first, second = error.nodes
        return None, [_of_flow("streams-apart", flow, value=first, other=second)]
    count = max(tracks.values()) + 1
    if count > MAX_TRACKS:
        return None, [_of_flow("too-many-streams", flow, value=count, limit=MAX_TRACKS)]
    edges = tuple(_edge(hop, tracks) for hop in hops)
    names = {id: own for id, own in architecture.nodes.items() if id not in nodes}
    graph = Graph(nodes, edges, columns, spans, count, architecture.groups, names)
    findings = [*check_lines(graph, hops, where), *check_frames(graph, where)]
    return (None if findings else graph), findings


def _edge(hop: Hop, tracks: Mapping[int, int]) -> Edge:
    return Edge(
        hop.source.node,
        hop.target.node,
        hop.arrow,
        hop.label,
        hop.source.tap,
        hop.target.block,
        tracks[hop.line],
    )


def _of_flow(rule: str, flow: DataPath, **details: object) -> Finding:
    """What is wrong with the lines together stands at the key above them."""
    return Finding(rule, flow, details, on_key=True)
