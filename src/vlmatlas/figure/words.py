"""A figure in words, for those who do not see it."""

from collections.abc import Iterator

from vlmatlas.figure.stages import Training
from vlmatlas.graph.graph import Edge, Graph
from vlmatlas.labels import Labels
from vlmatlas.vocabulary import State


def describe(graph: Graph, training: Training, labels: Labels) -> str:
    """Every stream, then what each stage trains."""
    parts = [*_streams(graph, labels), *_stages(training, labels)]
    return labels("figure.stop").join(parts) + labels("figure.end")


def _streams(graph: Graph, labels: Labels) -> Iterator[str]:
    stream: list[str] = []
    last: Edge | None = None
    for edge in graph.edges:
        if last is None or edge.source != last.target or edge.track != last.track:
            if stream:
                yield " → ".join(stream)
            stream = [graph.nodes[edge.source].name.in_(labels.language)]
        stream.append(graph.nodes[edge.target].name.in_(labels.language))
        last = edge
    yield " → ".join(stream)


def _stages(training: Training, labels: Labels) -> Iterator[str]:
    language = labels.language
    for index, stage in enumerate(training.stages):
        said = []
        for state in (State.TRAINED, State.LORA, State.FROZEN, State.ABSENT):
            names = [
                part.name.in_(language)
                for part in training.parts
                if training.states[index, part.id] is state
            ]
            if names:
                joined = labels("figure.and").join(names)
                said.append(labels(f"figure.says.{state}", parts=joined))
        if said:
            stated = labels("figure.then").join(said)
            yield labels("figure.stage", n=index + 1, name=stage.name.in_(language), said=stated)
