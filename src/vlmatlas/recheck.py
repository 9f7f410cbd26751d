"""Check again only what changed since everything was in order.

After a check without findings the digests of all files are kept, with what families show to each
other: names, variants and ancestors. While the registry and those outlines stay as they are, a
change inside one family cannot break a rule in another, so that family is checked alone. In every
other case the whole catalogue is.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vlmatlas.digests import digest_bytes, digest_files, digest_texts
from vlmatlas.output import write_files
from vlmatlas.problem import Problem

if TYPE_CHECKING:
    from vlmatlas.catalog import Checkup

_RECORD = ".cache/vlmatlas/check.json"
_MOST_CHANGED = 20
Files = Mapping[str, str]
"""path → digest"""


def recheck(root: Path, *, today: date) -> list[Problem]:
    """Every problem in the data, as `examine` finds them."""
    files = read_digests(root)
    salt = digest_texts(digest_files(Path(__file__).parent, ("**/*.py",)), today.isoformat())
    record = _read_record(root, salt)
    problems = None if record is None else _check_changed(root, today, record, files)
    if problems is None:
        problems = _check_all(root, today, salt, files)
    return problems


def read_digests(root: Path) -> Files:
    """Of every file below `models/` and `registry/`; what is no plain file has a name only."""
    return {name: _digest(path) for name, path in _walk(root, ("models", "registry"))}


def _walk(root: Path, folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for entry in os.scandir(root / folder):
            name = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, (name,))
            else:
                yield name, "" if entry.is_symlink() else entry.path


def _digest(path: str) -> str:
    if not path:
        return ""
    with open(path, "rb") as file:  # noqa: PTH123  # thousands of small files
        return digest_bytes(file.read())


@dataclass(frozen=True)
class _Record:
    """A catalogue in order."""

    salt: str
    files: Files
    outlines: Mapping[str, Mapping[str, Any]]
    """family id → what other families may rely on"""


def _check_changed(root: Path, today: date, record: _Record, files: Files) -> list[Problem] | None:
    """The problems of changed families; None if one can matter to others."""
    changed = {path for path, _ in set(files.items()) ^ set(record.files.items())}
    if not changed:
        return []
    ids = sorted({path.split("/")[1] for path in changed})
    only_content = files.keys() == record.files.keys()
    inside = all(path.startswith("models/") and path.count("/") > 1 for path in changed)
    if not only_content or not inside or len(ids) > _MOST_CHANGED:
        return None
    from vlmatlas.catalog import check_some  # noqa: PLC0415  # an unchanged catalogue needs none

    found = check_some(root, ids, record.outlines, today=today)
    if found is None:
        return None
    if not found.problems:
        _write_record(root, _Record(record.salt, files, record.outlines))
    return found.problems


def _check_all(root: Path, today: date, salt: str, files: Files) -> list[Problem]:
    from vlmatlas.catalog import check_everything  # noqa: PLC0415  # see above

    found: Checkup = check_everything(root, today=today)
    if not found.problems:
        _write_record(root, _Record(salt, files, found.outlines))
    return found.problems


def _read_record(root: Path, salt: str) -> _Record | None:
    try:
        checksum, _, content = (root / _RECORD).read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if checksum != digest_texts(content, salt):
        return None
    return _Record(salt, **json.loads(content))


def _write_record(root: Path, record: _Record) -> None:
    values = {"files": record.files, "outlines": record.outlines}
    content = json.dumps(values, ensure_ascii=False)
    text = f"{digest_texts(content, record.salt)}\n{content}"
    write_files(root, {_RECORD: text.encode()})
