"""A catalogue that follows its files: what changed is read again, the rest stays in memory."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from vlmatlas.catalog import Catalog, check_some, examine, read_family
from vlmatlas.outlines import outline_family
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
    _in_order: Stamps = field(default_factory=dict)
    """The files of `catalog`, so that a family stays changed until it is mended."""

    def refresh(self) -> bool:
        """Follow the files; whether anything changed."""
        stamps = read_stamps(self.root, ("models", "registry"))
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        self._follow(stamps)
        if self.catalog is not None and not self.problems:
            self._in_order = stamps
        return True

    def _follow(self, stamps: Stamps) -> None:
        ids = self._changed_families(stamps)
        if self.catalog is None or ids is None or not self._replace(self.catalog, ids):
            catalog, self.problems = examine(self.root, today=self.today)
            self.catalog = catalog or self.catalog

    def _changed_families(self, stamps: Stamps) -> list[str] | None:
        """The families that all changes lie in; None if there are others."""
        changed = changed_paths(self._in_order, stamps)
        same_names = stamps.keys() == self._in_order.keys()
        inside = all(path.startswith("models/") and path.count("/") > 1 for path in changed)
        return sorted({path.split("/")[1] for path in changed}) if same_names and inside else None

    def _replace(self, catalog: Catalog, ids: list[str]) -> bool:
        """Put new versions of some families in their place, unless that matters to others."""
        outlines = {family.id: outline_family(family) for family in catalog.families}
        found = check_some(self.root, ids, outlines, today=self.today)
        if found is None:
            return False
        self.problems = found.problems
        if not found.problems:
            self.catalog = _with_families(self.root, catalog, ids)
        return True


def _with_families(root: Path, catalog: Catalog, ids: list[str]) -> Catalog:
    read = {id: read_family(root, id, catalog.benchmarks) for id in ids}
    families = tuple(
        read[family.id].family if family.id in read else family for family in catalog.families
    )
    bodies = {**catalog.bodies, **{id: found.bodies for id, found in read.items()}}
    digests = dict(catalog.digests)
    for found in read.values():
        digests.update(found.digests)
    return replace(
        catalog,
        families=families,
        bodies=MappingProxyType(bodies),
        digests=MappingProxyType(digests),
    )
