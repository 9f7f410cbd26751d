"""A build in parts: each machine renders a slice of the pages, one puts the site together.

What travels is the store of rendered pages. Whoever has all of it builds without rendering, and a
page that is missing or does not fit is rendered again, so the site cannot differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from vlmatlas.output import CACHE, write_files

T = TypeVar("T")
FAMILIES_PER_SHARD = 500
"""Building so many takes one machine some minutes."""
_PARTS = ("pages/**/*.json", "downloads.zip")


class ShardError(Exception):
    """Not a slice, or no archive of one."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Slice `index` of `count`, from 1."""

    index: int
    count: int

    def select(self, things: Sequence[T]) -> list[T]:
        """Every `count`-th thing, so that slices are equally heavy."""
        return list(things[self.index - 1 :: self.count])

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"


def parse_shard(text: str) -> Shard:
    """`2/3` → the second slice of three."""
    index, _, count = text.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise ShardError(f"'{text}' is no slice; write one such as 2/3")
    return Shard(int(index), int(count))


def plan_shards(families: int) -> list[Shard]:
    """The slices for machines of the usual size; none where one machine is enough."""
    count = families // FAMILIES_PER_SHARD
    return [Shard(index, count) for index in range(1, count + 1)] if count > 1 else []


def pack_store(root: Path) -> bytes:
    """Everything in the store as one archive; the same store gives the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path in sorted(_stored(root / CACHE)):
            archive.writestr(_entry(path.relative_to(root / CACHE)), path.read_bytes())
    return buffer.getvalue()


def unpack_store(root: Path, archives: Sequence[Path]) -> int:
    """Put what several machines have stored into one store; how many files came in."""
    count = 0
    for path in archives:
        try:
            with ZipFile(path) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
        except (OSError, BadZipFile) as error:
            raise ShardError(f"{path}: {error}") from error
        write_files(root / CACHE, files)
        count += len(files)
    return count


def _stored(folder: Path) -> Iterator[Path]:
    for pattern in _PARTS:
        yield from folder.glob(pattern)


def _entry(path: Path) -> ZipInfo:
    entry = ZipInfo(path.as_posix())
    entry.compress_type = ZIP_DEFLATED
    return entry
