"""Look through a write-up without converting it: citations, links, HTML, and where each stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

HTML_TAGS = frozenset({"sub", "sup", "br", "kbd", "abbr"})
"""The HTML a write-up may use, in check and in rendering."""

LINK_KINDS = frozenset({"family", "variant", "component", "benchmark", "tag", "term"})
"""Prefixes of links to other pages of the catalogue."""

_FENCE = re.compile(r"^(```|~~~)", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_CITATION = re.compile(r"\[\^([^\]\s]+)\]")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_BARE = re.compile(r"<(?:https?://[^>\s]+)>")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)[^>]*>|<!--|<[!?]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Something in a body that points elsewhere."""

    value: str
    line: int
    column: int


def find_citations(text: str) -> Iterator[Mention]:
    """The keys in `[^key]`."""
    for found in _CITATION.finditer(_blank_code(text)):
        yield _mention(text, found.start(1), found[1])


def find_links(text: str) -> Iterator[Mention]:
    for found in _LINK.finditer(_blank_code(text)):
        yield _mention(text, found.start(1), found[1])


def find_html(text: str) -> Iterator[Mention]:
    """Every piece of raw HTML that is not on the short list."""
    for found in _TAG.finditer(_BARE.sub(_blank, _blank_code(text))):
        tag = (found[1] or "").lower()
        if tag not in HTML_TAGS or re.search(r"\s", found[0].strip("</>")):
            yield _mention(text, found.start(), found[0])


def _mention(text: str, start: int, value: str) -> Mention:
    line = text.count("\n", 0, start) + 1
    return Mention(value, line, start - text.rfind("\n", 0, start))


def _blank_code(text: str) -> str:
    """The text with code and formulas replaced by spaces, so that positions stay."""
    parts = _FENCE.split(text)
    fenced = "".join(
        _blank_text(part) if index // 2 % 2 and not index % 2 else part
        for index, part in enumerate(parts)
    )
    return _CODE.sub(_blank, fenced)


def _blank(found: re.Match[str]) -> str:
    return _blank_text(found[0])


def _blank_text(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
