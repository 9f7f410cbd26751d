"""Ours, the theme's own search and Pagefind on the same entries and queries, at 1, 10 and 40 times.

Run: PYTHONPATH=src .venv/bin/python benchmarks/search.py [--times 1 10 40]
The other two need `pip install jieba "pagefind[extended]"`; what is missing is skipped.
Bytes are those of a first query after the page has loaded, as gzip sends them.
"""

import argparse
import contextlib
import functools
import gzip
import html
import http.server
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts"), str(ROOT / "benchmarks")]
from find_chromium import find_chromium  # noqa: E402
from search_corpus import Query, grow, read_queries  # noqa: E402

from vlmatlas.catalog import load_catalog  # noqa: E402
from vlmatlas.labels import load_labels  # noqa: E402
from vlmatlas.output import write_files  # noqa: E402
from vlmatlas.pages.page import Context  # noqa: E402
from vlmatlas.pages.site import list_pages, render_page  # noqa: E402
from vlmatlas.search.entries import Entry, build_entries  # noqa: E402
from vlmatlas.search.files import render_search_files  # noqa: E402
from vlmatlas.search.guides import read_guides  # noqa: E402
from vlmatlas.tables import ScoreTable  # noqa: E402
from vlmatlas.vocabulary import Language  # noqa: E402

Corpus = Mapping[Language, Sequence[Entry]]
HERE = Path(__file__).parent / "search"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine said: addresses in order, milliseconds, bytes of a first query."""

    urls: Sequence[str]
    milliseconds: float
    bytes: int | None = None


def read_corpus() -> Corpus:
    catalog = load_catalog(ROOT, today=datetime.now(UTC).date())
    table = ScoreTable(catalog)
    corpus = {}
    for language in Language:
        context = Context(ROOT, catalog, table, language, "https://example.org")
        pages = [render_page(context, address) for address in list_pages(catalog)]
        corpus[language] = build_entries(catalog, language, pages, read_guides(ROOT, language))
    return corpus


def body_of(entry: Entry) -> str:
    names = " · ".join((*entry.aliases, *entry.hidden))
    parts = [f"{section.heading}. {section.text}" for section in entry.sections]
    return "\n".join((entry.lead, names, entry.facts, *parts))


def run_ours(tab: Tab, folder: Path, corpus: Corpus, queries: Sequence[Query]) -> list[Answer]:
    start = time.process_time()
    for language, entries in corpus.items():
        write_files(folder, render_search_files(entries, load_labels(ROOT, language)))
    report("build", f"{time.process_time() - start:.1f} s CPU", size_of(folder / "search"))
    tab.add_script_tag(path=ROOT / "templates/theme/assets/search/engine.js")
    said = tab.evaluate((HERE / "ours.js").read_text(), [(q.language, q.text) for q in queries])
    sizes = {(path.parent.name, path.stem): zipped(path) for path in folder.glob("search/*/*.json")}
    return [
        Answer(found["urls"], found["time"], sum(sizes[query.language, n] for n in found["files"]))
        for query, found in zip(queries, said, strict=True)
    ]


def run_theme(tab: Tab, folder: Path, corpus: Corpus, queries: Sequence[Query]) -> list[Answer]:
    """The theme's worker and its one index for both languages, with the settings the site had."""
    assets = Path(str(importlib.util.find_spec("material").submodule_search_locations[0]))  # type: ignore[union-attr,index]
    shutil.copytree(assets / "templates/assets/javascripts", folder / "javascripts")
    start = time.process_time()
    index = {
        "config": {
            "lang": ["zh", "en"],
            "separator": r"[\s\u200b\u3000\-_/,.:;!?()（）【】，。、；：！？·]+",
            "pipeline": [],
            "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1e6}},
        },
        "docs": [
            {
                "location": f"{language}/{entry.url.replace('#', '/')}",
                "title": segment(language, entry.title),
                "text": segment(language, body_of(entry)),
            }
            for language, entries in corpus.items()
            for entry in entries
        ],
    }
    path = folder / "search_index.json"
    path.write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    worker = next((folder / "javascripts/workers").glob("search.*.min.js"))
    report("build", f"{time.process_time() - start:.1f} s CPU", path.stat().st_size)
    texts = [query.text for query in queries]
    names = {"worker": f"/javascripts/workers/{worker.name}", "queries": texts}
    said = tab.evaluate((HERE / "theme.js").read_text(), names)
    report("ready after", f"{said['ready']:.0f} ms", 0)
    eager = zipped(path) + zipped(worker)
    addresses = {
        f"{language}/{entry.url.replace('#', '/')}": (language, entry.url)
        for language, entries in corpus.items()
        for entry in entries
    }
    return [
        Answer(
            [
                url if language == query.language else f"other language: {url}"
                for language, url in (addresses[location] for location in found["locations"])
            ],
            found["time"],
            eager,
        )
        for query, found in zip(queries, said["answers"], strict=True)
    ]


def segment(language: Language, text: str) -> str:
    """As the theme's plugin does for Chinese."""
    import jieba  # type: ignore[import-untyped]  # noqa: PLC0415

    if language is not Language.ZH:
        return text
    jieba.setLogLevel(60)
    return "\u200b".join(jieba.cut(text))


def run_pagefind(tab: Tab, folder: Path, corpus: Corpus, queries: Sequence[Query]) -> list[Answer]:
    start = time.monotonic()
    for language, entries in corpus.items():
        for number, entry in enumerate(entries):
            path = folder / str(language) / f"{number}.html"
            path.parent.mkdir(exist_ok=True)
            path.write_text(as_html(language, entry), encoding="utf-8")
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--quiet"]
    subprocess.run(command, check=True, capture_output=True)
    report("build", f"{time.monotonic() - start:.1f} s", size_of(folder / "pagefind"))
    answers = {}
    for language in Language:
        own = [query for query in queries if query.language == language]
        tab.goto(tab.url.rpartition("/")[0] + f"/blank-{language}.html")
        said = tab.evaluate((HERE / "pagefind.js").read_text(), [query.text for query in own])
        for query, found in zip(own, said, strict=True):
            answers[query] = Answer(found["urls"], found["time"], found["bytes"])
    return [answers[query] for query in queries]


def as_html(language: Language, entry: Entry) -> str:
    text = html.escape(body_of(entry))
    return (
        f'<!doctype html><html lang="{language}"><body data-pagefind-body>'
        f'<h1>{html.escape(entry.title)}</h1><p data-pagefind-meta="page">'
        f"{html.escape(entry.url)}</p><p>{text}</p></body></html>"
    )


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def report(name: str, value: str, size: int) -> None:
    print(f"    {name} {value}" + (f", {size / 1e6:.2f} MB on disk" if size else ""), flush=True)


def summarize(queries: Sequence[Query], answers: Sequence[Answer]) -> None:
    for language in (*Language, None):
        chosen = [
            (query.place(answer.urls), answer)
            for query, answer in zip(queries, answers, strict=True)
            if language in (query.language, None)
        ]
        places = [place for place, _answer in chosen]
        foreign = sum(url.startswith("other") for _p, a in chosen for url in a.urls[:5])
        times = [answer.milliseconds for _place, answer in chosen]
        sizes = [answer.bytes for _place, answer in chosen if answer.bytes is not None]
        print(
            f"    {language or 'all':3} n={len(places)}"
            f" hit@1 {share(places, 1):.3f} hit@5 {share(places, 5):.3f}"
            f" MRR {sum(1 / p for p in places if p) / len(places):.3f}"
            f" other language in top 5 {foreign / (5 * len(places)):.0%}"
            f" | ms p50 {median(times):.1f} p95 {quantiles(times, n=20)[-1]:.1f}"
            f" | first query kB p50 {median(sizes) / 1e3:.0f}"
            f" p95 {quantiles(sizes, n=20)[-1] / 1e3:.0f} max {max(sizes) / 1e3:.0f}",
            flush=True,
        )


def share(places: Sequence[int], limit: int) -> float:
    return sum(1 <= place <= limit for place in places) / len(places)


ENGINES = {
    "ours": (run_ours, ()),
    "theme": (run_theme, ("jieba",)),
    "pagefind": (run_pagefind, ("pagefind",)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 40])
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=list(ENGINES))
    options = parser.parse_args()
    queries = read_queries(ROOT / "tests/data/search")
    original = read_corpus()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for times in options.times:
            corpus = {language: grow(found, times, queries) for language, found in original.items()}
            print(f"{times} times: {sum(map(len, corpus.values()))} entries in both languages")
            for name in options.engines:
                run, needed = ENGINES[name]
                if any(importlib.util.find_spec(module) is None for module in needed):
                    print(f"  {name}: skipped, not installed")
                    continue
                print(f"  {name}")
                with tempfile.TemporaryDirectory() as place, serve(Path(place)) as address:
                    folder = Path(place)
                    for kind in ("", *(f"-{language}" for language in Language)):
                        blank = f'<!doctype html><html lang="{kind[1:] or "en"}">'
                        (folder / f"blank{kind}.html").write_text(blank)
                    tab = browser.new_page()
                    tab.set_default_timeout(900_000)
                    tab.goto(f"{address}/blank.html")
                    summarize(queries, run(tab, folder, corpus, queries))
                    tab.close()
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
