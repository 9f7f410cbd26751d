"""The page of a benchmark: definition, headroom, rankings by split and setting, charts, sources."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vlmatlas.pages.charts import select_charts
from vlmatlas.pages.page import Address, Context, Page, SearchEntry
from vlmatlas.records import Source
from vlmatlas.registry import Baseline, Benchmark
from vlmatlas.scorekeys import Scale
from vlmatlas.tables import Rank, format_value, source_of
from vlmatlas.urls import Linker
from vlmatlas.values import Text
from vlmatlas.vocabulary import Protocol


@dataclass(frozen=True, slots=True)
class Ranking:
    """Variants that were measured alike, and the reference values of their split."""

    scale: Scale
    metric: Text | None
    protocol: Protocol
    ranks: tuple[Rank, ...]
    baselines: tuple[Baseline, ...]


@dataclass(frozen=True, slots=True)
class Headroom:
    """How much of the scale is left above the best score of the fullest ranking."""

    scale: Scale
    best: str
    top: float | None
    references: tuple[Baseline, ...]


@dataclass(frozen=True, slots=True)
class ScoreSource:
    source: Source
    count: int


def render_benchmark(context: Context, benchmark: Benchmark) -> Page:
    address = Address("benchmark", benchmark.id)
    rankings = rank_benchmark(context, benchmark)
    columns = [c for c in context.board.columns if c.column.benchmark.id == benchmark.id]
    values = {
        "benchmark": benchmark,
        "rankings": rankings,
        "related": find_related(context, benchmark),
        "headroom": find_headroom(benchmark, rankings),
        "charts": select_charts(context, columns),
        "sources": count_sources(context, benchmark),
        "title": benchmark.name,
    }
    html = context.fill("benchmark.html.jinja", Linker(address.url, context.language), values)
    about = benchmark.measures.in_(context.language)
    words = " · ".join((about, *benchmark.aliases))
    return Page(
        address,
        benchmark.name,
        about,
        html,
        search=(SearchEntry(benchmark.name, words),),
        edit=f"registry/benchmarks/{benchmark.id}.yaml",
    )


def rank_benchmark(context: Context, benchmark: Benchmark) -> tuple[Ranking, ...]:
    """One ranking per split, metric and protocol, the fullest first."""
    metrics = {metric.id: metric.name for metric in benchmark.metrics}
    common = {item.column.scale: item.protocol for item in context.board.columns}
    rankings = [
        Ranking(
            column.scale,
            metrics.get(column.scale.metric),
            protocol,
            ranks,
            baselines_of(benchmark, column.scale) if protocol is common[column.scale] else (),
        )
        for column in context.table.columns
        if column.benchmark.id == benchmark.id
        for protocol in Protocol
        if (ranks := context.table.ranking(column.scale, protocol))
    ]
    return tuple(sorted(rankings, key=lambda ranking: -len(ranking.ranks)))


def baselines_of(benchmark: Benchmark, scale: Scale) -> tuple[Baseline, ...]:
    """Reference values on a scale; they are of the benchmark's first metric."""
    if scale.metric != benchmark.metrics[0].id:
        return ()
    return tuple(item for item in benchmark.baselines if item.split == scale.split)


def find_related(context: Context, benchmark: Benchmark) -> list[Benchmark]:
    """The other parts of the same benchmark."""
    return [
        other
        for other in context.catalog.benchmarks.values()
        if benchmark.group and other.group == benchmark.group and other.id != benchmark.id
    ]


def find_headroom(benchmark: Benchmark, rankings: Sequence[Ranking]) -> Headroom | None:
    if not rankings:
        return None
    first = rankings[0]
    best = format_value(first.ranks[0].score.value)
    top = benchmark.range[1]
    return Headroom(first.scale, best, top, first.baselines)


def count_sources(context: Context, benchmark: Benchmark) -> tuple[ScoreSource, ...]:
    """The documents its scores stand in, the one with most of them first."""
    sources: dict[str, Source] = {}
    counts: Counter[str] = Counter()
    for score in context.catalog.scores:
        if score.benchmark == benchmark.id:
            source = source_of(context.catalog, score)
            sources[source.location] = source
            counts[source.location] += 1
    ordered = sorted(counts, key=lambda url: (-counts[url], sources[url].title))
    return tuple(ScoreSource(sources[url], counts[url]) for url in ordered)
