"""When a family last changed, from git."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def read_last_changes(root: Path) -> Mapping[str, str]:
    """family id → day of its newest commit; empty where git or its history is missing."""
    command = ["git", "log", "--format=%x00%cs", "--name-only", "--", "models"]
    try:
        found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return {}
    days: dict[str, str] = {}
    for commit in found.stdout.split("\0")[1:]:
        day, *paths = commit.split("\n")
        for path in paths:
            parts = path.split("/")
            if len(parts) > 1:
                days.setdefault(parts[1], day)
    return days
