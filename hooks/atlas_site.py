"""The catalogue's pages as MkDocs pages: they bypass Markdown, the navigation and its parsers."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.structure.toc import get_toc

from vlmatlas.catalog import Catalog
from vlmatlas.changes import DataHistory
from vlmatlas.digests import digest_texts
from vlmatlas.exports.drawings import render_cards, render_drawings
from vlmatlas.exports.files import render_downloads
from vlmatlas.feeds import render_feeds
from vlmatlas.history import read_history
from vlmatlas.kept import keep_files
from vlmatlas.output import CACHE, write_files
from vlmatlas.pages.frame import is_sample, nest_headings, sample_page
from vlmatlas.pages.home import count_catalog, latest_families
from vlmatlas.pages.page import Address, Context, Page
from vlmatlas.pages.store import PageStore, open_store
from vlmatlas.pages.views import render_view_files
from vlmatlas.prose import Heading
from vlmatlas.tables import ScoreTable, score_table
from vlmatlas.urls import Linker, api_url, card_path
from vlmatlas.vocabulary import Language
from vlmatlas.workspace import open_catalog


@cache
def load_site(root: Path) -> tuple[Catalog, ScoreTable]:
    catalog = open_catalog(root, today=datetime.now(UTC).date())
    return catalog, score_table(catalog)


@cache
def _context(root: Path, repository: str, language: Language) -> Context:
    catalog, table = load_site(root)
    history = _history(root)
    return Context(root, catalog, table, language, repository.rstrip("/"), history.changed, history)


@cache
def _history(root: Path) -> DataHistory:
    return read_history(root, load_site(root)[0].benchmarks)


def refresh(config: MkDocsConfig) -> None:
    """Forget what was read if a file has changed since: previews rebuild, languages do not."""
    root = _root(config)
    stamp = _stamp(root)
    if _fingerprint.get(root) == stamp:
        return
    _fingerprint[root] = stamp
    for remembered in (load_site, _context, _history, _store, _downloads):
        remembered.cache_clear()


_fingerprint: dict[Path, frozenset[tuple[str, int, int]]] = {}


def _stamp(root: Path) -> frozenset[tuple[str, int, int]]:
    """Name, time and size of every file that pages are made from."""
    paths = (
        path for name in ("models", "registry", "templates") for path in (root / name).rglob("*")
    )
    facts = ((str(path), path.lstat()) for path in paths)
    return frozenset((name, fact.st_mtime_ns, fact.st_size) for name, fact in facts)


def context_of(config: MkDocsConfig, language: Language) -> Context:
    return _context(_root(config), str(config.repo_url), language)


@cache
def _store(root: Path, repository: str, language: Language) -> PageStore:
    return open_store(_context(root, repository, language))


def store_of(config: MkDocsConfig, language: Language) -> PageStore:
    return _store(_root(config), str(config.repo_url), language)


def page_of(config: MkDocsConfig, address: Address, language: Language) -> Page:
    if is_sample(address):
        return sample_page(address)
    if for_preview():
        label = context_of(config, language).labels
        title, about = (label(f"index.{address.kind}{end}") for end in ("", ".about"))
        return replace(sample_page(address), title=title, description=about, edit=None)
    return store_of(config, language).page(address)


def for_preview() -> str:
    """Where frames go, if only what surrounds generated pages is wanted."""
    return os.environ.get("VLM_ATLAS_SHELL", "")


def for_slice() -> str:
    """Which slice of the pages is wanted, such as 2/3; all of them if empty."""
    return os.environ.get("VLM_ATLAS_SHARD", "")


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


class AtlasPage(EnginePage):
    """A page whose content is made by the library."""

    atlas: Page

    def read_source(self, config: MkDocsConfig) -> None:
        del config
        self.markdown = ""
        self.meta = {
            "title": escape(self.atlas.title),  # the theme puts both into its head as they are
            "description": escape(self.atlas.description),
            "search": {"exclude": True},
            "hide": ["navigation"] if self.atlas.headings else ["navigation", "toc"],
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        del config, files
        self.content = self.atlas.html
        self.toc = get_toc(toc_tokens(self.atlas.title, self.atlas.headings))
        self._title_from_render = self.atlas.title
        self.present_anchor_ids = {heading.id for heading in self.atlas.headings} | {"top"}
        self.links_to_anchors = {}


def toc_tokens(title: str, headings: tuple[Heading, ...]) -> list[Any]:
    """Headings in the nested form MkDocs reads; parts below level 2 hang under their section."""
    sections = [_toc_token(top, below) for top, below in nest_headings(headings)]
    return [{"level": 1, "id": "top", "name": title, "children": sections}]


def _toc_token(heading: Heading, below: Sequence[Heading] = ()) -> dict[str, Any]:
    children = [_toc_token(part) for part in below]
    return {"level": heading.level, "id": heading.id, "name": heading.title, "children": children}


def add_stubs(files: Files, config: MkDocsConfig, addresses: Sequence[Address]) -> Files:
    """Before the language plugin: files that exist only by name, so that it knows them."""
    for address in addresses:
        for language in Language:
            source = f"{language}/{address.source}"
            if files.get_file_from_path(source) is None:
                files.append(
                    File(source, config.docs_dir, config.site_dir, config.use_directory_urls)
                )
    return files


def attach_pages(files: Files, config: MkDocsConfig, addresses: Sequence[Address]) -> Files:
    """After the language plugin, which makes its files anew: give each stub its page."""
    by_source = {
        f"{language}/{address.source}": (address, language)
        for address in addresses
        for language in Language
    }
    for file in files.documentation_pages():
        if found := by_source.get(file.src_uri):
            address, language = found
            page = AtlasPage(None, file, config)
            page.atlas = page_of(config, address, language)
            page.title = page.atlas.title
            page.edit_url = _edit_url(config, page.atlas)
    kept = _files(config)
    for path in kept:
        files.append(_as_asset(config, path, kept))
    return files


class KeptFile(File):
    """A file whose content is not held in memory."""

    kept: Mapping[str, bytes]

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT002
        del dirty
        write_files(Path(self.dest_dir), {self.dest_uri: self.kept[self.dest_uri]})


def _as_asset(config: MkDocsConfig, path: str, kept: Mapping[str, bytes]) -> File:
    """A file that MkDocs copies as it is, whatever its ending, and that pages may link to."""
    name = f"{path}.asset" if path.endswith(".md") else path
    file = KeptFile.generated(config, name, content=b"")
    assert isinstance(file, KeptFile)  # noqa: S101  # as generated() makes its own kind
    file.kept = kept
    file.dest_uri = path
    file.abs_dest_path = str(Path(config.site_dir) / path)
    return file


def _files(config: MkDocsConfig) -> Mapping[str, bytes]:
    cards = bool(config.extra.get("social_cards"))
    site, repository = str(config.site_url or ""), str(config.repo_url)
    return _downloads(_root(config), site, repository, cards=cards)


@cache
def _downloads(root: Path, site: str, repository: str, *, cards: bool) -> Mapping[str, bytes]:
    if for_preview():
        return {}
    key = digest_texts(_store(root, repository, Language.ZH).key_of_facts, site, str(cards))
    path = root / CACHE / "downloads.zip"
    return keep_files(path, key, lambda: _render_files(root, site, repository, cards=cards))


def _render_files(
    root: Path, site: str, repository: str, *, cards: bool
) -> Iterator[tuple[str, bytes]]:
    """One kind after the other, so that none waits in memory for the next."""
    catalog, history = load_site(root)[0], _history(root)
    for language in Language:
        yield from render_view_files(_context(root, repository, language)).items()
    yield from render_downloads(catalog, history).items()
    yield from render_feeds(root, catalog, history, site).items()
    yield from render_drawings(root, catalog).items()
    if cards:
        yield from render_cards(root, catalog).items()


def _edit_url(config: MkDocsConfig, page: Page) -> str | None:
    return f"{str(config.repo_url).rstrip('/')}/edit/main/{page.edit}" if page.edit else None


def exclude_from_search(page: EnginePage) -> None:
    """The theme's own index stays empty: ours is loaded in parts, language by language."""
    page.meta["search"] = {"exclude": True}


def describe_search(config: MkDocsConfig) -> str:
    """Changes when the scripts of search do, so that browsers may keep them for ever."""
    folder = _root(config) / "templates" / "theme" / "assets" / "search"
    scripts = b"".join(path.read_bytes() for path in sorted(folder.glob("*.js")))
    return hashlib.sha256(scripts).hexdigest()[:8]


def describe_page(page: EnginePage, config: MkDocsConfig, language: Language) -> dict[str, object]:
    """What the head and the foot of every page say beside its content."""
    address = page.atlas.address if isinstance(page, AtlasPage) else Address("")
    twin = api_url(address.kind, address.id)
    files = _files(config)
    card = card_path(address.id)
    drawn = is_sample(address) and bool(config.extra.get("social_cards"))
    return {
        "card": card if address.kind == "family" and (card in files or drawn) else None,
        "twin": twin if address.id or twin in files else None,
        "label": context_of(config, language).labels,
        "language": language,
    }


def describe_home(config: MkDocsConfig, language: Language) -> dict[str, object]:
    """What the home page shows of the catalogue."""
    context = context_of(config, language)
    return {
        "label": context.labels,
        "link": Linker("", language),
        "language": language,
        "counts": count_catalog(context.catalog),
        "latest": latest_families(context.catalog),
        "catalog": context.catalog,
    }
