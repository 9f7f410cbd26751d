"""CPU of reading and checking N families against that of parsing their YAML alone, in one run.

The catalogue is the real one, repeated with new names. Run: .venv/bin/python benchmarks/check.py
"""

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))
from vlmatlas.catalog import examine  # noqa: E402


def make_catalogue(target: Path, families: int) -> None:
    """Copies of the real families; names, variant ids and papers differ from copy to copy."""
    shutil.copytree(ROOT / "registry", target / "registry")
    originals = sorted(path for path in (ROOT / "models").iterdir() if path.is_dir())
    for number in range(families):
        original = originals[number % len(originals)]
        round_ = number // len(originals)
        folder = shutil.copytree(original, target / "models" / f"{original.name}{'-x' * round_}")
        if round_:
            _rename(folder / "model.yaml", round_)


def _rename(model: Path, round_: int) -> None:
    text = model.read_text(encoding="utf-8")
    text = re.sub(r"^(name: .*?)$", rf"\1 copy{round_}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^aliases:\n(- .*\n)+", "", text, count=1, flags=re.MULTILINE)
    for id in set(re.findall(r"^  - id: (\S+)$", text, re.MULTILINE)):
        text = re.sub(
            rf"(?<!language_model: )(?<![\w.-]){re.escape(id)}(?![\w.-])",
            f"{id}-copy{round_}",
            text,
        )
    text = re.sub(
        r"(arxiv\.org/abs/\d{4}\.)(\d{5})",
        lambda found: f"{found[1]}{(int(found[2]) + 31 * round_) % 100_000:05}",
        text,
    )
    model.write_text(text, encoding="utf-8")


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
