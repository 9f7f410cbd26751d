"""Files that are slow to make, kept together under the digest of what they were made from."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from vlmatlas.output import write_files


def keep_files(
    path: Path, key: str, make: Callable[[], Mapping[str, bytes]]
) -> Mapping[str, bytes]:
    """The files kept at `path` for this key, or else newly made ones, which are kept now.

    An archive checks every file it hands out, so a damaged one counts as missing.
    """
    kept = _read(path, key)
    if kept is not None:
        return kept
    files = make()
    write_files(path.parent, {path.name: _pack(files, key)})
    return files


def _read(path: Path, key: str) -> dict[str, bytes] | None:
    try:
        with ZipFile(path) as archive:
            if archive.comment != key.encode():
                return None
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, BadZipFile, EOFError, NotImplementedError, RuntimeError):
        return None


def _pack(files: Mapping[str, bytes], key: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name), files[name])
        archive.comment = key.encode()
    return buffer.getvalue()
