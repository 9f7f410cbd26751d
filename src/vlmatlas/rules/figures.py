"""What holds for the structures of a family and for the stages that train them."""

from collections.abc import Iterator

from vlmatlas.graph.build import build_graph
from vlmatlas.graph.graph import Graph
from vlmatlas.parse import suggest
from vlmatlas.problem import DataPath, Finding
from vlmatlas.records import FamilyFacts, FamilyFile
from vlmatlas.rules.draft import Draft, name_unknown
from vlmatlas.structure import Architecture, Stage
from vlmatlas.vocabulary import ComponentKind, Role


def structure_can_be_drawn(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """Flow lines are well formed, name known things and fit a figure; training names its parts."""
    graphs: list[Graph] = []
    for index, architecture in enumerate(family.architecture):
        where: DataPath = ("architecture", index)
        graph, findings = build_graph(architecture, draft.lexicon, where)
        yield from (finding for finding in findings if not _is_broken_entry(finding, draft))
        yield from _check_labels(graph, draft, where)
        yield from _check_drawn(draft, family, architecture, graph, where)
        if graph is not None:
            graphs.append(graph)
    if len(graphs) == len(family.architecture):
        yield from _check_stages(family, graphs)


def _is_broken_entry(finding: Finding, draft: Draft) -> bool:
    """The registry has such a file; what is wrong is said there."""
    return finding.rule == "unknown-node" and draft.has("components", str(finding.details["value"]))


def _check_labels(graph: Graph | None, draft: Draft, where: DataPath) -> Iterator[Finding]:
    """A word on an arrow is a term of the glossary; symbols such as Q, K, V stand as they are."""
    for edge in graph.edges if graph else ():
        label = edge.label
        if label and label != label.upper() and not draft.has("glossary", label):
            near = suggest(label, list(draft.terms))
            details = {"kind": "term", "value": label, "near": near}
            yield Finding("unknown-reference", (*where, "flow"), details, on_key=True)


def _check_drawn(
    draft: Draft,
    family: FamilyFile,
    architecture: Architecture,
    graph: Graph | None,
    where: DataPath,
) -> Iterator[Finding]:
    """The variant that a figure shows exists, and the figure has its components."""
    known = {variant.id: variant for variant in family.variants}
    if architecture.drawn is not None and architecture.drawn not in known:
        near = suggest(architecture.drawn, list(known))
        yield name_unknown("variant", (*where, "drawn"), architecture.drawn, near)
        return
    variant = known.get(drawn_variant(family, architecture))
    if graph is None or variant is None:
        return
    shown = {node.component for node in graph.nodes.values()}
    for id in (*variant.vision_encoders, variant.language_model):
        if id not in shown and draft.has("components", id):
            details = {"value": id, "variant": variant.id}
            yield Finding("component-not-drawn", (*where, "flow"), details, on_key=True)


def drawn_variant(family: FamilyFacts, architecture: Architecture) -> str:
    """The variant a figure shows: the one it names, else the first that has this structure."""
    if architecture.drawn is not None:
        return architecture.drawn
    return architecture.variants[0] if architecture.variants else family.variants[0].id


def _check_stages(family: FamilyFile, graphs: list[Graph]) -> Iterator[Finding]:
    """A stage names parts of a figure: a node, a block inside one, or all of a kind."""
    known = {str(kind) for kind in (*ComponentKind, Role.GENERATOR)}
    for graph in graphs:
        for id, node in graph.nodes.items():
            known |= {id, *(block.id for block in node.blocks)}
    used = {id for variant in family.variants for id in variant.components}
    for index, stage in enumerate(family.training):
        for name, place, part in _parts(stage):
            if part not in known and part not in used:
                details = {"value": part, "near": suggest(part, sorted(known))}
                yield Finding("unknown-part", ("training", index, name, place), details)


def _parts(stage: Stage) -> Iterator[tuple[str, int, str]]:
    for name in ("trained", "lora", "frozen", "absent"):
        for place, part in enumerate(getattr(stage, name)):
            yield name, place, part
