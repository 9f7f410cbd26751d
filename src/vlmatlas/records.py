"""The records of families, frozen. What a file may say is what these records accept.

Records with `…File` in their name are a file as written; the record without the suffix adds what
the file does not repeat: its id, which is the name of the file or folder.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from vlmatlas.structure import Architecture, Stage
from vlmatlas.values import (
    Billions,
    Count,
    Day,
    Extent,
    Id,
    Line,
    Number,
    Record,
    ScoreKey,
    Text,
    Url,
)
from vlmatlas.vocabulary import (
    CorrectionKind,
    Evidence,
    Protocol,
    Reading,
    Reporter,
    SourceKind,
)


class Source(Record):
    """A document that facts and scores are taken from."""

    kind: SourceKind
    title: Line
    url: Url
    commit: Annotated[str, Field(pattern=r"^[0-9a-f]{7,40}$")] | None = None
    path: Line | None = None
    date: Day | None = Field(None, description="date of this version of the document")
    read: Reading = Reading.NONE

    @property
    def location(self) -> str:
        """The address of exactly the file and version meant, where the host has one."""
        if self.url.startswith("https://github.com/") and self.commit:
            kind = "blob" if self.path else "tree"
            return "/".join(filter(None, [self.url, kind, self.commit, self.path]))
        return self.url


class Release(Record):
    date: Day
    source: Id
    note: Text | None = None


class License(Record):
    code: Line | None = None
    weights: Line | None = None
    source: Id
    note: Text | None = None


class Links(Record):
    paper: Url | None = None
    code: Url | None = None
    project: Url | None = None
    weights: tuple[Url, ...] = ()
    more: tuple[Url, ...] = ()

    @property
    def arxiv(self) -> str | None:
        """The arXiv id of the paper, such as 2311.03079."""
        found = re.search(r"arxiv\.org/abs/(\d{4}\.\d{4,5})", self.paper or "")
        return found[1] if found else None


class Variant(Record):
    """One released checkpoint."""

    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    language_model: Id
    vision_encoders: tuple[Id, ...] = ()
    connector: Id | None = None
    resolution: Extent | None = None
    visual_tokens: Count | Text | None = None
    parameters: Billions | None = Field(None, description="all weights, in billions")
    weights: Url | None = None
    mirrors: tuple[Url, ...] = ()
    released: Day | None = None
    source: Id
    note: Text | None = None

    @property
    def components(self) -> tuple[Id, ...]:
        """Ids of all its components, in the order data flows."""
        parts = (*self.vision_encoders, self.connector, self.language_model)
        return tuple(id for id in parts if id is not None)


class Setting(Record):
    """How a score was obtained, as far as its source says."""

    protocol: Protocol | None = None
    shots: Count | None = None
    ocr_tokens: bool | None = None
    judge: Line | None = None
    prompt: Text | None = None
    notes: tuple[Id, ...] = ()


class ScoreBlock(Record):
    """Scores that share a source and a setting, so that both are written once."""

    source: Id
    where: Line | None = Field(None, description="table, figure or section of the source")
    reporter: Reporter = Reporter.AUTHORS
    evidence: Evidence
    setting: Setting = Setting()
    settings: Mapping[ScoreKey, Setting] = {}
    values: Mapping[Id, Mapping[ScoreKey, Number]]


class Correction(Record):
    """Where the catalogue knowingly differs from the original list."""

    variants: tuple[Id, ...]
    field: Line = Field(description="a score key, or the name of a field of the variant")
    listed: Line | None = Field(None, description="what the original list says; absent: nothing")
    published: Line | None = Field(None, description="what is right; absent: withdrawn")
    kind: CorrectionKind
    source: Id
    reason: Text


class FamilyFacts(Record):
    """Everything a family's file says, apart from scores."""

    name: Line
    aliases: tuple[Line, ...] = ()
    organizations: tuple[Id, ...] = ()
    released: Release
    license: License | None = None
    open_weights: bool
    tags: tuple[Id, ...] = ()
    based_on: tuple[Id, ...] = ()
    summary: Text
    links: Links
    bibtex: Line | None = None
    sources: Mapping[Id, Source]
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]
    training: tuple[Stage, ...] = ()
    architecture: tuple[Architecture, ...] = ()
    corrections: tuple[Correction, ...] = ()


class FamilyFile(FamilyFacts):
    scores: tuple[ScoreBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One published number: variant, benchmark, split and metric, and where it stands."""

    family: str
    variant: str
    benchmark: str
    split: str
    metric: str
    value: int | float
    source: str
    where: str | None
    reporter: Reporter
    evidence: Evidence
    setting: Setting


class Family(FamilyFacts):
    """A family of checkpoints that share a page."""

    id: Id
    scores: tuple[Score, ...]
