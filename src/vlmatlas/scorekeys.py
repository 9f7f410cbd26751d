"""The short names of scores in a model file: `mmmu.val`, `mme-perception`, `pope.random:accuracy`.

benchmark [.split] [:metric] — the split may be left out where the benchmark has only one, the
metric where it means the benchmark's first; `unstated` stands for either when the source is silent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vlmatlas.parse import suggest
from vlmatlas.problem import Finding
from vlmatlas.registry import Benchmark
from vlmatlas.values import SCORE_KEY_PATTERN
from vlmatlas.vocabulary import UNSTATED

_FORM = re.compile(SCORE_KEY_PATTERN)


@dataclass(frozen=True, slots=True)
class Scale:
    """What exactly was measured; only scores of one scale may be ranked together."""

    benchmark: str
    split: str
    metric: str


class ScoreKeyError(Exception):
    def __init__(self, rule: str, **details: object) -> None:
        super().__init__(rule)
        self.finding = Finding(rule, details=details)


def parse_score_key(key: str, benchmarks: Mapping[str, Benchmark]) -> Scale:
    """The scale a key names; ScoreKeyError tells what is wrong with the key."""
    found = _FORM.fullmatch(key)
    benchmark = benchmarks.get(found[1]) if found else None
    if found is None or benchmark is None:
        name = found[1] if found else key
        near = suggest(name, list(benchmarks))
        raise ScoreKeyError("unknown-benchmark", value=name, near=near)
    return Scale(benchmark.id, _split(key, found[2], benchmark), _metric(key, found[3], benchmark))


class ScaleReader:
    """Reads each key once."""

    def __init__(self, benchmarks: Mapping[str, Benchmark]) -> None:
        self._benchmarks = benchmarks
        self._known: dict[str, Scale | Finding] = {}

    def read(self, key: str) -> Scale | Finding:
        """The scale a key names, or what is wrong with the key."""
        found = self._known.get(key)
        if found is None:
            try:
                found = parse_score_key(key, self._benchmarks)
            except ScoreKeyError as error:
                found = error.finding
            self._known[key] = found
        return found

    def find(self, key: str) -> Scale | None:
        """The scale a key names, if nothing is wrong with the key."""
        found = self.read(key)
        return found if isinstance(found, Scale) else None


def write_score_key(scale: Scale, benchmark: Benchmark) -> str:
    """The shortest key of a scale."""
    split = "" if (scale.split,) == benchmark.splits else f".{scale.split}"
    metric = "" if scale.metric == benchmark.metrics[0].id else f":{scale.metric}"
    return f"{scale.benchmark}{split}{metric}"


def _split(key: str, split: str | None, benchmark: Benchmark) -> str:
    if split is None and len(benchmark.splits) == 1:
        return benchmark.splits[0]
    if split in benchmark.splits or split == UNSTATED:
        return str(split)
    known = [*benchmark.splits, UNSTATED]
    rule = "missing-split" if split is None else "unknown-split"
    near = suggest(split or "", known)
    raise ScoreKeyError(rule, value=key, known=", ".join(known), near=near)


def _metric(key: str, metric: str | None, benchmark: Benchmark) -> str:
    known = [metric.id for metric in benchmark.metrics]
    if metric is None:
        return known[0]
    if metric in known or metric == UNSTATED:
        return metric
    known.append(UNSTATED)
    near = suggest(metric, known)
    raise ScoreKeyError("unknown-metric", value=key, known=", ".join(known), near=near)
