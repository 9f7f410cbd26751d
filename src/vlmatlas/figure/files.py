"""What a figure needs to stand alone, in a paper, on a slide or a card: style, paper, pixels."""

import re
from dataclasses import dataclass

from resvg_py import svg_to_bytes

_COLOUR = re.compile(r"(--f-[\w-]+): (#\w+)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The stylesheet of figures with the colours of one theme, and its paper."""

    style: str
    paper: str


def cut_sheet(stylesheet: str, *, dark: bool) -> Sheet:
    """The rules for drawings, with colours in place of variables."""
    palettes, _, rules = stylesheet.partition("/* drawing */")
    light, slate = re.findall(r"\{\n([^}]*)\}", palettes)
    palette = dict(_COLOUR.findall(slate if dark else light))
    style = rules.partition("/* page */")[0]
    style = re.sub(r"var\((--f-[\w-]+)\)", lambda found: palette[found[1]], style)
    style = re.sub(r"var\(--md-text-font-family, ([^)]*)\)", r"\1", style)
    return Sheet(re.sub(r"\s+", " ", style).strip(), palette["--f-paper"])


def render_png(svg: str, *, scale: float = 2, width: int | None = None) -> bytes:
    """Pixels of a drawing that stands alone; `width` in pixels overrides `scale`."""
    if width is not None:
        return bytes(svg_to_bytes(svg_string=svg, width=width))
    return bytes(svg_to_bytes(svg_string=svg, zoom=scale))
