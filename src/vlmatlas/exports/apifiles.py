"""The static API: every document, the schema beside it, and the list of them all."""

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import Field

from vlmatlas.catalog import Catalog
from vlmatlas.exports.api import (
    Api,
    BenchmarkDocument,
    ComponentDocument,
    FamilyDocument,
    ListDocument,
    OrganizationDocument,
    ScoresDocument,
    TagDocument,
    TermsDocument,
    Version,
    build_list,
)
from vlmatlas.exports.changelog import ChangesDocument
from vlmatlas.exports.document import CatalogDocument, render_json
from vlmatlas.schemaform import SchemaForm
from vlmatlas.urls import API, api_url
from vlmatlas.values import Line, Record, Text

LICENSE: Final = "CC-BY-4.0"
KINDS: Final[Mapping[str, type[Record]]] = {
    "family": FamilyDocument,
    "benchmark": BenchmarkDocument,
    "component": ComponentDocument,
    "organization": OrganizationDocument,
    "tag": TagDocument,
}
"""Kind of entry → the document each entry has."""

WHOLES: Final[Mapping[str, type[Record]]] = {
    "catalog": CatalogDocument,
    "scores": ScoresDocument,
    "terms": TermsDocument,
    "changes": ChangesDocument,
}
"""Documents that are one file."""

EXPORTS: Final = {
    "every-eval-ever": "https://github.com/evaleval/every_eval_ever",
    "hugging-face": "https://huggingface.co/docs/hub/eval-results",
}


class KindEntry(Record):
    kind: Line
    count: int
    list: Line = Field(description="the list of all entries")
    list_schema: Line
    path: Line = Field(description="the document of an entry; {id} stands for its id")
    path_schema: Line


class WholeEntry(Record):
    name: Line
    path: Line
    path_schema: Line


class ExportEntry(Record):
    """The catalogue in a format that others defined."""

    name: Line
    path: Line = Field(description="which files there are")
    format: Line = Field(description="where the format is defined")


class IndexDocument(Record):
    """Where everything is; paths start at the root of the site."""

    version: Version = "1"
    license: Line
    kinds: tuple[KindEntry, ...]
    documents: tuple[WholeEntry, ...]
    exports: tuple[ExportEntry, ...]


def render_api(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Path below the root of the site and content, except the catalogue and the changes."""
    names = list_names(catalog)
    yield f"{API}/index.json", render_json(build_index(names))
    yield from _render_schemas()
    for kind, entries in names.items():
        yield api_url(kind), render_json(build_list(kind, entries))
    api = Api(catalog)
    for kind, id, document in _build_documents(api):
        yield api_url(kind, id), render_json(document)
    yield f"{API}/scores.json", render_json(api.build_scores())
    yield f"{API}/terms.json", render_json(api.build_terms())


def list_names(catalog: Catalog) -> Mapping[str, Mapping[str, Line | Text]]:
    """Kind → id → name."""
    return {
        "family": {family.id: family.name for family in catalog.families},
        "benchmark": {id: entry.name for id, entry in catalog.benchmarks.items()},
        "component": {id: entry.name for id, entry in catalog.components.items()},
        "organization": {id: entry.name for id, entry in catalog.organizations.items()},
        "tag": {id: entry.name for id, entry in catalog.tags.items()},
    }


def build_index(names: Mapping[str, Mapping[str, Line | Text]]) -> IndexDocument:
    kinds = tuple(
        KindEntry(
            kind=kind,
            count=len(names[kind]),
            list=api_url(kind),
            list_schema=schema_url("list"),
            path=api_url(kind, "{id}"),
            path_schema=schema_url(kind),
        )
        for kind in KINDS
    )
    documents = tuple(
        WholeEntry(name=name, path=f"{API}/{name}.json", path_schema=schema_url(name))
        for name in WHOLES
    )
    exports = tuple(
        ExportEntry(name=name, path=f"{API}/{name}/index.json", format=format)
        for name, format in EXPORTS.items()
    )
    return IndexDocument(license=LICENSE, kinds=kinds, documents=documents, exports=exports)


def schema_url(name: str) -> str:
    return f"{API}/{name}.schema.json"


def render_schema(shape: type[Record]) -> str:
    return render_json(shape.model_json_schema(schema_generator=SchemaForm, mode="serialization"))


def _render_schemas() -> Iterator[tuple[str, str]]:
    shapes: dict[str, type[Record]] = {"list": ListDocument, "index": IndexDocument}
    shapes |= {**KINDS, **WHOLES}
    for name, shape in shapes.items():
        yield schema_url(name), render_schema(shape)


def _build_documents(api: Api) -> Iterator[tuple[str, str, Record]]:
    catalog = api.catalog
    for family in catalog.families:
        yield "family", family.id, api.build_family(family)
    for benchmark in catalog.benchmarks.values():
        yield "benchmark", benchmark.id, api.build_benchmark(benchmark)
    for component in catalog.components.values():
        yield "component", component.id, api.build_component(component)
    for organization in catalog.organizations.values():
        yield "organization", organization.id, api.build_organization(organization)
    for tag in catalog.tags.values():
        yield "tag", tag.id, api.build_tag(tag)
