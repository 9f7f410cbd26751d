"""Read the files of a catalogue one by one, and collect what is wrong with them."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from vlmatlas.digests import digest_bytes
from vlmatlas.memory import Data
from vlmatlas.parse import parse_record
from vlmatlas.problem import Finding, Problem
from vlmatlas.textfile import UnreadableError, decode_text, read_content, read_text
from vlmatlas.yamlfile import parse_yaml
from vlmatlas.yamlplaces import make_locator

R = TypeVar("R", bound=BaseModel)

UNREADABLE: Any = object()
"""Stands for the content, the text or the data of a file that has been reported."""


@dataclass
class FileReader:
    """Reads below `root`; paths begin there and have `/` between their parts."""

    root: Path
    remembered: Data
    keeps: Callable[[str], bool]
    """Whether the data of a path shall be remembered."""
    problems: list[tuple[Problem, Finding | None]] = field(default_factory=list)
    """With a finding where the place in the file is still to be found."""
    digests: dict[str, str] = field(default_factory=dict)
    data: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def read_content(self, path: str) -> Any:
        """Its bytes, and their digest noted."""
        content = self._open(path, lambda: read_content(f"{self.root}/{path}"))
        if content is not UNREADABLE:
            self.digests[path] = digest_bytes(content)
        return content

    def decode(self, path: str, content: Any) -> Any:
        """Its text."""
        if content is UNREADABLE:
            return UNREADABLE
        return self._open(path, lambda: decode_text(content))

    def load(self, path: str, content: Any) -> Any:
        """What its YAML says, parsed again only if it changed."""
        if content is UNREADABLE:
            return UNREADABLE
        digest = self.digests[path]
        known = self.remembered.get(path)
        if known is not None and known[0] == digest:
            self.data[path] = known
            return known[1]
        data = self._open(path, lambda: parse_yaml(decode_text(content)))
        if self.keeps(path) and data is not UNREADABLE:
            self.data[path] = (digest, data)
        return data

    def parse(self, path: str, content: Any, shape: type[R]) -> R | None:
        """Its record."""
        data = self.load(path, content)
        return None if data is UNREADABLE else self.build(path, data, shape)

    def build(self, path: str, data: Any, shape: type[R]) -> R | None:
        """A record of what a file says, unless that is reported."""
        record, findings = parse_record(shape, data)
        for finding in findings:
            self.report(path, finding)
        return record

    def list_names(self, folder: str, *, of_folders: bool) -> Iterator[str]:
        """The names in a folder that belong there, sorted; the others are reported."""
        with os.scandir(self.root / folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if entry.name.startswith("."):
                continue
            path = f"{folder}/{entry.name}"
            if entry.is_symlink():
                self.report(path, Finding("file-is-link"))
            elif entry.is_dir() != of_folders or not (of_folders or entry.name.endswith(".yaml")):
                self.report(path, Finding("stray-file", details={"value": entry.name}))
            else:
                yield entry.name

    def report(self, path: str, finding: Finding) -> None:
        place = (1, 1 + finding.offset)
        if "line" in finding.details:
            place = (int(str(finding.details["line"])), int(str(finding.details["column"])))
        problem = Problem(path, *place, finding.rule, finding.severity, details=finding.details)
        is_placed = "line" in finding.details or not path.endswith(".yaml") or not finding.where
        self.problems.append((problem, None if is_placed else finding))

    def place_problems(self) -> Iterator[Problem]:
        """Each at its line and column; a file is looked through once for all of its problems."""
        wanted: dict[str, list[tuple[Problem, Finding]]] = {}
        for problem, finding in self.problems:
            if finding is None:
                yield problem
            else:
                wanted.setdefault(problem.path, []).append((problem, finding))
        for path, items in wanted.items():
            find = make_locator(read_text(self.root / path))
            for problem, finding in items:
                line, column = find(finding.where, on_key=finding.on_key)
                yield replace(problem, line=line, column=column + finding.offset)

    def _open(self, path: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except UnreadableError as error:
            finding = error.finding
            place = (error.line, error.column)
            problem = Problem(path, *place, finding.rule, details=finding.details)
            self.problems.append((problem, None))
            return UNREADABLE
