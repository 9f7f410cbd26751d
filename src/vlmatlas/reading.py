"""Read the whole data set and find everything that is wrong with it.

What was found sound before need not be looked at again: a `Memory` knows families by the digests
of their files and of the registry, and what the YAML of the registry says.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from vlmatlas.digests import digest_bytes, digest_texts
from vlmatlas.layout import BODY_FILES, FAMILY_FILES, REGISTRY
from vlmatlas.parse import parse_record
from vlmatlas.problem import Finding, Problem
from vlmatlas.records import FamilyFile
from vlmatlas.registry import (
    Benchmark,
    BenchmarkFile,
    ColumnFile,
    Component,
    ComponentFile,
    Organization,
    OrganizationFile,
    Suppression,
    SuppressionFile,
    Tag,
    TagFile,
    Term,
    TermFile,
)
from vlmatlas.rules import check_catalogue, check_families
from vlmatlas.rules.draft import Draft, Sound
from vlmatlas.rules.outline import Outline
from vlmatlas.structure import Step, StepFile
from vlmatlas.suppressions import apply_suppressions
from vlmatlas.textfile import UnreadableError, decode_text, read_content, read_text
from vlmatlas.values import Record, Text
from vlmatlas.yamlfile import parse_yaml
from vlmatlas.yamlplaces import make_locator

_SUPPRESSIONS = "registry/suppressions.yaml"
R = TypeVar("R", bound=Record)
F = TypeVar("F", ColumnFile, SuppressionFile)


@dataclass(frozen=True, slots=True)
class Known:
    """A family without a problem of its own, as its files were."""

    digest: str
    outline: Outline
    sound: Sound | None = None
    """its record and texts, where someone keeps them"""


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry as it was read."""

    records: Mapping[str, Any]
    known: Mapping[str, set[str]]
    digests: Mapping[str, str]
    data: Mapping[str, tuple[str, Any]]


@dataclass(frozen=True)
class Memory:
    """What need not be found out again while files are the same."""

    day: str = ""
    """the day it is of; what was no future then is none later"""
    registry: str = ""
    """digest of the registry that the families agree with"""
    families: Mapping[str, Known] = field(default_factory=dict)
    data: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    """path → digest of a file, and what its YAML says; without those of families unless `whole`"""
    entries: Registry | None = field(default=None, compare=False)
    """the records themselves if all are sound, while the process that read them lives"""

    def says_the_same(self, other: "Memory") -> bool:
        """Whether the other need not be replaced by this one."""
        mine, theirs = (
            (
                memory.day,
                memory.registry,
                {id: known.digest for id, known in memory.families.items()},
                {path: digest for path, (digest, _) in memory.data.items()},
            )
            for memory in (self, other)
        )
        return mine == theirs


@dataclass(frozen=True)
class Reading:
    """All that was read: `memory` is for the next time."""

    draft: Draft
    problems: list[Problem]
    digests: Mapping[str, str]
    memory: Memory


def read_catalogue(
    root: Path,
    *,
    today: date,
    memory: Memory | None = None,
    whole: bool = False,
    changed: Collection[str] | None = None,
) -> Reading:
    """Read and check; `whole` also keeps records and texts of families that were known before.

    Where the families in `changed`, and `REGISTRY` for all of it, are all that differs from
    `memory`, nothing else is opened.
    """
    reader = _Reader(root, memory or Memory(), whole)
    entries = reader.memory.entries
    if entries is None or changed is None or REGISTRY in changed:
        entries = reader.read_registry()
    else:
        reader.take_registry(entries)
    digest = digest_texts(*(f"{path} {reader.digests[path]}" for path in sorted(reader.digests)))
    stands = not reader.problems
    if not stands or digest != reader.memory.registry or reader.memory.day > today.isoformat():
        reader.memory = replace(reader.memory, families={})
    families = reader.read_families(changed)
    draft = Draft(
        **entries.records,
        families=families,
        bodies=reader.bodies,
        known=reader.known,
        today=today,
        sound={id: known.outline for id, known in reader.sound.items()},
        read_sound=reader.read_sound,
    )
    for path, finding in check_families(draft):
        reader.report(path, finding)
    known = reader.remember(draft) if stands else {}
    for path, finding in check_catalogue(draft):
        reader.report(path, finding)
    _suppress(reader, today)
    problems = sorted(reader.place_problems())
    kept = entries if stands else None
    found = Memory(today.isoformat(), digest, known, reader.data, kept)
    return Reading(draft, problems, reader.digests, found)


def _suppress(reader: "_Reader", today: date) -> None:
    """Drop what someone accepted, and report what is wrong with the suppressions themselves."""
    suppressions: tuple[Suppression, ...] = reader.read_file("suppressions", SuppressionFile).root
    problems = [problem for problem, _ in reader.problems]
    accepted, findings = apply_suppressions(problems, suppressions, today)
    dropped = set(map(id, accepted))
    reader.problems = [item for item in reader.problems if id(item[0]) not in dropped]
    for finding in findings:
        reader.report(_SUPPRESSIONS, finding)


@dataclass
class _Reader:
    """Reads files one by one and collects what is wrong with them."""

    root: Path
    memory: Memory
    whole: bool
    problems: list[tuple[Problem, Finding | None]] = field(default_factory=list)
    """With a finding where the place in the file is still to be found."""
    bodies: dict[str, dict[str, str]] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=dict)
    """Ids that exist by name, also where the file itself is broken."""
    digests: dict[str, str] = field(default_factory=dict)
    sound: dict[str, Known] = field(default_factory=dict)
    """Families that are as they were remembered."""
    data: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def read_registry(self) -> Registry:
        records = {
            "benchmarks": self.read_entries("benchmarks", BenchmarkFile, Benchmark),
            "components": self.read_entries("components", ComponentFile, Component),
            "organizations": self.read_map("organizations", OrganizationFile, Organization),
            "tags": self.read_map("tags", TagFile, Tag),
            "notes": self.read_map("notes", Text, Text),
            "steps": self.read_map("steps", StepFile, Step),
            "terms": self.read_map("glossary", TermFile, Term),
            "columns": self.read_file("columns", ColumnFile).root,
        }
        return Registry(records, dict(self.known), dict(self.digests), dict(self.data))

    def take_registry(self, entries: Registry) -> None:
        self.known.update(entries.known)
        self.digests.update(entries.digests)
        self.data.update(entries.data)

    def read_families(self, changed: Collection[str] | None) -> dict[str, FamilyFile]:
        """Those that are not known to be sound."""
        families: dict[str, FamilyFile] = {}
        for id in self._children("models", folders=True):
            self._know("families", id)
            known = self.memory.families.get(id)
            if changed is not None and id not in changed and known and self._suffices(known):
                self._take_over(id, known)
                continue
            contents = {
                name: self._open(f"models/{id}/{name}", self._read_content) for name in FAMILY_FILES
            }
            if known is not None and known.digest == self._digest(id):
                self.sound[id] = self._complete(id, known, contents) if self.whole else known
                continue
            self.bodies[id] = self._decode_bodies(id, contents)
            if file := self._read(f"models/{id}/model.yaml", contents["model.yaml"], FamilyFile):
                families[id] = file
        return families

    def _suffices(self, known: Known) -> bool:
        return known.sound is not None or not self.whole

    def _take_over(self, id: str, known: Known) -> None:
        """A family whose files nobody touched."""
        paths = [f"models/{id}/{name}" for name in FAMILY_FILES]
        self.digests.update(zip(paths, known.digest.split(" "), strict=True))
        self.sound[id] = known
        if paths[0] in self.memory.data:
            self.data[paths[0]] = self.memory.data[paths[0]]

    def read_sound(self, id: str) -> Sound:
        known = self.sound[id]
        if known.sound is not None:
            return known.sound
        folder = self.root / "models" / id
        contents = {name: read_content(folder / name) for name in FAMILY_FILES}
        found = self._complete(id, known, contents)
        self.sound[id] = found
        assert found.sound is not None  # noqa: S101  # that is what completes it
        return found.sound

    def remember(self, draft: Draft) -> dict[str, Known]:
        """The families that have no problem so far."""
        paths = (problem.path.split("/") for problem, _ in self.problems)
        broken = {parts[1] for parts in paths if parts[0] == "models"}
        found = {
            id: Known(
                self._digest(id),
                draft.outlines[id],
                (file, self.bodies[id]) if self.whole else None,
            )
            for id, file in draft.families.items()
            if id not in broken
        }
        return self.sound | found

    def read_entries(self, kind: str, shape: type[Record], full: type[R]) -> dict[str, R]:
        """One file per entry; the id is the name of the file."""
        entries: dict[str, R] = {}
        for name in self._children(f"registry/{kind}", folders=False):
            id = name.removesuffix(".yaml")
            self._know(kind, id)
            path = f"registry/{kind}/{name}"
            content = self._open(path, self._read_content)
            if record := self._read(path, content, shape):
                entries[id] = _with_id(record, id, full)
        return entries

    def read_map(self, kind: str, shape: type[Record], full: type[R]) -> dict[str, R]:
        """One file with all entries; the id is the key."""
        path = f"registry/{kind}.yaml"
        data = self._load(path, self._open(path, self._read_content))
        if not isinstance(data, dict):
            if data is not None and data is not _UNREADABLE:
                self.report(path, Finding("not-a-mapping", details={"field": kind, "value": data}))
            return {}
        entries: dict[str, R] = {}
        for id, value in data.items():
            self._know(kind, id)
            record, findings = parse_record(shape, value)
            for finding in findings:
                self.report(path, _below(finding, id))
            if record is not None:
                entries[id] = _with_id(record, id, full)
        return entries

    def read_file(self, name: str, shape: type[F]) -> F:
        """One file that may be absent; its shape knows what absence means."""
        path = f"registry/{name}.yaml"
        if not (self.root / path).exists():
            return shape()
        data = self._load(path, self._open(path, self._read_content))
        if data is None or data is _UNREADABLE:
            return shape()
        record, findings = parse_record(shape, data)
        for finding in findings:
            self.report(path, finding)
        return record or shape()

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

    def _complete(self, id: str, known: Known, contents: Mapping[str, bytes]) -> Known:
        """The same with record and texts; its files are as they were when all was well."""
        data = self._load(f"models/{id}/model.yaml", contents["model.yaml"])
        if known.sound is not None:
            return known
        file = FamilyFile.model_validate(data)
        texts = {name.removesuffix(".md"): decode_text(contents[name]) for name in BODY_FILES}
        return replace(known, sound=(file, texts))

    def _digest(self, id: str) -> str:
        """Of a family's files; those that cannot be read have none."""
        return " ".join(self.digests.get(f"models/{id}/{name}", "") for name in FAMILY_FILES)

    def _read(self, path: str, content: Any, shape: type[R]) -> R | None:
        data = self._load(path, content)
        if data is _UNREADABLE:
            return None
        record, findings = parse_record(shape, data)
        for finding in findings:
            self.report(path, finding)
        return record

    def _load(self, path: str, content: Any) -> Any:
        """What the YAML of a file says, read again only if it changed."""
        if content is _UNREADABLE:
            return _UNREADABLE
        digest = self.digests[path]
        known = self.memory.data.get(path)
        if known is not None and known[0] == digest:
            self.data[path] = known
            return known[1]
        data = self._open(path, lambda _: parse_yaml(decode_text(content)))
        if (self.whole or path.startswith("registry/")) and data is not _UNREADABLE:
            self.data[path] = (digest, data)
        return data

    def _decode_bodies(self, id: str, contents: Mapping[str, Any]) -> dict[str, str]:
        texts = {
            name.removesuffix(".md"): self._open(
                f"models/{id}/{name}", partial(_decode, contents[name])
            )
            for name in BODY_FILES
        }
        return {language: text for language, text in texts.items() if text is not _UNREADABLE}

    def _read_content(self, path: str) -> bytes:
        content = read_content(f"{self.root}/{path}")
        self.digests[path] = digest_bytes(content)
        return content

    def _open(self, path: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(path)
        except UnreadableError as error:
            finding = error.finding
            place = (error.line, error.column)
            self.problems.append(
                (Problem(path, *place, finding.rule, details=finding.details), None)
            )
            return _UNREADABLE

    def _children(self, name: str, *, folders: bool) -> Iterator[str]:
        """The names in a folder that belong there, sorted; the others are reported."""
        with os.scandir(self.root / name) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if entry.name.startswith("."):
                continue
            path = f"{name}/{entry.name}"
            if entry.is_symlink():
                self.report(path, Finding("file-is-link"))
            elif entry.is_dir() != folders or not (folders or entry.name.endswith(".yaml")):
                self.report(path, Finding("stray-file", details={"value": entry.name}))
            else:
                yield entry.name

    def _know(self, kind: str, id: str) -> None:
        self.known.setdefault(kind, set()).add(id)


_UNREADABLE: Any = object()


def _decode(content: Any, _path: str) -> Any:
    return content if content is _UNREADABLE else decode_text(content)


def _with_id(record: Record, id: str, full: type[R]) -> R:
    if "id" not in full.model_fields:
        return record  # type: ignore[return-value]
    values = {name: getattr(record, name) for name in type(record).model_fields}
    return full.model_construct(id=id, **values)


def _below(finding: Finding, id: str) -> Finding:
    return replace(finding, where=(id, *finding.where))
