"""What holds for a write-up."""

from collections.abc import Collection, Iterator

from vlmatlas.bodies import (
    LINK_KINDS,
    Mention,
    find_citations,
    find_html,
    find_links,
    place_of,
)
from vlmatlas.names import NameIndex
from vlmatlas.problem import Finding
from vlmatlas.records import FamilyFile
from vlmatlas.rules.draft import Draft


def body_points_to_known_things(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A write-up cites declared sources and links to entries that exist; its HTML is known."""
    for id, texts in draft.prose.items():
        family = draft.families.get(id)
        for language, prose in texts.items():
            for finding in _check_body(prose, family, draft):
                yield f"models/{id}/{language}.md", finding


def link_leads_to_a_family(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A write-up links to families and variants that exist."""
    lost = {target for target in draft.targets if not _is_known(target, draft)}
    for id, targets in draft.links.items():
        if lost.isdisjoint(targets):
            continue
        for language, prose in draft.writeups(id).items():
            for link in find_links(prose):
                if link.value in lost:
                    finding = _name_unknown(prose, link, _families(link.value, draft) or ())
                    yield f"models/{id}/{language}.md", finding


def _is_known(target: str, draft: Draft) -> bool:
    """Whether there is such a family or variant; other links are not looked at."""
    known = _families(target, draft)
    return known is None or target.partition(":")[2] in known


def _families(target: str, draft: Draft) -> Collection[str] | None:
    kind = target.partition(":")[0]
    if kind == "variant":
        return draft.variant_owners
    return draft.known.get("families", ()) if kind == "family" else None


def _name_unknown(prose: str, link: Mention, known: Collection[str]) -> Finding:
    kind, _, value = link.value.partition(":")
    near = NameIndex((id, ()) for id in known).suggest(value)
    return _at(prose, "unknown-reference", Mention(value, link.start), kind=kind, near=near)


def _check_body(prose: str, family: FamilyFile | None, draft: Draft) -> Iterator[Finding]:
    if not prose.strip():
        yield _at(prose, "file-empty", Mention("", 0))
    for html in find_html(prose):
        yield _at(prose, "body-html", html)
    for citation in find_citations(prose):
        if family is not None and citation.value not in family.sources:
            yield _at(prose, "unknown-source", citation, known=", ".join(family.sources))
    for link in find_links(prose):
        yield from _check_link(prose, link, draft)


def _check_link(prose: str, link: Mention, draft: Draft) -> Iterator[Finding]:
    kind, _, value = link.value.partition(":")
    if kind in {"http", "https"}:
        return
    if kind not in LINK_KINDS:
        yield _at(prose, "body-link", link)
        return
    known = draft.known.get(_REGISTRIES[kind], ()) if kind in _REGISTRIES else (value,)
    if value not in known:
        yield _name_unknown(prose, link, known)


_REGISTRIES = {
    "component": "components",
    "benchmark": "benchmarks",
    "tag": "tags",
    "term": "glossary",
}


def _at(prose: str, rule: str, mention: Mention, **details: object) -> Finding:
    """A finding in a text, where the place is known already."""
    line, column = place_of(prose, mention.start)
    return Finding(
        rule, details={"value": mention.value, **details, "line": line, "column": column}
    )
