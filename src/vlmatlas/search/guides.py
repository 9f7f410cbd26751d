"""Hand-written pages, as far as search needs them."""

import re
from dataclasses import dataclass
from pathlib import Path

from vlmatlas.textfile import read_text
from vlmatlas.vocabulary import Language

_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_MARKUP = re.compile(r"```.*?```|<[^>]+>|\]\([^)]*\)|[`*_#>|\[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Guide:
    """A page of `content/`: its address below the language, and its words."""

    url: str
    title: str
    description: str
    headings: tuple[str, ...]
    text: str


def read_guides(root: Path, language: Language) -> tuple[Guide, ...]:
    """The pages of one language by path; the home page leads elsewhere and is left out."""
    folder = root / "content" / language
    paths = {path.relative_to(folder): path for path in sorted(folder.rglob("*.md"))}
    return tuple(
        parse_guide(_address(place), read_text(path))
        for place, path in paths.items()
        if place != Path("index.md")
    )


def _address(place: Path) -> str:
    page = place.parent if place.name == "index.md" else place.with_suffix("")
    return f"{page.as_posix()}/"


def parse_guide(url: str, markdown: str) -> Guide:
    matter = _MATTER.match(markdown)
    fields = dict(re.findall(r"^(\w+): *(.+)$", matter[1], re.MULTILINE)) if matter else {}
    body = markdown[matter.end() :] if matter else markdown
    return Guide(
        url,
        title=fields.get("title", url),
        description=fields.get("description", ""),
        headings=tuple(re.findall(r"^##+ +(.+?)(?: +\{.*\})?$", body, re.MULTILINE)),
        text=" ".join(_MARKUP.sub(" ", body).split()),
    )
