"""Where values stand in a YAML text."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from vlmatlas.problem import DataPath
from vlmatlas.yamlfile import compose_yaml


def locate(text: str, where: DataPath, *, on_key: bool = False) -> tuple[int, int]:
    """Line and column, both from 1, of the value at `where`, or of the nearest thing around it."""
    return make_locator(text)(where, on_key=on_key)


class Locator(Protocol):
    """`locate` in a text that has been looked through."""

    def __call__(self, where: DataPath, *, on_key: bool = False) -> tuple[int, int]: ...


def make_locator(text: str) -> Locator:
    return partial(_locate, compose_yaml(text))


def _locate(node: Any, where: DataPath, *, on_key: bool = False) -> tuple[int, int]:
    mark = node.start_mark if node is not None else None
    for step in where:
        found = _step_into(node, step)
        if found is None:
            break
        key, node = found
        mark = key.start_mark if on_key and key is not None else node.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


@dataclass(frozen=True, slots=True)
class Node:
    """Where a value stands in its text, in characters; what follows it is not part of it."""

    start: int
    end: int
    column: int
    is_flow: bool
    is_empty: bool


def find_node(text: str, where: DataPath) -> Node | None:
    """The value at `where`, if there is one."""
    node = compose_yaml(text)
    for step in where:
        found = _step_into(node, step) if node is not None else None
        if found is None:
            return None
        node = found[1]
    if node is None:
        return None
    mark = node.start_mark
    is_scalar = node.id == "scalar"
    return Node(
        mark.index,
        _end(node),
        mark.column,
        is_flow=is_scalar or bool(node.flow_style),
        is_empty=not node.value,
    )


def _end(node: Any) -> int:
    """A block collection ends with its last leaf: PyYAML's mark lies behind later comments."""
    if node.id == "scalar" or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if node.id == "mapping" else last)


def _step_into(node: Any, step: str | int) -> tuple[Any, Any] | None:
    if node.id == "mapping":
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if node.id == "sequence" and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None
