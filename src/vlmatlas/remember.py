"""The memory of `check` on disk: which families were sound, and with what files.

The file may be deleted, damaged or restored from another machine at any time: what does not carry
its own checksum and the digest of the code as it is now is not there.
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pydantic

from vlmatlas.digests import digest_files, digest_texts, open_sealed, seal
from vlmatlas.memory import Known, Memory
from vlmatlas.output import CACHE, write_files
from vlmatlas.rules.outline import Outline, Spread
from vlmatlas.touched import MEMORY
from vlmatlas.yamlfile import VERSION

WHOLE = "families.json"
"""What the YAML of families says, for those who need all of them."""


def load_memory(root: Path, *, whole: bool = False) -> Memory:
    """An empty one where nothing usable is kept."""
    found = _load(root / CACHE / MEMORY)
    day, registry, data, families = found or ("", "", [], [])
    if whole:
        data += _load(root / CACHE / WHOLE) or []
    return Memory(
        day,
        registry,
        {id: Known(digest, _outline(values)) for id, digest, values in families},
        {path: (digest, value) for path, digest, value in data},
    )


def save_memory(root: Path, memory: Memory, *, whole: bool = False) -> None:
    data = [(path, digest, value) for path, (digest, value) in memory.data.items()]
    families = [(id, known.digest, known.outline) for id, known in memory.families.items()]
    registry = [item for item in data if item[0].startswith("registry/")]
    files = {MEMORY: _dump((memory.day, memory.registry, registry, families))}
    if whole:
        files[WHOLE] = _dump([item for item in data if not item[0].startswith("registry/")])
    write_files(root / CACHE, files)


def _load(path: Path) -> Any:
    try:
        body = open_sealed(path.read_bytes(), _digest_code())
    except OSError:
        return None
    return None if body is None else json.loads(body)


def _dump(values: object) -> bytes:
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return seal(body, _digest_code())


def _outline(values: list[Any]) -> Outline:
    outline = Outline(*values)
    return outline._replace(scores={k: Spread(*spread) for k, spread in outline.scores.items()})


@cache
def _digest_code() -> str:
    code = digest_files(Path(__file__).parent, ("*.py", "graph/*.py", "rules/*.py"))
    return digest_texts(code, pydantic.VERSION, VERSION, sys.version)
