"""The files of a new family, and what the catalogue has already that looks like it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vlmatlas.catalog import Catalog
from vlmatlas.names import NameIndex, fold, index_names
from vlmatlas.records import Family
from vlmatlas.rules.leftovers import TODO
from vlmatlas.stamps import stamp_pair
from vlmatlas.templating import mark_safe, render
from vlmatlas.vocabulary import ComponentKind, Language, SourceKind
from vlmatlas.yamlfile import render_yaml

_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html)/(\d\d)(\d\d)(\.\d{4,5})")
_NUMBER = re.compile(
    r"(?:arxiv:\s*|(?:www\.)?arxiv\.org/\w+/)?(\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What must be known of a family to begin its folder."""

    name: str
    paper: str | None = None
    weights: str | None = None
    code: str | None = None
    released: str | None = None
    organizations: tuple[str, ...] = ()
    language_model: str | None = None
    vision_encoders: tuple[str, ...] = ()
    connector: str | None = None

    @property
    def id(self) -> str:
        """The name in lower case, with hyphens between its words."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")

    @property
    def month(self) -> str | None:
        """The month in the number of its arXiv paper."""
        found = _ARXIV.search(self.paper or "")
        return f"20{found[1]}-{found[2]}" if found else None


@dataclass(frozen=True, slots=True)
class Match:
    """A family that has the same name, paper or repository already."""

    what: str
    value: str
    family: str


def paper_address(answer: str) -> str:
    """The address of a paper that may be named by its arXiv number: `arXiv:2311.03079v2`."""
    found = _NUMBER.fullmatch(answer.strip())
    return f"https://arxiv.org/abs/{found[1]}" if found else answer


def find_duplicates(new: Beginning, catalog: Catalog) -> Iterator[Match]:
    """Every family that is probably the new one, by name, arXiv id or repository."""
    names = {fold(new.name), fold(new.id)}
    papers = _numbers(new.paper)
    homes = {_home(url) for url in (new.weights, new.code) if url}
    for family in catalog.families:
        for name in _names(family):
            if fold(name) in names:
                yield Match("name", name, family.id)
        for number in sorted(papers & _numbers(family.links.paper)):
            yield Match("arxiv", number, family.id)
        for url in _addresses(family):
            if _home(url) in homes:
                yield Match("repository", url, family.id)


def suggest_families(name: str, catalog: Catalog) -> str:
    """Ids of families whose names look like this one."""
    return index_names(catalog.by_id).suggest(name)


def find_component(spelling: str, kind: ComponentKind, catalog: Catalog) -> str | None:
    """The id of a component of this kind by any of its spellings."""
    return _of_kind(kind, catalog).find(spelling)


def suggest_components(spelling: str, kind: ComponentKind, catalog: Catalog) -> str:
    return _of_kind(kind, catalog).suggest(spelling)


def _of_kind(kind: ComponentKind, catalog: Catalog) -> NameIndex:
    return index_names({id: it for id, it in catalog.components.items() if it.kind is kind})


def render_family_files(root: Path, new: Beginning) -> Mapping[str, bytes]:
    """path → content of the new folder's three files; the two texts match each other."""
    values = {name: _safe(value) for name, value in _facts(new).items()}
    bodies = {
        name: render(root, f"new/{name}.jinja", values)
        for name in (f"{language}.md" for language in Language)
    }
    texts = {"model.yaml": render(root, "new/model.yaml.jinja", values), **stamp_pair(bodies)}
    return {f"models/{new.id}/{name}": text.encode() for name, text in texts.items()}


def _facts(new: Beginning) -> Mapping[str, object]:
    sources = list(_sources(new))
    links = [("paper", new.paper), ("code", new.code)]
    weights = [("weights", [new.weights])] if new.weights else []
    return {
        "id": new.id,
        "name": _inline(new.name),
        "organizations": _inline(list(new.organizations)) if new.organizations else "",
        "released": _inline(new.released or new.month),
        "month_of_paper": not new.released,
        "main_source": sources[0][0],
        "open_weights": "true" if new.weights else "false",
        "links": [(key, _inline(url)) for key, url in (*links, *weights) if url],
        "sources": sources,
        "language_model": new.language_model or TODO.lower(),
        "vision_encoders": _inline(list(new.vision_encoders) or [TODO.lower()]),
        "connector": new.connector or "",
        "weights": _inline(new.weights) if new.weights else "",
    }


def _sources(new: Beginning) -> Iterator[tuple[str, str, str, str]]:
    """Key, kind, title and address of the documents that are known so far."""
    if new.paper:
        yield "paper", SourceKind.PAPER, _inline(f"{TODO}: title of the paper"), _inline(new.paper)
    if new.code:
        yield "readme", SourceKind.REPOSITORY, _inline(f"{new.name} README"), _inline(new.code)
    if new.weights:
        yield "card", SourceKind.MODEL_CARD, _inline(f"{new.name} model card"), _inline(new.weights)


def _inline(value: object) -> str:
    return render_yaml([value], flow=True).strip()[1:-1]


def _safe(value: object) -> object:
    """YAML and Markdown are no HTML: what is quoted as YAML must not be escaped again."""
    if isinstance(value, str):
        return mark_safe(value)
    if isinstance(value, list):
        return [tuple(mark_safe(str(part)) for part in item) for item in value]
    return value


def _names(family: Family) -> Iterator[str]:
    yield from (family.id, family.name, *family.aliases)
    for variant in family.variants:
        yield from (variant.id, variant.name, *variant.aliases)


def _addresses(family: Family) -> Iterator[str]:
    links = family.links
    yield from (url for url in (links.code, *links.weights) if url)
    for variant in family.variants:
        yield from (url for url in (variant.weights, *variant.mirrors) if url)


def _numbers(url: str | None) -> set[str]:
    return {"".join(parts) for parts in _ARXIV.findall(url or "")}


def _home(url: str) -> str:
    """Host, owner and name of a repository, whatever the address says besides."""
    plain = re.sub(r"^https?://(www\.)?", "", url.casefold()).removesuffix(".git")
    return "/".join(plain.rstrip("/").split("/")[:3])
