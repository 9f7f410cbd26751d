"""What the nodes of a figure are: the registry's facts, and what the family says instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from vlmatlas.names import NameIndex
from vlmatlas.problem import DataPath, Finding
from vlmatlas.registry import Component
from vlmatlas.structure import Block, NodeFile, Row, Step
from vlmatlas.values import Extent, Text
from vlmatlas.vocabulary import ComponentKind, Icon, Role

ROLES = {
    ComponentKind.VISION_ENCODER: Role.VISION_ENCODER,
    ComponentKind.CONNECTOR: Role.CONNECTOR,
    ComponentKind.LANGUAGE_MODEL: Role.LANGUAGE_MODEL,
}


@dataclass(frozen=True)
class Lexicon:
    """What ids of nodes may mean."""

    components: Mapping[str, Component]
    steps: Mapping[str, Step]

    def has(self, id: str) -> bool:
        return id in self.components or id in self.steps


@dataclass(frozen=True, slots=True)
class Node:
    """A box of a figure, with everything it says."""

    id: str
    role: Role
    name: Text
    note: Text | None = None
    parameters: str | None = None
    resolution: Extent | None = None
    tokens: Text | None = None
    layers: Text | None = None
    icon: Icon | None = None
    stack: bool = False
    inside: tuple[Row, ...] = ()
    component: str | None = None
    term: str | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for row in self.inside for block in row)


def resolve_node(
    id: str, own: NodeFile, lexicon: Lexicon, where: DataPath, offset: int
) -> Node | Finding:
    """The node that an id in a flow line means, or why it means nothing."""
    meant = own.component or id
    component, step = lexicon.components.get(meant), lexicon.steps.get(meant)
    if component is not None:
        return _from_component(id, own, component)
    if step is not None:
        return _merge(Node(id, step.role, step.name, icon=step.icon, term=step.term), own)
    if own.role is not None and own.name is not None and own.component is None:
        return _merge(Node(id, own.role, own.name), own)
    near = NameIndex((known, ()) for known in (*lexicon.components, *lexicon.steps)).suggest(meant)
    rule = "nameless-node" if own.role or own.name else "unknown-node"
    return Finding(rule, where, {"value": meant, "near": near}, offset=offset)


def _from_component(id: str, own: NodeFile, component: Component) -> Node:
    size = component.parameters
    tokens = component.visual_tokens
    if isinstance(tokens, int):
        tokens = Text(en=str(tokens), zh=str(tokens))
    node = Node(
        id,
        ROLES[component.kind],
        component.short or Text(en=component.name, zh=component.name),
        parameters=_size(size) if size is not None else None,
        resolution=component.resolution,
        tokens=tokens if component.kind is not ComponentKind.LANGUAGE_MODEL else None,
        component=component.id,
    )
    return _merge(node, own)


def _size(billions: float) -> str:
    return f"{billions:g}B" if billions >= 1 else f"{billions * 1000:.4g}M"


def _merge(node: Node, own: NodeFile) -> Node:
    """Whatever the family says counts, also when it says that there is nothing."""
    values = {name: getattr(node, name) for name in Node.__slots__}
    said = {name: getattr(own, name) for name in own.model_fields_set - {"component"}}
    values |= {name: value for name, value in said.items() if value is not None or name != "role"}
    return Node(**values)
