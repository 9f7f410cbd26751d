"""Which revision of the other language a write-up matches: a comment on its last line.

The hash is of what a reader sees: line ends, trailing spaces and the other text's own stamp do not
count, so that stamping one text does not date the other.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

_STAMP = re.compile(r"\n*<!-- matches ([a-z]{2}\.md) ([0-9a-f]{12}) -->\s*\Z")


@dataclass(frozen=True, slots=True)
class Stamp:
    """The text it matches, that text's hash, and how many characters stand before the comment."""

    name: str
    digest: str
    start: int


def find_stamp(text: str) -> Stamp | None:
    found = _STAMP.search(text)
    if found is None:
        return None
    return Stamp(found[1], found[2], found.start() + found[0].index("<"))


def remove_stamp(text: str) -> str:
    """The write-up itself."""
    return _STAMP.sub("\n", text)


def hash_text(text: str) -> str:
    lines = remove_stamp(text).strip().splitlines()
    return sha256("\n".join(line.rstrip() for line in lines).encode()).hexdigest()[:12]


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
