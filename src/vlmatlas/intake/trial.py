"""Would the catalogue still be sound? Tried on a copy, so that nothing is half-written."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from vlmatlas.catalog import examine
from vlmatlas.output import write_files
from vlmatlas.problem import Problem


def try_files(root: Path, files: Mapping[str, bytes], today: date) -> list[Problem]:
    """What `check` would report with these files in place."""
    with tempfile.TemporaryDirectory(prefix="vlmatlas-") as folder:
        copy = Path(folder)
        for name in ("models", "registry"):
            shutil.copytree(root / name, copy / name, symlinks=True)
        write_files(copy, files)
        _catalog, problems = examine(copy, today=today)
    return problems
