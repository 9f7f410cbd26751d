"""Entries → for every word the entries that hold it, and how much each is about it."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vlmatlas.search.entries import Entry, Kind, names_of
from vlmatlas.search.scripts import spell_pinyin
from vlmatlas.search.words import has_han, split_words, squash

IMPACTS = 31
"""Impacts are whole numbers from 1 to this."""
_TITLE, _ALIAS, _HEADING, _TEXT = 8, 5, 3, 1
_SATURATION, _LENGTH = 1.2, 0.5

_BITS = 32
_LOW = (1 << _BITS) - 1


class Postings(Mapping[str, Sequence[tuple[int, int]]]):
    """word → (number of the entry, impact), numbers ascending; a whole name begins with `=`.

    Pairs are packed, as there are about as many as words in all texts.
    """

    def __init__(self, packed: Mapping[str, "array[int]"]) -> None:
        self._packed = packed

    def __getitem__(self, word: str) -> Sequence[tuple[int, int]]:
        return list(_unpack(self._packed[word]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def build_postings(entries: Sequence[Entry]) -> Postings:
    found: dict[str, array[int]] = {}
    lengths = []
    for number, entry in enumerate(entries):
        count = count_words(entry)
        lengths.append(sum(count.values()))
        for word, weight in count.items():
            _add(found, word, number, weight)
        for name, rank in spell_names(entry).items():
            _add(found, f"={name}", number, rank)
    mean = sum(lengths) / max(1, len(lengths))
    scales = [_SATURATION * (1 - _LENGTH + _LENGTH * length / mean) for length in lengths]
    for word, packed in found.items():
        if not word.startswith("="):
            for place, pair in enumerate(packed):
                weight = pair & _LOW
                impact = max(1, round(IMPACTS * weight / (weight + scales[pair >> _BITS])))
                packed[place] = pair - weight + impact
    return Postings(found)


def _add(found: dict[str, "array[int]"], word: str, number: int, value: int) -> None:
    pairs = found.get(word)
    if pairs is None:
        pairs = found[word] = array("Q")
    pairs.append(number << _BITS | value)


def _unpack(pairs: "array[int]") -> Iterator[tuple[int, int]]:
    return ((pair >> _BITS, pair & _LOW) for pair in pairs)


def count_words(entry: Entry) -> Counter[str]:
    """The words of an entry, each as often as the places it stands in are worth."""
    count: Counter[str] = Counter()
    for text, weight in _weighted_texts(entry):
        for word, times in Counter(split_words(text)).items():
            count[word] += times * weight
    return count


def _weighted_texts(entry: Entry) -> Iterator[tuple[str, int]]:
    yield entry.title, _TITLE
    yield from ((name, _ALIAS) for name in (*entry.aliases, *entry.hidden))
    yield from ((section.heading, _HEADING) for section in entry.sections)
    yield from ((text, _TEXT) for text in (entry.lead, entry.facts))
    yield from ((section.text, _TEXT) for section in entry.sections)


def spell_names(entry: Entry) -> Mapping[str, int]:
    """Squashed names with their ranks, the best of each; Chinese names also in pinyin."""
    ranks: dict[str, int] = {}
    for name, rank in names_of(entry):
        for spelling, cost in _spellings(name):
            key = squash(spelling)
            if key and (entry.kind is not Kind.GUIDE or rank == IMPACTS):
                ranks[key] = max(ranks.get(key, 0), rank - cost)
    return ranks


def _spellings(name: str) -> Iterator[tuple[str, int]]:
    """A name as written, without what stands in brackets, each of `A / B`, and in pinyin."""
    yield name, 0
    short = re.sub(r"\s*[(（].*?[)）]", "", name).strip()
    if short and short != name:
        yield short, 1
    if " / " in name:
        yield from ((part, 1) for part in name.split(" / "))
    if has_han(name):
        yield spell_pinyin(name), 3


def list_spellings(entries: Iterable[Entry]) -> list[str]:
    """Latin names and words of names, sorted: what a misspelt word may have meant."""
    found: set[str] = set()
    for entry in entries:
        if entry.kind is Kind.GUIDE:
            continue
        names = [entry.title, *entry.hidden]
        if entry.kind is not Kind.VARIANT:
            names += entry.aliases
        for name in names:
            found |= {word for word in split_words(name) if _may_be_misspelt(word)}
            if entry.kind is Kind.FAMILY and _may_be_misspelt(squash(name)):
                found.add(squash(name))
    return sorted(found)


def _may_be_misspelt(word: str) -> bool:
    return 4 <= len(word) <= 20 and word.isascii() and word.isalpha()  # noqa: PLR2004
