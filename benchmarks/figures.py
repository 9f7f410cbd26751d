"""How long figures take and how large they are.

    .venv/bin/python benchmarks/figures.py

Draws every structure of the catalogue, landscape and portrait, in both languages, several times;
prints CPU milliseconds per family once warm, and the largest figures in bytes.
"""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.catalog import Catalog, load_catalog
from vlmatlas.figure.render import Layout, Renderer, build_structures
from vlmatlas.labels import load_labels
from vlmatlas.vocabulary import Language

ROOT = Path(__file__).parent.parent
ROUNDS = 7


def draw_all(catalog: Catalog, renderers: list[Renderer]) -> dict[tuple[str, str], int]:
    """Bytes per figure and language, both drawings together."""
    sizes: dict[tuple[str, str], int] = {}
    for family in catalog.families:
        for structure in build_structures(catalog, family):
            for renderer in renderers:
                drawings = [
                    renderer.render(structure, layout, words=layout is Layout.LANDSCAPE)
                    for layout in (Layout.LANDSCAPE, Layout.PORTRAIT)
                ]
                size = sum(len(drawing.encode()) for drawing in drawings)
                sizes[structure.id, renderer.labels.language] = size
    return sizes


def main() -> None:
    catalog = load_catalog(ROOT, today=datetime.now(UTC).date())
    renderers = [
        Renderer(ROOT, catalog, load_labels(ROOT, language), lambda node: node.component)
        for language in Language
    ]
    sizes = draw_all(catalog, renderers)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        draw_all(catalog, renderers)
        times.append((time.process_time() - start) * 1000 / len(catalog.families))
    structures = len(sizes) / len(renderers)
    print(
        f"{len(catalog.families)} families, {structures:.0f} structures, {len(Language)} languages"
    )
    print(f"CPU per family, all figures: {statistics.median(times):.2f} ms (best {min(times):.2f})")
    print(f"median size of a figure: {statistics.median(sizes.values()) / 1000:.1f} kB")
    for (id, language), size in sorted(sizes.items(), key=lambda item: -item[1])[:4]:
        print(f"{size / 1000:6.1f} kB  {id} ({language})")


if __name__ == "__main__":
    main()
