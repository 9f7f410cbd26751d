"""What holds for published numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from vlmatlas.names import NameIndex
from vlmatlas.problem import DataPath, Finding
from vlmatlas.records import FamilyFile
from vlmatlas.rules.draft import Draft, name_unknown
from vlmatlas.scorekeys import Scale


def score_is_on_a_known_scale(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """A score key names a benchmark of the registry, one of its splits and metrics."""
    for where, key in _score_keys(family):
        found = draft.read_key(key)
        if isinstance(found, Scale):
            continue
        value = str(found.details["value"])
        broken_entry = found.rule == "unknown-benchmark" and draft.has("benchmarks", value)
        if not broken_entry:
            yield Finding(found.rule, where, found.details, on_key=True)


def _score_keys(family: FamilyFile) -> Iterator[tuple[DataPath, str]]:
    for index, block in enumerate(family.scores):
        for variant, values in block.values.items():
            for key in values:
                yield ("scores", index, "values", variant, key), key
        for key in block.settings:
            yield ("scores", index, "settings", key), key


def score_is_within_range(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """A score lies within its benchmark's range."""
    for entry in known_scores(family, draft):
        low, high = draft.benchmarks[entry.scale.benchmark].range
        if entry.value < low or (high is not None and entry.value > high):
            bounds = {"low": low, "high": _shown(high)}
            details = {"value": entry.value, "field": entry.key, **bounds}
            yield Finding("score-out-of-range", entry.where, details)


def _shown(bound: float | None) -> str:
    return "∞" if bound is None else f"{bound:g}"


def score_stands_once(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """One source gives one number per variant, scale and setting."""
    origins = [(b.source, b.where, b.reporter, str(b.setting)) for b in family.scores]
    seen: set[tuple[object, ...]] = set()
    for entry in known_scores(family, draft):
        mark = (entry.variant, entry.scale, origins[entry.block])
        if mark in seen:
            details = {"value": entry.key, "variant": entry.variant}
            yield Finding("repeated-score", entry.where, details, on_key=True)
        seen.add(mark)


@dataclass(frozen=True, slots=True)
class Entry:
    """A score as written, on a scale that exists."""

    block: int
    variant: str
    key: str
    value: float
    scale: Scale

    @property
    def where(self) -> DataPath:
        return ("scores", self.block, "values", self.variant, self.key)


def known_scores(family: FamilyFile, draft: Draft) -> Iterator[Entry]:
    for index, block in enumerate(family.scores):
        for variant, values in block.values.items():
            for key, value in values.items():
                scale = draft.read_key(key)
                if isinstance(scale, Scale):
                    yield Entry(index, variant, key, value, scale)


def setting_is_used(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """Settings speak of scores in their own block, and their notes exist."""
    for index, block in enumerate(family.scores):
        used = {key for values in block.values.values() for key in values}
        for key in block.settings:
            if key not in used:
                where: DataPath = ("scores", index, "settings", key)
                yield Finding("unused-setting", where, {"value": key}, on_key=True)
        for key, setting in (("", block.setting), *block.settings.items()):
            base: DataPath = ("settings", key) if key else ("setting",)
            for place, note in enumerate(setting.notes):
                if note not in draft.notes:
                    near = NameIndex((id, ()) for id in draft.notes).suggest(note)
                    where = ("scores", index, *base, "notes", place)
                    yield name_unknown("note", where, note, near)
