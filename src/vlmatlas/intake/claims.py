"""What a document says, before anyone knows whether it fits the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vlmatlas.vocabulary import Reporter, SourceKind


@dataclass(frozen=True, slots=True)
class Claim:
    """A cell: what stands under a heading for a name."""

    name: str
    heading: str
    value: object
    place: str
    """Where it stands, for a message: `line 4`, `cell C7`, `results[2]`."""
    reporter: Reporter | None = None
    """Who measured it, where the document says so for the single number."""


class Field(StrEnum):
    """A fact that can be taken from a document."""

    PARAMETERS = "parameters"
    WEIGHTS = "weights"
    LICENSE = "license.weights"
    PAPER = "links.paper"
    BIBTEX = "bibtex"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a document says of a model that is no score; the name may be missing."""

    name: str | None
    field: Field
    value: object
    place: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The document as a source of the catalogue; the key is what families usually call it."""

    key: str | None = None
    kind: SourceKind | None = None
    title: str | None = None
    url: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is not taken over, and why: a rule of messages.yaml."""

    rule: str
    place: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything a document says."""

    claims: tuple[Claim, ...] = ()
    facts: tuple[Fact, ...] = ()
    origin: Origin = Origin()


class DocumentError(Exception):
    """The document is not what it should be; the rule is one of messages.yaml."""

    def __init__(self, rule: str, place: str = "", **details: object) -> None:
        super().__init__(rule)
        self.refusal = Refusal(rule, place, details)
