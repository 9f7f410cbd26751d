"""Every address in the data and the hand-written pages, with the place where it stands.

What stands in code is an example, and nobody follows it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from vlmatlas.bodies import blank_code
from vlmatlas.links.verdicts import Place
from vlmatlas.parse import parse_record
from vlmatlas.records import Source
from vlmatlas.textfile import UnreadableError, read_text
from vlmatlas.yamlfile import read_yaml

PATTERNS = (
    "models/*/model.yaml",
    "models/*/*.md",
    "registry/**/*.yaml",
    "content/**/*.md",
    "*.md",
)
POLICY = "registry/links.yaml"
_URL = re.compile(r"https?://[^\s\"'<>`\\|\[\]{}\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_TAIL = ".,;:!?*_"

Links = Mapping[str, tuple[Place, ...]]


def collect_links(root: Path, only: Collection[str] | None = None) -> Links:
    """URL → its places; `only` limits the files that are read."""
    found: dict[str, list[Place]] = {}
    for path in sorted({path for pattern in PATTERNS for path in root.glob(pattern)}):
        name = path.relative_to(root).as_posix()
        if name == POLICY or (only is not None and name not in only):
            continue
        for url, place in _read_links(path, name):
            found.setdefault(url, []).append(place)
    return {url: tuple(dict.fromkeys(places)) for url, places in sorted(found.items())}


def _read_links(path: Path, name: str) -> Iterator[tuple[str, Place]]:
    """Files that cannot be read are the business of `check`."""
    try:
        text = read_text(path)
        urls = list(_walk(read_yaml(path))) if path.suffix == ".yaml" else []
    except UnreadableError:
        return
    for written, url in urls:
        yield url, _place(name, text, text.find(written))
    if path.suffix == ".md":
        for found in _URL.finditer(blank_code(text)):
            yield _trim(found[0]), _place(name, text, found.start())


def _walk(value: Any) -> Iterator[tuple[str, str]]:
    """URLs as written, and as readers follow them."""
    if isinstance(value, dict):
        source, _findings = parse_record(Source, value) if "url" in value else (None, [])
        if source is not None and source.location != source.url:
            yield source.url, source.location
            return
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)
    elif isinstance(value, str) and _URL.fullmatch(value):
        yield value, value


def _trim(url: str) -> str:
    """Without punctuation of the sentence around it, and a bracket that was opened before it."""
    trimmed = url.rstrip(_TAIL)
    while trimmed.endswith(")") and trimmed.count(")") > trimmed.count("("):
        trimmed = trimmed[:-1].rstrip(_TAIL)
    return trimmed


def _place(name: str, text: str, offset: int) -> Place:
    start = max(offset, 0)
    line = text.count("\n", 0, start) + 1
    return Place(name, line, start - text.rfind("\n", 0, start))
