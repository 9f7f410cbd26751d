"""Plain data → records, with every mistake noted and none raised."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from vlmatlas.problem import DataPath, Finding

R = TypeVar("R", bound=BaseModel)

_RULES = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "string_type": "not-text",
    "string_too_short": "empty",
    "too_short": "empty",
    "too_long": "too-many",
    "string_pattern_mismatch": "bad-form",
    "enum": "not-in-list",
    "bool_type": "not-true-or-false",
    "bool_parsing": "not-true-or-false",
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
    "mapping_type": "not-a-mapping",
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "int_from_float": "not-whole",
    "int_type": "not-a-number",
    "float_type": "not-a-number",
    "finite_number": "not-a-number",
    "greater_than": "out-of-range",
    "less_than": "out-of-range",
}


def parse_record(model: type[R], data: Any) -> tuple[R | None, list[Finding]]:
    """The record, or everything that keeps `data` from being one."""
    if data is None:
        return None, [Finding("file-empty")]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, list(_read_errors(error, model, data))


def suggest(word: str, known: Sequence[str]) -> str:
    """The known words that look most like `word`, joined for a message; empty if none does."""
    return ", ".join(difflib.get_close_matches(word, known, n=3, cutoff=0.6))


def _read_errors(error: ValidationError, model: type[BaseModel], data: Any) -> Iterator[Finding]:
    """One finding per place; a value that fits none of several forms is one mistake."""
    places: dict[DataPath, list[Finding]] = {}
    for item in error.errors(include_url=False):
        if item["type"] == "too_short" and item["input"]:
            continue  # it has items, only broken ones: those are reported themselves
        finding = _read_error(dict(item), model, data)
        places.setdefault(finding.where, []).append(finding)
    for where, findings in places.items():
        first = findings[0]
        told = next((f for f in findings if f.rule == "bad-size"), None)
        if told is not None and isinstance(told.details["value"], str):
            yield told
        elif len({finding.rule for finding in findings}) > 1:
            details = {"field": _dotted(where), "value": first.details["value"]}
            yield Finding("bad-form", where, details)
        else:
            yield first


def _read_error(item: dict[str, Any], model: type[BaseModel], data: Any) -> Finding:
    kind = item["type"]
    rule = _RULES.get(kind, kind if "-" in kind else "bad-form")
    if rule == "not-text" and isinstance(item["input"], dict):
        rule = "not-a-word"
    where = _trim(item["loc"], data, missing=kind == "missing")
    details: dict[str, Any] = {"field": _dotted(where), "value": item["input"]}
    if rule == "unknown-key":
        details["value"] = where[-1]
        details["near"] = suggest(str(where[-1]), _keys_at(model, where[:-1]))
    if rule == "not-in-list":
        words = _words_at(model, where)
        details |= {"known": ", ".join(words), "near": suggest(str(item["input"]), words)}
    return Finding(rule, where, details, on_key=rule == "unknown-key")


def _trim(loc: tuple[str | int, ...], data: Any, *, missing: bool) -> DataPath:
    """The part of pydantic's location that exists in the data (it also names union members)."""
    where: list[str | int] = []
    for index, step in enumerate(loc):
        inside = _step(data, step)
        if inside is not _ABSENT:
            data = inside
        elif missing and index == len(loc) - 1:
            return (*where, step)
        else:
            continue
        where.append(step)
    return tuple(where)


def _step(data: Any, step: str | int) -> Any:
    if isinstance(data, Mapping):
        return data.get(step, _ABSENT)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return _ABSENT


_ABSENT: Any = object()


def _dotted(where: DataPath) -> str:
    return ".".join(str(step) for step in where) or "file"


def _keys_at(model: type[BaseModel], where: DataPath) -> list[str]:
    found = _annotation_at(model, where)
    return list(found.model_fields) if _is_record(found) else []


def _words_at(model: type[BaseModel], where: DataPath) -> list[str]:
    found = _annotation_at(model, where)
    return [str(word) for word in found] if _is_words(found) else []


def _annotation_at(model: type[BaseModel], where: DataPath) -> Any:
    """What the records allow at a place: a record or a closed list, if either."""
    here: Any = model
    for step in where:
        if _is_record(here) and step in here.model_fields:
            here = _unwrap(here.model_fields[str(step)].annotation)
    return here


def _unwrap(annotation: Any) -> Any:
    """The record or closed list inside tuples, mappings, unions and Annotated."""
    if _is_record(annotation) or _is_words(annotation):
        return annotation
    inner = get_args(annotation)
    origin = get_origin(annotation)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        inner = inner[-1:]
    if isinstance(annotation, UnionType) or inner:
        unwrapped = [_unwrap(part) for part in inner]
        return next((part for part in unwrapped if _is_record(part) or _is_words(part)), None)
    return None


def _is_record(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, BaseModel)


def _is_words(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, StrEnum)
