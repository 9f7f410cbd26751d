"""One stylesheet in place of the theme's and ours, written once all pages are known.

A page waits for its styles before it shows anything. A preview and Zensical load them one by one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import atlas_site
from mkdocs.config.defaults import MkDocsConfig

from vlmatlas.digests import digest_texts
from vlmatlas.kept import keep_files
from vlmatlas.output import CACHE, write_files
from vlmatlas.stylesheet import join_sheets, page_names, words

SHEET = "assets/site.css"
_THEME_SHEETS = ("assets/stylesheets/main.*.min.css", "assets/stylesheets/palette.*.min.css")
_THEME_SCRIPT = "assets/javascripts/bundle.*.min.js"
_LINK = re.compile(r'\s*<link rel="stylesheet" href="([^"]*?)(assets/[^"]+)">')

_names: set[str] = set()
"""What elements of the pages so far are called, in all languages."""


def link_sheet(html: str, config: MkDocsConfig) -> str:
    """The page with one stylesheet, whose names are noted."""
    if atlas_site.for_preview():
        return html
    _names.update(page_names(html))
    links = [link for link in _LINK.finditer(html) if _is_joined(link[2], config)]
    for link in links[1:]:
        html = html.replace(link[0], "")
    for link in links[:1]:
        html = html.replace(link[0], f'\n<link rel="stylesheet" href="{link[1]}{SHEET}">')
    return html


def _is_joined(path: str, config: MkDocsConfig) -> bool:
    return path in config.extra_css or any(map(PurePosixPath(path).match, _THEME_SHEETS))


def note_names(names: Iterable[str]) -> None:
    """Of a page that another process has rendered."""
    _names.update(names)


def write_sheet(config: MkDocsConfig) -> None:
    """After the last language."""
    plugin: Any = config.plugins["i18n"]
    last = list(plugin.build_languages)[-1]
    if plugin.current_language != last or atlas_site.for_preview() or atlas_site.for_slice():
        return
    root = Path(config.config_file_path).parent
    theme, ours = (_read(found, root) for found in (_theme_sheets(config), _our_sheets(config)))
    sources = (path.read_text(encoding="utf-8") for path in _sources_of_names(config))
    used = _names.union(*map(words, sources))
    key = digest_texts(*theme.values(), *ours.values(), *sorted(used))

    def make() -> Iterator[tuple[str, bytes]]:
        yield SHEET, join_sheets(theme, ours, used).encode()

    write_files(Path(config.site_dir), dict(keep_files(root / CACHE / "styles.zip", key, make)))


def _theme_sheets(config: MkDocsConfig) -> dict[str, Path]:
    """Address below the site → file"""
    return {path: file for pattern in _THEME_SHEETS for path, file in _find(config, pattern)}


def _our_sheets(config: MkDocsConfig) -> dict[str, Path]:
    return {path: file for name in config.extra_css for path, file in _find(config, str(name))}


def _sources_of_names(config: MkDocsConfig) -> list[Path]:
    """Scripts, and the stylesheets that single pages load beside the joined one."""
    joined = set(_our_sheets(config).values())
    assets = Path(str(config.theme.custom_dir), "assets")
    ours = {path for end in ("js", "css") for path in assets.rglob(f"*.{end}")} - joined
    return [*(file for _, file in _find(config, _THEME_SCRIPT)), *sorted(ours)]


def _find(config: MkDocsConfig, pattern: str) -> list[tuple[str, Path]]:
    return [
        (path.relative_to(folder).as_posix(), path)
        for folder in map(Path, config.theme.dirs)
        for path in sorted(folder.glob(pattern))
    ]


def _read(sheets: Mapping[str, Path], root: Path) -> dict[str, str]:
    """What an error calls each sheet → its text"""
    return {
        str(file.relative_to(root) if file.is_relative_to(root) else path): file.read_text("utf-8")
        for path, file in sheets.items()
    }
