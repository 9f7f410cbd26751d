"""What a structure is, read off its graph: facets for lists, never declared twice."""

from vlmatlas.graph.graph import Graph
from vlmatlas.vocabulary import Arrow, Fusion, Role


def fusion_kinds(graph: Graph) -> tuple[Fusion, ...]:
    """How vision meets language; a structure may do several."""
    models = {id for id, node in graph.nodes.items() if node.role is Role.LANGUAGE_MODEL}
    into = [edge for edge in graph.edges if edge.target in models]
    experts = any(
        block.role is Role.EXPERT or block.experts
        for id in models
        for block in graph.nodes[id].blocks
        if not any(edge.block == block.id for edge in into)
    )
    sources = {graph.nodes[edge.source].role for edge in into if edge.arrow is Arrow.FEEDS}
    found = {
        Fusion.PROJECTION: bool(sources & {Role.CONNECTOR, Role.OPERATION}),
        Fusion.CROSS_ATTENTION: any(edge.arrow is Arrow.ATTENDS for edge in into),
        Fusion.EARLY_FUSION: sources <= {Role.TOKENIZER, Role.VISION_ENCODER},
        Fusion.EXPERT: experts,
    }
    return tuple(kind for kind, present in found.items() if present)


def count_encoders(graph: Graph) -> int:
    return sum(node.role is Role.VISION_ENCODER for node in graph.nodes.values())
