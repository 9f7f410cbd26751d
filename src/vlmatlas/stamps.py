"""Which revision of the other language a write-up matches: a comment on its last line.

The hash is of what a reader sees: line ends, trailing spaces and the other text's own stamp do not
count, so that stamping one text does not date the other.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

_BEGIN = "<!-- matches "
_STAMP = re.compile(rf"{_BEGIN}([a-z]{{2}}\.md) ([0-9a-f]{{12}}) -->\s*\Z")
_LINE_END = re.compile(r"[ \t\r]+\n")


@dataclass(frozen=True, slots=True)
class Stamp:
    """The text it matches, that text's hash, and how many characters stand before the comment."""

    name: str
    digest: str
    start: int


def find_stamp(text: str) -> Stamp | None:
    start = text.rfind(_BEGIN)
    found = _STAMP.match(text, start) if start >= 0 else None
    return Stamp(found[1], found[2], start) if found else None


def remove_stamp(text: str) -> str:
    """The write-up itself."""
    stamp = find_stamp(text)
    return f"{text[: stamp.start].rstrip()}\n" if stamp else text


def hash_text(text: str) -> str:
    plain = _LINE_END.sub("\n", remove_stamp(text).strip())
    return sha256(plain.encode()).hexdigest()[:12]


def stamp_text(text: str, other_name: str, other: str) -> str:
    """The text, marked as matching `other` as it is now."""
    body = remove_stamp(text).rstrip()
    return f"{body}\n\n<!-- matches {other_name} {hash_text(other)} -->\n"


def stamp_pair(texts: Mapping[str, str]) -> dict[str, str]:
    """Two texts by the name of their file, each marked as matching the other."""
    first, second = texts
    return {
        first: stamp_text(texts[first], second, texts[second]),
        second: stamp_text(texts[second], first, texts[first]),
    }


def is_outdated(text: str, other: str) -> bool:
    """Whether the other text has changed since this one was marked as matching it."""
    stamp = find_stamp(text)
    return stamp is not None and stamp.digest != hash_text(other)
