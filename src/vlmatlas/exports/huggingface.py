"""Scores as `.eval_results/*.yaml` of a model on the Hugging Face Hub.

The form is that of huggingface.co/docs/hub/eval-results. The Hub ranks only by tasks that a data
set declares, so a score is exported if its benchmark names the task under `hub`; scores nobody has
checked against their source are not.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from vlmatlas.catalog import Catalog
from vlmatlas.exports.document import ScoreEntry, list_scores, render_json
from vlmatlas.exports.evaleval import hub_repository
from vlmatlas.registry import HubTask
from vlmatlas.urls import API
from vlmatlas.vocabulary import Evidence

FOLDER: Final = f"{API}/hugging-face"


def render_hub_results(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Path and content of each model's file, and the list that says which repository it is for."""
    models: dict[str, dict[str, str]] = {}
    for variant, entries in _select_entries(catalog).items():
        owner, found = catalog.variants[variant]
        path = f"{FOLDER}/{owner.id}/{variant}.yaml"
        models[variant] = {"repository": hub_repository(found) or "", "path": path}
        yield path, "".join(_render_entry(entry) for entry in entries)
    yield f"{FOLDER}/index.json", render_json({"models": models})


def _select_entries(catalog: Catalog) -> Mapping[str, list[dict[str, Any]]]:
    tasks = {
        (id, task.split, task.metric): task
        for id, benchmark in catalog.benchmarks.items()
        for task in benchmark.hub
    }
    chosen: dict[str, list[dict[str, Any]]] = {}
    for score in list_scores(catalog):
        task = tasks.get((score.benchmark, score.split, score.metric))
        fit = score.shown and score.evidence is not Evidence.UNVERIFIED
        if task and fit and hub_repository(catalog.variants[score.variant][1]):
            chosen.setdefault(score.variant, []).append(_build_entry(task, score))
    return chosen


def _build_entry(task: HubTask, score: ScoreEntry) -> dict[str, Any]:
    return {
        "dataset": {"id": task.dataset, "task_id": task.task},
        "value": score.value,
        "source": {"url": score.source.url, "name": score.source.title},
        "notes": _describe_setting(score),
    }


def _describe_setting(score: ScoreEntry) -> str:
    setting = score.setting
    shots = f"{setting.shots}-shot" if setting.shots else None
    protocol = setting.protocol.value if setting.protocol else None
    parts = (shots or protocol, f"reported by {score.reporter.value}", score.where)
    return ", ".join(part for part in parts if part)


def _render_entry(entry: Mapping[str, Any], indent: str = "") -> str:
    """The entry as YAML; texts are quoted as JSON does, so that nothing in them is markup."""
    lines: list[str] = []
    for key, value in entry.items():
        lead = "- " if not lines and not indent else indent or "  "
        if isinstance(value, dict):
            lines.append(f"{lead}{key}:\n{_render_entry(value, '    ')}")
        else:
            lines.append(f"{lead}{key}: {json.dumps(value, ensure_ascii=False)}\n")
    return "".join(lines)
