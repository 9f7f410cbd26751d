"""What families refer to: the records of `registry/`, as written and with their ids."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field, RootModel

from vlmatlas.values import (
    Billions,
    Count,
    Extent,
    Id,
    Line,
    Name,
    Named,
    Number,
    Record,
    ScoreKey,
    Text,
    Url,
    WholeDay,
)
from vlmatlas.vocabulary import (
    Better,
    Category,
    ComponentKind,
    Doubt,
    Reading,
)


class Metric(Record):
    id: Id
    name: Text


class Baseline(Record):
    """A reference row of a benchmark: people, chance."""

    name: Text
    split: Id
    value: Number
    source: Url


class BenchmarkLinks(Record):
    paper: Url | None = None
    homepage: Url | None = None


class Reference(Record):
    title: Line
    url: Url
    read: Reading = Reading.NONE


class Successor(Record):
    """A benchmark that was made to replace, extend or harden this one."""

    name: Line
    benchmark: Id | None = None
    text: Text
    source: Reference


class Concern(Record):
    """A published reason to read this benchmark's numbers with care."""

    kind: Doubt
    text: Text
    source: Reference


class HubTask(Record):
    """A task that the Hugging Face Hub ranks models by, as the data set's `eval.yaml` names it."""

    dataset: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]
    task: Line
    split: Id
    metric: Id


class BenchmarkFile(Record):
    """A test that yields one number per split and metric."""

    name: Line
    aliases: tuple[Line, ...] = ()
    group: Id | None = Field(None, description="shared by the parts of one benchmark")
    category: Category
    year: int | None = None
    measures: Text
    caveats: Text | None = None
    metrics: Annotated[tuple[Metric, ...], Field(min_length=1)]
    range: tuple[Number, Number | None]
    better: Better
    splits: Annotated[tuple[Id, ...], Field(min_length=1)]
    links: BenchmarkLinks
    baselines: tuple[Baseline, ...] = ()
    successors: tuple[Successor, ...] = ()
    concerns: tuple[Concern, ...] = ()
    hub: tuple[HubTask, ...] = ()


class Benchmark(BenchmarkFile, Named):
    """What is measured, and how its numbers are to be read."""


class ComponentLinks(Record):
    paper: Url | None = None
    code: Url | None = None
    weights: Url | None = None


class ComponentFile(Record):
    """A block that models are built from."""

    kind: ComponentKind
    name: Line
    short: Name | None = Field(default=None, description="name in figures, where room is scarce")
    aliases: tuple[Line, ...] = ()
    organization: Id | None = None
    parameters: Billions | None = Field(None, description="in billions")
    resolution: Extent | None = None
    visual_tokens: Count | Text | None = None
    context_length: Count | None = None
    summary: Text
    links: ComponentLinks = ComponentLinks()
    source: Reference | None = None


class Component(ComponentFile, Named):
    """A part that models are built with."""


class OrganizationFile(Record):
    name: Text
    homepage: Url | None = None
    aliases: tuple[Line, ...] = ()


class Organization(OrganizationFile, Named):
    """Who makes models or their components."""


class TagFile(Record):
    name: Text
    description: Text


class Tag(TagFile, Named):
    """What families have in common."""


class TermAliases(Record):
    en: tuple[Line, ...] = ()
    zh: tuple[Line, ...] = ()


class TermFile(Record):
    """A term of the field in both languages."""

    term: Text
    aliases: TermAliases = TermAliases()
    definition: Text
    see: tuple[Id, ...] = ()


class Term(TermFile, Named):
    """A term of the glossary."""


class ColumnFile(RootModel[Mapping[ScoreKey, tuple[Line, ...]]]):
    """How tables and leaderboards head the column of a score."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    root: Mapping[ScoreKey, tuple[Line, ...]] = {}


class Suppression(Record):
    """A warning that is known, accepted for a reason, and looked at again on a day."""

    rule: Line
    path: Line = Field(description="the file that the warning stands in")
    value: Line | None = Field(None, description="the value it quotes; absent: any")
    reason: Text
    until: WholeDay = Field(description="the last day it holds")


class SuppressionFile(RootModel[tuple[Suppression, ...]]):
    """Every warning that `check` keeps to itself."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    root: tuple[Suppression, ...] = ()
