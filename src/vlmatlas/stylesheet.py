"""One stylesheet for the site: the theme's and ours, without what no page and no script names.

A theme styles everything that any site may show, and each page waits for all of it. What is in use
is known once the pages are there. What cannot be told for certain stays.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import tinycss2

_CLASSES = re.compile(r"""class=["']([^"']+)""")
_READ = re.compile(r"var\((--[\w-]+)")
_CODE = re.compile(r"<(?:style|script)>(.*?)</(?:style|script)>", re.DOTALL)
_FRAME_ATTRIBUTES = re.compile(r'\s(dir|data-md-[\w-]+)(?:="([^"]*)")?')
_WORDS = re.compile(r"[\w-]+", re.ASCII)
_BEGINNING = re.compile(r"[a-z_][\w-]{2,}-")
_THEME_PROPERTY = "--md-"
_AROUND_RULES = ("media", "supports", "layer", "container")
_MATCHED_BY_VALUE = re.compile(r"dir|data-md-[\w-]+")
"""Attributes that only the theme's own pages and scripts set, so that an unknown value is none."""

_BLANK = tinycss2.ast.WhitespaceToken(0, 0, " ")


class StyleError(Exception):
    """A stylesheet that cannot be read; the text says where."""


def class_names(html: str) -> set[str]:
    """Classes of the elements of generated content, and the custom properties it reads."""
    lists = set(_CLASSES.findall(html))
    return {name for names in lists for name in names.split()}.union(_READ.findall(html))


def page_names(html: str) -> set[str]:
    """The same of a page with its frame, whose attributes, styles and scripts name more."""
    found = class_names(html).union(*(words(code) for code in _CODE.findall(html)))
    for name, value in _FRAME_ATTRIBUTES.findall(html):
        found.update((name, value))
    return found


def words(text: str) -> set[str]:
    """Whatever could be a name in a script; one such as `fact--` is the beginning of several."""
    return set(_WORDS.findall(text))


def join_sheets(theme: Mapping[str, str], ours: Mapping[str, str], used: Iterable[str]) -> str:
    """All rules of ours after those of the theme that something with one of the names could match.

    A key is what an error calls its sheet.
    """
    names = Names.of(used)
    rules = [rule for name, text in theme.items() for rule in _read_rules(name, text, names)]
    rules += [rule for name, text in ours.items() for rule in _read_rules(name, text, None)]
    properties = _properties_in_use(rules, names)
    return "".join(rule.write(properties) for rule in rules)


@dataclass(frozen=True)
class Names:
    whole: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, used: Iterable[str]) -> "Names":
        whole = frozenset(used)
        beginnings = {name for name in whole if _BEGINNING.fullmatch(name)}
        return cls(whole, tuple(sorted(beginnings)))

    def __contains__(self, name: object) -> bool:
        return name in self.whole or str(name).startswith(self.beginnings)


@dataclass(frozen=True)
class Rule:
    """`head{property:value;…}`, or with parts a rule around others."""

    head: str
    declarations: tuple[tuple[str, str], ...] = ()
    parts: tuple["Rule", ...] | None = None

    def walk(self) -> Iterator["Rule"]:
        yield self
        for part in self.parts or ():
            yield from part.walk()

    def write(self, properties: frozenset[str]) -> str:
        """Nothing if nothing is left in it."""
        if self.parts is not None:
            body = "".join(part.write(properties) for part in self.parts)
        else:
            body = ";".join(text for name, text in self.declarations if _stays(name, properties))
        return f"{self.head}{{{body}}}" if body else ""


def _stays(name: str, properties: frozenset[str]) -> bool:
    return not name.startswith(_THEME_PROPERTY) or name in properties


def _properties_in_use(rules: Sequence[Rule], names: Names) -> frozenset[str]:
    """A custom property that only unused ones read is not in use either."""
    declarations = [d for rule in rules for part in rule.walk() for d in part.declarations]
    in_use = frozenset(name for name in names.whole if name.startswith(_THEME_PROPERTY))
    while True:
        texts = (text.partition(":")[2] for name, text in declarations if _stays(name, in_use))
        more = in_use.union(*map(_read_properties, texts))
        if more == in_use:
            return in_use
        in_use = more


def _read_properties(value: str) -> set[str]:
    return set(re.findall(r"--[\w-]+", value)) if "--" in value else set()


def _read_rules(name: str, text: str, names: Names | None) -> Iterator[Rule]:
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _convert(name, nodes, names)


def _convert(sheet: str, nodes: Iterable[Any], names: Names | None) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "error":
            raise StyleError(f"{_place(sheet, node)}: {node.message}")
        if node.type == "qualified-rule":
            selectors = [s for s in _split(node.prelude) if names is None or _may_match(s, names)]
            if selectors:
                yield Rule(",".join(map(_write, selectors)), _declarations(sheet, node.content))
        else:
            yield from _convert_at_rule(sheet, node, names)


def _convert_at_rule(sheet: str, node: Any, names: Names | None) -> Iterator[Rule]:
    head = f"@{node.at_keyword} {_write(node.prelude)}".strip()
    if node.lower_at_keyword in _AROUND_RULES:
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        yield Rule(head, parts=tuple(_convert(sheet, inner, names)))
    elif node.content:
        yield Rule(head, (("", _write(node.content)),))
    elif node.lower_at_keyword != "charset":
        raise StyleError(f"{_place(sheet, node)}: {head} cannot stand in a joined stylesheet")


def _place(sheet: str, node: Any) -> str:
    return f"{sheet}:{node.source_line}:{node.source_column}"


def _declarations(sheet: str, content: Any) -> tuple[tuple[str, str], ...]:
    found = []
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for node in nodes:
        if node.type != "declaration":
            reason = node.message if node.type == "error" else "a rule within a rule"
            raise StyleError(f"{_place(sheet, node)}: {reason}")
        important = "!important" if node.important else ""
        found.append((node.name, f"{node.name}:{_write(node.value)}{important}"))
    return tuple(found)


def _split(prelude: Iterable[Any]) -> list[list[Any]]:
    """The selectors of a list."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _may_match(selector: Sequence[Any], names: Names) -> bool:
    """False only if a class or a value that it asks for is named nowhere.

    What stands inside `:not()`, `:is()` and the like is not looked at.
    """
    return all(_is_known(before, token, names) for before, token in pairwise([_BLANK, *selector]))


def _is_known(before: Any, token: Any, names: Names) -> bool:
    if token.type == "[] block":
        return _may_have(token, names)
    return token.type != "ident" or before != "." or token.value in names


def _may_have(block: Any, names: Names) -> bool:
    name, *rest = [token for token in block.content if token.type != "whitespace"]
    if not _MATCHED_BY_VALUE.fullmatch(str(getattr(name, "value", ""))):
        return True
    if len(rest) > 1 and rest[0] == "=":
        return rest[1].value in names
    return name.value in names


def _write(tokens: Iterable[Any]) -> str:
    """Without comments and indentation."""
    kept = (token for token in tokens if token.type != "comment")
    text = tinycss2.serialize(_BLANK if t.type == "whitespace" else t for t in kept)
    return str(text).strip()
