"""One cell of a table as numbers. What cannot be read for certain is refused, never guessed."""

import html
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from vlmatlas.intake.claims import Refusal

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"^(\*\*|__|\*|_|`|~~)(.+)\1$")
_SEPARATOR = re.compile(r"\s*[/、|]\s*")
_DASHES = re.compile(r"^[-–—−]+$")
_MISSING = frozenset({"", "n/a", "na", "null", "none", "nan", "tbd", "x", "✗", "?"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; `percent` if a percent sign stood behind it."""

    value: Decimal
    percent: bool = False


Part = Number | None
"""A number, or nothing where the cell says that there is none."""


def parse_cell(value: object, parts: int, place: str) -> tuple[Part, ...] | Refusal:
    """As many numbers as the heading has parts, or why the cell cannot be read."""
    if value is None or isinstance(value, bool):
        text = "" if value is None else str(value)
    else:
        text = clean_text(str(value))
    if _is_missing(text):
        return (None,) * parts
    pieces = _SEPARATOR.split(text)
    if len(pieces) != parts:
        rule = "cell-composite" if len(pieces) > 1 else "cell-incomplete"
        return Refusal(rule, place, {"value": text, "found": len(pieces), "expected": parts})
    found = [_parse_piece(piece) for piece in pieces]
    if any(isinstance(piece, str) for piece in found):
        return Refusal("cell-unreadable", place, {"value": text})
    return tuple(piece for piece in found if not isinstance(piece, str))


def clean_text(text: str) -> str:
    """Without markup, links, emphasis and full-width forms; only what a reader would see."""
    plain = unicodedata.normalize("NFKC", html.unescape(_TAG.sub("", text))).strip()
    plain = _LINK.sub(r"\1", plain).replace("\u2212", "-")
    while found := _EMPHASIS.match(plain):
        plain = found[2].strip()
    return " ".join(plain.split())


def _is_missing(text: str) -> bool:
    return text.casefold() in _MISSING or bool(_DASHES.match(text))


def _parse_piece(text: str) -> Part | str:
    """A number, nothing, or the text itself where it is neither."""
    if _is_missing(text):
        return None
    percent = text.endswith("%")
    plain = text.removesuffix("%").strip()
    if not _NUMBER.fullmatch(plain):
        return text
    return Number(Decimal(plain.replace(",", "")), percent)


def as_plain(number: Decimal) -> int | float:
    """The number as YAML has it: with a point only where it was written with one."""
    exponent = number.as_tuple().exponent
    return float(number) if isinstance(exponent, int) and exponent < 0 else int(number)
