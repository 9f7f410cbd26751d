"""The memory of `check` on disk: which families were sound, and with what files.

The file may be deleted, damaged or restored from another machine at any time: what does not carry
its own checksum and the digest of the code as it is now is not there.
"""

import json
import sys
from functools import cache
from pathlib import Path

import pydantic

from vlmatlas.digests import digest_bytes, digest_files, digest_texts
from vlmatlas.output import write_files
from vlmatlas.reading import Known, Memory
from vlmatlas.rules.outline import Outline, Spread
from vlmatlas.yamlfile import VERSION

FOLDER = ".cache/vlmatlas"
NAME = "check.json"


def load_memory(root: Path) -> Memory:
    """An empty one where nothing usable is kept."""
    try:
        content = (root / FOLDER / NAME).read_bytes()
    except OSError:
        return Memory()
    head, _, body = content.partition(b"\n")
    if head != _head(body):
        return Memory()
    day, registry, data, families = json.loads(body)
    return Memory(
        day,
        registry,
        {id: Known(digest, _outline(values)) for id, digest, values in families},
        {path: (digest, value) for path, digest, value in data},
    )


def save_memory(root: Path, memory: Memory) -> None:
    data = [(path, digest, value) for path, (digest, value) in memory.data.items()]
    families = [(id, known.digest, known.outline) for id, known in memory.families.items()]
    values = (memory.day, memory.registry, data, families)
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    write_files(root / FOLDER, {NAME: _head(body) + b"\n" + body})


def _outline(values: list) -> Outline:  # type: ignore[type-arg]
    outline = Outline(*values)
    return outline._replace(scores={k: Spread(*spread) for k, spread in outline.scores.items()})


def _head(body: bytes) -> bytes:
    """What the first line says: the code that found it out, and the digest of the rest."""
    return digest_texts(_digest_code(), digest_bytes(body)).encode()


@cache
def _digest_code() -> str:
    code = digest_files(Path(__file__).parent, ("*.py", "graph/*.py", "rules/*.py"))
    return digest_texts(code, pydantic.VERSION, VERSION, sys.version)
