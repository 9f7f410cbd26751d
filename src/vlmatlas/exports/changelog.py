"""What changed in the data, as JSON."""

from typing import Literal

from pydantic import Field

from vlmatlas.changes import DataHistory, Revision, ScoreChange
from vlmatlas.exports.document import render_json
from vlmatlas.values import Id, Line, Number, Record


class ChangeEntry(Record):
    variant: Line
    key: Line = Field(description="score key, such as mmmu.val")
    before: Number | None = Field(description="null: there was no score")
    after: Number | None = Field(description="null: the score is gone")
    source: Line = Field(description="document of the new value, else of the old")


class RevisionEntry(Record):
    """What one commit did to the scores of one family."""

    commit: Line
    time: Line
    family: Line
    changes: tuple[ChangeEntry, ...]


class AddedEntry(Record):
    family: Id
    time: Line


class ChangesDocument(Record):
    """Newest first; a build from a shortened history knows less."""

    version: Literal["1"] = "1"
    added: tuple[AddedEntry, ...] = Field(description="families that came to the catalogue")
    revisions: tuple[RevisionEntry, ...]


def render_changes_json(history: DataHistory) -> str:
    return render_json(build_changes(history))


def build_changes(history: DataHistory) -> ChangesDocument:
    newest = sorted(sorted(history.added.items()), key=lambda item: item[1], reverse=True)
    return ChangesDocument(
        added=tuple(AddedEntry(family=id, time=time) for id, time in newest),
        revisions=tuple(_build_revision(revision) for revision in history.revisions),
    )


def _build_revision(revision: Revision) -> RevisionEntry:
    return RevisionEntry(
        commit=revision.commit,
        time=revision.time,
        family=revision.family,
        changes=tuple(_build_change(change) for change in revision.changes),
    )


def _build_change(change: ScoreChange) -> ChangeEntry:
    return ChangeEntry(
        variant=change.variant,
        key=change.key,
        before=change.before,
        after=change.after,
        source=change.source,
    )
