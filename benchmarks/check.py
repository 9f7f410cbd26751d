"""CPU of reading and checking N families against that of parsing their YAML alone, in one run.

The catalogue is the real one, repeated with changes. Run: .venv/bin/python benchmarks/check.py
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import yaml
from synthetic import make_catalogue

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from vlmatlas.catalog import examine


def measure(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_catalogue(root, options.families)
        texts = [path.read_text(encoding="utf-8") for path in sorted(root.glob("models/*/*.yaml"))]
        today = datetime.now(UTC).date()
        _catalog, problems = examine(root, today=today)
        print(
            f"{len(texts)} families, {sum(map(len, texts)) / 1e6:.1f} MB, {len(problems)} problems"
        )
        for _round in range(options.rounds):
            parsed = measure(lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts])
            checked = measure(lambda: examine(root, today=today))
            print(f"parse {parsed:.2f} s, check {checked:.2f} s, ratio {checked / parsed:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
