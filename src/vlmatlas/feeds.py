"""What other programs follow: Atom feeds in both languages, `llms.txt` and `robots.txt`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from vlmatlas.catalog import Catalog
from vlmatlas.changes import ChangeRow, DataHistory, Revision, name_changes
from vlmatlas.labels import load_labels
from vlmatlas.records import Family
from vlmatlas.templating import render
from vlmatlas.urls import api_url, language_url, page_url
from vlmatlas.vocabulary import Language

MOST_ENTRIES = 50
_NEVER = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Feed:
    id: str
    path: str
    page: str
    """Address below the root of the site of the page that shows the same."""
    updated: str


@dataclass(frozen=True, slots=True)
class FamilyEntry:
    id: str
    family: Family
    time: str
    page: str
    twin: str


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    id: str
    name: str
    revision: Revision
    rows: tuple[ChangeRow, ...]
    anchor: str


def render_feeds(
    root: Path, catalog: Catalog, history: DataHistory, site: str
) -> Mapping[str, bytes]:
    """Path below the root of the site → content; `site` is the address of that root."""
    texts = {
        path: text
        for language in Language
        for path, text in _Feeds(root, catalog, history, site, language).render()
    }
    shared = {"site": site, "catalog": catalog, "api_url": api_url, "page_url": page_url}
    for name in ("llms.txt", "robots.txt"):
        texts[name] = render(root, f"feeds/{name}.jinja", shared)
    return {path: text.encode() for path, text in texts.items()}


def list_family_entries(
    catalog: Catalog, history: DataHistory, language: Language, host: str
) -> tuple[FamilyEntry, ...]:
    """Families by when they came here, newest first; where that is unknown, by their release."""
    dated = [
        (history.added.get(family.id) or _start_of(family.released.date), family)
        for family in catalog.newest_first
    ]
    dated.sort(key=lambda item: item[0], reverse=True)
    return tuple(
        FamilyEntry(
            f"tag:{host},2026:family/{family.id}/{language}",
            family,
            time,
            language_url(page_url("family", family.id), language),
            api_url("family", family.id),
        )
        for time, family in dated[:MOST_ENTRIES]
    )


def list_revision_entries(
    catalog: Catalog, history: DataHistory, language: Language, host: str
) -> tuple[RevisionEntry, ...]:
    return tuple(
        RevisionEntry(
            f"tag:{host},2026:scores/{revision.commit}/{revision.family}/{language}",
            _name(catalog, revision.family),
            revision,
            name_changes(catalog, revision),
            f"{revision.commit[:10]}-{revision.family}",
        )
        for revision in history.revisions[:MOST_ENTRIES]
    )


@dataclass(frozen=True)
class _Feeds:
    """The feeds in one language."""

    root: Path
    catalog: Catalog
    history: DataHistory
    site: str
    language: Language

    def render(self) -> Iterator[tuple[str, str]]:
        host = urlsplit(self.site).hostname or "vlm-atlas"
        families = list_family_entries(self.catalog, self.history, self.language, host)
        newest = max((entry.time for entry in families), default=_NEVER)
        yield self._fill("families", host, page_url("family"), newest, families)
        revisions = list_revision_entries(self.catalog, self.history, self.language, host)
        latest = max((entry.revision.time for entry in revisions), default=newest)
        yield self._fill("scores", host, page_url("changes"), latest, revisions)

    def _fill(
        self, name: str, host: str, page: str, updated: str, entries: Sequence[object]
    ) -> tuple[str, str]:
        path = f"feeds/{name}.{self.language}.xml"
        id = f"tag:{host},2026:{name}/{self.language}"
        values = {
            "feed": Feed(id, path, language_url(page, self.language), updated),
            "entries": entries,
            "catalog": self.catalog,
            "language": self.language,
            "label": load_labels(self.root, self.language),
            "site": self.site,
        }
        return path, render(self.root, f"feeds/{name}.xml.jinja", values).lstrip()


def _name(catalog: Catalog, family: str) -> str:
    known = catalog.by_id.get(family)
    return known.name if known else family


def _start_of(day: str) -> str:
    """The first moment of a day, month or year, as Atom wants it."""
    year, month, date = (*day.split("-"), "01", "01")[:3]
    return f"{year}-{month}-{date}T00:00:00Z"
