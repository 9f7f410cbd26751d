"""Check links and anchors between the pages of the built site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from vlmatlas.links.verdicts import Outcome, Place, Verdict

_HERE = "http://site.invalid/"
_LINKING = {"a": "href", "area": "href", "img": "src", "script": "src", "source": "src"}
_LINKING |= {"iframe": "src", "link": "href", "use": "href", "image": "href", "video": "src"}
_NO_PAGE = frozenset({"preconnect", "dns-prefetch"})


@dataclass(frozen=True, slots=True)
class _Link:
    target: str
    line: int
    column: int


class _Targets(HTMLParser):
    """The anchors of a page, and what it links to or loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = {"", "top"}
        self.links: list[_Link] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors |= {value for name in ("id", "name") if (value := values.get(name))}
        if tag == "link" and values.get("rel") in _NO_PAGE:
            return
        target = values.get(_LINKING.get(tag, "")) or values.get("xlink:href")
        if target:
            line, column = self.getpos()
            self.links.append(_Link(target, line, column + 1))


def check_internal(site: Path, address: str) -> Iterator[Outcome]:
    """Links that lead nowhere; full links to `address`, where the site will stand, count too."""
    pages = {
        path.relative_to(site).as_posix(): _Targets(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    for name, page in pages.items():
        for link in page.links:
            if (verdict := _judge(site, pages, name, link.target, address)) is not None:
                place = Place(name, link.line, link.column)
                yield Outcome(verdict, place, link.target, "", _SAID[verdict])


_SAID = {Verdict.DEAD: "links.no-page", Verdict.ASTRAY: "links.no-anchor"}


def _judge(
    site: Path, pages: Mapping[str, _Targets], name: str, link: str, address: str
) -> Verdict | None:
    target, anchor = urldefrag(urljoin(f"{_HERE}{name}", link))
    if address and target.startswith(address):
        target = _HERE + target.removeprefix(address)
    parts = urlsplit(target)
    if f"{parts.scheme}://{parts.netloc}/" != _HERE:
        return None
    path = unquote(parts.path).lstrip("/")
    path = f"{path}index.html" if not path or path.endswith("/") else path
    page = pages.get(path)
    if page is None:
        return None if (site / path).is_file() else Verdict.DEAD
    return None if unquote(anchor) in page.anchors else Verdict.ASTRAY
