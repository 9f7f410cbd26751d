"""A catalogue that follows its files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vlmatlas.catalog import Catalog, examine
from vlmatlas.problem import Problem

Stamps = Mapping[str, tuple[int, int, int]]
"""path → time, size and number of the file"""


def read_stamps(root: Path, folders: tuple[str, ...]) -> Stamps:
    """Of every file below some folders, apart from hidden ones and Python's own."""
    stamps: dict[str, tuple[int, int, int]] = {}
    waiting = [root / folder for folder in folders]
    while waiting:
        folder = waiting.pop()
        if not folder.is_dir():
            continue
        for entry in os.scandir(folder):
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            else:
                fact = entry.stat(follow_symlinks=False)
                name = os.path.relpath(entry.path, root).replace(os.sep, "/")
                stamps[name] = (fact.st_mtime_ns, fact.st_size, fact.st_ino)
    return stamps


def changed_paths(before: Stamps, after: Stamps) -> set[str]:
    return {path for path, _ in set(before.items()) ^ set(after.items())}


@dataclass
class Workspace:
    """The last catalogue without errors, and what is wrong with the files since."""

    root: Path
    today: date
    catalog: Catalog | None = None
    problems: list[Problem] = field(default_factory=list)
    _stamps: Stamps = field(default_factory=dict)

    def refresh(self) -> bool:
        """Follow the files; whether anything changed. Any change may break any rule elsewhere."""
        stamps = read_stamps(self.root, ("models", "registry"))
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        catalog, self.problems = examine(self.root, today=self.today)
        self.catalog = catalog or self.catalog
        return True
