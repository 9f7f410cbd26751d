"""Find things by the many ways people write their names."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from vlmatlas.parse import suggest

_MARKS = dict.fromkeys(map(ord, "-_./()·"))


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """The name without case, spaces and punctuation: `MiniGPT-4 v2` and `minigpt4v2` are one."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(plain.translate(_MARKS).split())


class NameIndex:
    """Names, aliases and ids of one kind of entry."""

    def __init__(self, entries: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._ids: dict[str, str] = {}
        self.clashes: list[tuple[str, str, str]] = []
        """(spelling, id that had it first, id that claims it too)"""
        for id, names in entries:
            for name in (id, *names):
                first = self._ids.setdefault(fold(name), id)
                if first != id:
                    self.clashes.append((name, first, id))

    def find(self, name: str) -> str | None:
        """The id that this spelling means, if any."""
        return self._ids.get(fold(name))

    def suggest(self, name: str) -> str:
        """Ids whose spelling is near, for a message."""
        exact = self.find(name)
        return exact or suggest(fold(name), list(dict.fromkeys(self._ids.values())))


def index_names(records: Mapping[str, object]) -> NameIndex:
    """Index records that have a name and aliases."""
    return NameIndex((id, _names(record)) for id, record in records.items())


def _names(record: object) -> list[str]:
    name = getattr(record, "name")  # noqa: B009
    names = [name] if isinstance(name, str) else [name.en, name.zh]
    return [*names, *getattr(record, "aliases", ())]
