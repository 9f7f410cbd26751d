"""The published catalogue: one JSON document, and the schema it promises to follow."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from pydantic import Field
from pydantic_core import to_json

from vlmatlas.catalog import Catalog
from vlmatlas.records import Family, FamilyFacts, Score, Setting
from vlmatlas.registry import Benchmark, Component, Organization, Tag
from vlmatlas.schemaform import SchemaForm
from vlmatlas.scorekeys import Scale
from vlmatlas.tables import ScoreTable, scale_of, score_table, source_of
from vlmatlas.values import Day, Id, Line, Named, Number, Record, Text
from vlmatlas.vocabulary import Evidence, Reporter, SourceKind


class FamilyEntry(FamilyFacts, Named):
    """A family with its variants, sources, training and corrections; its scores stand apart."""


class ScoreSource(Record):
    id: Id = Field(description="key among the sources of the family")
    kind: SourceKind
    title: Line
    url: Line = Field(description="address of exactly the file and version meant")
    commit: Line | None
    path: Line | None
    date: Day | None


class ScoreEntry(Record):
    """One published number with everything needed to cite it."""

    family: Id
    variant: Id
    benchmark: Id
    split: Id
    metric: Id
    value: Number
    evidence: Evidence
    reporter: Reporter
    setting: Setting
    where: Line | None = Field(description="table, figure or section of the source")
    source: ScoreSource
    shown: bool = Field(description="whether tables show it for this variant and scale")


class CatalogDocument(Record):
    """Everything VLM Atlas knows, apart from the prose of its pages."""

    version: Literal["1"] = "1"
    families: tuple[FamilyEntry, ...]
    benchmarks: tuple[Benchmark, ...]
    components: tuple[Component, ...]
    organizations: tuple[Organization, ...]
    tags: tuple[Tag, ...]
    notes: Mapping[Id, Text] = Field(description="what the notes of a setting stand for")
    scores: tuple[ScoreEntry, ...]


def build_document(catalog: Catalog) -> CatalogDocument:
    """Lists by id; variants and training stages in the order of their file."""
    families = sorted(catalog.families, key=lambda family: family.id)
    return CatalogDocument(
        families=tuple(build_family_entry(family) for family in families),
        benchmarks=tuple(entry for _, entry in sorted(catalog.benchmarks.items())),
        components=tuple(entry for _, entry in sorted(catalog.components.items())),
        organizations=tuple(entry for _, entry in sorted(catalog.organizations.items())),
        tags=tuple(entry for _, entry in sorted(catalog.tags.items())),
        notes=dict(sorted(catalog.notes.items())),
        scores=list_scores(catalog),
    )


@lru_cache(maxsize=1)
def list_scores(catalog: Catalog) -> tuple[ScoreEntry, ...]:
    """Every score by family, variant and scale; of one scale the one that tables show first.

    Made once however many files are made from it.
    """
    table = score_table(catalog)
    scales = {(score.family, score.variant, scale_of(score)) for score in catalog.scores}
    ordered = sorted(scales, key=lambda key: (*key[:2], _sort_scale(key[2])))
    return tuple(
        entry
        for _family, variant, scale in ordered
        for entry in _build_entries(table, variant, scale)
    )


def render_catalog_json(catalog: Catalog) -> str:
    return render_json(build_document(catalog))


def render_catalog_schema() -> str:
    schema = CatalogDocument.model_json_schema(schema_generator=SchemaForm, mode="serialization")
    return render_json(schema)


def build_family_entry(family: Family) -> FamilyEntry:
    facts = {name: getattr(family, name) for name in FamilyFacts.model_fields}
    return FamilyEntry.model_construct(id=family.id, **facts)


def _sort_scale(scale: Scale) -> tuple[str, str, str]:
    return scale.benchmark, scale.split, scale.metric


def _build_entries(table: ScoreTable, variant: str, scale: Scale) -> Iterator[ScoreEntry]:
    if cell := table.cell(variant, scale):
        yield _build_entry(table.catalog, cell.score, shown=True)
        for score in cell.others:
            yield _build_entry(table.catalog, score, shown=False)


def _build_entry(catalog: Catalog, score: Score, *, shown: bool) -> ScoreEntry:
    source = source_of(catalog, score)
    return ScoreEntry(
        family=score.family,
        variant=score.variant,
        benchmark=score.benchmark,
        split=score.split,
        metric=score.metric,
        value=score.value,
        evidence=score.evidence,
        reporter=score.reporter,
        setting=score.setting,
        where=score.where,
        source=ScoreSource(
            id=score.source,
            kind=source.kind,
            title=source.title,
            url=source.location,
            commit=source.commit,
            path=source.path,
            date=source.date,
        ),
        shown=shown,
    )


def render_json(data: Record | Mapping[str, object]) -> str:
    """Keys in the order of the schema, or as `data` has them."""
    return to_json(data, indent=1).decode() + "\n"
