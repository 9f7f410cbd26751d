"""What stands beside an arrow: given words, tapped layers, or how many tokens leave a node."""

from collections.abc import Mapping

from vlmatlas.figure.text import wrap
from vlmatlas.graph.graph import Edge, Graph
from vlmatlas.labels import Labels
from vlmatlas.registry import Term
from vlmatlas.vocabulary import Arrow

SIZE = 10.5
_WIDTH = 66


def word_edge(
    edge: Edge, graph: Graph, labels: Labels, terms: Mapping[str, Term]
) -> tuple[str, ...]:
    """At most two lines, one above and one below the arrow; often none."""
    if edge.label:
        term = terms.get(edge.label)
        return (term.term.in_(labels.language) if term else edge.label,)
    if edge.tap:
        key = "figure.layer" if edge.tap.isdigit() else "figure.layers"
        return wrap(labels(key, n=edge.tap.replace("-", "–")), _WIDTH, SIZE)[:2]
    tokens = graph.nodes[edge.source].tokens
    if tokens is None or edge.arrow is Arrow.OPTIONAL:
        return ()
    said = tokens.in_(labels.language)
    return (said, labels("figure.tokens")) if said.isdigit() else wrap(said, _WIDTH, SIZE)[:2]
