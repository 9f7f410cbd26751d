"""Older states of the data, and what a branch touches, from git."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vlmatlas.vocabulary import Language

DATA = ("models", "registry")


_WORDS = {
    "unknown": {
        Language.EN: "no commit is called '{name}' here; git says: {said}",
        Language.ZH: "这里没有名为「{name}」的提交；git 的原话：{said}",
    },
    "failed": {Language.EN: "git says: {said}", Language.ZH: "git 的原话：{said}"},
}


class RevisionError(Exception):
    """Git knows no such revision, or there is no git."""

    def __init__(self, said: str, name: str | None = None) -> None:
        super().__init__(said)
        self.said, self.name = said, name

    def describe(self, language: Language) -> str:
        words = _WORDS["failed" if self.name is None else "unknown"]
        return words[language].format(said=self.said, name=self.name)


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths that differ from where a branch began, committed or not; some of them are gone."""

    paths: frozenset[str]
    removed: frozenset[str]


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


def read_changes(root: Path, base: str) -> Changes:
    """What changed since the checkout left `base`, new and uncommitted files included."""
    start = find_branching(root, base, "HEAD")
    names = ("--name-status", "--no-renames", "--relative", "-z")
    listed = _git(root, "diff", *names, start).decode().split("\0")
    changed = dict(zip(listed[1::2], listed[0::2], strict=False))
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z").decode().split("\0")
    removed = frozenset(path for path, status in changed.items() if status == "D")
    return Changes(frozenset(changed) | frozenset(filter(None, new)), removed)


def _resolve(root: Path, revision: str) -> str:
    """The id of a commit, so that no name is ever taken for an option."""
    name = f"{revision}^{{commit}}"
    try:
        return _git(root, "rev-parse", "--verify", "--end-of-options", name).decode().strip()
    except RevisionError as error:
        raise RevisionError(error.said, revision) from None


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            cwd=root,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise RevisionError(str(error.strerror)) from error
    if done.returncode:
        raise RevisionError(done.stderr.decode(errors="replace").strip() or "no common commit")
    return done.stdout
