"""Names and headings of other people as variants and scores of the catalogue."""

import re
from collections.abc import Iterator, Mapping

from vlmatlas.catalog import Catalog
from vlmatlas.intake.claims import Refusal
from vlmatlas.names import NameIndex, fold
from vlmatlas.records import Variant
from vlmatlas.registry import Benchmark
from vlmatlas.scorekeys import Scale, ScoreKeyError, parse_score_key, write_score_key

_PARTS = re.compile(r"(.*?)[\s(]+([^\s()/]+(?:/[^\s()/]+)+)\)?")
_MARKS = re.compile(r"[\s*†‡§¶^]+$")
_SPLITS = {"val": ("validation",), "test-dev": ("testdev",), "testmini": ("test-mini",)}


class Resolver:
    """Looks up spellings in the alias tables; what is not there stays unknown."""

    def __init__(self, catalog: Catalog, headings: Mapping[str, str]) -> None:
        self._benchmarks = catalog.benchmarks
        self._given = {fold(heading): key for heading, key in headings.items()}
        self._variants = NameIndex(
            (variant.id, _spellings(variant)) for _family, variant in catalog.variants.values()
        )
        self._twice = {fold(name) for name, _first, _second in self._variants.clashes}
        self._keys: dict[str, set[str]] = {}
        for spelling, key in _headings(catalog):
            self._keys.setdefault(fold(spelling), set()).add(key)
        self._groups: dict[str, list[str]] = {}
        self._shared: dict[str, set[str]] = {}
        for benchmark in catalog.benchmarks.values():
            if benchmark.group:
                self._groups.setdefault(fold(benchmark.group), []).append(benchmark.id)
                for tail, key in _tails(benchmark):
                    spelling = fold(f"{benchmark.group} {tail}")
                    self._shared.setdefault(spelling, set()).add(key)
        self._names = NameIndex(
            (benchmark.id, (benchmark.name, *benchmark.aliases))
            for benchmark in catalog.benchmarks.values()
        )

    def find_variant(self, name: str) -> str | None:
        """The variant with exactly this name or alias; none if two have it."""
        return None if fold(name) in self._twice else self._variants.find(name)

    def suggest_variant(self, name: str) -> str:
        """Ids that look like it; a footnote mark may mean another model, so it is not dropped."""
        return self._variants.suggest(_MARKS.sub("", name))

    def find_keys(self, heading: str, place: str) -> tuple[str, ...] | Refusal | None:
        """The score keys of a heading, one per part of its cells; None if it is no benchmark."""
        found = self._find(heading, place)
        parts = _PARTS.fullmatch(heading)
        if found is not None or parts is None:
            return (found,) if isinstance(found, str) else found
        keys = [self._find(f"{parts[1]} {part}", place) for part in parts[2].split("/")]
        named = tuple(key for key in keys if isinstance(key, str))
        if len(named) == len(keys):
            return named
        return Refusal("heading-parts", place, {"value": heading}) if any(keys) else None

    def scale(self, key: str) -> tuple[Scale, Benchmark]:
        scale = parse_score_key(key, self._benchmarks)
        return scale, self._benchmarks[scale.benchmark]

    def _find(self, heading: str, place: str) -> str | Refusal | None:
        base, _, metric = heading.partition(" : ")
        for spelling in (heading, f"{base} {metric}".strip(), base):
            if given := self._given.get(fold(spelling)):
                return given
        keys = self._lookup(f"{base} {metric}") if metric else set()
        keys = keys or self._lookup(base)
        if len(keys) == 1:
            return self._with_metric(next(iter(keys)), metric, place)
        known = keys or self._candidates(base)
        if not known:
            return None
        details = {"value": base, "known": ", ".join(sorted(known))}
        return Refusal("heading-split", place, details)

    def _lookup(self, heading: str) -> set[str]:
        """Keys of a spelling; a name that a group of benchmarks shares means none of them."""
        if fold(heading) in self._groups:
            return set()
        return self._keys.get(fold(heading)) or self._key_itself(heading)

    def _key_itself(self, heading: str) -> set[str]:
        try:
            scale = parse_score_key(heading, self._benchmarks)
        except ScoreKeyError:
            return set()
        is_whole = ":" in heading or len(self._benchmarks[scale.benchmark].metrics) == 1
        return {write_score_key(scale, self._benchmarks[scale.benchmark])} if is_whole else set()

    def _with_metric(self, key: str, metric: str, place: str) -> str | Refusal:
        """The key, if the metric that stands beside it is the key's or goes without saying."""
        scale, benchmark = self.scale(key)
        known = next(it for it in benchmark.metrics if it.id == scale.metric)
        if not metric or fold(metric) in {fold(known.id), fold(known.name.en)}:
            return key
        details = {"value": metric, "known": ", ".join(it.id for it in benchmark.metrics)}
        return Refusal("heading-metric", place, {"heading": key, **details})

    def _candidates(self, heading: str) -> set[str]:
        """Every key that an incomplete heading may mean."""
        if ids := self._groups.get(fold(heading)):
            return {key for id in ids for key in _all_keys(self._benchmarks[id])}
        if keys := self._shared.get(fold(heading)):
            return keys
        found = self._names.find(heading)
        return set(_all_keys(self._benchmarks[found])) if found else set()


def _all_keys(benchmark: Benchmark) -> Iterator[str]:
    for split in benchmark.splits:
        for metric in benchmark.metrics:
            yield write_score_key(Scale(benchmark.id, split, metric.id), benchmark)


def _spellings(variant: Variant) -> Iterator[str]:
    yield from (variant.name, *variant.aliases)
    if variant.weights and variant.weights.startswith("https://huggingface.co/"):
        yield variant.weights.removeprefix("https://huggingface.co/")


def _headings(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Every way to head a column: the table of columns, and names with split and metric."""
    for key, spellings in catalog.columns.items():
        for spelling in spellings:
            yield spelling, key
    for benchmark in catalog.benchmarks.values():
        for tail, key in _tails(benchmark):
            for name in (benchmark.id, benchmark.name, *benchmark.aliases):
                yield f"{name} {tail}", key


def _tails(benchmark: Benchmark) -> Iterator[tuple[str, str]]:
    """What stands behind a name: nothing only where split and metric go without saying."""
    for split in benchmark.splits:
        splits = [split, *_SPLITS.get(split, ()), *([""] if len(benchmark.splits) == 1 else [])]
        for metric in benchmark.metrics:
            metrics = [metric.id, metric.name.en, *([""] if len(benchmark.metrics) == 1 else [])]
            key = write_score_key(Scale(benchmark.id, split, metric.id), benchmark)
            for one in splits:
                for other in metrics:
                    yield f"{one} {other}".strip(), key
