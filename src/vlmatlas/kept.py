"""Files that are slow to make, kept together under the digest of what they were made from.

They may be many times larger than what they are made from, so that they are read one by one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from vlmatlas.output import replace_file


class KeptFiles(Mapping[str, bytes]):
    """The files of an archive, none of which is held in memory."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = dict.fromkeys(archive.namelist())

    def __getitem__(self, name: str) -> bytes:
        return self._archive.read(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def keep_files(
    path: Path, key: str, make: Callable[[], Iterable[tuple[str, bytes]]]
) -> Mapping[str, bytes]:
    """The files kept at `path` for this key, or else newly made ones, which are kept now.

    An archive has a checksum of every file, so a damaged one counts as missing.
    """
    kept = _open(path, key)
    if kept is not None:
        return kept
    with replace_file(path) as draft, ZipFile(draft, "w", ZIP_STORED) as archive:
        archive.comment = key.encode()
        for name, content in make():
            archive.writestr(ZipInfo(name), content)
    return KeptFiles(ZipFile(path))


def _open(path: Path, key: str) -> KeptFiles | None:
    try:
        archive = ZipFile(path)
        if archive.comment == key.encode() and archive.testzip() is None:
            return KeptFiles(archive)
        archive.close()
    except (OSError, BadZipFile, EOFError, NotImplementedError, RuntimeError):
        pass
    return None
