"""The same pages for other generators: Markdown files, a configuration, and how to build them."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from vlmatlas.catalog import load_catalog
from vlmatlas.pages.page import Context, Page
from vlmatlas.pages.site import list_pages
from vlmatlas.pages.store import open_store
from vlmatlas.tables import score_table
from vlmatlas.vocabulary import Language

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 5)}
_INLINE = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_RAW = {"svg", "figure", "math", "details", "dl"}
_SILENT = {"div", "section", "tbody", "thead", "small", "span", "label", "br", "main"}


def to_markdown(html: str) -> str:
    """Markdown with the same headings, texts, links, lists and tables; drawings stay HTML."""
    writer = _MarkdownWriter()
    writer.feed(html)
    return "".join(writer.out)


class _MarkdownWriter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.links: list[str] = []
        self.raw = 0
        self.in_row = False
        self.rows = 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.raw or tag in _RAW:
            self.raw += tag not in {"br", "hr", "img", "input", "path", "use", "rect", "line"}
            self.out.append(self.get_starttag_text() or "")
        elif tag in _HEADINGS:
            self.out.append(f"\n\n{_HEADINGS[tag]} ")
        elif tag == "table":
            self.out.append("\n\n")
            self.rows = 0
        elif tag == "tr":
            self.in_row, self.cells = True, 0
            self.out.append("|")
        elif tag == "li":
            self.out.append("\n- ")
        elif tag in {"p", "ul", "ol"}:
            self.out.append(" " if self.in_row else "\n\n")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.out.append("[")
        elif tag in _INLINE:
            self.out.append(_INLINE[tag])

    def handle_endtag(self, tag: str) -> None:
        if self.raw:
            self.raw -= 1
            self.out.append(f"</{tag}>" + ("" if self.raw else "\n\n"))
        elif tag in {"td", "th"}:
            self.cells += 1
            self.out.append(" |")
        elif tag == "tr":
            self.in_row = False
            self.rows += 1
            self.out.append("\n" + "|---" * self.cells + "|\n" if self.rows == 1 else "\n")
        elif tag in _HEADINGS or tag in {"p", "ul", "ol", "table"}:
            self.out.append(" " if self.in_row else "\n\n")
        elif tag == "a" and self.links:
            self.out.append(f"]({self.links.pop()})")
        elif tag in _INLINE:
            self.out.append(_INLINE[tag])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if self.raw:
            self.out.append(self.get_starttag_text() or "")
        elif tag == "br":
            self.out.append(" ")

    def handle_data(self, data: str) -> None:
        if self.raw:
            self.out.append(escape(data, quote=False))
        else:
            text = data.replace("|", "\\|").replace("\n", " ")
            self.out.append(text if text.strip() or "\n" not in data else "")


def read_pages(root: Path) -> Iterator[tuple[Language, Page]]:
    """All generated pages of a project but the score table, which no Markdown table could hold."""
    catalog = load_catalog(root, today=datetime.now(UTC).date())
    for language in Language:
        context = Context(root, catalog, score_table(catalog), language, "https://code.example")
        store = open_store(context)
        for address in list_pages(catalog):
            if address.kind != "leaderboard":
                yield language, store.page(address)


def write_markdown(root: Path, target: Path) -> None:
    """`target/zh` and `target/en` with every page."""
    for language, page in read_pages(root):
        path = target / language / page.address.source
        path.parent.mkdir(parents=True, exist_ok=True)
        head = json.dumps({"title": page.title, "description": page.description})
        path.write_text(f"---\n{head}\n---\n{to_markdown(page.html)}", encoding="utf-8")
    for language in Language:
        (target / language / "index.md").write_text("# VLM Atlas\n", encoding="utf-8")


@dataclass(frozen=True)
class Peer:
    """A generator: how it is set up in a folder that has `pages/`, and what builds the site."""

    name: str
    prepare: Callable[[Path], None]
    commands: Callable[[Path], list[list[str]]]
    available: Callable[[], bool]


def _prepare_mkdocs(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(_MKDOCS, encoding="utf-8")


def _prepare_zensical(folder: Path) -> None:
    for language in Language:
        text = _ZENSICAL.format(language=language)
        (folder / f"zensical.{language}.yml").write_text(text, encoding="utf-8")


def _prepare_hugo(folder: Path) -> None:
    (folder / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(_HUGO_PAGE, encoding="utf-8")
    for path in [*(folder / "pages").rglob("index.md")]:
        path.rename(path.with_name("_index.md"))


def _command(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or ""


def _zensical_commands(folder: Path) -> list[list[str]]:
    config = [str(folder / f"zensical.{language}.yml") for language in Language]
    return [[_command("zensical"), "build", "--clean", "-f", path] for path in config]


PEERS = (
    Peer(
        "MkDocs + Material + static-i18n",
        _prepare_mkdocs,
        lambda _: [[sys.executable, "-m", "mkdocs", "build", "--quiet"]],
        lambda: True,
    ),
    Peer("Zensical", _prepare_zensical, _zensical_commands, lambda: bool(_command("zensical"))),
    Peer(
        "Hugo",
        _prepare_hugo,
        lambda _: [[_command("hugo"), "--quiet"]],
        lambda: bool(_command("hugo")),
    ),
)

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}

_MKDOCS = """\
site_name: Pages
site_url: https://pages.example/
docs_dir: pages
theme: {name: material, font: false}
markdown_extensions: [admonition, attr_list, md_in_html, tables, {toc: {permalink: true}}]
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: zh, default: true, name: 中文, build: true}
        - {locale: en, name: English, build: true}
"""
_ZENSICAL = """\
site_name: Pages
site_url: https://pages.example/
docs_dir: pages/{language}
site_dir: site/{language}
theme: {{name: material, font: false, language: {language}}}
markdown_extensions: [admonition, attr_list, md_in_html, tables, {{toc: {{permalink: true}}}}]
"""
_HUGO = """\
baseURL = "https://pages.example/"
contentDir = "pages"
publishDir = "site"
defaultContentLanguage = "zh"
disableKinds = ["taxonomy", "term"]
[languages.zh]
contentDir = "pages/zh"
[languages.en]
contentDir = "pages/en"
[markup.goldmark.renderer]
unsafe = true
"""
_HUGO_PAGE = """\
<!doctype html><html lang="{{ .Site.Language.Lang }}"><head><meta charset="utf-8">
<title>{{ .Title }}</title><meta name="description" content="{{ .Description }}"></head>
<body><nav><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a></nav>
<aside>{{ .TableOfContents }}</aside><main>{{ .Content }}</main></body></html>
"""
