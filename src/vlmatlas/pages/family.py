"""The page of a family."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vlmatlas.catalog import Catalog
from vlmatlas.pages.figures import name_parts, view_figures
from vlmatlas.pages.page import Address, Context, Page, SearchEntry
from vlmatlas.pages.terms import link_terms
from vlmatlas.prose import Heading, Prose, convert_prose
from vlmatlas.records import Family, Score, Source, Variant
from vlmatlas.registry import Benchmark, Component
from vlmatlas.stamps import is_outdated
from vlmatlas.tables import order_scores, scale_of
from vlmatlas.templating import mark_safe
from vlmatlas.urls import Linker, name_link
from vlmatlas.values import Text
from vlmatlas.vocabulary import Category, ComponentKind


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """The scores of a family on one benchmark, in the order of its variants."""

    benchmark: Benchmark
    scores: tuple[tuple[Variant, Score], ...]


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source with its number in the list of references."""

    number: int
    key: str
    source: Source


def render_family(context: Context, family: Family) -> Page:
    address = Address("family", family.id)
    linker = Linker(address.url, context.language)
    prose = convert_body(context, family, linker)
    figures = view_figures(context, family, linker)
    references = number_sources(family, prose.citations)
    html = context.fill(
        "family.html.jinja",
        linker,
        {
            "family": family,
            "body": mark_safe(link_terms(context, prose.html, linker)),
            "outdated": is_translation_outdated(context, family),
            "components": used_components(context.catalog, family),
            "groups": tuple(group_scores(context.catalog, family)),
            "references": references,
            "figures": figures,
            "parts": name_parts(figures),
            "number": {item.key: item.number for item in references},
            "weights": name_weights(family),
            "further": {url: name_link(url) for url in family.links.more},
            "descendants": context.catalog.descendants[family.id],
            "changed": context.changes.get(family.id),
            "notes": context.catalog.notes,
        },
    )
    summary = family.summary.in_(context.language)
    return Page(
        address,
        family.name,
        summary,
        html,
        headings=_headings(context, family, prose),
        search=_search(context, family, prose),
        edit=f"models/{family.id}/{context.language}.md",
    )


def name_weights(family: Family) -> Mapping[str, str]:
    """Address of weights → the one variant that they are of, else what the address says."""
    owners: dict[str, list[str]] = {}
    for variant in family.variants:
        owners.setdefault(variant.weights or "", []).append(variant.name)
    return {
        url: owners[url][0] if len(owners.get(url, ())) == 1 else name_link(url)
        for url in family.links.weights
    }


def convert_body(context: Context, family: Family, linker: Linker) -> Prose:
    def link(kind: str, id: str) -> str:
        if kind == "variant":
            owner = context.catalog.variants[id][0].id
            return linker.page("family", owner, f"variant-{id}")
        if kind == "term":
            return linker.page("glossary", anchor=id)
        return linker.page(kind, id)

    text = context.catalog.bodies[family.id][context.language]
    return convert_prose(text, link=link)


def is_translation_outdated(context: Context, family: Family) -> bool:
    """Whether the other language's text has changed since this one matched it."""
    texts = context.catalog.bodies[family.id]
    own = texts[context.language]
    return any(is_outdated(own, text) for key, text in texts.items() if key != context.language)


def used_components(
    catalog: Catalog, family: Family
) -> Mapping[ComponentKind, tuple[Component, ...]]:
    """The components of all variants by role, each once, in order of first use."""
    used: dict[ComponentKind, dict[str, Component]] = {kind: {} for kind in ComponentKind}
    for variant in family.variants:
        for id in variant.components:
            component = catalog.components[id]
            used[component.kind][id] = component
    return {kind: tuple(found.values()) for kind, found in used.items()}


def group_scores(catalog: Catalog, family: Family) -> Iterator[ScoreGroup]:
    """Benchmarks by category; of a variant's scores on a scale the shown one comes first."""
    categories = list(Category)
    ids = {score.benchmark for score in family.scores}
    found = [catalog.benchmarks[id] for id in ids]
    found.sort(key=lambda item: (categories.index(item.category), item.name.casefold()))
    for benchmark in found:
        scores = [score for score in family.scores if score.benchmark == benchmark.id]
        yield ScoreGroup(benchmark, tuple(_in_variant_order(catalog, family, scores)))


def _in_variant_order(
    catalog: Catalog, family: Family, scores: Sequence[Score]
) -> Iterator[tuple[Variant, Score]]:
    for variant in family.variants:
        own = [score for score in scores if score.variant == variant.id]
        scales = {scale_of(score) for score in own}
        for scale in sorted(scales, key=lambda scale: (scale.split, scale.metric)):
            same = [score for score in own if scale_of(score) == scale]
            for score in order_scores(catalog, same):
                yield variant, score


def number_sources(family: Family, cited: Sequence[str]) -> tuple[CitedSource, ...]:
    """Cited sources in the order the text mentions them, then the others."""
    keys = [*cited, *(key for key in family.sources if key not in cited)]
    return tuple(CitedSource(i, key, family.sources[key]) for i, key in enumerate(keys, start=1))


def _headings(context: Context, family: Family, prose: Prose) -> tuple[Heading, ...]:
    label = context.labels
    before = [Heading(2, "facts", label("facts"))]
    if family.architecture:
        before.insert(0, Heading(2, "figure", label("figure")))
    after = [Heading(2, "variants", label("variants"))]
    optional = (
        ("stages", family.training),
        ("scores", family.scores),
        ("corrections", family.corrections),
    )
    after += [Heading(2, id, label(id)) for id, present in optional if present]
    after.append(Heading(2, "references", label("references")))
    return (*before, *prose.headings, *after)


def _search(context: Context, family: Family, prose: Prose) -> tuple[SearchEntry, ...]:
    names = [family.name, *family.aliases]
    for variant in family.variants:
        names += [variant.name, *variant.aliases]
    summary: Text = family.summary
    lead = f"{summary.in_(context.language)} {' · '.join(dict.fromkeys(names))}"
    parts = tuple(
        SearchEntry(f"{family.name} · {title}", text, anchor)
        for anchor, title, text in prose.sections
    )
    return (SearchEntry(family.name, lead), *parts)
