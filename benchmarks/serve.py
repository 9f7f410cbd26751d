"""How soon the preview shows: the first page after a start, and a page after a save.

The catalogue is the real one, repeated with changes. The first start finds nothing prepared, the
second what the first has left. Times are wall clock, seen from a client that waits as a browser
does; they grow with whatever else the machine does. Run: .venv/bin/python benchmarks/serve.py
"""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from synthetic import ROOT, make_project

PAGE = "models/cogvlm/"
EDITED = "models/cogvlm/model.yaml"


def fetch(url: str) -> str:
    assert urlsplit(url).scheme == "http"  # noqa: S101  # our own server
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
        text: str = answer.read().decode()
    return text


@contextlib.contextmanager
def serving(root: Path) -> Iterator[str]:
    """The address of a preview that may not answer yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "vlmatlas", "--root", str(root), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def time_first_page(address: str) -> float:
    start = time.perf_counter()
    while True:
        try:
            fetch(address + PAGE)
        except urllib.error.URLError:
            time.sleep(0.01)
        else:
            return time.perf_counter() - start


def time_edit(address: str, root: Path, name: str) -> float:
    """From saving another name of the family to the page that shows it."""
    path = root / EDITED
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("name: "))
    version = json.loads(fetch(f"{address}-/changes"))["version"]
    start = time.perf_counter()
    path.write_text(text.replace(line, f"name: {name}"), encoding="utf-8")
    while True:
        version = json.loads(fetch(f"{address}-/changes?version={version}"))["version"]
        if name in fetch(address + PAGE):
            return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_project(root, options.families)
        print(f"{options.families} families")
        for name in ("first start", "second start"):
            with serving(root) as address:
                print(f"{name}: first page after {time_first_page(address):.1f} s", flush=True)
                edits = [time_edit(address, root, f"CogVLM {n}") for n in range(options.edits)]
            shown = ", ".join(f"{seconds * 1000:.0f}" for seconds in sorted(edits))
            print(f"{name}: edits show after {shown} ms", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
