"""Which families someone touched since the last check, by what the file system says of their files.

Nothing is opened here and nothing heavy is loaded: a check of what nobody touched ends with this.
What is damaged, of another version of the code or too fresh to be told apart counts as touched.
"""

import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from pathlib import Path

from vlmatlas.digests import digest_texts, open_sealed, seal
from vlmatlas.layout import FAMILY_FILES, REGISTRY
from vlmatlas.output import CACHE, write_files

MEMORY = "check.json"
"""What the check itself remembers (`remember.py`)."""
NAME = "touched.json"
_FRESH = 2_000_000_000
"""Nanoseconds in which a file may change twice and look the same, on the coarsest file system."""

States = Mapping[str, str]
"""The name of a family, or `REGISTRY` for all of it → what is known of its files."""


@dataclass(frozen=True)
class LastCheck:
    """What the last check left."""

    day: str = ""
    clean: str = ""
    """the digest of all states if it found nothing"""
    memory: str = ""
    """the seal of what is remembered"""
    states: States = field(default_factory=dict)
    """those of the files as they are remembered"""

    def holds(self, day: str, states: States) -> bool:
        """Whether a check would find nothing now either."""
        return self.day == day and self.clean != "" and self.clean == digest_states(states)

    def touched(self, states: States, memory: str) -> set[str] | None:
        """Which entries are not as they are remembered; None if that cannot be told."""
        if memory != self.memory:
            return None
        return {name for name, state in states.items() if self.states.get(name) != state}


def digest_states(states: States) -> str:
    """Of all of them; empty if one of them is."""
    return digest_texts(repr(sorted(states.items()))) if all(states.values()) else ""


def read_states(root: Path) -> dict[str, str]:
    """Of every entry of `models/`, and of the registry as one; an empty text is like no other."""
    now = time.time_ns()
    found: dict[str, str] = {}
    with os.scandir(root / "models") as entries:
        for entry in entries:
            files = [f"{entry.path}/{name}" for name in FAMILY_FILES]
            found[entry.name] = _state([entry.path, *files], now)
    found[REGISTRY] = _state(sorted(_walk(f"{root}/{REGISTRY}")), now)
    return found


def load_last_check(root: Path) -> LastCheck:
    """One that knows nothing where nothing usable is kept."""
    code = _code_state()
    try:
        body = open_sealed((root / CACHE / NAME).read_bytes(), code)
    except OSError:
        return LastCheck()
    return LastCheck(*json.loads(body)) if body is not None and code else LastCheck()


def save_last_check(root: Path, last: LastCheck) -> None:
    settled = {name: state for name, state in last.states.items() if state}
    body = json.dumps((last.day, last.clean, last.memory, settled), separators=(",", ":")).encode()
    write_files(root / CACHE, {NAME: seal(body, _code_state())})


def _state(paths: Iterable[str], now: int) -> str:
    known: list[object] = []
    for path in paths:
        try:
            fact = os.lstat(path)
        except OSError:
            known.append(path)
            continue
        if stat.S_ISLNK(fact.st_mode) or max(fact.st_mtime_ns, fact.st_ctime_ns) > now - _FRESH:
            return ""
        known += (path, fact.st_mode, fact.st_mtime_ns, fact.st_ctime_ns, fact.st_size, fact.st_ino)
    return digest_texts(repr(known))


def _walk(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            yield entry.path
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)


def _code_state() -> str:
    """Of all that decides what a check finds, but for the data; empty if it cannot be told."""
    libraries = (PathFinder.find_spec(name) for name in ("pydantic", "yaml"))
    files = [*_walk(str(Path(__file__).parent)), *(spec.origin or "" for spec in libraries if spec)]
    state = _state(sorted(files), sys.maxsize)
    return state and digest_texts(sys.version, state)
