"""What changed in the data: which scores differ between two versions of a model file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from vlmatlas.catalog import Catalog
from vlmatlas.records import Source
from vlmatlas.registry import Benchmark
from vlmatlas.scorekeys import Scale, ScaleReader, write_score_key
from vlmatlas.textfile import UnreadableError
from vlmatlas.yamlfile import parse_yaml

Value = int | float
_Place = tuple[str, str]
"""variant id, score key"""


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One score before and after; None: it was not there."""

    variant: str
    key: str
    before: Value | None
    after: Value | None
    source: str
    """Address of the document the value stands in: the new one, or the old one if it is gone."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What one commit did to the scores of one family."""

    commit: str
    time: str
    """When it was committed, in UTC, such as 2026-11-24T14:00:00Z."""
    family: str
    changes: tuple[ScoreChange, ...]


@dataclass(frozen=True)
class DataHistory:
    """What the history tells of the data; a shortened history tells less."""

    revisions: tuple[Revision, ...] = ()
    """Newest first."""
    added: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """family id → when it came to the catalogue, in UTC; missing where that is unknown"""
    changed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """family id → day of the last change to its facts or its texts"""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change with the names of today, as far as the catalogue still knows them."""

    change: ScoreChange
    variant: str
    benchmark: Benchmark | None
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class _Entry:
    value: Value
    source: str


def compare_scores(
    before: str, after: str, benchmarks: Mapping[str, Benchmark]
) -> tuple[ScoreChange, ...]:
    """The scores that differ between two texts of a model file; what cannot be read is skipped.

    Only the value counts: a score that moved to another source or setting is no change.
    """
    if _section(before, "scores") == _section(after, "scores"):
        return ()
    old_blocks, new_blocks = _without_common(_blocks(before), _blocks(after))
    old = _read_scores(before, old_blocks, benchmarks)
    new = _read_scores(after, new_blocks, benchmarks)
    if old is None or new is None:
        return ()
    places = sorted(old.keys() | new.keys())
    return tuple(
        change
        for place in places
        for change in _compare(place, old.get(place, []), new.get(place, []))
    )


def name_changes(catalog: Catalog, revision: Revision) -> tuple[ChangeRow, ...]:
    scales = ScaleReader(catalog.benchmarks)
    return tuple(_name_change(catalog, scales, change) for change in revision.changes)


def _name_change(catalog: Catalog, scales: ScaleReader, change: ScoreChange) -> ChangeRow:
    known = catalog.variants.get(change.variant)
    name = known[1].name if known else change.variant
    scale = scales.find(change.key)
    return ChangeRow(change, name, catalog.benchmarks[scale.benchmark] if scale else None, scale)


def _compare(place: _Place, old: list[_Entry], new: list[_Entry]) -> Iterator[ScoreChange]:
    gone, come = _without(old, new), _without(new, old)
    for entry in list(come):
        twin = next((other for other in gone if other.source == entry.source), None)
        if twin:
            gone.remove(twin)
            come.remove(entry)
            yield ScoreChange(*place, twin.value, entry.value, entry.source)
    while gone and come:
        entry = come.pop(0)
        yield ScoreChange(*place, gone.pop(0).value, entry.value, entry.source)
    yield from (ScoreChange(*place, None, entry.value, entry.source) for entry in come)
    yield from (ScoreChange(*place, entry.value, None, entry.source) for entry in gone)


def _without(entries: Iterable[_Entry], others: Iterable[_Entry]) -> list[_Entry]:
    """The entries whose value the others do not have as often."""
    values = [other.value for other in others]
    left = []
    for entry in entries:
        if entry.value in values:
            values.remove(entry.value)
        else:
            left.append(entry)
    return left


def _blocks(text: str) -> list[str]:
    """The items of the list of scores, each with its lines; the first piece is the key itself."""
    section = _section(text, "scores")
    item = re.search(r"^ *- ", section, re.MULTILINE)
    return re.split(rf"^(?={item[0]})", section, flags=re.MULTILINE) if item else [section]


def _without_common(old: list[str], new: list[str]) -> tuple[str, str]:
    """Both texts without the blocks they share, which would cost time and tell nothing."""
    shared = set(old[1:]) & set(new[1:])
    kept = [
        "".join([head, *(block for block in rest if block not in shared)])
        for head, *rest in (old, new)
    ]
    return kept[0], kept[1]


def _read_scores(
    text: str, blocks_text: str, benchmarks: Mapping[str, Benchmark]
) -> Mapping[_Place, list[_Entry]] | None:
    """The scores of a model file; None if it is no YAML, or of a form we do not understand."""
    try:
        blocks = (parse_yaml(blocks_text) or {}).get("scores") or []
        sources = (parse_yaml(_section(text, "sources")) or {}).get("sources") or {}
        found: dict[_Place, list[_Entry]] = defaultdict(list)
        scales = ScaleReader(benchmarks)
        for block in blocks:
            source = _locate(sources[block["source"]])
            for variant, values in block["values"].items():
                for key, value in values.items():
                    scale = scales.find(key)
                    # one spelling per scale, so that a key written in full later is no change
                    name = write_score_key(scale, benchmarks[scale.benchmark]) if scale else key
                    found[variant, name].append(_Entry(value, source))
    except (UnreadableError, AttributeError, KeyError, TypeError):
        return None
    return found


def _locate(source: Mapping[str, Any]) -> str:
    url, commit, path = source["url"], source.get("commit"), source.get("path")
    return Source.model_construct(url=url, commit=commit, path=path).location


def _section(text: str, name: str) -> str:
    """The lines of one key of the file, which is far quicker to read than all of them."""
    found = re.search(rf"^{name}:.*?(?=^[A-Za-z_]|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""
