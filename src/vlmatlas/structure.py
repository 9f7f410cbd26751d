"""How a model is built and trained, as data: what its figure shows."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from vlmatlas.values import Amount, Count, Extent, Id, Line, Name, Record, Text
from vlmatlas.vocabulary import Icon, Role, StageKind


class Stage(Record):
    """One stage of training: what learns, what rests, on which data."""

    name: Text
    kind: StageKind
    trained: tuple[Id, ...] = ()
    lora: tuple[Id, ...] = ()
    frozen: tuple[Id, ...] = ()
    absent: tuple[Id, ...] = Field((), description="parts that this stage does not use")
    data: Text | None = None
    source: Id
    variants: tuple[Id, ...] = ()
    note: Text | None = None


class Block(Record):
    """A step inside a node, such as the attention of a layer."""

    id: Id
    name: Name
    role: Role | None = None
    experts: Count | None = None
    top: Count | None = Field(default=None, description="experts chosen per token")


def _as_row(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Row = Annotated[
    tuple[Block, ...],
    BeforeValidator(_as_row, json_schema_input_type=Block | tuple[Block, ...]),
]
"""A block, or several side by side."""


class NodeFile(Record):
    """What a figure says of a node beyond, or instead of, what the registry knows of it."""

    component: Id | None = Field(default=None, description="what it is, when the id is another")
    role: Role | None = None
    name: Name | None = None
    note: Name | None = None
    parameters: Line | None = None
    resolution: Extent | None = None
    tokens: Amount | None = Field(default=None, description="what leaves it: a number, or words")
    stack: bool = Field(default=False, description="drawn as a pile: tiles, frames")
    icon: Icon | None = None
    layers: Amount | None = None
    inside: tuple[Row, ...] = ()


class Frame(Record):
    """A dashed frame around nodes that belong together."""

    name: Name
    of: Annotated[tuple[Id, ...], Field(min_length=1)]


class Architecture(Record):
    """One structure as data for a drawing: streams such as `image -> encoder -> llm -> text`."""

    id: Id
    name: Text | None = None
    variants: tuple[Id, ...] = ()
    drawn: Id | None = Field(default=None, description="the variant that the figure shows")
    flow: Annotated[tuple[Line, ...], Field(min_length=1)]
    nodes: Mapping[Line, NodeFile] = {}
    groups: tuple[Frame, ...] = ()
    source: Id
    where: Name | None = Field(default=None, description="figure or section it is drawn from")


class StepFile(Record):
    """A node that is no component: an input, an output, a small operation."""

    role: Role
    name: Name
    icon: Icon | None = None
    term: Id | None = Field(default=None, description="glossary entry that explains it")


class Step(StepFile):
    id: Id
