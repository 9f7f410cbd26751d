"""Every generated page of the site: which there are, and how to render one."""

from collections.abc import Iterator

from vlmatlas.catalog import Catalog
from vlmatlas.pages.benchmark import render_benchmark
from vlmatlas.pages.changes import render_changes
from vlmatlas.pages.entries import (
    render_component,
    render_index,
    render_organization,
    render_tag,
)
from vlmatlas.pages.family import render_family
from vlmatlas.pages.page import Address, Context, Page
from vlmatlas.pages.views import VIEWS, render_view

INDEXES = (
    "family",
    "architecture",
    "lineage",
    "benchmark",
    "component",
    "glossary",
    "changes",
    "rules",
    *VIEWS,
)


def list_pages(catalog: Catalog) -> Iterator[Address]:
    """The addresses of all generated pages, the same in every language."""
    yield from (Address(kind) for kind in INDEXES)
    yield from (Address("family", family.id) for family in catalog.families)
    yield from (Address("benchmark", id) for id in catalog.benchmarks)
    yield from (Address("component", id) for id in catalog.components)
    yield from (Address("organization", id) for id in catalog.organizations)
    yield from (Address("tag", id) for id in catalog.tags)


def render_page(context: Context, address: Address) -> Page:
    catalog = context.catalog
    if not address.id:
        return _render_overview(context, address.kind)
    match address.kind:
        case "family":
            return render_family(context, catalog.by_id[address.id])
        case "benchmark":
            return render_benchmark(context, catalog.benchmarks[address.id])
        case "component":
            return render_component(context, catalog.components[address.id])
        case "organization":
            return render_organization(context, address.id)
        case _:
            return render_tag(context, address.id)


def _render_overview(context: Context, kind: str) -> Page:
    if kind in VIEWS:
        return render_view(context, kind)
    return render_changes(context) if kind == "changes" else render_index(context, kind)
