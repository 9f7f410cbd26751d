"""What a page weighs and when it stands: bytes on the first and second page, shifts, largest paint.

A browser visits the built site, compressed as a host would, over a simulated mobile line with a
slow processor. The bytes are those of the first view, and after a `+` what the reader's first move
brings: the theme's script. Fails where a bound is passed. Run after `make site`:
.venv/bin/python benchmarks/site_weight.py
"""

import argparse
import functools
import gzip
import http.server
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
from find_chromium import find_chromium  # noqa: E402

FIRST, SECOND = 60.0, 20.0
"""kB, compressed, of a first view with everything it loads, and of the next page."""
SHIFT = 0.01
PAINT = 1200.0
"""ms until the largest element stands, at 1.6 Mbit/s, 150 ms and a quarter of the speed."""
PAGES = ("", "models/", "models/cogvlm/", "en/models/bunny/", "benchmarks/mmmu/", "leaderboard/")
BOUND = ("models/cogvlm/", "en/models/bunny/")
NEXT = "en/models/moe-llava/"
IS_WHOLE = "document.documentElement.dataset.whole === ''"
IDLE = 3000
"""ms in which a page may still load something by itself."""
_COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml")
_OBSERVE = """
window.paint = 0; window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => { window.paint = e.startTime; }))
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(e => {
  if (!e.hadRecentInput) window.shift += e.value;
})).observe({type: "layout-shift", buffered: true});
"""


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves compressed files, each once per browser, over connections that stay open."""

    protocol_version = "HTTP/1.1"
    sent: ClassVar[list[tuple[Path, int]]] = []
    """Files that browsers have asked for, scripts of workers among them, and their bytes."""

    def do_GET(self) -> None:  # the name that http.server asks for
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        if path.suffix in _COMPRESSED:
            content = gzip.compress(content, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.sent.append((path, len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Weight:
    page: str
    sizes: dict[str, float]
    """kind of file → kB"""
    moved: float
    """kB that the first move of the reader brings"""
    shift: float
    paint: float

    @property
    def total(self) -> float:
        return sum(self.sizes.values())


def serve(folder: Path) -> str:
    """The address of a folder for as long as this process runs."""
    handler = functools.partial(Host, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def visit(context: BrowserContext, address: str, page: str) -> Weight:
    tab = context.new_page()
    tab.add_init_script(_OBSERVE)
    _slow_down(context, tab)
    Host.sent.clear()
    tab.goto(address + page)
    tab.wait_for_function(IS_WHOLE)  # the scripts begin to load once the text is there
    sizes = _settle(tab)
    paint = tab.evaluate("window.paint")  # before the move, which ends its search for the largest
    tab.mouse.move(200, 400)
    moved = sum(_settle(tab).values())
    shift = tab.evaluate("window.shift")
    tab.close()
    return Weight(page or "home", sizes, moved, shift, paint)


def _settle(tab: Page) -> dict[str, float]:
    """What was sent since it was last asked, once nothing more comes: kind of file → kB."""
    tab.wait_for_load_state("networkidle")
    tab.wait_for_timeout(IDLE)
    sizes: dict[str, float] = {}
    for path, size in Host.sent:
        kind = path.suffix.lstrip(".")
        sizes[kind] = sizes.get(kind, 0.0) + size / 1000
    Host.sent.clear()
    return sizes


def _slow_down(context: BrowserContext, tab: Page) -> None:
    session = context.new_cdp_session(tab)
    line = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **line})
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def measure(browser: Browser, address: str) -> list[tuple[Weight, float]]:
    """Every page on a first visit, with the bound that its weight has."""
    found = []
    for page in PAGES:
        context = browser.new_context(viewport={"width": 412, "height": 823}, is_mobile=True)
        found.append((visit(context, address, page), FIRST if page in BOUND else 0.0))
        if page == BOUND[-1]:
            second = visit(context, address, NEXT)
            found.append((second, SECOND))
        context.close()
    return found


def judge(weight: Weight, bound: float) -> list[str]:
    """The bounds that a page passes."""
    wrong = [f"{weight.total:.1f} > {bound:.0f} kB"] if bound and weight.total > bound else []
    wrong += [f"shift {weight.shift:.3f}"] if weight.shift > SHIFT else []
    return wrong + ([f"paint {weight.paint:.0f} ms"] if weight.paint > PAINT else [])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    options = parser.parse_args()
    address = serve(options.site)
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for weight, bound in measure(browser, address):
            wrong = judge(weight, bound)
            failed = failed or bool(wrong)
            parts = ", ".join(f"{kind} {size:.1f}" for kind, size in sorted(weight.sizes.items()))
            print(
                f"{weight.page:24} {weight.total:7.1f} + {weight.moved:4.1f} kB ({parts}); "
                f"shift {weight.shift:.3f}, paint {weight.paint:.0f} ms  {'; '.join(wrong)}"
            )
        browser.close()
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
