"""The files of the index. All but one are named after their content and never change.

`search/<language>/index.json` names the directory file; that one knows in which chunk a word is,
in which file an entry's row is, and where the spellings of each letter are.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from vlmatlas.labels import Labels
from vlmatlas.pages.page import Context, Page
from vlmatlas.search.entries import Entry, Kind, build_entries
from vlmatlas.search.guides import read_guides
from vlmatlas.search.postings import IMPACTS, Postings, build_postings, list_spellings
from vlmatlas.search.scripts import map_traditional
from vlmatlas.search.words import has_han

_CHUNK = 9_000
_ROWS = 8
_LABELS = ("all", "filter", "none", "count", "nearest", "new", "add", "add.about")
_LEAD = {"zh": 110, "en": 200}


def index_pages(context: Context, pages: Iterable[Page]) -> Mapping[str, bytes]:
    """What the search of one language loads; of pages it takes all but their content."""
    guides = read_guides(context.root, context.language)
    entries = build_entries(context.catalog, context.language, pages, guides)
    return render_search_files(entries, context.labels)


def render_search_files(entries: Sequence[Entry], labels: Labels) -> Mapping[str, bytes]:
    """Path below the site → content, for one language."""
    files = _Files(f"search/{labels.language}/")
    postings = build_postings(entries)
    bounds, chunks = [], []
    for chunk in cut_chunks(postings):
        bounds.append(next(iter(chunk)))
        chunks.append(files.add(chunk))
    rows = [_row(files, entry, _LEAD[labels.language]) for entry in entries]
    directory = {
        "count": len(entries),
        "kinds": [[kind, labels(f"search.kind.{kind}"), _first(entries, kind)] for kind in Kind],
        "bounds": bounds,
        "chunks": chunks,
        "rows": [files.add(group) for group in _groups(rows)],
        "spellings": {
            letter: files.add(front_code(list(words)))
            for letter, words in groupby(list_spellings(entries), key=lambda word: word[0])
        },
        "traditional": map_traditional(filter(has_han, "".join(postings))),
        "labels": {name: labels(f"search.{name}") for name in _LABELS},
    }
    name = files.add(directory)
    return {**files.content, f"{files.folder}index.json": _dump({"directory": name})}


def _groups(rows: Sequence[object]) -> Iterator[Sequence[object]]:
    return (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))


def _first(entries: Sequence[Entry], kind: Kind) -> int:
    """The number of the first entry of a kind; entries of a kind stand together."""
    order = list(Kind)
    return sum(order.index(entry.kind) < order.index(kind) for entry in entries)


def cut_chunks(postings: Postings) -> Iterator[dict[str, list[int]]]:
    """Words in order, cut where a chunk is large enough; a posting is gap × 32 + impact."""
    chunk: dict[str, list[int]] = {}
    size = 0
    for word in sorted(postings):
        chunk[word] = _encode(postings[word])
        size += 6 + sum(len(str(number)) + 1 for number in chunk[word])
        if size > _CHUNK:
            yield chunk
            chunk, size = {}, 0
    if chunk:
        yield chunk


def _encode(found: Sequence[tuple[int, int]]) -> list[int]:
    numbers = [-1, *(number for number, _impact in found)]
    return [
        (number - before) * (IMPACTS + 1) + impact
        for before, (number, impact) in zip(numbers, found, strict=False)
    ]


def front_code(words: Sequence[str]) -> str:
    """Sorted words, each as the length it shares with the one before (base 36) and the rest."""
    coded, before = [], ""
    for word in words:
        shared = next(
            (i for i, pair in enumerate(zip(before, word, strict=False)) if pair[0] != pair[1]),
            min(len(before), len(word)),
        )
        coded.append(f"{'0123456789abcdefghijklmnopqrstuvwxyz'[shared]}{word[shared:]}")
        before = word
    return " ".join(coded)


def _row(files: "_Files", entry: Entry, length: int) -> list[object]:
    """Title, address, lead and, of pages with parts, the file that holds their text."""
    lead = entry.lead if len(entry.lead) <= length else f"{entry.lead[:length].rstrip()}…"
    parts = [[part.anchor, part.heading, part.text] for part in entry.sections]
    return [entry.title, entry.url, lead, *([files.add(parts)] if parts else [])]


class _Files:
    """Collects files under names made from their content."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.content: dict[str, bytes] = {}

    def add(self, value: object) -> str:
        content = _dump(value)
        name = hashlib.sha256(content).hexdigest()[:8]
        self.content[f"{self.folder}{name}.json"] = content
        return name


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
