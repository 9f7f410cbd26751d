"""Read flow lines such as `image -> clip@24 -[Q]-> mining ~> llm/cross`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vlmatlas.problem import DataPath, Finding
from vlmatlas.vocabulary import Arrow

_ARROW = re.compile(
    r"\s+(?:(->|~>|\+>|\.\.>)|-\[([^\]]+)\](->)|~\[([^\]]+)\](~>)"
    r"|\+\[([^\]]+)\](\+>)|\.\.\[([^\]]+)\](\.\.>))\s+"
)
_REFERENCE = re.compile(r"([a-z0-9]+(?:[.-][a-z0-9]+)*)(?:/([a-z0-9-]+))?(?:@([0-9][0-9,–-]*))?")


@dataclass(frozen=True, slots=True)
class Reference:
    """A node as a line names it: perhaps a block inside it, perhaps the layers tapped."""

    node: str
    block: str | None
    tap: str | None
    offset: int
    """Characters before it in its line."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One arrow of a line."""

    source: Reference
    target: Reference
    arrow: Arrow
    label: str | None
    line: int


def parse_flow(lines: Sequence[str], where: DataPath) -> tuple[list[Hop], list[Finding]]:
    """The arrows of all lines in order, and what could not be read."""
    hops: list[Hop] = []
    findings: list[Finding] = []
    for number, line in enumerate(lines):
        try:
            hops += _parse_line(number, line)
        except _UnreadableLineError as error:
            details = {"value": error.part or line}
            findings.append(
                Finding("flow-line", (*where, number), details, offset=max(error.offset, 0))
            )
    return hops, findings


class _UnreadableLineError(Exception):
    def __init__(self, part: str, offset: int) -> None:
        super().__init__(part)
        self.part = part
        self.offset = offset


def _parse_line(number: int, line: str) -> Iterator[Hop]:
    arrows = list(_ARROW.finditer(line))
    if not arrows:
        raise _UnreadableLineError("", 0)
    starts = [0, *(arrow.end() for arrow in arrows)]
    ends = [*(arrow.start() for arrow in arrows), len(line)]
    references = [
        _parse_reference(line[start:end], start) for start, end in zip(starts, ends, strict=True)
    ]
    for source, target, arrow in zip(references, references[1:], arrows, strict=False):
        plain, *labelled = arrow.groups()
        words = [word for word in labelled if word]
        label, sign = (None, plain) if plain else (words[0].strip(), words[1])
        yield Hop(source, target, Arrow(sign), label, number)


def _parse_reference(text: str, offset: int) -> Reference:
    name = text.strip()
    found = _REFERENCE.fullmatch(name)
    if found is None:
        raise _UnreadableLineError(name, offset + len(text) - len(text.lstrip()))
    node, block, tap = found.groups()
    return Reference(node, block, tap, offset)
