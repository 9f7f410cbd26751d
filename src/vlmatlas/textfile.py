"""Files of text as contributors write them: plain, in UTF-8, and of sensible size."""

import os
import stat
from pathlib import Path

from vlmatlas.problem import Finding

MAX_BYTES = 1_000_000


class UnreadableError(Exception):
    """The file is no text, or no YAML, that we accept."""

    def __init__(self, finding: Finding, line: int = 1, column: int = 1) -> None:
        super().__init__(finding.rule)
        self.finding = finding
        self.line = line
        self.column = column


def read_text(path: Path) -> str:
    """The text of a plain UTF-8 file of sensible size."""
    return decode_text(read_content(path))


def read_content(path: Path | str) -> bytes:
    """The bytes of a plain file of sensible size."""
    try:
        fact = os.lstat(path)
        if stat.S_ISLNK(fact.st_mode):
            raise UnreadableError(Finding("file-is-link"))
        if fact.st_size > MAX_BYTES:
            details = {"bytes": fact.st_size, "limit": MAX_BYTES}
            raise UnreadableError(Finding("file-too-large", details=details))
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # thousands of small files
            return file.read()
    except FileNotFoundError as error:
        raise UnreadableError(Finding("file-missing")) from error
    except OSError as error:
        raise UnreadableError(Finding("file-unreadable")) from error


def decode_text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        raise UnreadableError(Finding("file-not-utf-8"), line, column) from error
