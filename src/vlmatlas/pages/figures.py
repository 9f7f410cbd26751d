"""Figures on pages: drawings, caption, downloads, and what lists need to filter them."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vlmatlas.figure.render import Layout, Renderer, Structure, build_structures
from vlmatlas.figure.shapes import Drawing
from vlmatlas.graph.nodes import Node
from vlmatlas.pages.page import Context
from vlmatlas.records import Family, Variant
from vlmatlas.templating import mark_safe
from vlmatlas.urls import Linker
from vlmatlas.values import Text

_FITS = 0.95
_FIRST, _STEP, _LAST = 540, 60, 1020


@dataclass(frozen=True)
class FigureView:
    """A structure on a page."""

    structure: Structure
    renderer: Renderer
    variant: Variant

    @property
    def title(self) -> str:
        return self.renderer.title(self.structure)

    @cached_property
    def _wide(self) -> Drawing:
        return self.renderer.lay_out(self.structure, Layout.LANDSCAPE)

    @cached_property
    def landscape(self) -> str:
        svg = self.renderer.render_drawing(self.structure, Layout.LANDSCAPE, self._wide)
        return mark_safe(svg)

    @cached_property
    def portrait(self) -> str:
        return mark_safe(self.renderer.render(self.structure, Layout.PORTRAIT, words=False))

    @property
    def from_width(self) -> int:
        """The narrowest container, in steps of the stylesheet, with the wide drawing at 95 %."""
        return max(_FIRST, min(_LAST, math.ceil(self._wide.width * _FITS / _STEP) * _STEP))


def view_figures(context: Context, family: Family, linker: Linker) -> tuple[FigureView, ...]:
    """All structures of a family, with links from the page that shows them."""
    renderer = Renderer(context.root, context.catalog, context.labels, link_nodes(linker))
    variants = {variant.id: variant for variant in family.variants}
    return tuple(
        FigureView(structure, renderer, variants[structure.variant])
        for structure in build_structures(context.catalog, family)
    )


def link_nodes(linker: Linker) -> Callable[[Node], str | None]:
    """A component's page, or the glossary entry that explains a step."""

    def link(node: Node) -> str | None:
        if node.component is not None:
            return linker.page("component", node.component)
        return linker.page("glossary", anchor=node.term) if node.term else None

    return link


def name_parts(figures: Sequence[FigureView]) -> Mapping[str, Text]:
    """What the parts that training stages name are called in the figures."""
    names: dict[str, Text] = {}
    for view in figures:
        for part in view.structure.training.parts:
            names.setdefault(part.id, part.name)
    return names
