"""What is known of a link after asking, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vlmatlas.links.guard import REFUSED


class Verdict(StrEnum):
    """Ordered by how much it wants someone to act."""

    DEAD = "dead"
    ASTRAY = "astray"
    """the page is there, its anchor is not"""
    POLICY = "policy"
    """an entry of the allow-list that no longer holds"""
    PRIVATE = "private"
    """not a public address, so never asked"""
    UNREACHABLE = "unreachable"
    """no answer, or one that says to come back later"""
    MOVED = "moved"
    BLOCKED = "blocked"
    """a wall against robots: says nothing about the page"""
    FINE = "fine"


FAILING = frozenset({Verdict.DEAD, Verdict.ASTRAY, Verdict.POLICY, Verdict.PRIVATE})
WORTH_A_LOOK = frozenset({Verdict.UNREACHABLE, Verdict.MOVED})

_WALLS = frozenset({401, 402, 403, 405, 406, 407, 418, 429, 451, 999})
_PERMANENT = frozenset({301, 308})
_CLIENT_ERRORS = range(400, 500)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file a contributor can open, or a page of the built site."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the world said to one URL."""

    url: str
    status: int | None
    words: str
    is_missing_anchor: bool = False
    redirects: Sequence[tuple[int, str]] = ()
    """status and target of each step"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A link at a place, judged."""

    verdict: Verdict
    place: Place
    url: str
    words: str
    said: str = ""
    """The label of what we say ourselves; `words` then fills its `{value}`."""


def judge(answer: Answer) -> Verdict:
    """A wall against robots and a passing fault are told from a page that is gone."""
    status = answer.status
    if answer.is_missing_anchor:
        return Verdict.ASTRAY
    if status == REFUSED:
        return Verdict.PRIVATE
    if status in _WALLS:
        return Verdict.BLOCKED
    if status in _CLIENT_ERRORS:
        return Verdict.DEAD
    if status is None or status >= _CLIENT_ERRORS.stop:
        return Verdict.UNREACHABLE
    steps = [code for code, _target in answer.redirects]
    return Verdict.MOVED if steps and set(steps) <= _PERMANENT else Verdict.FINE


def describe_answer(answer: Answer) -> str:
    """The words of the answer and, after redirects, where they led."""
    target = answer.redirects[-1][1] if answer.redirects else ""
    return f"{answer.words} → {target}" if target else answer.words
