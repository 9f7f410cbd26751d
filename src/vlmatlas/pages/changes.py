"""The page that tells what changed in the data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from vlmatlas.changes import ChangeRow, DataHistory, Revision, name_changes
from vlmatlas.pages.page import Address, Context, Page, SearchEntry
from vlmatlas.urls import Linker

_MOST_REVISIONS = 100


@dataclass(frozen=True, slots=True)
class Day:
    """What one day brought: families that came, and scores that moved."""

    date: str
    added: tuple[str, ...]
    revisions: tuple[tuple[Revision, tuple[ChangeRow, ...]], ...]


def render_changes(context: Context) -> Page:
    address = Address("changes")
    title, about = context.labels("index.changes"), context.labels("index.changes.about")
    revisions = context.history.revisions
    html = context.fill(
        "changes-index.html.jinja",
        Linker(address.url, context.language),
        {
            "title": title,
            "days": tuple(build_days(context)),
            "left_out": max(0, len(revisions) - _MOST_REVISIONS),
        },
    )
    return Page(address, title, about, html, search=(SearchEntry(title, about),))


def build_days(context: Context) -> Iterator[Day]:
    """Days on which something changed, newest first."""
    shown = sorted(context.history.revisions[:_MOST_REVISIONS], key=_day, reverse=True)
    by_day = {
        day: tuple((revision, name_changes(context.catalog, revision)) for revision in group)
        for day, group in groupby(shown, key=_day)
    }
    added = _added_by_day(context.history, [family.id for family in context.catalog.newest_first])
    for day in sorted(by_day.keys() | added.keys(), reverse=True):
        yield Day(day, added.get(day, ()), by_day.get(day, ()))


def _day(revision: Revision) -> str:
    return revision.time[:10]


def _added_by_day(history: DataHistory, families: Sequence[str]) -> dict[str, tuple[str, ...]]:
    days: dict[str, list[str]] = {}
    for id in families:
        if time := history.added.get(id):
            days.setdefault(time[:10], []).append(id)
    return {day: tuple(ids) for day, ids in days.items()}
