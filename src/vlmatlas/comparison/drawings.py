"""Changed figures side by side, as files to look at."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vlmatlas.catalog import Catalog
from vlmatlas.comparison.compare import FigureChange
from vlmatlas.exports.drawings import STYLESHEET
from vlmatlas.figure.files import cut_sheet
from vlmatlas.figure.render import Layout, Renderer, build_structures
from vlmatlas.labels import Labels
from vlmatlas.templating import render


def render_figure_changes(
    root: Path, before: Catalog, after: Catalog, changed: Sequence[FigureChange], labels: Labels
) -> Mapping[str, bytes]:
    """Name of file → content: drawings before and after, and a page that shows them in pairs."""
    states = {"before": before, "after": after}
    drawings = {
        f"{change.family}-{change.structure}.{state}.svg": svg
        for change in changed
        for state, catalog in states.items()
        for svg in _draw(root, catalog, change, labels)
    }
    page = render(
        root,
        "comparison/figures.html.jinja",
        {"changed": changed, "names": drawings.keys(), "label": labels, "states": tuple(states)},
    )
    files = {name: svg.encode() for name, svg in drawings.items()}
    return {**files, "index.html": page.encode()}


def _draw(root: Path, catalog: Catalog, change: FigureChange, labels: Labels) -> Iterator[str]:
    """The drawing, if the catalogue has this structure."""
    family = catalog.by_id.get(change.family)
    sheet = cut_sheet((root / STYLESHEET).read_text(encoding="utf-8"), dark=False)
    renderer = Renderer(root, catalog, labels, lambda _node: None)
    for structure in build_structures(catalog, family) if family else ():
        if structure.architecture.id == change.structure:
            yield renderer.render(structure, Layout.LANDSCAPE, sheet=sheet) + "\n"
