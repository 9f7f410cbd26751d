"""The site engine, run as the program it is; nothing here knows it from inside."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ENGINES = ("mkdocs", "properdocs")


def run_engine(
    engine: str, root: Path, arguments: Sequence[str], variables: Mapping[str, str] | None = None
) -> int:
    """Build with the engine's own output on the terminal; its exit code."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **(variables or {})}
    command = [sys.executable, "-m", engine, "build", *arguments]
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode  # noqa: S603
