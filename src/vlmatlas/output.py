"""The only writer: text and bytes on their way to disk."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

CACHE = ".cache/vlmatlas"
"""Below a checkout: what may be deleted, damaged or restored from another machine at any time."""


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write what differs from disk and name it, sorted; a reader never sees half a file."""
    return [path for path in sorted(files) if _write(_place(folder, path), files[path])]


def differs(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() != content
    except OSError:
        return True


def _place(folder: Path, path: str) -> Path:
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"{path} is outside {folder}")
    return folder / path


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Where to write what shall be at `path` once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield draft
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _write(path: Path, content: bytes) -> bool:
    if not differs(path, content):
        return False
    with replace_file(path) as draft:
        draft.write_bytes(content)
    return True
