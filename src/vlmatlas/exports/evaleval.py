"""Scores in the format of Every Eval Ever, schema 0.3.0 (github.com/evaleval/every_eval_ever).

One log per variant, source and reporter, because the format names its source once per log. What
the catalogue does not know is left out; where the format insists on a value it is `unknown`. Values
stay on the scale of their source, and the bounds say which scale that is. Scores nobody has checked
against their source are not exported: what reads the logs could not tell them from the others.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, Final

from vlmatlas.catalog import Catalog
from vlmatlas.exports.document import ScoreEntry, list_scores, render_json
from vlmatlas.records import Family, Variant
from vlmatlas.registry import Benchmark
from vlmatlas.urls import API
from vlmatlas.vocabulary import UNSTATED, Better, Evidence, Reporter

SCHEMA_VERSION: Final = "0.3.0"
FOLDER: Final = f"{API}/every-eval-ever"
_UNKNOWN: Final = "unknown"
_COMMON_METRICS: Final = frozenset({"accuracy", "f1"})
"""Metrics that mean the same on every benchmark; others get the benchmark's name in front."""
_RELATIONS: Final = {Reporter.AUTHORS: "first_party", Reporter.THIRD_PARTY: "third_party"}


def render_eval_logs(catalog: Catalog, changed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Path and content of every log; `changed` is the day each family's file last changed."""
    for entries in _group_entries(catalog):
        first = entries[0]
        day = changed.get(first.family)
        yield _log_path(first), render_json(build_eval_log(catalog, entries, day))


def render_eval_index(catalog: Catalog) -> str:
    return render_json({"schema_version": SCHEMA_VERSION, "families": list_eval_logs(catalog)})


def list_eval_logs(catalog: Catalog) -> Mapping[str, list[str]]:
    """Family id → the paths of its logs."""
    paths: dict[str, list[str]] = {}
    for entries in _group_entries(catalog):
        paths.setdefault(entries[0].family, []).append(_log_path(entries[0]))
    return paths


def build_eval_log(
    catalog: Catalog, entries: tuple[ScoreEntry, ...], changed: str | None
) -> dict[str, Any]:
    """One log from scores that share variant, source and reporter."""
    first = entries[0]
    family, variant = catalog.variants[first.variant]
    model = _model_id(family, variant)
    retrieved = _epoch(changed) if changed else _UNKNOWN
    return {
        "schema_version": SCHEMA_VERSION,
        "evaluation_id": f"vlm-atlas/{model}/{first.source.id}.{first.reporter}/{retrieved}",
        "retrieved_timestamp": retrieved,
        "source_metadata": _describe_source(first),
        "eval_library": {"name": _UNKNOWN, "version": _UNKNOWN},
        "model_info": _describe_model(catalog, family, variant),
        "evaluation_results": [
            _build_result(entry, catalog.benchmarks[entry.benchmark]) for entry in entries
        ],
    }


def _group_entries(catalog: Catalog) -> Iterator[tuple[ScoreEntry, ...]]:
    scores = [e for e in list_scores(catalog) if e.evidence is not Evidence.UNVERIFIED]

    def key(entry: ScoreEntry) -> tuple[str, str, str, str]:
        return entry.family, entry.variant, entry.source.id, entry.reporter

    for _, entries in groupby(sorted(scores, key=key), key=key):
        yield tuple(entries)


def _log_path(entry: ScoreEntry) -> str:
    name = f"{entry.source.id}.{entry.reporter}.json"
    return f"{FOLDER}/{entry.family}/{entry.variant}/{name}"


def _epoch(day: str) -> str:
    return str(calendar.timegm(date.fromisoformat(day).timetuple()))


def hub_repository(variant: Variant) -> str | None:
    """The model's name on the Hugging Face Hub, if its weights lie there."""
    for url in (variant.weights, *variant.mirrors):
        if found := re.match(r"https://huggingface\.co/([\w.-]+/[\w.-]+)/?$", url or ""):
            return found[1]
    return None


def _model_id(family: Family, variant: Variant) -> str:
    maker = family.organizations[0] if family.organizations else _UNKNOWN
    return hub_repository(variant) or f"{maker}/{variant.id}"


def _describe_model(catalog: Catalog, family: Family, variant: Variant) -> dict[str, Any]:
    makers = [catalog.organizations[id].name.en for id in family.organizations]
    return {
        "name": variant.name,
        "id": _model_id(family, variant),
        **({"developer": ", ".join(makers)} if makers else {}),
        "additional_details": {
            "deployment_type": _UNKNOWN,
            "model_availability": "open_weights" if family.open_weights else "closed_weights",
            "vlm_atlas_family": family.id,
            "vlm_atlas_variant": variant.id,
        },
    }


def _describe_source(entry: ScoreEntry) -> dict[str, Any]:
    source = entry.source
    details = {"url": source.url, "kind": source.kind.value, "date": source.date}
    return {
        "source_name": source.title,
        "source_type": "documentation",
        "source_organization_name": "VLM Atlas",
        "evaluator_relationship": _RELATIONS[entry.reporter],
        "additional_details": _drop_missing(details),
    }


def _build_result(entry: ScoreEntry, benchmark: Benchmark) -> dict[str, Any]:
    details = {"evidence": entry.evidence.value, "where": entry.where, "url": entry.source.url}
    setting = entry.setting.model_dump(mode="json", exclude_defaults=True)
    result = {
        "evaluation_name": f"{entry.benchmark}.{entry.split}",
        "source_data": _describe_benchmark(benchmark, entry.split),
        "metric_config": _describe_metric(benchmark, entry.metric),
        "score_details": {"score": entry.value, "details": _drop_missing(details)},
    }
    if setting:
        words = {key: _write_plain(value) for key, value in setting.items()}
        result["generation_config"] = {"additional_details": words}
    return result


def _describe_benchmark(benchmark: Benchmark, split: str) -> dict[str, Any]:
    urls = [url for url in (benchmark.links.homepage, benchmark.links.paper) if url]
    where = {"source_type": "url", "url": urls} if urls else {"source_type": "other"}
    return {"dataset_name": benchmark.name, **where, "additional_details": {"split": split}}


def _describe_metric(benchmark: Benchmark, metric: str) -> dict[str, Any]:
    low, high = benchmark.range
    names = {known.id: known.name.en for known in benchmark.metrics}
    known = {
        "metric_id": metric if metric in _COMMON_METRICS else f"{benchmark.id}.{metric}",
        "metric_name": names.get(metric, metric),
    }
    return {
        "evaluation_description": benchmark.measures.en,
        **(known if metric != UNSTATED else {}),
        "lower_is_better": benchmark.better is Better.LOWER,
        "score_type": "continuous",
        "min_score": low,
        "max_score": "Infinity" if high is None else high,
    }


def _drop_missing(details: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in details.items() if value is not None}


def _write_plain(value: Any) -> str:
    """A value of a setting as text, since the format takes nothing else there."""
    if isinstance(value, dict):
        return str(value["en"])
    if isinstance(value, list):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
