"""The parts of a write-up that must be alike in every language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from vlmatlas.bodies import Mention
from vlmatlas.vocabulary import Language

HEADINGS: Final[Mapping[Language, tuple[str, ...]]] = {
    Language.ZH: ("动机", "创新点", "架构", "训练", "结果解读", "局限与使用提示", "谱系"),
    Language.EN: (
        "Motivation", "What is new", "Architecture", "Training", "Results in context",
        "Limits and tips", "Lineage",
    ),
}  # fmt: skip
"""What level-2 headings are called, in the order they stand in; a family may leave some out."""

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_TABLE = re.compile(r"(?:^[ \t]*\|.*\n?){2,}", re.MULTILINE)
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_FORMULA = re.compile(r"\$(?<!\\.)(?:\$.+?\$\$|[^$\n]+\$)", re.DOTALL)
_WORDS_IN_FORMULA = re.compile(r"\\(?:text|mbox)\{[^}]*\}|\s+")


@dataclass(frozen=True, slots=True)
class Title:
    """A heading; `rank` is its place among the known level-2 headings, or -1."""

    text: str
    level: int
    rank: int
    start: int


@dataclass(frozen=True, slots=True)
class Block:
    """A table or a listing, with its size in lines and columns."""

    kind: str
    size: str
    start: int


@dataclass(frozen=True, slots=True)
class Section:
    """The text below a level-2 heading."""

    title: str
    rank: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Writeup:
    """One language's text, looked through once."""

    language: Language
    text: str
    prose: str
    """without code and formulas; positions are those of `text`"""
    titles: tuple[Title, ...]
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        tops = [title for title in self.titles if title.level == 2]  # noqa: PLR2004
        heads = [("", -1, 0), *((top.text, top.rank, top.start) for top in tops)]
        ends = [*(top.start for top in tops), len(self.text)]
        return tuple(Section(*head, end) for head, end in zip(heads, ends, strict=True))


def read_writeup(text: str, prose: str, language: Language) -> Writeup:
    """A text and what `blank_code` makes of it."""
    titles = tuple(_find_titles(prose, language))
    return Writeup(language, text, prose, titles, tuple(_find_blocks(text, prose)))


def find_formulas(text: str) -> Iterator[Mention]:
    """Formulas without the words and spaces in them."""
    for found in _FORMULA.finditer(text) if "$" in text else ():
        yield Mention(_WORDS_IN_FORMULA.sub("", found[0].strip("$")), found.start())


def _find_titles(prose: str, language: Language) -> Iterator[Title]:
    known = HEADINGS[language]
    for found in _HEADING.finditer(prose):
        level, text = len(found[1]), found[2]
        rank = known.index(text) if level == 2 and text in known else -1  # noqa: PLR2004
        yield Title(text, level, rank, found.start())


def _find_blocks(text: str, prose: str) -> Iterator[Block]:
    tables = _TABLE.finditer(prose) if "|" in prose else ()
    listings = _FENCED.finditer(text) if "```" in text or "~~~" in text else ()
    blocks = [_measure_table(found) for found in tables]
    blocks += [Block("code", f"{found[0].count(chr(10)) - 1}", found.start()) for found in listings]
    yield from sorted(blocks, key=lambda block: block.start)


def _measure_table(found: re.Match[str]) -> Block:
    lines = found[0].strip().splitlines()
    columns = lines[0].strip().strip("|").count("|") + 1
    return Block("table", f"{len(lines) - 2}×{columns}", found.start())
