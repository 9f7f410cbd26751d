"""CPU of checking N families, start-up included, against that of parsing their YAML alone.

Cold: nothing is remembered. Warm: nothing changed since the last check. Then one family changes
in each of its files, and at last all files are new, as in a checkout of CI that keeps the memory.
The catalogue is the real one, repeated with changes.
Run: .venv/bin/python benchmarks/check.py
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from synthetic import ROOT, make_catalogue

CHANGED = ("model.yaml", "en.md")
"""Files of one family that get other bytes which say the same: empty lines in front."""


def time_parsing(root: Path) -> float:
    texts = [path.read_text(encoding="utf-8") for path in sorted(root.glob("models/*/*.yaml"))]
    start = time.process_time()
    for text in texts:
        yaml.load(text, yaml.CSafeLoader)
    return time.process_time() - start


def time_check(root: Path) -> float:
    """CPU seconds of `vlmatlas check`, user and system."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "vlmatlas", "--root", str(root), "check"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit("the catalogue has problems")
    return used.ru_utime + used.ru_stime


def measure(root: Path, round_: int) -> dict[str, float]:
    shutil.rmtree(root / ".cache", ignore_errors=True)
    found = {"parse": time_parsing(root), "cold": time_check(root), "warm": time_check(root)}
    for name in CHANGED:
        path = root / "models/cogvlm" / name
        before = path.read_text(encoding="utf-8")
        path.write_text("\n" * (round_ + 1) + before, encoding="utf-8")
        found[f"changed {name}"] = time_check(root)
        path.write_text(before, encoding="utf-8")
        time_check(root)
    for path in root.glob("models/*/*"):
        path.touch()
    return found | {"new checkout": time_check(root)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_catalogue(root, options.families)
        rounds = [measure(root, round_) for round_ in range(options.rounds)]
    print(f"{options.families} families, CPU s (ratio to parsing their YAML), best of the rounds")
    best = {name: min(found[name] for found in rounds) for name in rounds[0]}
    for name, seconds in best.items():
        print(f"{name:20}{seconds:8.2f}{seconds / best['parse']:8.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
