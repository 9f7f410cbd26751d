"""Facts of a record as flat paths, and how two states of them differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vlmatlas.values import Record


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that appeared, changed or went away."""

    path: str
    before: str | None
    after: str | None


def compare_facts(
    before: Record | None, after: Record | None, *, without: frozenset[str] = frozenset()
) -> tuple[Fact, ...]:
    """Values that differ, in the order of the record's fields."""
    old, new = _flatten_record(before, without), _flatten_record(after, without)
    paths = [*new, *(path for path in old if path not in new)]
    return tuple(
        Fact(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)
    )


def _flatten_record(record: Record | None, without: frozenset[str]) -> Mapping[str, str]:
    if record is None:
        return {}
    said = record.model_dump(mode="json", exclude=set(without), exclude_none=True)
    return dict(_flatten(said, ""))


def _flatten(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Entries of a list are known by their id where they have one, by their value otherwise."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        for index, each in enumerate(value, start=1):
            yield from _flatten(each, f"{path}[{each.get('id', index)}]")
    elif isinstance(value, list):
        if value:
            yield path, ", ".join(str(each) for each in value)
    elif isinstance(value, bool):
        yield path, str(value).lower()
    else:
        yield path, str(value)
