"""Look through a write-up without converting it: citations, links, HTML, and where each stands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vlmatlas.stamps import find_stamp

HTML_TAGS = frozenset({"sub", "sup", "br", "kbd", "abbr"})
"""The HTML a write-up may use, in check and in rendering."""

LINK_KINDS = frozenset({"family", "variant", "component", "benchmark", "tag", "term"})
"""Prefixes of links to other pages of the catalogue."""

_FENCE = re.compile(r"^(```|~~~)", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_CITATION = re.compile(r"\[\^([^\]\s]+)\]")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_BARE = re.compile(r"<(?:https?://[^>\s]+)>")
_MARKS = re.compile(rf"{_CITATION.pattern}|\]\([^)\n]*\)|{_BARE.pattern}")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)[^>]*>|<!--|<[!?]")


class Mention(NamedTuple):
    """Something in a body that points elsewhere, and how many characters stand before it."""

    value: str
    start: int


def blank_code(text: str, filler: str = " ") -> str:
    """The text with code, formulas and stamp replaced by a filler, so that positions stay."""
    stamp = find_stamp(text)
    if stamp is not None:
        text = text[: stamp.start] + _fill(text[stamp.start :], " ")
    parts = _FENCE.split(text)
    fenced = "".join(
        _fill(part, filler) if index // 2 % 2 and not index % 2 else part
        for index, part in enumerate(parts)
    )
    return _CODE.sub(lambda found: _fill(found[0], filler), fenced)


def blank_marks(prose: str) -> str:
    """A text without code, also without citations and the targets of links."""
    return _MARKS.sub(lambda found: _fill(found[0], " "), prose)


def find_citations(prose: str) -> Iterator[Mention]:
    """The keys in `[^key]`; like its sisters it takes a text without code."""
    for found in _CITATION.finditer(prose):
        yield Mention(found[1], found.start(1))


def find_links(prose: str) -> Iterator[Mention]:
    for found in _LINK.finditer(prose):
        yield Mention(found[1], found.start(1))


def find_html(prose: str) -> Iterator[Mention]:
    """Every piece of raw HTML that is not on the short list."""
    for found in _TAG.finditer(_BARE.sub(lambda found: _fill(found[0], " "), prose)):
        tag = (found[1] or "").lower()
        if tag not in HTML_TAGS or re.search(r"\s", found[0].strip("</>")):
            yield Mention(found[0], found.start())


def place_of(text: str, start: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _fill(text: str, filler: str) -> str:
    return filler * len(text) if "\n" not in text else re.sub(r"[^\n]", filler, text)
