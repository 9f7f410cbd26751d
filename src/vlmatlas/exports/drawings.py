"""Figures as files: the wide drawing in each language, and a thumbnail without words."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from vlmatlas.catalog import Catalog
from vlmatlas.figure.files import Sheet, cut_sheet, render_png
from vlmatlas.figure.render import Layout, Renderer, Structure, build_structures
from vlmatlas.labels import load_labels
from vlmatlas.urls import card_path, figure_path, thumb_path
from vlmatlas.vocabulary import Language

STYLESHEET = Path("templates/theme/assets/figure.css")


def render_drawings(root: Path, catalog: Catalog) -> Mapping[str, bytes]:
    """Path below the root of the site → SVG."""
    structures = [
        structure for family in catalog.families for structure in build_structures(catalog, family)
    ]
    files = dict(_thumbs(root, catalog, structures))
    for language in Language:
        files |= _drawings(root, catalog, structures, language)
    return {path: f"{svg}\n".encode() for path, svg in files.items()}


def render_cards(root: Path, catalog: Catalog) -> Mapping[str, bytes]:
    """Path below the root of the site → PNG that a link to a family is shown with elsewhere."""
    renderer = _renderer(root, catalog, Language.EN)
    sheet = _sheet(root)
    return {
        card_path(family.id): render_png(
            renderer.render(build_structures(catalog, family)[0], Layout.CARD, sheet=sheet), scale=1
        )
        for family in catalog.families
        if family.architecture
    }


def _sheet(root: Path) -> Sheet:
    return cut_sheet((root / STYLESHEET).read_text(encoding="utf-8"), dark=False)


def _renderer(root: Path, catalog: Catalog, language: Language) -> Renderer:
    return Renderer(root, catalog, load_labels(root, language), lambda _node: None)


def _thumbs(root: Path, catalog: Catalog, structures: list[Structure]) -> Iterator[tuple[str, str]]:
    renderer = _renderer(root, catalog, Language.EN)
    for structure in structures:
        path = thumb_path(structure.family.id, structure.architecture.id)
        yield path, renderer.render(structure, Layout.THUMB)


def _drawings(
    root: Path, catalog: Catalog, structures: list[Structure], language: Language
) -> Mapping[str, str]:
    renderer = _renderer(root, catalog, language)
    sheet = _sheet(root)
    return {
        figure_path(structure.family.id, structure.architecture.id, language): renderer.render(
            structure, Layout.LANDSCAPE, sheet=sheet
        )
        for structure in structures
    }
