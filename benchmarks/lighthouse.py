"""Lighthouse (simulated phone) on pages of the site, and on a bare page of the theme beside them.

Run: make site && .venv/bin/python benchmarks/lighthouse.py [--rounds 3] [--pages en/leaderboard/]
Needs Node.js; `npx` fetches Lighthouse, which is no part of the project. Times depend on the
machine and on what else it does: the bare page shows the most that can be reached there, and the
rounds go from page to page, so that a busy minute meets all of them.
FCP, LCP and TBT are medians in ms.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
from find_chromium import find_chromium  # noqa: E402
from site_weight import serve  # noqa: E402

LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = ("", "en/", "models/cogvlm/", "en/models/cogvlm/", "leaderboard/", "en/leaderboard/")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
BARE = """\
site_name: Bare
site_url: http://127.0.0.1/
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.tabs, search.suggest]
"""


def build_bare_page(folder: Path) -> Path:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(BARE, encoding="utf-8")
    text = "\n\n".join(f"## Part {i}\n\n{'A sentence of plain text. ' * 8}" for i in range(12))
    (folder / "docs/index.md").write_text(f"# Bare\n\n{text}\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    return folder / "site"


def audit(url: str, folder: Path) -> Mapping[str, Any]:
    report = folder / "report.json"
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", flags, "--output=json"]
    environment = os.environ | {"CHROME_PATH": str(find_chromium())}
    subprocess.run([*command, f"--output-path={report}"], check=True, env=environment, cwd=folder)
    found: Mapping[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def show(name: str, reports: Sequence[Mapping[str, Any]]) -> None:
    kinds = ("performance", "accessibility", "best-practices", "seo")
    scores = {
        kind: [round(100 * report["categories"][kind]["score"]) for report in reports]
        for kind in kinds
    }
    times = [median(report["audits"][kind]["numericValue"] for report in reports) for kind in TIMES]
    shift = max(report["audits"]["cumulative-layout-shift"]["numericValue"] for report in reports)
    best, middle = max(scores["performance"]), median(scores["performance"])
    others = " ".join(f"{min(scores[kind]):>5}" for kind in kinds[1:])
    print(
        f"{name:<24} {middle:>5.0f} {best:>5} {others} ",
        *(f"{time:>6.0f}" for time in times),
        end="",
    )
    print(f" {shift:>6.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", nargs="+", default=PAGES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        bare = serve(build_bare_page(folder))
        site = serve(ROOT / "site")
        urls = {"bare theme": bare} | {page or "home": site + page for page in options.pages}
        found: dict[str, list[Mapping[str, Any]]] = {name: [] for name in urls}
        for _ in range(options.rounds):
            for name, url in urls.items():
                found[name].append(audit(url, folder))
        print(f"{'page':<24} perf.  best  acc.  b.p.   seo     FCP    LCP    TBT    CLS")
        for name, reports in found.items():
            show(name, reports)


if __name__ == "__main__":
    main()
