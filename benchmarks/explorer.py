"""First paint, sorting and filtering of a leaderboard with N variants in Chromium, against ours.

The variants are the real ones, repeated with new names and slightly other scores. The page is the
real page of the built site with another table in it. CPU is that of the page's main thread and
hardly depends on how busy the machine is; wall time does. Run: .venv/bin/python
benchmarks/explorer.py (after `make site`)
"""

import argparse
import gzip
import http.server
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]
from find_chromium import find_chromium  # noqa: E402

from vlmatlas.catalog import Catalog, load_catalog  # noqa: E402
from vlmatlas.explorer.data import render_table_data  # noqa: E402
from vlmatlas.pages.page import Address, Context  # noqa: E402
from vlmatlas.pages.site import render_page  # noqa: E402
from vlmatlas.records import Family  # noqa: E402
from vlmatlas.tables import ScoreTable  # noqa: E402
from vlmatlas.vocabulary import Language  # noqa: E402

PAGE = "en/leaderboard"
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done())))"
STEPS = {
    "sort by a score": "document.querySelector('[data-sort=\"mmmu.val\"]').click()",
    "sort by name": "document.querySelector('[data-sort=\"name\"]').click()",
    "filter by year": "document.querySelector('[data-facet=year] input').click()",
    "filter by size": "document.querySelector('[data-facet=size] input').click()",
    "all columns": "document.querySelector('[data-set=all]').click()",
    "first columns": "document.querySelector('[data-set=main]').click()",
}


def enlarge(catalog: Catalog, variants: int) -> Catalog:
    families: list[Family] = []
    count, turn = 0, 0
    while count < variants:
        for family in catalog.families:
            families.append(_copy(family, turn))
            count += len(family.variants)
        turn += 1
    return replace(catalog, families=tuple(families))


def _copy(family: Family, turn: int) -> Family:
    if not turn:
        return family
    end = f"-copy{turn}"
    variants = tuple(
        v.model_copy(update={"id": v.id + end, "name": f"{v.name} {turn}"}) for v in family.variants
    )
    scores = tuple(
        replace(
            score,
            family=family.id + end,
            variant=score.variant + end,
            value=round(score.value * (1 - turn / 100), 1),
        )
        for score in family.scores
    )
    values = {"id": family.id + end, "name": f"{family.name} {turn}", "variants": variants}
    return family.model_copy(update={**values, "scores": scores})


def context_of(catalog: Catalog) -> Context:
    return Context(ROOT, catalog, ScoreTable(catalog), Language.EN, "https://code.example/atlas")


class Overlay(http.server.SimpleHTTPRequestHandler):
    """The built site, with some files replaced."""

    def __init__(self, *args: Any, overlay: Path, **kwargs: Any) -> None:
        self.overlay = overlay
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        name = path.split("?", maxsplit=1)[0].lstrip("/")
        found = self.overlay / (f"{name}index.html" if name.endswith("/") else name)
        return str(found) if found.is_file() else super().translate_path(path)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def write_page(target: Path, site: Path, catalog: Catalog, real: Catalog) -> None:
    """The page of the site with the table of another catalogue."""
    folder = target / PAGE
    folder.mkdir(parents=True)
    context = context_of(catalog)
    address = Address("leaderboard")
    built = (site / PAGE / "index.html").read_text(encoding="utf-8")
    ours = render_page(context_of(real), address).html
    if ours not in built:
        raise SystemExit("site/ is not built from this state; run make site")
    page = built.replace(ours, render_page(context, address).html)
    data = render_table_data(context.board, context.labels)
    for name, text in (("index.html", page), ("table.json", data)):
        (folder / name).write_text(text, encoding="utf-8")
        raw = text.encode()
        packed = len(gzip.compress(raw)) / 1e3
        print(f"  {name}: {len(raw) / 1e3:.0f} kB, gzip {packed:.0f} kB")


def cpu(session: CDPSession) -> float:
    """Milliseconds the main thread has worked since the page began."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))


def measure(session: CDPSession, work: Callable[[], object]) -> tuple[float, float]:
    before, start = cpu(session), time.perf_counter()
    work()
    return cpu(session) - before, 1000 * (time.perf_counter() - start)


def run(browser: Any, address: str, rounds: int) -> Iterator[tuple[str, list[float], list[float]]]:
    loads: list[tuple[float, float]] = []
    paints: list[float] = []
    steps: dict[str, list[tuple[float, float]]] = {name: [] for name in STEPS}
    for _round in range(rounds):
        context = browser.new_context(viewport={"width": 1366, "height": 900})
        tab = context.new_page()
        session = context.new_cdp_session(tab)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def load(tab: Page = tab) -> None:
            tab.goto(f"{address}/{PAGE}/")
            tab.wait_for_selector(".vlm-board[data-live]", timeout=60_000)
            tab.mouse.move(700, 400)  # which brings the rows out of sight, and the theme's script
            tab.wait_for_function("window.document$")
            tab.wait_for_selector(".vlm-board[data-whole]", timeout=60_000)

        loads.append(measure(session, load))
        paints.append(tab.evaluate("performance.getEntriesByType('paint').at(-1).startTime"))
        for name, step in STEPS.items():
            act = partial(tab.evaluate, f"() => {{ {step}; return {PAINTED}; }}")
            steps[name].append(measure(session, act))
        context.close()
    yield "ready", [c for c, _ in loads], [w for _, w in loads]
    yield "first contentful paint", [], paints
    for name, found in steps.items():
        yield name, [c for c, _ in found], [w for _, w in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    options = parser.parse_args()
    real = load_catalog(ROOT, today=datetime.now(UTC).date())
    medians: dict[str, list[float]] = {}
    for catalog in (real, enlarge(real, options.variants)):
        print(f"{len(catalog.variants)} variants, {len(catalog.scores)} scores")
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            write_page(Path(folder), options.site, catalog, real)
            handler = partial(Overlay, directory=str(options.site), overlay=Path(folder))
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            args = ["--no-sandbox", "--disable-gpu"]
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=args)
            address = f"http://127.0.0.1:{server.server_port}"
            for name, cpus, walls in run(browser, address, options.rounds):
                work = f"{statistics.median(cpus):7.0f} ms CPU" if cpus else " " * 14
                print(f"  {name:24} {work} {statistics.median(walls):7.0f} ms wall")
                medians.setdefault(name, []).append(statistics.median(cpus or walls))
            browser.close()
            server.shutdown()
    print("ratio of the two")
    for name, (ours, theirs) in medians.items():
        print(f"  {name:24} {theirs / ours:5.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
