"""Time to read what changed from a git history of N families with M revisions each, in one run.

The files are the real ones, repeated; every revision corrects one score of one family. Compared
with listing the commits alone, which is the least git can do. Run:
.venv/bin/python benchmarks/history.py
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))
from vlmatlas.catalog import load_catalog  # noqa: E402
from vlmatlas.history import read_history  # noqa: E402


def make_history(target: Path, families: int, revisions: int) -> None:
    """A repository whose first commit adds all families; then one commit per correction."""
    subprocess.run(["git", "init", "--quiet", target], check=True)  # noqa: S607
    stream = b"".join(_write_commits(families, revisions))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=target, input=stream, check=True)  # noqa: S607


def _write_commits(families: int, revisions: int) -> Iterator[bytes]:
    originals = sorted((ROOT / "models").glob("*/model.yaml"))
    texts = [originals[number % len(originals)].read_text("utf-8") for number in range(families)]
    yield _commit(0, list(enumerate(texts)))
    moment = 0
    for revision in range(1, revisions + 1):
        for number, text in enumerate(texts):
            moment += 1
            yield _commit(moment, [(number, _correct(text, revision))])


def _correct(text: str, revision: int) -> str:
    """The last score of the file gets another decimal."""
    return re.sub(r"(: \d+)(\.\d+)?\s*\Z", rf"\g<1>.{revision}\n", text)


def _commit(moment: int, files: list[tuple[int, str]]) -> bytes:
    who = f"A <a@example.org> {1_700_000_000 + moment * 3600} +0000"
    lines = [f"commit refs/heads/master\ncommitter {who}\ndata 1\n.\n".encode()]
    for number, text in files:
        content = text.encode()
        head = f"M 100644 inline models/f{number}/model.yaml\ndata {len(content)}\n"
        lines += [head.encode(), content, b"\n"]
    return b"".join(lines)


def measure(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=1000)
    parser.add_argument("--revisions", type=int, default=3)
    options = parser.parse_args()
    benchmarks = load_catalog(ROOT, today=datetime.now(UTC).date()).benchmarks
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_history(root, options.families, options.revisions)
        command = ["git", "log", "--format=%H", "--name-only", "--", "models"]
        plain = measure(lambda: subprocess.run(command, cwd=root, capture_output=True, check=True))
        full = measure(lambda: read_history(root, benchmarks))
        found = len(read_history(root, benchmarks).revisions)
    commits = 1 + options.families * options.revisions
    print(f"{options.families} families, {commits} commits: {found} revisions told")
    print(f"listing {plain:.2f} s, reading {full:.2f} s, ratio {full / plain:.1f}")


if __name__ == "__main__":
    main()
