"""What git tells of the data: when a family last changed, when it came, how its scores moved.

Two processes whatever the size of the history: one lists the commits with the files they touched,
one hands over the versions that differ.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vlmatlas.changes import DataHistory, Revision, compare_scores
from vlmatlas.registry import Benchmark

MOST_REVISIONS = 500
"""Versions of files that are compared, newest first, so that an old history stays quick."""

_LIST = (
    *("log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames"),
    *("--date=format-local:%Y-%m-%dT%H:%M:%SZ", "--format=%x00%H %cd", "--", "models"),
)


@dataclass(frozen=True, slots=True)
class _Touch:
    """A commit changed a model file; `before` and `after` name its versions."""

    commit: str
    time: str
    family: str
    status: str
    before: str
    after: str


def read_last_changes(root: Path) -> Mapping[str, str]:
    """family id → day of its newest commit; empty where git or its history is missing."""
    found = _run_git(root, "log", "--format=%x00%cs", "--name-only", "--", "models")
    days: dict[str, str] = {}
    for commit in found.decode(errors="replace").split("\0")[1:]:
        day, *paths = commit.split("\n")
        for path in paths:
            parts = path.split("/")
            if len(parts) > 1:
                days.setdefault(parts[1], day)
    return days


def read_history(root: Path, benchmarks: Mapping[str, Benchmark]) -> DataHistory:
    """What the commits at hand say; a shallow clone, or a folder without git, says less."""
    cut = _read_cut(root)
    touches = [touch for touch in _list_touches(root) if touch.commit not in cut]
    added: dict[str, str] = {}
    for touch in touches:
        if touch.status == "A":
            added.setdefault(touch.family, touch.time)
    changed = [touch for touch in touches if touch.status == "M"][:MOST_REVISIONS]
    texts = _read_versions(root, {id for touch in changed for id in (touch.before, touch.after)})
    revisions = tuple(_compare(changed, texts, benchmarks))
    return DataHistory(revisions, added, read_last_changes(root))


def _compare(
    touches: Iterable[_Touch], texts: Mapping[str, str], benchmarks: Mapping[str, Benchmark]
) -> Iterator[Revision]:
    for touch in touches:
        if touch.before in texts and touch.after in texts:
            changes = compare_scores(texts[touch.before], texts[touch.after], benchmarks)
            if changes:
                yield Revision(touch.commit, touch.time, touch.family, changes)


def _list_touches(root: Path) -> Iterator[_Touch]:
    for commit in _run_git(root, *_LIST).decode(errors="replace").split("\0")[1:]:
        head, *lines = commit.split("\n")
        id, time = head.split(" ", maxsplit=1)
        for line in lines:
            facts, _, path = line.partition("\t")
            parts = path.split("/")
            if len(parts) == 3 and parts[2] == "model.yaml":  # noqa: PLR2004
                _mode, _new_mode, before, after, status = facts.split(" ")
                yield _Touch(id, time, parts[1], status, before, after)


def _read_cut(root: Path) -> frozenset[str]:
    """Commits whose parents a shallow clone left out: what they changed cannot be known."""
    path = root / _run_git(root, "rev-parse", "--git-path", "shallow").decode().strip()
    return frozenset(path.read_text().split()) if path.is_file() else frozenset()


def _read_versions(root: Path, ids: Iterable[str]) -> Mapping[str, str]:
    """Version → text, without the versions that a partial clone does not have."""
    names = "".join(f"{id}\n" for id in sorted(ids))
    found = _run_git(root, "cat-file", "--batch", stdin=names.encode())
    texts: dict[str, str] = {}
    start = 0
    while (end := found.find(b"\n", start)) >= 0:
        id, *facts = found[start:end].decode().split(" ")
        start = end + 1
        if facts[0] == "blob":
            stop = start + int(facts[1])
            texts[id] = found[start:stop].decode(errors="replace")
            start = stop + 1
    return texts


def _run_git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git prints; nothing where there is no git or it refuses."""
    settings = {"TZ": "UTC", "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-c", "core.quotePath=false", *arguments],  # noqa: S607
            cwd=root,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, **settings},
        )
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""
