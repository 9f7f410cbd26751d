"""How wide text will be, and where to break it. No browser is asked: the widths are estimates.

The advance table is close to Arial and its look-alikes; East Asian wide characters take one em.
Boxes keep a margin for fonts that run wider.
"""

import re
import unicodedata
from functools import cache
from typing import Final

_ADVANCES: Final = {
    "ijl|'": 0.24,
    " .,:;!It/\\[]()fr-·": 0.29,
    '"*': 0.36,
    "ckszvxyJ": 0.50,
    "abdeghnopquLFTZ?_$#0123456789²≤÷–": 0.58,
    "+=<>~×…→": 0.62,
    "ABEKPSVXYRUCDHN&w": 0.69,
    "GOQmM": 0.78,
    "W@%": 0.95,
}
_ADVANCE: Final = {char: em for chars, em in _ADVANCES.items() for char in chars}
_USUAL: Final = 0.62
_BOLD: Final = 1.06
_PIECE: Final = re.compile(
    r"[（《「]?[⺀-鿿][、，。；：）》」]*|[^\s⺀-鿿（《「]*?\w{2}[-/_](?=\w{2})|[^\s⺀-鿿（《「]+|\s+|."
)


_SHORT_PIECE: Final = re.compile(
    r"[（《「]?[⺀-鿿][、，。；：）》」]*|[A-Z]?[^\sA-Z⺀-鿿-]+-?|[A-Z]+-?|\s+|."
)


@cache
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width in pixels at a font size in pixels; rather too wide than too narrow."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1)


def _advance(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else _ADVANCE.get(char, _USUAL)


@cache
def wrap(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Lines of balanced length: as few as fit `width`, each as short as that number allows.

    Breaks at spaces, between Chinese characters, and after `-`, `/`, `_` inside long words.
    """
    return _balance(_PIECE.findall(text), width, size, bold=bold)


@cache
def wrap_hard(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Like `wrap`; words that are still too long also break after any `-` and at a capital."""
    lines = wrap(text, width, size, bold=bold)
    if not _too_wide(lines, width, size, bold=bold):
        return lines
    return _balance(_SHORT_PIECE.findall(text), width, size, bold=bold)


def _balance(pieces: list[str], width: float, size: float, *, bold: bool) -> tuple[str, ...]:
    lines = _fill(pieces, width, size, bold=bold)
    while len(lines) > 1 and width > size:
        width -= size / 2
        tighter = _fill(pieces, width, size, bold=bold)
        if len(tighter) != len(lines) or _too_wide(tighter, width, size, bold=bold):
            break
        lines = tighter
    return lines


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """The least width into which the text can be broken."""
    return max((text_width(line, size, bold=bold) for line in wrap(text, 1, size)), default=0)


def _fill(pieces: list[str], width: float, size: float, *, bold: bool) -> tuple[str, ...]:
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + piece
        if lines[-1].strip() and text_width(longer.rstrip(), size, bold=bold) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] = longer
    return tuple(line.strip() for line in lines if line.strip())


def _too_wide(lines: tuple[str, ...], width: float, size: float, *, bold: bool) -> bool:
    return any(text_width(line, size, bold=bold) > width for line in lines)
