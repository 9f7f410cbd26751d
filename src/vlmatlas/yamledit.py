"""Change one value of a YAML text and leave every other character, comments included, as it is.

Each edit is checked: what the new text says is what the old one said, plus the change.
"""

import copy
import textwrap
from typing import Any

from vlmatlas.problem import DataPath
from vlmatlas.yamlfile import parse_yaml, render_yaml
from vlmatlas.yamlplaces import Node, find_node


def add_key(text: str, where: DataPath, key: str, value: Any) -> str:
    """A new last key of the mapping at `where`."""
    node = _node(text, where)
    if node.is_flow:
        return _verify(text, _into_flow(text, node, {key: value}), where, key, value)
    lines = textwrap.indent(render_yaml({key: value}), " " * node.column)
    return _verify(text, _after(text, node, lines), where, key, value)


def add_item(text: str, where: DataPath, value: Any) -> str:
    """A new last item of the list at `where`."""
    node = _node(text, where)
    place = len(_value_at(parse_yaml(text), where))
    if node.is_flow:
        return _verify(text, _into_flow(text, node, [value]), where, place, value)
    lines = textwrap.indent(render_yaml([value]), " " * node.column)
    return _verify(text, _after(text, node, lines), where, place, value)


def add_section(text: str, key: str, value: Any) -> str:
    """A new last key of the whole file, behind an empty line."""
    return _verify(text, f"{text.rstrip()}\n\n{render_yaml({key: value})}", (), key, value)


def set_value(text: str, where: DataPath, value: Any) -> str:
    """Another scalar at `where`."""
    node = _node(text, where)
    inline = render_yaml([value], flow=True).strip()[1:-1]
    return _verify(
        text, text[: node.start] + inline + text[node.end :], where[:-1], where[-1], value
    )


def _node(text: str, where: DataPath) -> Node:
    node = find_node(text, where)
    if node is None:
        raise KeyError(where)
    return node


def _into_flow(text: str, node: Node, addition: Any) -> str:
    inline = render_yaml(addition, flow=True).strip()[1:-1]
    before = text[: node.end - 1].rstrip()
    comma = "" if node.is_empty else ", "
    return f"{before.removesuffix(',')}{comma}{inline}{text[node.end - 1 :]}"


def _after(text: str, node: Node, lines: str) -> str:
    """The text with whole lines behind the last line of a node."""
    end = node.end
    if end and text[end - 1] != "\n":
        found = text.find("\n", end)
        end = len(text) if found < 0 else found + 1
    before = text[:end]
    gap = "" if before.endswith("\n") else "\n"
    return f"{before}{gap}{lines}{text[end:]}"


def _verify(old: str, new: str, where: DataPath, key: str | int, value: Any) -> str:
    expected = copy.deepcopy(parse_yaml(old))
    here = _value_at(expected, where)
    plain = parse_yaml(render_yaml(value))
    if isinstance(here, list) and key == len(here):
        here.append(plain)
    else:
        here[key] = plain
    if parse_yaml(new) != expected:
        raise ValueError(f"the text around {where} cannot be edited safely")
    return new


def _value_at(data: Any, where: DataPath) -> Any:
    for step in where:
        data = data[step]
    return data
