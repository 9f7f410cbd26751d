"""What reading a catalogue leaves for the next time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vlmatlas.rules.draft import Sound
from vlmatlas.rules.outline import Outline

Data = Mapping[str, tuple[str, Any]]
"""path → digest of a file, and what its YAML says"""


@dataclass(frozen=True, slots=True)
class Known:
    """A family without a problem of its own, as its files were."""

    digest: str
    outline: Outline
    sound: Sound | None = None
    """its record and texts, where someone keeps them"""


@dataclass(frozen=True, slots=True)
class Entries:
    """The registry as it was read."""

    records: Mapping[str, Any]
    known: Mapping[str, set[str]]
    digests: Mapping[str, str]
    data: Data


@dataclass(frozen=True)
class Memory:
    """What need not be found out again while files are the same."""

    day: str = ""
    """the day it is of; what was no future then is none later"""
    registry: str = ""
    """digest of the registry that the families agree with"""
    families: Mapping[str, Known] = field(default_factory=dict)
    data: Data = field(default_factory=dict)
    """without the files of families unless `whole`"""
    entries: Entries | None = field(default=None, compare=False)
    """the records themselves if all are sound, while the process that read them lives"""

    def says_the_same(self, other: "Memory") -> bool:
        """Whether the other need not be replaced by this one."""
        mine, theirs = (
            (
                memory.day,
                memory.registry,
                {id: known.digest for id, known in memory.families.items()},
                {path: digest for path, (digest, _) in memory.data.items()},
            )
            for memory in (self, other)
        )
        return mine == theirs
