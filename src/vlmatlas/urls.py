"""Where every generated page lives, and how pages point to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vlmatlas.vocabulary import Language

FOLDERS: Final[Mapping[str, str]] = {
    "family": "models",
    "benchmark": "benchmarks",
    "component": "components",
    "organization": "organizations",
    "tag": "tags",
}
"""Kind of page → folder of its address."""

_HOSTS: Final = frozenset({"huggingface.co", "github.com"})
"""Where the path of an address is the name that people know."""

API: Final = "api/v1"
"""Where the published data lives; a change that could break a reader moves it to the next."""

_API_NAMES: Final[Mapping[str, str]] = {
    "family": "families",
    "organization": "organizations",
    "leaderboard": "scores",
    "glossary": "terms",
}


def api_url(kind: str, id: str = "") -> str:
    """The JSON twin of a page, below the root of the site; without id, the list of the kind."""
    name = _API_NAMES.get(kind) or FOLDERS.get(kind, kind)
    return f"{API}/{name}/{id}.json" if id else f"{API}/{name}.json"


def page_url(kind: str, id: str = "") -> str:
    """Address of a page under its language's root; without id, the index of the kind."""
    folder = FOLDERS.get(kind, kind)
    return f"{folder}/{id}/" if id else f"{folder}/"


def language_url(url: str, language: Language) -> str:
    """The address below the root of the site of a page of one language."""
    return url if language is Language.ZH else f"{language}/{url}"


def name_link(url: str) -> str:
    """What a link to elsewhere is called: what a known host has at that path, else the host."""
    _scheme, _, host, *path = url.rstrip("/").split("/")
    return "/".join(path) if path and host in _HOSTS else host


@lru_cache(maxsize=1024)
def _relative(url: str, here: str) -> str:
    """From one folder to another, both below the same root and ending with a slash."""
    there, start = url.split("/")[:-1], here.split("/")[:-1]
    shared = next((i for i, (a, b) in enumerate(zip(there, start, strict=False)) if a != b), None)
    shared = min(len(there), len(start)) if shared is None else shared
    steps = [".."] * (len(start) - shared) + there[shared:]
    return "/".join([*steps, ""]) if steps else "./"


@dataclass(frozen=True, slots=True)
class Linker:
    """Links from one page, relative, so that the site works below any address."""

    here: str
    language: Language

    def page(self, kind: str, id: str = "", anchor: str = "") -> str:
        url = page_url(kind, id)
        if not id or url == self.here:
            return self.to(url, anchor)
        folder = _relative(page_url(kind), self.here).removeprefix("./")
        return f"{folder}{id}/#{anchor}" if anchor else f"{folder}{id}/"

    def to(self, url: str, anchor: str = "") -> str:
        """A page of the same language by its address."""
        path = _relative(url, self.here)
        return f"{path}#{anchor}" if anchor else path

    def root(self, path: str) -> str:
        """A file at the root of the site, shared by the languages."""
        depth = self.here.count("/") + (self.language is not Language.ZH)
        return "../" * depth + path

    def translation(self) -> str:
        """This page in the other language."""
        other = Language.ZH if self.language is Language.EN else Language.EN
        return self.root(language_url(self.here, other))


def thumb_path(family: str, architecture: str) -> str:
    """Address of a structure's thumbnail, below the root of the site."""
    return f"figures/{family}-{architecture}.thumb.svg"


def figure_path(family: str, architecture: str, language: Language) -> str:
    """Address of a structure's drawing, below the root of the site."""
    return f"figures/{family}-{architecture}.{language}.svg"


def card_path(family: str) -> str:
    """Address of the picture that a link to a family is shown with, below the root of the site."""
    return f"figures/{family}.card.png"
