"""The catalogue many times over, as search entries: new names, shuffled sentences, other numbers.

Sentences of a copy that would answer a query as well as the original are left out, so that the
right answer stays the only one while the number of wrong ones grows.
"""

import csv
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vlmatlas.search.entries import Entry, Kind
from vlmatlas.search.words import squash

GROWING = (Kind.FAMILY, Kind.VARIANT, Kind.BENCHMARK, Kind.COMPONENT)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]


@dataclass(frozen=True, slots=True)
class Query:
    language: str
    text: str
    expected: tuple[str, ...]

    def place(self, urls: Sequence[str]) -> int:
        """1 for the first result, 0 if none is right."""
        found = (
            place
            for place, url in enumerate(urls, start=1)
            if url in self.expected or url.partition("#")[0] in self.expected
        )
        return next(found, 0)


def read_queries(folder: Path) -> list[Query]:
    queries = []
    for split in ("tuned", "held-out"):
        with (folder / f"{split}.tsv").open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t")
            queries += [
                Query(row["language"], row["query"], tuple(row["expected"].split())) for row in rows
            ]
    return queries


def grow(entries: Sequence[Entry], times: int, queries: Iterable[Query]) -> list[Entry]:
    """The entries and `times - 1` disguised copies of all that a larger catalogue has more of."""
    answers = [[squash(word) for word in query.text.split()] for query in queries]
    copies = [
        _disguise(entry, number, answers)
        for number in range(1, times)
        for entry in entries
        if entry.kind in GROWING
    ]
    order = list(Kind)
    return sorted([*entries, *copies], key=lambda entry: (order.index(entry.kind), entry.url))


def _disguise(entry: Entry, number: int, answers: Sequence[Sequence[str]]) -> Entry:
    rng = random.Random(f"{entry.url} {number}")  # noqa: S311
    page, mark, anchor = entry.url.partition("#")
    prefix = _invent(rng).title()

    def rename(name: str) -> str:
        """Every fourth copy keeps the name behind a prefix, the others get a name of their own."""
        if number % 4 == 0:
            return f"{prefix}-{name}"
        return re.sub(r"[A-Za-z]{3,}|[\u4e00-\u9fff]+", lambda _word: _invent(rng).title(), name)

    def rewrite(text: str) -> str:
        return " ".join(_rewrite(rng, text, answers))

    return replace(
        entry,
        url=f"{page.rstrip('/')}-{number}/{mark}{anchor}",
        title=rename(entry.title),
        aliases=tuple(rename(alias) for alias in entry.aliases),
        lead=rewrite(entry.lead),
        facts=rewrite(entry.facts),
        sections=tuple(replace(section, text=rewrite(section.text)) for section in entry.sections),
    )


def _rewrite(rng: random.Random, text: str, answers: Sequence[Sequence[str]]) -> Iterator[str]:
    sentences = re.split(r"(?<=[.。；;！!])\s*|(?<= ·) ", text)
    rng.shuffle(sentences)
    for sentence in sentences:
        flat = squash(sentence)
        if rng.random() < 0.1 or any(all(word in flat for word in answer) for answer in answers):  # noqa: PLR2004
            continue
        changed = re.sub(r"\d{3,}", lambda found: str(rng.randrange(10 ** len(found[0]))), sentence)
        yield re.sub(
            r"[A-Za-z]{5,}",
            lambda found: _invent(rng) if rng.random() < 0.08 else found[0],  # noqa: PLR2004
            changed,
        )


def _invent(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 4)))
