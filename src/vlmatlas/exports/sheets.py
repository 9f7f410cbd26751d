"""The catalogue as flat tables of plain values, for CSV and Excel."""

from collections.abc import Iterable
from dataclasses import dataclass

from vlmatlas.catalog import Catalog
from vlmatlas.exports.document import ScoreEntry, list_scores
from vlmatlas.records import Correction, Family, Source, Variant
from vlmatlas.registry import Benchmark, Component
from vlmatlas.values import Text

Plain = str | int | float | None
PlainRow = tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    header: tuple[str, ...]
    rows: tuple[PlainRow, ...]


def build_score_sheet(catalog: Catalog) -> Sheet:
    """Every score in a row of its own, with its setting and its source."""
    rows = tuple(_score_row(catalog, entry) for entry in list_scores(catalog))
    return Sheet("All scores", _SCORE_HEADER, rows)


def build_variant_sheet(catalog: Catalog) -> Sheet:
    rows = [
        _variant_row(family, variant) for family in catalog.families for variant in family.variants
    ]
    return Sheet("Variants", _VARIANT_HEADER, tuple(rows))


def build_benchmark_sheet(catalog: Catalog) -> Sheet:
    rows = tuple(_benchmark_row(entry) for _, entry in sorted(catalog.benchmarks.items()))
    return Sheet("Benchmarks", _BENCHMARK_HEADER, rows)


def build_component_sheet(catalog: Catalog) -> Sheet:
    rows = tuple(_component_row(entry) for _, entry in sorted(catalog.components.items()))
    return Sheet("Components", _COMPONENT_HEADER, rows)


def build_source_sheet(catalog: Catalog) -> Sheet:
    rows = [
        _source_row(family, id, source)
        for family in catalog.families
        for id, source in family.sources.items()
    ]
    return Sheet("Sources", _SOURCE_HEADER, tuple(rows))


def build_correction_sheet(catalog: Catalog) -> Sheet:
    rows = [
        _correction_row(family, correction)
        for family in catalog.families
        for correction in family.corrections
    ]
    return Sheet("Corrections", _CORRECTION_HEADER, tuple(rows))


def _join(words: Iterable[str]) -> str:
    return "; ".join(words)


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else ("yes" if value else "no")


def _plain(value: int | str | Text | None) -> Plain:
    return value.en if isinstance(value, Text) else value


_SCORE_HEADER = (
    *("family", "family_name", "variant", "variant_name"),
    *("benchmark", "benchmark_name", "split", "metric", "value", "shown"),
    *("evidence", "reporter", "protocol", "shots", "ocr_tokens", "judge", "prompt", "notes"),
    *("source", "source_kind", "source_title", "source_url", "source_commit", "source_path"),
    *("source_date", "where"),
)


def _score_row(catalog: Catalog, entry: ScoreEntry) -> PlainRow:
    family, variant = catalog.variants[entry.variant]
    benchmark, source = catalog.benchmarks[entry.benchmark], entry.source
    return (
        *(family.id, family.name, variant.id, variant.name),
        *(benchmark.id, benchmark.name, entry.split, entry.metric),
        *(entry.value, _yes_or_no(entry.shown), entry.evidence.value, entry.reporter.value),
        *_setting_cells(entry),
        *(source.id, source.kind.value, source.title, source.url, source.commit, source.path),
        *(source.date, entry.where),
    )


def _setting_cells(entry: ScoreEntry) -> PlainRow:
    setting = entry.setting
    return (
        setting.protocol.value if setting.protocol else None,
        setting.shots,
        _yes_or_no(setting.ocr_tokens),
        setting.judge,
        _plain(setting.prompt),
        _join(setting.notes),
    )


_VARIANT_HEADER = (
    *("family", "family_name", "variant", "name", "aliases", "organizations", "released"),
    *("parameters_billions", "language_model", "vision_encoders", "connector"),
    *("resolution", "visual_tokens", "open_weights", "weights_url", "source"),
    *("note_en", "note_zh"),
)


def _variant_row(family: Family, variant: Variant) -> PlainRow:
    return (
        *(family.id, family.name, variant.id, variant.name, _join(variant.aliases)),
        *(_join(family.organizations), variant.released or family.released.date),
        *(variant.parameters, variant.language_model, _join(variant.vision_encoders)),
        *(variant.connector, _plain(variant.resolution), _plain(variant.visual_tokens)),
        *(_yes_or_no(family.open_weights), variant.weights, variant.source),
        *_both(variant.note),
    )


_BENCHMARK_HEADER = (
    *("benchmark", "name", "aliases", "group", "category", "year", "metrics", "splits"),
    *("lowest", "highest", "better", "paper", "homepage"),
    *("measures_en", "measures_zh", "caveats_en", "caveats_zh"),
)


def _benchmark_row(benchmark: Benchmark) -> PlainRow:
    return (
        *(benchmark.id, benchmark.name, _join(benchmark.aliases), benchmark.group),
        *(benchmark.category.value, benchmark.year),
        *(_join(metric.id for metric in benchmark.metrics), _join(benchmark.splits)),
        *(*benchmark.range, benchmark.better.value),
        *(benchmark.links.paper, benchmark.links.homepage),
        *(*_both(benchmark.measures), *_both(benchmark.caveats)),
    )


_COMPONENT_HEADER = (
    *("component", "kind", "name", "aliases", "organization", "parameters_billions"),
    *("resolution", "visual_tokens", "context_length", "paper", "code", "weights"),
    *("summary_en", "summary_zh"),
)


def _component_row(component: Component) -> PlainRow:
    return (
        *(component.id, component.kind.value, component.name, _join(component.aliases)),
        *(component.organization, component.parameters, _plain(component.resolution)),
        *(_plain(component.visual_tokens), component.context_length),
        *(component.links.paper, component.links.code, component.links.weights),
        *_both(component.summary),
    )


_SOURCE_HEADER = ("family", "source", "kind", "title", "url", "commit", "path", "date", "read")


def _source_row(family: Family, id: str, source: Source) -> PlainRow:
    return (
        *(family.id, id, source.kind.value, source.title, source.location),
        *(source.commit, source.path, source.date, source.read.value),
    )


_CORRECTION_HEADER = (
    *("family", "variants", "field", "listed", "published", "kind", "source"),
    *("reason_en", "reason_zh"),
)


def _correction_row(family: Family, correction: Correction) -> PlainRow:
    return (
        *(family.id, _join(correction.variants), correction.field, correction.listed),
        *(correction.published, correction.kind.value, correction.source),
        *_both(correction.reason),
    )


def _both(text: Text | None) -> tuple[str | None, str | None]:
    return (text.en, text.zh) if text else (None, None)
