"""What a branch changes, from git."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


class UnknownRevisionError(Exception):
    """Git knows no such commit, or there is no git."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths that differ from where a branch began, committed or not; some of them are gone."""

    paths: frozenset[str]
    removed: frozenset[str]


def read_changes(root: Path, revision: str) -> Changes:
    """What changed since the branch left `revision`, new files included."""
    base = _git(root, "merge-base", "--end-of-options", revision, "HEAD").strip()
    listed = _git(root, "diff", "--name-status", "--no-renames", "--relative", "-z", base).split(
        "\0"
    )
    changed = dict(zip(listed[1::2], listed[0::2], strict=False))
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    removed = frozenset(path for path, status in changed.items() if status == "D")
    return Changes(frozenset(changed) | frozenset(filter(None, new)), removed)


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise UnknownRevisionError(str(error)) from error
    if done.returncode:
        raise UnknownRevisionError(done.stderr.strip() or "no common commit")
    return done.stdout
