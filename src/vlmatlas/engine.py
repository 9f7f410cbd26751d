"""The site engine, run as the program it is; nothing here knows it from inside."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

ENGINES = ("mkdocs", "properdocs")


def run_engine(
    engine: str,
    root: Path,
    arguments: Sequence[str],
    variables: Mapping[str, str] = MappingProxyType({}),
    *,
    listen: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Build with the engine's own output on the terminal or, to listen to it, in the result."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **variables}
    command = [sys.executable, "-m", engine, "build", *arguments]
    return subprocess.run(  # noqa: S603  # our own engine
        command, cwd=root, env=environment, check=False, capture_output=listen, text=True
    )
