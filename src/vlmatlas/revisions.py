"""Older states of the data, and what a branch touches, from git."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATA = ("models", "registry")


class RevisionError(Exception):
    """Git knows no such revision, or there is no git."""


@contextmanager
def check_out(root: Path, revision: str) -> Iterator[Path]:
    """The data as of a revision, in a folder that lasts as long as the context."""
    archive = _git(root, "archive", "--format=tar", _resolve(root, revision), *DATA)
    with tempfile.TemporaryDirectory(prefix="vlmatlas-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        yield Path(folder)


def find_branching(root: Path, base: str, head: str) -> str:
    """The commit where `head` left `base`."""
    found = _git(root, "merge-base", _resolve(root, base), _resolve(root, head))
    return found.decode().strip()


def list_changed(root: Path, base: str) -> frozenset[str]:
    """Files that differ from where the checkout left `base`, new and uncommitted ones included."""
    start = find_branching(root, base, "HEAD")
    changed = _git(root, "diff", "--name-only", "--relative", "--diff-filter=d", "-z", start)
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(filter(None, (changed + new).decode().split("\0")))


def _resolve(root: Path, revision: str) -> str:
    """The id of a commit, so that no name is ever taken for an option."""
    name = f"{revision}^{{commit}}"
    try:
        return _git(root, "rev-parse", "--verify", "--end-of-options", name).decode().strip()
    except RevisionError as error:
        raise RevisionError(f"no commit is called '{revision}' here ({error})") from None


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            cwd=root,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise RevisionError(f"git: {error.strerror}") from error
    if done.returncode:
        raise RevisionError(done.stderr.decode(errors="replace").strip() or "no common commit")
    return done.stdout
