"""Markdown of the write-ups → clean HTML. The only module that imports markdown and nh3.

On top of plain Markdown: `[^key]` cites a source of the family, `$…$` and `$$…$$` hold LaTeX that
becomes MathML, and `[words](family:id)` links to a page of the catalogue.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape

import markdown
import nh3
from latex2mathml.converter import convert as convert_latex
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from vlmatlas.bodies import HTML_TAGS, LINK_KINDS
from vlmatlas.stamps import remove_stamp

_MATHML = {
    "math", "mrow", "mi", "mo", "mn", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub",
    "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mpadded",
    "mphantom", "mstyle", "menclose",
}  # fmt: skip
_TAGS = HTML_TAGS | _MATHML | {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "a", "blockquote",
    "table", "thead", "tbody", "tr", "th", "td", "hr", "div", "span",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "class", "id"},
    "abbr": {"title"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "th": {"style", "scope"},
    "td": {"style"},
    "sup": {"class"},
    "div": {"class", "tabindex"},
    "table": {"class"},
    "math": {"display", "xmlns"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mtable": {"columnalign", "columnspacing", "rowspacing", "displaystyle"},
    "mtd": {"columnalign"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mfrac": {"linethickness"},
    "mpadded": {"width", "lspace", "voffset", "height"},
    "mover": {"accent"},
    "munder": {"accentunder"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A converted write-up."""

    html: str
    headings: tuple[Heading, ...]
    citations: tuple[str, ...]
    """Keys of the cited sources in the order of first mention."""

    @property
    def sections(self) -> Iterator[tuple[str, str, str]]:
        """(anchor, heading, plain text) of every part below a level-2 heading."""
        parts = re.split(r'<h2 id="([^"]*)">(.*?)</h2>', self.html)
        for anchor, title, html in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            words = unescape(re.sub(r"<math.*?</math>|<[^>]+>|\[\d+\]", " ", html, flags=re.DOTALL))
            yield anchor, unescape(title), " ".join(words.split())


Link = Callable[[str, str], str]
"""(kind, id) of a page of the catalogue → its address from the page being written."""


def convert_prose(text: str, *, link: Link) -> Prose:
    """Convert a write-up; a catalogue link that leads nowhere raises KeyError."""
    converter = _converter()
    converter.reset()
    state = _State(link, [])
    _set_state(converter, state)
    html = converter.convert(remove_stamp(text))
    headings = tuple(_read_headings(converter.toc_tokens))  # type: ignore[attr-defined]
    return Prose(_CLEANER.clean(html), headings, tuple(state.citations))


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https"},
    link_rel="noopener",
    set_tag_attribute_values={},
    filter_style_properties={"text-align"},
)


@dataclass
class _State:
    link: Link
    citations: list[str]


def _set_state(converter: markdown.Markdown, state: _State) -> None:
    for name in ("atlas-citation", "atlas-link"):
        processor = converter.inlinePatterns[name]
        assert isinstance(processor, _Citation | _CatalogueLink)  # noqa: S101  # registered below
        processor.state = state


@cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", "toc"])
    converter.inlinePatterns.register(
        _Citation(r"\[\^([^\]\s]+)\]", converter), "atlas-citation", 185
    )
    converter.inlinePatterns.register(
        _CatalogueLink(rf"\[([^\]]+)\]\(({'|'.join(sorted(LINK_KINDS))}):([^)\s]+)\)", converter),
        "atlas-link",
        175,
    )
    converter.inlinePatterns.register(
        _Formula(r"(?<![\\$])\$([^$\n]+)\$", converter), "atlas-math", 186
    )
    converter.parser.blockprocessors.register(_Display(converter.parser), "atlas-display", 85)
    converter.treeprocessors.register(_PlainText(converter), "atlas-plain", 25)
    converter.treeprocessors.register(_Tables(converter), "atlas-tables", 15)
    return converter


class _PlainText(Treeprocessor):
    """Sets texts without any mark-up aside, so that no inline pattern is tried on them."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.text and not _MARKUP.search(element.text):
                element.text = AtomicString(element.text)


_MARKUP = re.compile(r"[\\`*_\[<&$\x02\x03]|  \n")
"""What begins a piece of inline mark-up."""


class _Tables(Treeprocessor):
    """Lets wide tables scroll alone.

    The theme's script does so for tables without a class, but a browser then looks at the whole
    text once more.
    """

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for index, table in enumerate(parent):
                if table.tag == "table":
                    box = etree.Element("div", {"class": "vlm-scroll", "tabindex": "0"})
                    table.set("class", "vlm-grid")
                    box.tail, table.tail = table.tail, None
                    box.append(table)
                    parent[index] = box


class _Citation(InlineProcessor):
    state: _State

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        match: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[etree.Element, int, int]:
        key = match[1]
        if key not in self.state.citations:
            self.state.citations.append(key)
        number = self.state.citations.index(key) + 1
        mark = etree.Element("sup", {"class": "vlm-cite"})
        link = etree.SubElement(mark, "a", {"href": f"#source-{key}"})
        mark.text, link.text = AtomicString(""), AtomicString(f"[{number}]")
        return mark, match.start(0), match.end(0)


class _CatalogueLink(InlineProcessor):
    state: _State

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        match: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[etree.Element, int, int]:
        link = etree.Element("a", {"href": self.state.link(match[2], match[3])})
        link.text = match[1]
        return link, match.start(0), match.end(0)


@lru_cache(maxsize=4096)
def _convert_formula(latex: str, *, display: str = "inline") -> str:
    html: str = convert_latex(latex, display=display)
    return html


class _Formula(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        match: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        html = _convert_formula(match[1])
        return self.md.htmlStash.store(html), match.start(0), match.end(0)


class _Display(BlockProcessor):
    """`$$` … `$$` on lines of their own."""

    def test(self, parent: etree.Element, block: str) -> bool:  # noqa: ARG002
        return block.startswith("$$")

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        taken = [blocks.pop(0)]
        while blocks and not (
            taken[-1].rstrip().endswith("$$") and len("".join(taken)) > len("$$")
        ):
            taken.append(blocks.pop(0))
        latex = "\n".join(taken).strip().removeprefix("$$").removesuffix("$$").strip()
        html = _convert_formula(latex, display="block")
        holder = etree.SubElement(parent, "div", {"class": "vlm-math", "tabindex": "0"})
        holder.text = self.parser.md.htmlStash.store(html)
        return True


def _read_headings(tokens: list[dict[str, object]]) -> list[Heading]:
    found: list[Heading] = []
    for token in tokens:
        found.append(Heading(int(str(token["level"])), str(token["id"]), str(token["name"])))
        children = token["children"]
        found += _read_headings(children if isinstance(children, list) else [])
    return found
