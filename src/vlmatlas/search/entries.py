"""What search can find: one entry per family, variant, benchmark, component, concept and page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vlmatlas.catalog import Catalog
from vlmatlas.pages.page import Page
from vlmatlas.records import Family, Variant
from vlmatlas.search.guides import Guide
from vlmatlas.urls import page_url
from vlmatlas.values import Extent, Text
from vlmatlas.vocabulary import Language


class Kind(StrEnum):
    """What a result row says it is, in the order of the filter."""

    FAMILY = "family"
    VARIANT = "variant"
    BENCHMARK = "benchmark"
    COMPONENT = "component"
    CONCEPT = "concept"
    ORGANIZATION = "organization"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that a result may lead to."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: a page, or with an anchor a part of it."""

    kind: Kind
    url: str
    """Below the root of the language."""
    title: str
    lead: str
    aliases: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    """Names in the other language: found, not shown."""
    facts: str = ""
    sections: tuple[Section, ...] = ()


def build_entries(
    catalog: Catalog, language: Language, pages: Iterable[Page], guides: Iterable[Guide]
) -> tuple[Entry, ...]:
    """Everything that can be found in a language, kind by kind."""
    by_address = {(page.address.kind, page.address.id): page for page in pages}
    found = [
        *_families(catalog, language, by_address),
        *_variants(catalog, language),
        *_benchmarks(catalog, language),
        *_components(catalog, language),
        *_concepts(catalog, language),
        *_organizations(catalog, language),
        *_guides(by_address.values(), guides),
    ]
    order = list(Kind)
    return tuple(sorted(found, key=lambda entry: (order.index(entry.kind), entry.url)))


_Pages = Mapping[tuple[str, str], Page]


def _families(catalog: Catalog, language: Language, pages: _Pages) -> Iterator[Entry]:
    for family in catalog.families:
        page = pages.get(("family", family.id))
        parts = page.search if page else ()
        yield Entry(
            Kind.FAMILY,
            page_url("family", family.id),
            family.name,
            family.summary.in_(language),
            family.aliases,
            facts=_family_facts(catalog, language, family),
            sections=tuple(
                Section(part.anchor, part.title.removeprefix(f"{family.name} · "), part.text)
                for part in parts
                if part.anchor
            ),
        )


def _family_facts(catalog: Catalog, language: Language, family: Family) -> str:
    organizations = [catalog.organizations[id].name for id in family.organizations]
    tags = [catalog.tags[id].name for id in family.tags]
    components = {id for variant in family.variants for id in variant.components}
    words = [
        *(name.in_(language) for name in (*organizations, *tags)),
        *(catalog.components[id].name for id in sorted(components)),
        *sorted({_say(variant.resolution, language) for variant in family.variants}),
        family.links.arxiv or "",
        family.released.date,
    ]
    return " · ".join(word for word in words if word)


def _variants(catalog: Catalog, language: Language) -> Iterator[Entry]:
    for family, variant in catalog.variants.values():
        if variant.name == family.name:
            continue
        yield Entry(
            Kind.VARIANT,
            f"{page_url('family', family.id)}#variant-{variant.id}",
            variant.name,
            _variant_lead(catalog, language, family, variant),
            tuple(alias for alias in variant.aliases if alias != family.name),
        )


def _variant_lead(catalog: Catalog, language: Language, family: Family, variant: Variant) -> str:
    parts = [
        family.name,
        f"{variant.parameters:g}B" if variant.parameters else "",
        *(catalog.components[id].name for id in variant.components),
        _say(variant.resolution, language),
    ]
    return " · ".join(part for part in parts if part)


def _say(extent: Extent | None, language: Language) -> str:
    match extent:
        case None:
            return ""
        case int():
            return f"{extent} px {extent}×{extent}"
        case Text():
            return extent.in_(language)
        case _:
            return extent.replace("x", "×")


def _benchmarks(catalog: Catalog, language: Language) -> Iterator[Entry]:
    for id, benchmark in catalog.benchmarks.items():
        concerns = (item.text for item in benchmark.concerns)
        successors = (item.text for item in benchmark.successors)
        texts = (benchmark.caveats, *concerns, *successors)
        names = " ".join(successor.name for successor in benchmark.successors)
        yield Entry(
            Kind.BENCHMARK,
            page_url("benchmark", id),
            benchmark.name,
            benchmark.measures.in_(language),
            benchmark.aliases,
            facts=" ".join((*(text.in_(language) for text in texts if text), names)),
        )


def _components(catalog: Catalog, language: Language) -> Iterator[Entry]:
    for id, component in catalog.components.items():
        yield Entry(
            Kind.COMPONENT,
            page_url("component", id),
            component.name,
            component.summary.in_(language),
            component.aliases,
            facts=_say(component.resolution, language),
        )


def _concepts(catalog: Catalog, language: Language) -> Iterator[Entry]:
    other = _other(language)
    for id, term in catalog.terms.items():
        aliases = {Language.EN: term.aliases.en, Language.ZH: term.aliases.zh}
        yield Entry(
            Kind.CONCEPT,
            f"{page_url('glossary')}#{id}",
            term.term.in_(language),
            term.definition.in_(language),
            aliases[language],
            (term.term.in_(other), *aliases[other]),
        )
    for id, tag in catalog.tags.items():
        yield Entry(
            Kind.CONCEPT,
            page_url("tag", id),
            tag.name.in_(language),
            tag.description.in_(language),
            hidden=(tag.name.in_(other),),
        )


def _organizations(catalog: Catalog, language: Language) -> Iterator[Entry]:
    for id, organization in catalog.organizations.items():
        families = [family.name for family in catalog.families if id in family.organizations]
        yield Entry(
            Kind.ORGANIZATION,
            page_url("organization", id),
            organization.name.in_(language),
            " · ".join(families or organization.aliases),
            organization.aliases,
            (organization.name.in_(_other(language)),),
        )


def _guides(pages: Iterable[Page], guides: Iterable[Guide]) -> Iterator[Entry]:
    """Hand-written pages, and the generated ones that list things."""
    for guide in guides:
        yield Entry(
            Kind.GUIDE,
            guide.url,
            guide.title,
            guide.description,
            guide.headings,
            facts=guide.text,
        )
    for page in pages:
        if not page.address.id:
            yield Entry(Kind.GUIDE, page.address.url, page.title, page.description)


def _other(language: Language) -> Language:
    return Language.EN if language is Language.ZH else Language.ZH


def names_of(entry: Entry) -> Sequence[tuple[str, int]]:
    """Every name with its rank: 31 the title, less an alias, least a hidden one."""
    return [
        (entry.title, 31),
        *((name, 29) for name in entry.aliases),
        *((name, 28) for name in entry.hidden),
    ]
