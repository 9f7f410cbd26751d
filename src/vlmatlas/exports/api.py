"""What the address of each entry holds: the same facts as the catalogue, cut by page."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field

from vlmatlas.catalog import Catalog
from vlmatlas.exports.document import FamilyEntry, ScoreEntry, build_family_entry, list_scores
from vlmatlas.exports.evaleval import list_eval_logs
from vlmatlas.records import Family
from vlmatlas.registry import Benchmark, Component, Organization, Tag, Term
from vlmatlas.urls import api_url, language_url, page_url
from vlmatlas.values import Id, Line, Record, Text
from vlmatlas.vocabulary import Language

Version = Literal["1"]


class Pages(Record):
    """Addresses below the root of the site."""

    en: Line
    zh: Line


class Use(Record):
    """Variants of a family that are built with a component."""

    family: Id
    variants: tuple[Id, ...]


class FamilyDocument(Record):
    """A family: its facts, and its scores with everything needed to cite them."""

    version: Version = "1"
    pages: Pages
    family: FamilyEntry
    scores: tuple[ScoreEntry, ...]
    notes: Mapping[Id, Text] = Field(description="what the notes of a setting stand for")
    eval_logs: tuple[Line, ...] = Field(description="the same scores as Every Eval Ever logs")


class BenchmarkDocument(Record):
    """A benchmark: what it measures, and every score on it."""

    version: Version = "1"
    pages: Pages
    benchmark: Benchmark
    scores: tuple[ScoreEntry, ...]
    notes: Mapping[Id, Text] = Field(description="what the notes of a setting stand for")


class ComponentDocument(Record):
    """A component: its facts, and which variants use it."""

    version: Version = "1"
    pages: Pages
    component: Component
    used_by: tuple[Use, ...] = Field(description="families by day of release, newest first")


class OrganizationDocument(Record):
    """An organization, and what it made."""

    version: Version = "1"
    pages: Pages
    organization: Organization
    families: tuple[Id, ...] = Field(description="by day of release, newest first")
    components: tuple[Id, ...]


class TagDocument(Record):
    """A tag, and the families that carry it."""

    version: Version = "1"
    pages: Pages
    tag: Tag
    families: tuple[Id, ...] = Field(description="by day of release, newest first")


class ListedEntry(Record):
    id: Id
    name: Line | Text
    path: Line = Field(description="its document, below the root of the site")
    pages: Pages


class ListDocument(Record):
    """All entries of a kind, by id."""

    version: Version = "1"
    entries: tuple[ListedEntry, ...]


class ScoresDocument(Record):
    """Every score of the catalogue, by family, variant and scale."""

    version: Version = "1"
    scores: tuple[ScoreEntry, ...]
    notes: Mapping[Id, Text] = Field(description="what the notes of a setting stand for")


class TermsDocument(Record):
    """The glossary."""

    version: Version = "1"
    terms: tuple[Term, ...]


class Api:
    """Builds the documents of one catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    @cached_property
    def scores(self) -> tuple[ScoreEntry, ...]:
        return list_scores(self.catalog)

    def build_family(self, family: Family) -> FamilyDocument:
        scores = self._by_family.get(family.id, ())
        return FamilyDocument(
            pages=build_pages("family", family.id),
            family=build_family_entry(family),
            scores=scores,
            notes=self._explain(scores),
            eval_logs=tuple(self._eval_logs.get(family.id, ())),
        )

    def build_benchmark(self, benchmark: Benchmark) -> BenchmarkDocument:
        scores = self._by_benchmark.get(benchmark.id, ())
        return BenchmarkDocument(
            pages=build_pages("benchmark", benchmark.id),
            benchmark=benchmark,
            scores=scores,
            notes=self._explain(scores),
        )

    def build_component(self, component: Component) -> ComponentDocument:
        users = self.catalog.built_with[component.id]
        return ComponentDocument(
            pages=build_pages("component", component.id),
            component=component,
            used_by=tuple(
                Use(family=family, variants=tuple(variant.id for variant in variants))
                for family, variants in users.items()
            ),
        )

    def build_organization(self, organization: Organization) -> OrganizationDocument:
        id = organization.id
        made = [c.id for c in self.catalog.components.values() if c.organization == id]
        return OrganizationDocument(
            pages=build_pages("organization", id),
            organization=organization,
            families=tuple(f.id for f in self.catalog.newest_first if id in f.organizations),
            components=tuple(sorted(made)),
        )

    def build_tag(self, tag: Tag) -> TagDocument:
        return TagDocument(
            pages=build_pages("tag", tag.id),
            tag=tag,
            families=tuple(f.id for f in self.catalog.newest_first if tag.id in f.tags),
        )

    def build_scores(self) -> ScoresDocument:
        return ScoresDocument(scores=self.scores, notes=self._explain(self.scores))

    def build_terms(self) -> TermsDocument:
        return TermsDocument(terms=tuple(term for _, term in sorted(self.catalog.terms.items())))

    @cached_property
    def _eval_logs(self) -> Mapping[str, list[str]]:
        return list_eval_logs(self.catalog)

    @cached_property
    def _by_family(self) -> Mapping[str, tuple[ScoreEntry, ...]]:
        return _group((score.family, score) for score in self.scores)

    @cached_property
    def _by_benchmark(self) -> Mapping[str, tuple[ScoreEntry, ...]]:
        return _group((score.benchmark, score) for score in self.scores)

    def _explain(self, scores: Iterable[ScoreEntry]) -> Mapping[str, Text]:
        used = {note for score in scores for note in score.setting.notes}
        return {id: self.catalog.notes[id] for id in sorted(used)}


def build_list(kind: str, entries: Mapping[str, Line | Text]) -> ListDocument:
    """The list of a kind from the names of its entries."""
    return ListDocument(
        entries=tuple(
            ListedEntry(id=id, name=name, path=api_url(kind, id), pages=build_pages(kind, id))
            for id, name in sorted(entries.items())
        )
    )


def build_pages(kind: str, id: str) -> Pages:
    url = page_url(kind, id)
    return Pages(en=language_url(url, Language.EN), zh=language_url(url, Language.ZH))


def _group(pairs: Iterable[tuple[str, ScoreEntry]]) -> Mapping[str, tuple[ScoreEntry, ...]]:
    groups: dict[str, list[ScoreEntry]] = {}
    for key, score in pairs:
        groups.setdefault(key, []).append(score)
    return {key: tuple(scores) for key, scores in groups.items()}
