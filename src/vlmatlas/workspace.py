"""A catalogue that follows its files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vlmatlas.catalog import Catalog, Examiner
from vlmatlas.layout import REGISTRY
from vlmatlas.problem import CatalogError, Problem
from vlmatlas.remember import load_memory, save_memory

Stamps = Mapping[str, tuple[int, int, int]]
"""path → time, size and number of the file"""


def read_stamps(root: Path, folders: tuple[str, ...]) -> Stamps:
    """Of every file below some folders, apart from hidden ones and Python's own."""
    stamps: dict[str, tuple[int, int, int]] = {}
    waiting = [folder for folder in folders if (root / folder).is_dir()]
    while waiting:
        folder = waiting.pop()
        for entry in os.scandir(f"{root}/{folder}"):
            if entry.name.startswith((".", "__pycache__")):
                continue
            name = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                waiting.append(name)
            else:
                fact = entry.stat(follow_symlinks=False)
                stamps[name] = (fact.st_mtime_ns, fact.st_size, fact.st_ino)
    return stamps


def changed_paths(before: Stamps, after: Stamps) -> set[str]:
    return {path for path, _ in set(before.items()) ^ set(after.items())}


def _owners(changed: set[str]) -> set[str]:
    """The families that some files belong to, and `REGISTRY` for all of it."""
    parts = [path.split("/") for path in changed]
    return {part[1] if part[0] == "models" else REGISTRY for part in parts}


@dataclass
class Workspace:
    """The last catalogue without errors, and what is wrong with the files since."""

    root: Path
    today: date
    catalog: Catalog | None = None
    problems: list[Problem] = field(default_factory=list)
    _stamps: Stamps = field(default_factory=dict)
    _examiner: Examiner | None = None

    def refresh(self) -> bool:
        """Follow the files; whether anything changed. Any change may break any rule elsewhere."""
        stamps = read_stamps(self.root, ("models", "registry"))
        if stamps == self._stamps:
            return False
        changed = changed_paths(self._stamps, stamps)
        self._stamps = stamps
        catalog, self.problems = self._examine(changed)
        self.catalog = catalog or self.catalog
        return True

    def _examine(self, changed: set[str]) -> tuple[Catalog | None, list[Problem]]:
        """With what an earlier process left; this one leaves what it finds first."""
        if self._examiner is not None:
            return self._examiner.examine(_owners(changed))
        known = load_memory(self.root, whole=True)
        self._examiner = Examiner(self.root, self.today, known)
        found = self._examiner.examine()
        if not self._examiner.memory.says_the_same(known):
            save_memory(self.root, self._examiner.memory, whole=True)
        return found


def open_catalog(root: Path, *, today: date) -> Catalog:
    """The same catalogue as from `load_catalog`, sooner if an earlier process has read it."""
    workspace = Workspace(root, today)
    workspace.refresh()
    if workspace.catalog is None:
        raise CatalogError(workspace.problems)
    return workspace.catalog
