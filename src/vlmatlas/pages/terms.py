"""Glossary terms in a write-up: the first use of each is a link that shows its definition."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from vlmatlas.bodies import blank_code, blank_marks
from vlmatlas.glossary import Finder, make_finder
from vlmatlas.pages.page import Context
from vlmatlas.records import Family
from vlmatlas.registry import Term
from vlmatlas.templating import load_macros, mark_safe
from vlmatlas.urls import Linker
from vlmatlas.vocabulary import Language

_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')
_NAME = re.compile(r"</?([a-z0-9]+)")
_CLOSED_TO_TERMS = frozenset(
    {"a", "abbr", "code", "h2", "h3", "h4", "math", "pre", "sub", "sup", "table"}
)
"""A link would be wrong here, or a tooltip would be cut off."""


def link_terms(context: Context, html: str, linker: Linker) -> str:
    """The cleaned HTML of a write-up with every term linked where it is first used."""
    terms = context.catalog.terms
    render = load_macros(context.root, "parts/terms.html.jinja")["term"]
    seen: set[str] = set()

    def link(id: str, words: str) -> str:
        seen.add(id)
        definition = terms[id].definition.in_(context.language)
        href = linker.page("glossary", anchor=id)
        return render(id, mark_safe(words), href, definition).strip()

    finder = find_spellings(terms, context.language)
    return "".join(_link_parts(html, finder, link, seen))


_EXAMPLES = 6
_LOOKED_THROUGH = 100
"""Families that are searched for examples, so that the glossary stays quick to build."""


def list_uses(context: Context) -> Mapping[str, Sequence[Family]]:
    """Term → some of the newest families whose write-up uses it."""
    catalog = context.catalog
    finder = find_spellings(catalog.terms, context.language)
    uses: dict[str, list[Family]] = {id: [] for id in catalog.terms}
    for family in catalog.newest_first[:_LOOKED_THROUGH]:
        words = blank_marks(blank_code(catalog.bodies[family.id][context.language]))
        for id in dict.fromkeys(use.id for use in finder.find(words)):
            if len(uses[id]) < _EXAMPLES:
                uses[id].append(family)
    return uses


def find_spellings(terms: Mapping[str, Term], language: Language) -> Finder:
    """The finder of a language: terms before aliases, so that an alias cannot take a term."""
    names = [(term.term.in_(language), id) for id, term in terms.items()]
    for id, term in terms.items():
        names += [(alias, id) for alias in getattr(term.aliases, language)]
    return make_finder(tuple(names))


def _link_parts(
    html: str, finder: Finder, link: Callable[[str, str], str], seen: set[str]
) -> Iterator[str]:
    closed = 0
    for index, part in enumerate(_TAG.split(html)):
        if index % 2:
            name = _NAME.match(part)
            if name is not None and name[1] in _CLOSED_TO_TERMS:
                closed += -1 if part.startswith("</") else 1
            yield part
        elif closed or not part.strip():
            yield part
        else:
            yield _link_text(part, finder, link, seen)


def _link_text(text: str, finder: Finder, link: Callable[[str, str], str], seen: set[str]) -> str:
    done, last = [], 0
    for use in finder.find(text):
        if use.id not in seen:
            done += [text[last : use.start], link(use.id, text[use.start : use.end])]
            last = use.end
    return "".join([*done, text[last:]])
