"""Rendered pages on disk, each with what it was made from; a page is used while that is unchanged.

The folder may be deleted, damaged or restored from another machine at any time: what does not
carry its own checksum is not there.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from vlmatlas.digests import digest_files, digest_texts, open_sealed, seal
from vlmatlas.output import CACHE, write_files
from vlmatlas.pages.page import Address, Context, Page, SearchEntry
from vlmatlas.pages.site import render_page
from vlmatlas.prose import Heading
from vlmatlas.tracing import FACTS, HISTORY, Digests, Read, Trace

FOLDER = f"{CACHE}/pages"
_PACKAGES = (
    "jinja2",
    "latex2mathml",
    "markdown",
    "nh3",
    "pydantic",
    "pyyaml",
    "resvg-py",
    "xlsxwriter",
)
_CODE = ("**/*.py", "**/*.yaml")
_TEMPLATES = ("labels.yaml", "[!t]*/**/*", "theme/assets/**/*.css")


@dataclass(frozen=True)
class PageStore:
    """The pages of one language, rendered when they are not in `folder` or out of date."""

    context: Context
    folder: Path
    salt: str
    digests: Digests
    rendered: list[Address] = field(default_factory=list)
    """What had to be rendered, in order; for tests and progress."""

    def page(self, address: Address) -> Page:
        path = f"{self.context.language}/{address.kind}/{address.id or 'index'}.json"
        found = self._read(self.folder / path)
        if found is not None:
            return found
        page, reads = render_traced(self.context, address)
        self.rendered.append(address)
        write_files(self.folder, {path: self._dump(page, reads)})
        return page

    @property
    def key_of_facts(self) -> str:
        """What stands for all data but the write-ups and all code that makes something of it."""
        return self._key([FACTS, HISTORY])

    def _read(self, path: Path) -> Page | None:
        try:
            content = open_sealed(path.read_bytes())
        except OSError:
            return None
        if content is None:
            return None
        stored = json.loads(content)
        reads = [(kind, id) for kind, id in stored["reads"]]
        return _load_page(stored["page"]) if stored["key"] == self._key(reads) else None

    def _dump(self, page: Page, reads: list[Read]) -> bytes:
        return seal(to_json({"key": self._key(reads), "reads": reads, "page": page}))

    def _key(self, reads: list[Read]) -> str:
        return digest_texts(self.salt, self.digests.of_all(reads))


def open_store(context: Context) -> PageStore:
    """The store of a checkout for the context's catalogue, templates and code as they are now."""
    history = {"": digest_texts(repr(context.history))}
    digests = Digests(context.catalog, {"changes": context.changes, "history": history})
    return PageStore(context, context.root / FOLDER, make_salt(context), digests)


def make_salt(context: Context) -> str:
    """What all pages depend on: code, templates, labels, libraries and the repository's address."""
    code = digest_files(Path(__file__).parent.parent, _CODE)
    templates = digest_files(context.root / "templates", _TEMPLATES)
    versions = (f"{name} {version(name)}" for name in _PACKAGES)
    return digest_texts(code, templates, context.repository, *versions)


def render_traced(context: Context, address: Address) -> tuple[Page, list[Read]]:
    """A page and what was read to make it, sorted."""
    trace = Trace()
    watched = replace(
        context,
        catalog=trace.watch(context.catalog),
        table=trace.watch_all(lambda: context.table),
        history=trace.watch_all(lambda: context.history, HISTORY),
        changes=trace.watch_mapping("changes", context.changes),
    )
    board = trace.watch_all(lambda: context.board)
    watched.__dict__.update(labels=context.labels, board=board)
    return render_page(watched, address), sorted(trace.reads)


def _load_page(values: dict[str, Any]) -> Page:
    return Page(
        **values
        | {
            "address": Address(**values["address"]),
            "headings": tuple(_each(Heading, values["headings"])),
            "search": tuple(_each(SearchEntry, values["search"])),
        }
    )


def _each(kind: type[Any], items: list[dict[str, Any]]) -> Iterator[Any]:
    return (kind(**item) for item in items)
