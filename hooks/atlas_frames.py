"""Pages of entries, made from frames: MkDocs renders one sample of a kind, the library the rest.

Such a page is no page to MkDocs, which would spend most of a build on calling everything for each.
`VLM_ATLAS_FRAMES=0` lets MkDocs render every page instead; the result is the same.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import atlas_site
import atlas_styles
import click
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import get_build_date

from vlmatlas.catalog import Catalog
from vlmatlas.output import write_files
from vlmatlas.pages.frame import (
    Frame,
    cut_frame,
    heading_slots,
    is_sample,
    join_frame,
    number_headings,
    page_slots,
    sample_address,
    slot,
)
from vlmatlas.pages.page import Address, Page
from vlmatlas.pages.site import list_pages
from vlmatlas.pages.store import PageStore
from vlmatlas.parallel import map_on_cores
from vlmatlas.prose import Heading
from vlmatlas.search.files import index_pages
from vlmatlas.shards import parse_shard
from vlmatlas.stylesheet import class_names
from vlmatlas.urls import language_url
from vlmatlas.vocabulary import Language


def framed_pages(config: MkDocsConfig) -> list[Address]:
    """The pages that are made from frames."""
    if os.environ.get("VLM_ATLAS_FRAMES") == "0":
        return []
    catalog = atlas_site.load_site(_root(config))[0]
    return [
        address
        for address in list_pages(catalog)
        if address.id and (_has_usual_head(config, catalog, address) or atlas_site.for_preview())
    ]


def _has_usual_head(config: MkDocsConfig, catalog: Catalog, address: Address) -> bool:
    """A family without a figure has no card, unlike the sample of its kind."""
    alike = address.kind != "family" or not config.extra.get("social_cards")
    return alike or bool(catalog.by_id[address.id].architecture)


def engine_pages(config: MkDocsConfig) -> list[Address]:
    """The pages that MkDocs renders: indexes, and a sample of every kind with frames."""
    framed = dict.fromkeys(framed_pages(config))
    kinds = dict.fromkeys(address.kind for address in framed)
    samples = [sample_address(kind, headings=flag) for kind in kinds for flag in (True, False)]
    catalog = atlas_site.load_site(_root(config))[0]
    return [*(address for address in list_pages(catalog) if address not in framed), *samples]


class FramedFile(File):
    """A page that others can link to and that MkDocs leaves alone."""

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT002
        """The library writes it."""


def add_framed_files(files: Files, config: MkDocsConfig) -> None:
    for address in framed_pages(config):
        for language in Language:
            files.append(
                FramedFile(
                    f"{language}/{address.source}",
                    None,
                    config.site_dir,
                    config.use_directory_urls,
                    dest_uri=f"{language_url(address.url, language)}index.html",
                    inclusion=InclusionLevel.NOT_IN_NAV,
                )
            )


def list_in_sitemap(context: dict[str, Any], config: MkDocsConfig) -> None:
    """Pages in frames too; the samples they were cut from are none. A preview lists nothing."""
    if atlas_site.for_preview():
        context["i18n_alternates"] = {}
        return
    framed = _sitemap_files(config)
    context["i18n_alternates"] = {
        locale: [
            *(file for file in files if "/vlm-frame-" not in file.src_uri),
            *framed[Language(locale)],
        ]
        for locale, files in context["i18n_alternates"].items()
    }


def forget_last_page(config: MkDocsConfig) -> None:
    """Else the language switch of the error page leads to whichever page came before it."""
    plugin: Any = config.plugins["i18n"]
    vars(config.extra)["alternate"] = deepcopy(plugin.extra_alternate)


def _sitemap_files(config: MkDocsConfig) -> Mapping[Language, Sequence[SimpleNamespace]]:
    """language → what a template of the site map asks of the pages that MkDocs does not know"""
    built = get_build_date()
    found: dict[Language, list[SimpleNamespace]] = {language: [] for language in Language}
    for address in framed_pages(config):
        alternates = {
            language.value: SimpleNamespace(page=_sitemap_page(config, address, language, built))
            for language in Language
        }
        for language, files in found.items():
            page = alternates[language].page
            files.append(SimpleNamespace(src_uri="", page=page, alternates=alternates))
    return found


def _sitemap_page(
    config: MkDocsConfig, address: Address, language: Language, built: str
) -> SimpleNamespace:
    url = language_url(address.url, language)
    full = f"{config.site_url}{url}" if config.site_url else None
    return SimpleNamespace(canonical_url=full, abs_url=f"/{url}", is_link=False, update_date=built)


_TOC = '{% import "partials/language.html" as lang with context %}{% include "partials/toc.html" %}'
"""The table of contents, with what the theme's pages prepare for it."""


@dataclass
class FrameMaker:
    """The frames of one language, cut from samples as MkDocs renders them."""

    env: Environment
    language: Language
    frames: dict[Address, Frame] = field(default_factory=dict)
    contexts: dict[Address, dict[str, Any]] = field(default_factory=dict)
    tocs: dict[tuple[int, ...], Frame] = field(default_factory=dict)
    indexes: dict[str, str] = field(default_factory=dict)

    def cut(self, address: Address, output: str) -> None:
        contents = self._render_toc(self.contexts[address]["page"].toc, address)
        if contents not in output:
            raise LookupError("the theme does not render partials/toc.html as it stands")
        html = output.replace(contents, slot("toc")).replace(
            f"<h1>{slot('html')}</h1>", slot("html")
        )
        self.frames[address] = cut_frame(html)

    def keep_index(self, address: Address, output: str) -> None:
        self.indexes[address.kind] = output.replace(f"<h1>{slot('html')}</h1>", slot("html"))

    def texts(self) -> dict[str, str]:
        """All frames as texts with slots, and the parts of a table of contents."""
        found = {f"{self.language}/{kind}": html for kind, html in self.indexes.items()}
        for address, frame in self.frames.items():
            shape = (
                "headings" if address == sample_address(address.kind, headings=True) else "plain"
            )
            found[f"{self.language}/{address.kind}/{shape}"] = join_frame(frame)
        return found | {f"{self.language}/{name}": text for name, text in self._toc_texts().items()}

    def _toc_texts(self) -> dict[str, str]:
        sample = next(iter(self.frames))
        child = AnchorLink(slot("heading"), slot("anchor"), 3)
        parent = AnchorLink(slot("heading"), slot("anchor"), 2)
        leaf = self._render_entry(child, sample)
        parent.children.append(child)
        branch = self._render_entry(parent, sample)
        head, _, tail = branch.rpartition(leaf)
        whole = self._render_toc(_toc("", (Heading(2, slot("anchor"), slot("heading")),)), sample)
        return {
            "toc-leaf": leaf,
            "toc-branch": head + slot("items") + tail,
            "toc": whole.replace(leaf, slot("items")),
        }

    def _render_entry(self, entry: AnchorLink, sample: Address) -> str:
        template = self.env.get_template("partials/toc-item.html")
        return template.render({**self.contexts[sample], "toc_item": entry})

    def fill(self, page: Page) -> str:
        sample = sample_address(page.address.kind, headings=bool(page.headings))
        slots = page_slots(page)
        slots["toc"] = self._make_toc(sample, page)
        slots["html"] = page.html
        return self.frames[sample].fill(slots)

    def _make_toc(self, sample: Address, page: Page) -> str:
        """Tables of contents of one shape are rendered once, unless a heading needs escaping."""
        if any(set(heading.title) & set("<>&\"'") for heading in page.headings):
            return self._render_toc(_toc("", page.headings), sample)
        shape = tuple(heading.level for heading in page.headings)
        if shape not in self.tocs:
            toc = _toc("", number_headings(page.headings))
            self.tocs[shape] = cut_frame(self._render_toc(toc, sample))
        return self.tocs[shape].fill(heading_slots(page.headings))

    def _render_toc(self, toc: Any, sample: Address) -> str:
        context = self.contexts[sample]
        page = SimpleNamespace(toc=toc)
        return self.env.from_string(_TOC).render({**context, "page": page})


def _toc(title: str, headings: tuple[Heading, ...]) -> Any:
    return get_toc(atlas_site.toc_tokens(title, headings))


_makers: dict[str, FrameMaker] = {}
"""The frames of the language that is being built."""


def start(config: MkDocsConfig, env: Environment) -> None:
    _makers["now"] = FrameMaker(env, _language(config))


def _language(config: MkDocsConfig) -> Language:
    plugin: Any = config.plugins["i18n"]
    return Language(plugin.current_language)


def keep_context(page: atlas_site.AtlasPage, context: dict[str, Any]) -> None:
    if is_sample(page.atlas.address):
        _makers["now"].contexts[page.atlas.address] = context


def cut_sample(page: EnginePage, output: str) -> bool:
    """Whether the page was a sample."""
    if not isinstance(page, atlas_site.AtlasPage):
        return False
    address = page.atlas.address
    if is_sample(address):
        _makers["now"].cut(address, output)
    elif atlas_site.for_preview():
        _makers["now"].keep_index(address, output)
    return is_sample(address) or bool(atlas_site.for_preview())


def write_pages(config: MkDocsConfig) -> None:
    """Render, frame and write every page of a language, and what its search loads."""
    maker = _makers["now"]
    if path := atlas_site.for_preview():
        _add_frames(Path(path), maker.texts())
        return
    store, addresses = atlas_site.store_of(config, maker.language), framed_pages(config)
    if slice_ := atlas_site.for_slice():
        _render_slice(addresses, store, slice_)
        return

    def write(address: Address) -> tuple[Page, set[str]]:
        page = store.page(address)
        target = Path(config.site_dir) / language_url(address.url, maker.language) / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(maker.fill(page).encode("utf-8", errors="xmlcharrefreplace"))
        return replace(page, html=""), class_names(page.html)

    framed: list[Page] = []
    with _progress(map_on_cores(write, addresses), maker.language, len(addresses)) as done:
        for page, names in done:
            framed.append(page)
            atlas_styles.note_names(names)
    made = {page.address for page in framed}
    others = (a for a in list_pages(store.context.catalog) if a not in made)
    pages = [*framed, *map(store.page, others)]
    write_files(Path(config.site_dir), index_pages(store.context, pages))


def _render_slice(addresses: list[Address], store: PageStore, slice_: str) -> None:
    """Fill the store with the pages of one slice; another machine makes the site."""

    def render(address: Address) -> None:
        store.page(address)

    for _ in map_on_cores(render, parse_shard(slice_).select(addresses)):
        pass


def _add_frames(path: Path, texts: dict[str, str]) -> None:
    """One file for all languages, each of which is a build of its own to MkDocs."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    content = json.dumps(known | texts, ensure_ascii=False).encode()
    write_files(path.parent, {path.name: content})


def _progress(things: Iterable[Any], language: Language, count: int) -> Any:
    if not sys.stderr.isatty():
        return nullcontext(things)
    return click.progressbar(things, label=language.value, length=count, file=sys.stderr)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent
