"""Pages as files that any generator of Markdown sites can build, one folder per language."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from vlmatlas.pages.page import Context, Page
from vlmatlas.pages.site import list_pages
from vlmatlas.pages.store import open_store
from vlmatlas.templating import render
from vlmatlas.vocabulary import Language

CONFIG = "zensical"
_ASSETS = "templates/theme/assets"


def render_folder(context: Context, site: Path) -> Mapping[str, bytes]:
    """Path → content: a configuration, generated and hand-written pages, and their assets."""
    language = context.language
    docs = f"docs/{language}"
    files = {f"{docs}/{name}": text.encode() for name, text in _generated(context)}
    for name, text in _written(context.root / "content" / language):
        files[f"{docs}/{name}"] = text.encode()
    for path in sorted((context.root / _ASSETS).rglob("*")):
        if path.is_file():
            name = path.relative_to(context.root / _ASSETS).as_posix()
            files[f"{docs}/assets/{name}"] = path.read_bytes()
    config = render(context.root, "zensical.yml.jinja", _settings(context, site))
    return {**files, f"{CONFIG}.{language}.yml": config.encode()}


def render_markdown(page: Page) -> str:
    """A page whose body is left alone by Markdown."""
    head = json.dumps({"title": page.title, "description": page.description}, ensure_ascii=False)
    return f"---\n{head}\n---\n\n<div>\n{page.html}\n</div>\n"


def _generated(context: Context) -> Iterator[tuple[str, str]]:
    store = open_store(context)
    for address in list_pages(context.catalog):
        yield address.source, render_markdown(store.page(address))


def _written(folder: Path) -> Iterator[tuple[str, str]]:
    """Without the templates that only the usual engine has."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(folder).as_posix(), re.sub(r"(?m)^template: .*\n", "", text, count=1)


def _settings(context: Context, site: Path) -> Mapping[str, object]:
    assets = context.root / _ASSETS
    return {
        "language": context.language,
        "site": site if context.language is Language.ZH else site / context.language,
        "styles": sorted(path.name for path in assets.glob("*.css")),
        "scripts": sorted(path.name for path in assets.glob("*.js")),
    }
