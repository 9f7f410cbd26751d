"""What a finished page is, and what every page is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from vlmatlas.catalog import Catalog
from vlmatlas.changes import DataHistory
from vlmatlas.explorer.board import Board, build_board
from vlmatlas.labels import Labels, load_labels
from vlmatlas.prose import Heading
from vlmatlas.tables import ScoreTable
from vlmatlas.templating import render
from vlmatlas.urls import Linker, page_url
from vlmatlas.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Address:
    """Which page: a kind of entry, and an id unless it is the kind's index."""

    kind: str
    id: str = ""

    @property
    def url(self) -> str:
        return page_url(self.kind, self.id)

    @property
    def source(self) -> str:
        """The Markdown file, in a folder of a language, that a site engine takes the page for."""
        return f"{self.url.rstrip('/')}.md" if self.id else f"{self.url}index.md"


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What search finds: a page, or with an anchor a part of it."""

    title: str
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, ready for a site engine."""

    address: Address
    title: str
    description: str
    html: str
    headings: tuple[Heading, ...] = ()
    search: tuple[SearchEntry, ...] = ()
    edit: str | None = None
    """The file in the repository that the edit button opens."""


@dataclass(frozen=True)
class Context:
    """The material of a whole site in one language."""

    root: Path
    catalog: Catalog
    table: ScoreTable
    language: Language
    repository: str
    changes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """family id → day of the last change"""
    history: DataHistory = field(default_factory=DataHistory)

    @cached_property
    def labels(self) -> Labels:
        return load_labels(self.root, self.language)

    @cached_property
    def board(self) -> Board:
        """The leaderboard, which charts and comparisons read too."""
        return build_board(self.table, self.labels)

    def fill(self, template: str, linker: Linker, values: Mapping[str, object]) -> str:
        """Render a page template with what all of them use."""
        shared: dict[str, object] = {
            "catalog": self.catalog,
            "language": self.language,
            "label": self.labels,
            "link": linker,
            "repository": self.repository,
        }
        return render(self.root, f"pages/{template}", {**shared, **values})
