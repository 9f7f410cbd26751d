"""Which stage trains which part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vlmatlas.graph.graph import Graph
from vlmatlas.structure import Stage
from vlmatlas.values import Text
from vlmatlas.vocabulary import Role, State

_WEIGHTY = (Role.VISION_ENCODER, Role.CONNECTOR, Role.LANGUAGE_MODEL)
_LISTS = {
    State.TRAINED: "trained",
    State.LORA: "lora",
    State.FROZEN: "frozen",
    State.ABSENT: "absent",
}


@dataclass(frozen=True, slots=True)
class TrainedPart:
    """A column of the table: a node, or blocks inside one that share an id."""

    id: str
    role: Role
    name: Text
    names: frozenset[str]
    """Every word by which a stage may mean it, besides its own id."""


@dataclass(frozen=True)
class Training:
    """What each stage does to each part."""

    parts: tuple[TrainedPart, ...]
    stages: tuple[Stage, ...]
    states: Mapping[tuple[int, str], State]

    def frozen(self, id: str) -> bool:
        """Whether every stage leaves a node as it is."""
        found = [self.states.get((index, id)) for index in range(len(self.stages))]
        return bool(found) and all(state is State.FROZEN for state in found)


def build_training(graph: Graph, stages: Sequence[Stage], variant: str) -> Training:
    """The stages that the drawn variant went through, and the parts of its figure."""
    own = tuple(stage for stage in stages if not stage.variants or variant in stage.variants)
    named = {id for stage in own for name in _LISTS.values() for id in getattr(stage, name)}
    parts = tuple(_find_parts(graph, named))
    states = {
        (index, part.id): _state(stage, part) for index, stage in enumerate(own) for part in parts
    }
    return Training(parts, own, states)


def _find_parts(graph: Graph, named: set[str]) -> Iterator[TrainedPart]:
    """Nodes with weights and whatever a stage names, in reading order."""
    for id in (id for column in graph.drawn_columns for id in column):
        node = graph.nodes[id]
        names = frozenset({node.role.value, node.component or id})
        if node.role in _WEIGHTY or id in named:
            yield TrainedPart(id, node.role, node.name, names)
        for block in {block.id: block for block in node.blocks if block.id in named}.values():
            shared = graph.part_names.get(block.id)
            name = shared.name if shared and shared.name else block.name
            yield TrainedPart(block.id, block.role or Role.EXPERT, name, frozenset())


def _state(stage: Stage, part: TrainedPart) -> State:
    """What names the part itself counts before what names all of its kind."""
    for words in ({part.id}, part.names):
        for state, name in _LISTS.items():
            if words & set(getattr(stage, name)):
                return state
    return State.UNSTATED
