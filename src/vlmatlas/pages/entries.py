"""Pages of components, organizations and tags, and the pages that list things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from vlmatlas.lineage import build_lineage
from vlmatlas.pages.gallery import list_facets, list_gallery
from vlmatlas.pages.measured import FACETS, tabulate
from vlmatlas.pages.page import Address, Context, Page, SearchEntry
from vlmatlas.pages.terms import list_uses
from vlmatlas.registry import Component
from vlmatlas.report import load_explanations
from vlmatlas.urls import Linker
from vlmatlas.values import Text
from vlmatlas.vocabulary import Category, ComponentKind


def render_component(context: Context, component: Component) -> Page:
    users = context.catalog.built_with[component.id]
    used = [(context.catalog.by_id[id], variants) for id, variants in users.items()]
    known = {variant.id for _family, variants in used for variant in variants}
    values = {
        "component": component,
        "users": used,
        "first": used[-1][0] if used else None,
        "facet": FACETS[component.kind],
        "variants": len(known),
        "scores": tabulate(context, lambda row: row.variant.id in known, but=component.kind),
    }
    address = Address("component", component.id)
    edit = f"registry/components/{component.id}.yaml"
    entry = _Entry(address, component.name, component.summary, edit, component.aliases)
    return _page(context, entry, "component.html.jinja", values)


def render_organization(context: Context, id: str) -> Page:
    organization = context.catalog.organizations[id]
    families = [f for f in context.catalog.newest_first if id in f.organizations]
    components = [c for c in context.catalog.components.values() if c.organization == id]
    values = {
        "organization": organization,
        "families": families,
        "components": components,
        "scores": tabulate(context, lambda row: id in row.family.organizations),
    }
    entry = _Entry(
        Address("organization", id),
        organization.name.in_(context.language),
        organization.name,
        "registry/organizations.yaml",
        organization.aliases,
    )
    return _page(context, entry, "organization.html.jinja", values)


def render_tag(context: Context, id: str) -> Page:
    tag = context.catalog.tags[id]
    values = {
        "tag": tag,
        "families": [f for f in context.catalog.newest_first if id in f.tags],
        "scores": tabulate(context, lambda row: id in row.family.tags),
    }
    name = tag.name.in_(context.language)
    entry = _Entry(Address("tag", id), name, tag.description, "registry/tags.yaml")
    return _page(context, entry, "tag.html.jinja", values)


def render_index(context: Context, kind: str) -> Page:
    """The page that lists everything of a kind."""
    title = context.labels(f"index.{kind}")
    about = context.labels(f"index.{kind}.about")
    entry = _Entry(Address(kind), title, Text(en=about, zh=about))
    return _page(context, entry, f"{kind}-index.html.jinja", _INDEXES[kind](context))


def _family_index(context: Context) -> Mapping[str, object]:
    families = context.catalog.newest_first
    years = [
        (year, list(group)) for year, group in groupby(families, lambda f: f.released.date[:4])
    ]
    return {"years": years}


def _benchmark_index(context: Context) -> Mapping[str, object]:
    counts: dict[str, int] = {}
    for score in context.catalog.scores:
        counts[score.benchmark] = counts.get(score.benchmark, 0) + 1
    found = sorted(context.catalog.benchmarks.values(), key=lambda b: b.name.casefold())
    groups = [(category, [b for b in found if b.category is category]) for category in Category]
    return {"groups": [group for group in groups if group[1]], "counts": counts}


def _component_index(context: Context) -> Mapping[str, object]:
    counts = {id: len(users) for id, users in context.catalog.built_with.items()}
    found = sorted(context.catalog.components.values(), key=lambda c: c.name.casefold())
    groups = [(kind, [c for c in found if c.kind is kind]) for kind in ComponentKind]
    return {"groups": groups, "counts": counts}


def _glossary(context: Context) -> Mapping[str, object]:
    terms = sorted(context.catalog.terms.values(), key=lambda term: term.term.en.casefold())
    return {"terms": terms, "uses": list_uses(context)}


def _gallery(context: Context) -> Mapping[str, object]:
    cards = list_gallery(context)
    return {"cards": cards, "facets": list_facets(context, cards)}


def _lineage(context: Context) -> Mapping[str, object]:
    return {"lineage": build_lineage(context.catalog.families)}


def _rules(context: Context) -> Mapping[str, object]:
    explained = sorted(load_explanations().items())
    return {"rules": [(rule, texts[context.language]) for rule, texts in explained]}


_INDEXES = {
    "lineage": _lineage,
    "architecture": _gallery,
    "family": _family_index,
    "benchmark": _benchmark_index,
    "component": _component_index,
    "glossary": _glossary,
    "rules": _rules,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is said of a page outside its own HTML."""

    address: Address
    title: str
    about: Text
    edit: str | None = None
    words: Sequence[str] = ()


def _page(context: Context, entry: _Entry, template: str, values: Mapping[str, object]) -> Page:
    linker = Linker(entry.address.url, context.language)
    html = context.fill(template, linker, {**values, "title": entry.title})
    description = entry.about.in_(context.language)
    return Page(
        entry.address,
        entry.title,
        description,
        html,
        search=(SearchEntry(entry.title, " · ".join((description, *entry.words))),),
        edit=entry.edit,
    )
