"""Read YAML as plain data, and write it. Only this module imports yaml.

Dates stay text and every mistake that YAML would forgive is refused: repeated keys, anchors and
aliases (they could unfold into gigabytes), tags, links, files that are not UTF-8 or absurdly large.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml import events

from vlmatlas.problem import Finding
from vlmatlas.textfile import UnreadableError, read_text

_USUAL_DEPTH = 50
VERSION = yaml.__version__
_TAG = "tag:yaml.org,2002:"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_EventParser: Any = next((base for base in _Loader.__mro__ if base.__name__ == "CParser"), None)


class _DatelessLoader(_Loader):  # type: ignore[misc]
    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in _Loader.yaml_implicit_resolvers.items()
    }


def read_yaml(path: Path) -> Any:
    """The file as dicts, lists, texts, numbers, truth values and None."""
    return parse_yaml(read_text(path))


def parse_yaml(text: str) -> Any:
    data = _parse_usual(text)
    if data is not _UNUSUAL:
        return data
    root = compose_yaml(text)
    try:
        return None if root is None else _Builder().build(root)
    except RecursionError as error:
        raise UnreadableError(Finding("yaml-too-deep")) from error


def _parse_usual(text: str) -> Any:
    """The data of a file without mistakes, in half the time of nodes with their places."""
    if _EventParser is None:
        return _UNUSUAL
    next_event = _EventParser(text).get_event
    try:
        next_event()
        if type(next_event()) is not events.DocumentStartEvent:
            return _UNUSUAL
        data = _build_event(next_event(), next_event, 0)
        next_event()
        return data if type(next_event()) is events.StreamEndEvent else _UNUSUAL
    except (_UnusualError, yaml.YAMLError, RecursionError):
        return _UNUSUAL


def _build_event(event: Any, next_event: Callable[[], Any], depth: int) -> Any:
    if event.anchor is not None or event.tag is not None or depth > _USUAL_DEPTH:
        raise _UnusualError
    kind = type(event)
    if kind is events.ScalarEvent:
        return _read_plain(event.value) if event.implicit[0] else event.value
    if kind is events.MappingStartEvent:
        return _build_pairs(next_event, depth)
    items = []
    while type(event := next_event()) is not events.SequenceEndEvent:
        items.append(_build_event(event, next_event, depth + 1))
    return items


def _build_pairs(next_event: Callable[[], Any], depth: int) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    while type(event := next_event()) is not events.MappingEndEvent:
        if type(event) is not events.ScalarEvent or event.value in mapping:
            raise _UnusualError
        key = event.value
        mapping[key] = _build_event(next_event(), next_event, depth + 1)
    return mapping


class _UnusualError(Exception):
    """Something that has to be looked at node by node."""


_UNUSUAL: Any = object()


class Flow(dict[str, Any]):
    """A mapping that is written in one line: `{protocol: zero-shot}`."""


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented as the files have them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: FBT002
        del indentless
        return super().increase_indent(flow, False)  # noqa: FBT003


def _represent_flow(dumper: Any, value: Flow) -> Any:
    return dumper.represent_mapping(f"{_TAG}map", value, flow_style=True)


_Dumper.add_representer(Flow, _represent_flow)


def render_yaml(data: Any, *, flow: bool = False) -> str:
    """Plain data as YAML, in the order given."""
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=flow,
        width=10_000 if flow else 116,
    )
    return text


def compose_yaml(text: str) -> Any:
    """The root of the nodes as the library leaves them, or None for a text without any."""
    loader = _DatelessLoader(text)
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text) from error
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        finding = Finding("yaml-character", details={"value": f"U+{ord(str(error.character)):04X}"})
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise UnreadableError(finding, line, column) from error
    except RecursionError as error:
        raise UnreadableError(Finding("yaml-too-deep")) from error
    finally:
        loader.dispose()


def _syntax_error(error: yaml.MarkedYAMLError, text: str) -> UnreadableError:
    is_open = "quoted scalar" in str(error.context) and "end of stream" in str(error.problem)
    mark = error.context_mark if is_open else error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = " ".join(part for part in (error.context, error.problem) if part)
    lines = text.splitlines()[:line]
    last = lines[-1] if len(lines) == line else ""
    before = last[: column - 1]
    rule = "yaml-tab" if "\t" in last[: len(last) - len(last.lstrip())] else "yaml-syntax"
    value = next((it.strip() for it in reversed(lines) if it.strip()), "")
    details = {"problem": problem, "value": value, "hint": _hint(str(error.problem), before)}
    return UnreadableError(Finding(rule, details=details), line, column)


def _hint(problem: str, before: str) -> str:
    """What is probably wrong: a key of syntax.yaml."""
    if problem == "did not find expected key" and before.strip():
        return "behind-end"
    return next((hint for part, hint in _HINTS.items() if part in problem), "other")


_HINTS = {
    "mapping values are not allowed": "colon",
    "did not find expected key": "indentation",
    "expected '-' indicator": "indentation",
    "expected ',' or": "open-bracket",
    "unexpected end of stream": "open-quote",
    "cannot start any token": "character",
    "did not find expected node content": "no-value",
    "unknown escape character": "escape",
}


def _refuse(rule: str, node: Any, **details: object) -> UnreadableError:
    mark = node.start_mark
    return UnreadableError(Finding(rule, details=details), mark.line + 1, mark.column + 1)


class _Builder:
    """Turns composed nodes into plain data, once; a node met twice was an alias."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def build(self, node: Any) -> Any:
        if id(node) in self._seen:
            raise _refuse("yaml-alias", node)
        if isinstance(node, yaml.ScalarNode):
            return _build_scalar(node)
        if node.tag not in _COLLECTIONS:
            raise _refuse("yaml-tag", node, value=node.tag)
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item) for item in node.value]
        return self._build_mapping(node)

    def _build_mapping(self, node: Any) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _refuse("yaml-key", key_node)
            if key_node.value in mapping:
                raise _refuse("yaml-repeated-key", key_node, value=key_node.value)
            mapping[key_node.value] = self.build(value_node)
        return mapping


def _build_scalar(node: Any) -> Any:
    build = _SCALARS.get(node.tag)
    if build is None:
        raise _refuse("yaml-tag", node, value=node.tag)
    return build(node.value)


def _build_int(text: str) -> int | str:
    """A decimal integer; YAML's octal, binary and sexagesimal forms stay text."""
    return int(text) if re.fullmatch(r"[-+]?(0|[1-9][0-9]*)", text) else text


def _build_float(text: str) -> float | str:
    return float(text) if re.fullmatch(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?", text) else text


@lru_cache(maxsize=65_536)
def _read_plain(text: str) -> Any:
    """The value of a scalar without quotes."""
    resolvers = _DatelessLoader.yaml_implicit_resolvers.get(text[:1], [])
    tag = next((tag for tag, pattern in resolvers if pattern.match(text)), f"{_TAG}str")
    if tag not in _SCALARS:
        raise _UnusualError
    return _SCALARS[tag](text)


_COLLECTIONS = {f"{_TAG}seq", f"{_TAG}map"}
_SCALARS: dict[str, Callable[[str], Any]] = {
    f"{_TAG}str": str,
    f"{_TAG}int": _build_int,
    f"{_TAG}float": _build_float,
    f"{_TAG}bool": lambda text: text.lower() in {"true", "yes", "on"},
    f"{_TAG}null": lambda _: None,
}
