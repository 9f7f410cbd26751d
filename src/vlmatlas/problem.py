"""What `check` finds: a place, a rule and what was written there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

DataPath = tuple[str | int, ...]
"""Where a value stands inside its file: keys and list positions from the top."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule inside one file, before anyone knows its line."""

    rule: str
    where: DataPath = ()
    details: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    on_key: bool = False
    """Whether the key is at fault (unknown, repeated) and not its value."""
    severity: Severity = Severity.ERROR
    offset: int = 0
    """Characters of the value before the part that is at fault."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A broken rule at a place a contributor can open."""

    path: str
    line: int
    column: int
    rule: str
    severity: Severity = Severity.ERROR
    details: Mapping[str, object] = field(default_factory=dict, compare=False)


class CatalogError(Exception):
    """The data has problems; all of them are in `problems`, sorted by place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the data")
        self.problems = sorted(problems)
