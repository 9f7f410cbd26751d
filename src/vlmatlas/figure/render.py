"""Figures as SVG, for pages and on their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from vlmatlas.catalog import Catalog
from vlmatlas.figure.draw import Draughtsman, LinkNode
from vlmatlas.figure.files import Sheet
from vlmatlas.figure.shapes import Drawing
from vlmatlas.figure.stages import Training, build_training
from vlmatlas.figure.words import describe
from vlmatlas.graph.build import build_graph
from vlmatlas.graph.graph import Graph
from vlmatlas.labels import Labels
from vlmatlas.records import Family
from vlmatlas.rules.figures import drawn_variant
from vlmatlas.structure import Architecture
from vlmatlas.templating import load_macros


class Layout(StrEnum):
    """The shapes of a figure."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    THUMB = "thumb"
    CARD = "card"


@dataclass(frozen=True)
class Structure:
    """A structure of a family, ready to be drawn in any language."""

    family: Family
    architecture: Architecture
    graph: Graph
    training: Training

    @property
    def id(self) -> str:
        """Unique in the catalogue."""
        return f"{self.family.id}-{self.architecture.id}"

    @property
    def variant(self) -> str:
        return drawn_variant(self.family, self.architecture)


def build_structures(catalog: Catalog, family: Family) -> tuple[Structure, ...]:
    """The structures of a family, in the order of its file."""
    return tuple(_build(catalog, family, architecture) for architecture in family.architecture)


def _build(catalog: Catalog, family: Family, architecture: Architecture) -> Structure:
    graph, findings = build_graph(architecture, catalog.lexicon)
    if graph is None:
        raise AssertionError(findings)
    training = build_training(graph, family.training, drawn_variant(family, architecture))
    return Structure(family, architecture, graph, training)


@dataclass(frozen=True)
class Renderer:
    """Draws structures in one language; `link` gives a node's address on the page, if any."""

    root: Path
    catalog: Catalog
    labels: Labels
    link: LinkNode

    @cached_property
    def _draughtsman(self) -> Draughtsman:
        return Draughtsman(self.labels, self.catalog.terms, self.link)

    @cached_property
    def _macros(self) -> Mapping[str, Callable[..., str]]:
        return load_macros(self.root, "parts/figure.svg.jinja")

    def lay_out(self, structure: Structure, layout: Layout) -> Drawing:
        portrait = layout is Layout.PORTRAIT
        return self._draughtsman.lay_out(structure.graph, structure.training, portrait=portrait)

    def render(
        self,
        structure: Structure,
        layout: Layout,
        *,
        words: bool = True,
        sheet: Sheet | None = None,
    ) -> str:
        """An `<svg>` for a page that has the stylesheet of figures, or with a `sheet` of its own.

        Of two drawings of a structure on one page, one carries the `words` that describe both.
        Thumbnails and cards have no words; a card needs a sheet.
        """
        drawing = self.lay_out(structure, layout)
        return self.render_drawing(structure, layout, drawing, words=words, sheet=sheet)

    def render_drawing(
        self,
        structure: Structure,
        layout: Layout,
        drawing: Drawing,
        *,
        words: bool = True,
        sheet: Sheet | None = None,
    ) -> str:
        """`render` for a drawing that is laid out already."""
        if layout in {Layout.THUMB, Layout.CARD}:
            return self._call(layout, drawing, sheet)
        return self._call(
            "svg",
            drawing,
            f"figure-{structure.id}",
            f"f-{layout}",
            self.title(structure) if words else "",
            describe(structure.graph, structure.training, self.labels) if words else "",
            self.labels.language.value,
            words,
            sheet,
        )

    def _call(self, name: str, *values: object) -> str:
        return str(self._macros[name](*values)).strip()

    def title(self, structure: Structure) -> str:
        own = structure.architecture.name
        name = structure.family.name
        if own is not None:
            name = f"{name} · {own.in_(self.labels.language)}"
        return self.labels("figure.title", name=name)
