"""Load the whole data set. A `Catalog` exists only when nothing is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from vlmatlas.digests import digest_texts
from vlmatlas.graph.nodes import Lexicon
from vlmatlas.parse import parse_record
from vlmatlas.problem import CatalogError, Finding, Problem, Severity
from vlmatlas.records import (
    Benchmark,
    BenchmarkFile,
    ColumnFile,
    Component,
    ComponentFile,
    Family,
    FamilyFacts,
    FamilyFile,
    Organization,
    OrganizationFile,
    Score,
    Setting,
    Suppression,
    SuppressionFile,
    Tag,
    TagFile,
    Term,
    TermFile,
    Variant,
)
from vlmatlas.rules import check_draft
from vlmatlas.rules.draft import Draft
from vlmatlas.rules.leftovers import UNFINISHED
from vlmatlas.scorekeys import parse_score_key
from vlmatlas.structure import Step, StepFile
from vlmatlas.suppressions import apply_suppressions
from vlmatlas.values import Record, Text
from vlmatlas.yamlfile import UnreadableError, locate, parse_yaml, read_text

BODY_FILES = ("zh.md", "en.md")
R = TypeVar("R", bound=Record)
F = TypeVar("F", ColumnFile, SuppressionFile)


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything the site is built from. If you hold one, it is free of problems."""

    families: tuple[Family, ...]
    benchmarks: Mapping[str, Benchmark]
    components: Mapping[str, Component]
    organizations: Mapping[str, Organization]
    tags: Mapping[str, Tag]
    notes: Mapping[str, Text]
    steps: Mapping[str, Step]
    """nodes of figures that are no components"""
    terms: Mapping[str, Term]
    bodies: Mapping[str, Mapping[str, str]]
    """family id → language → Markdown"""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """score key → the ways tables and leaderboards head its column"""
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """path → digest of the file as it was read; empty where the records come from no files"""

    @cached_property
    def by_id(self) -> Mapping[str, Family]:
        return {family.id: family for family in self.families}

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.components, self.steps)

    @cached_property
    def newest_first(self) -> tuple[Family, ...]:
        """Families by day of release, newest first."""
        return tuple(sorted(self.families, key=lambda f: (f.released.date, f.name), reverse=True))

    @cached_property
    def variants(self) -> Mapping[str, tuple[Family, Variant]]:
        return {
            variant.id: (family, variant) for family in self.families for variant in family.variants
        }

    @cached_property
    def descendants(self) -> Mapping[str, tuple[Family, ...]]:
        """family id → the families that build on it"""
        found: dict[str, list[Family]] = {family.id: [] for family in self.families}
        for family in self.families:
            for id in family.based_on:
                found[id].append(family)
        return {id: tuple(families) for id, families in found.items()}

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        return tuple(score for family in self.families for score in family.scores)


def load_catalog(root: Path, *, today: date) -> Catalog:
    """Read `models/` and `registry/` under `root`; raise CatalogError with all problems."""
    catalog, problems = examine(root, today=today)
    if catalog is None:
        raise CatalogError(problems)
    return catalog


def examine(root: Path, *, today: date) -> tuple[Catalog | None, list[Problem]]:
    """The catalogue, if it has no errors, and every problem found on the way."""
    reader = _Reader(root)
    draft, problems = _read_draft(reader, today)
    has_errors = any(problem.severity is Severity.ERROR for problem in problems)
    return (None if has_errors else _build_catalog(draft, reader.digests)), problems


def examine_unfinished(root: Path, *, today: date) -> tuple[Catalog | None, list[Problem]]:
    """The same while entries are being written: places that are marked as missing may stay.

    Such a catalogue is for looking names up; pages cannot be made from it.
    """
    reader = _Reader(root)
    draft, problems = _read_draft(reader, today)
    errors = (problem.rule for problem in problems if problem.severity is Severity.ERROR)
    if any(rule != UNFINISHED for rule in errors):
        return None, problems
    return _build_catalog(draft, reader.digests), problems


def _read_draft(reader: "_Reader", today: date) -> tuple[Draft, list[Problem]]:
    draft = Draft(
        families=reader.read_families(),
        benchmarks=reader.read_entries("benchmarks", BenchmarkFile, Benchmark),
        components=reader.read_entries("components", ComponentFile, Component),
        organizations=reader.read_map("organizations", OrganizationFile, Organization),
        tags=reader.read_map("tags", TagFile, Tag),
        notes=reader.read_map("notes", Text, Text),
        steps=reader.read_map("steps", StepFile, Step),
        terms=reader.read_map("glossary", TermFile, Term),
        bodies=reader.bodies,
        columns=reader.read_file("columns", ColumnFile).root,
        known=reader.known,
        today=today,
    )
    for path, finding in check_draft(draft):
        reader.report(path, finding)
    suppressions = reader.read_file("suppressions", SuppressionFile).root
    return draft, sorted(_suppress(reader, suppressions, today))


def _suppress(
    reader: "_Reader", suppressions: tuple[Suppression, ...], today: date
) -> list[Problem]:
    """What is left to report, and what is wrong with the suppressions themselves."""
    kept, findings = apply_suppressions(reader.problems, suppressions, today)
    reader.problems = kept
    for finding in findings:
        reader.report("registry/suppressions.yaml", finding)
    return reader.problems


def _build_catalog(draft: Draft, digests: Mapping[str, str]) -> Catalog:
    families = tuple(
        build_family(id, file, draft.benchmarks) for id, file in draft.families.items()
    )
    return Catalog(
        families=families,
        benchmarks=MappingProxyType(draft.benchmarks),
        components=MappingProxyType(draft.components),
        organizations=MappingProxyType(draft.organizations),
        tags=MappingProxyType(draft.tags),
        notes=MappingProxyType(draft.notes),
        steps=MappingProxyType(draft.steps),
        terms=MappingProxyType(draft.terms),
        bodies=MappingProxyType(draft.bodies),
        columns=MappingProxyType(dict(draft.columns)),
        digests=MappingProxyType(digests),
    )


def build_family(id: str, file: FamilyFile, benchmarks: Mapping[str, Benchmark]) -> Family:
    """A family with its score blocks unfolded into single scores."""
    facts = {name: getattr(file, name) for name in FamilyFacts.model_fields}
    scores = tuple(_unfold_scores(id, file, benchmarks))
    return Family.model_construct(id=id, scores=scores, **facts)


def _unfold_scores(
    id: str, file: FamilyFile, benchmarks: Mapping[str, Benchmark]
) -> Iterator[Score]:
    for block in file.scores:
        for variant, values in block.values.items():
            for key, value in values.items():
                scale = parse_score_key(key, benchmarks)
                yield Score(
                    family=id,
                    variant=variant,
                    benchmark=scale.benchmark,
                    split=scale.split,
                    metric=scale.metric,
                    value=value,
                    source=block.source,
                    where=block.where,
                    reporter=block.reporter,
                    evidence=block.evidence,
                    setting=merge_settings(block.setting, block.settings.get(key)),
                )


def merge_settings(shared: Setting, own: Setting | None) -> Setting:
    """What holds for the block, replaced where the score says otherwise; notes add up."""
    if own is None:
        return shared
    said = {name: getattr(own, name) for name in own.model_fields_set}
    return shared.model_copy(update={**said, "notes": (*shared.notes, *own.notes)})


@dataclass
class _Reader:
    """Reads files one by one and collects what is wrong with them."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    bodies: dict[str, dict[str, str]] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=dict)
    """Ids that exist by name, also where the file itself is broken."""
    digests: dict[str, str] = field(default_factory=dict)

    def read_families(self) -> dict[str, FamilyFile]:
        families: dict[str, FamilyFile] = {}
        for folder in self._children("models", folders=True):
            self._know("families", folder.name)
            self._read_bodies(folder)
            if file := self._read(folder / "model.yaml", FamilyFile):
                families[folder.name] = file
        return families

    def read_entries(self, kind: str, shape: type[Record], full: type[R]) -> dict[str, R]:
        """One file per entry; the id is the name of the file."""
        entries: dict[str, R] = {}
        for path in self._children(f"registry/{kind}", folders=False):
            self._know(kind, path.stem)
            if record := self._read(path, shape):
                entries[path.stem] = _with_id(record, path.stem, full)
        return entries

    def read_map(self, kind: str, shape: type[Record], full: type[R]) -> dict[str, R]:
        """One file with all entries; the id is the key."""
        path = self.root / "registry" / f"{kind}.yaml"
        data = self._load(path)
        if not isinstance(data, dict):
            if data is not None:
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
        path = self.root / "registry" / f"{name}.yaml"
        data = self._load(path) if path.exists() else None
        if data is None or data is _UNREADABLE:
            return shape()
        record, findings = parse_record(shape, data)
        for finding in findings:
            self.report(path, finding)
        return record or shape()

    def report(self, path: Path | str, finding: Finding, text: str | None = None) -> None:
        full = path if isinstance(path, Path) else self.root / path
        if text is None and full.suffix == ".yaml" and finding.where:
            text = read_text(full)
        place = locate(text, finding.where, on_key=finding.on_key) if text else (1, 1)
        place = (place[0], place[1] + finding.offset)
        if "line" in finding.details:
            place = (int(str(finding.details["line"])), int(str(finding.details["column"])))
        name = full.relative_to(self.root).as_posix()
        self.problems.append(
            Problem(name, *place, finding.rule, finding.severity, details=finding.details)
        )

    def _read(self, path: Path, shape: type[R]) -> R | None:
        data = self._load(path)
        if data is _UNREADABLE:
            return None
        record, findings = parse_record(shape, data)
        for finding in findings:
            self.report(path, finding)
        return record

    def _load(self, path: Path) -> Any:
        return self._open(path, lambda path: parse_yaml(self._read_text(path)))

    def _read_bodies(self, folder: Path) -> None:
        texts = {
            name.removesuffix(".md"): self._open(folder / name, self._read_text)
            for name in BODY_FILES
        }
        self.bodies[folder.name] = {
            language: text for language, text in texts.items() if text is not _UNREADABLE
        }

    def _read_text(self, path: Path) -> str:
        text = read_text(path)
        self.digests[path.relative_to(self.root).as_posix()] = digest_texts(text)
        return text

    def _open(self, path: Path, read: Callable[[Path], Any]) -> Any:
        try:
            return read(path)
        except UnreadableError as error:
            name = path.relative_to(self.root).as_posix()
            finding = error.finding
            self.problems.append(
                Problem(name, error.line, error.column, finding.rule, details=finding.details)
            )
            return _UNREADABLE

    def _children(self, name: str, *, folders: bool) -> Iterable[Path]:
        for path in sorted((self.root / name).iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_symlink():
                self.report(path, Finding("file-is-link"))
            elif path.is_dir() != folders or (not folders and path.suffix != ".yaml"):
                self.report(path, Finding("stray-file", details={"value": path.name}))
            else:
                yield path

    def _know(self, kind: str, id: str) -> None:
        self.known.setdefault(kind, set()).add(id)


_UNREADABLE: Any = object()


def _with_id(record: Record, id: str, full: type[R]) -> R:
    if "id" not in full.model_fields:
        return record  # type: ignore[return-value]
    values = {name: getattr(record, name) for name in type(record).model_fields}
    return full.model_construct(id=id, **values)


def _below(finding: Finding, id: str) -> Finding:
    return replace(finding, where=(id, *finding.where))
