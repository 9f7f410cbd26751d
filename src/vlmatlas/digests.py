"""Short names for contents: equal digests mean equal bytes."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

_SIZE = 16


def digest_texts(*texts: str) -> str:
    """One digest of several texts; where one ends and the next begins counts."""
    state = blake2b(digest_size=_SIZE)
    for text in texts:
        content = text.encode("utf-8", "surrogatepass")
        state.update(len(content).to_bytes(8, "big"))
        state.update(content)
    return state.hexdigest()


def digest_bytes(content: bytes) -> str:
    return blake2b(content, digest_size=_SIZE).hexdigest()


def digest_files(root: Path, patterns: Iterable[str]) -> str:
    """One digest of the names and contents of all files below `root` that match a pattern."""
    state = blake2b(digest_size=_SIZE)
    paths = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        name = path.relative_to(root).as_posix()
        state.update(f"{name}\0{path.stat().st_size}\0".encode())
        state.update(path.read_bytes())
    return state.hexdigest()


def seal(content: bytes, key: str = "") -> bytes:
    """Content behind a line that only the same content and key would have."""
    return _seal_of(content, key) + b"\n" + content


def open_sealed(sealed: bytes, key: str = "") -> bytes | None:
    """The content, unless it is damaged or was sealed with another key."""
    head, _, content = sealed.partition(b"\n")
    return content if head == _seal_of(content, key) else None


def read_seal(path: Path) -> str:
    """The first line of a sealed file; empty where there is none."""
    try:
        with path.open("rb") as file:
            return file.readline(_SIZE * 2).decode(errors="replace")
    except OSError:
        return ""


def _seal_of(content: bytes, key: str) -> bytes:
    return digest_texts(key, digest_bytes(content)).encode()
