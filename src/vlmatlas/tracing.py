"""A catalogue that notes what is read from it.

What a page was made from is found by watching, not by keeping a list: a page that asks for one
component depends on that component, a page that looks through all families depends on all facts,
and one that looks through all write-ups on everything.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar, cast

from vlmatlas.catalog import Catalog
from vlmatlas.digests import digest_texts
from vlmatlas.graph.nodes import Lexicon
from vlmatlas.registry import Benchmark

V = TypeVar("V")
Read = tuple[str, str]
"""(what kind of thing, which one)"""

EVERYTHING: Read = ("catalogue", "")
FACTS: Read = ("facts", "")
"""The whole catalogue without its write-ups."""
HISTORY: Read = ("history", "")


class Trace:
    """The reads since the trace was made."""

    def __init__(self) -> None:
        self.reads: set[Read] = set()

    def watch(self, catalog: Catalog) -> Catalog:
        """The same catalogue, watched."""
        return cast("Catalog", _WatchedCatalog(catalog, self))

    def watch_all(self, make: Callable[[], V], read: Read = FACTS) -> V:
        """Something made from the whole catalogue, once used: any use depends on all of `read`."""
        return cast("V", _WatchedThing(make, self, read))

    def watch_mapping(self, name: str, mapping: Mapping[str, V]) -> Mapping[str, V]:
        return _WatchedMapping(name, mapping, self)


class Digests:
    """What everything that can be read is now; pages with unchanged reads are unchanged."""

    def __init__(self, catalog: Catalog, others: Mapping[str, Mapping[str, str]]) -> None:
        self._catalog = catalog
        self._others = others
        self._known: dict[Read, str] = {}

    def of(self, read: Read) -> str:
        """Empty where the thing no longer exists."""
        if read not in self._known:
            self._known[read] = self._find(*read)
        return self._known[read]

    def of_all(self, reads: list[Read]) -> str:
        return digest_texts(*(self.of(read) for read in reads))

    def _find(self, kind: str, id: str) -> str:
        if (kind, id) == EVERYTHING:
            return self._everything
        if (kind, id) == FACTS:
            return self._facts
        if kind in self._others:
            return self._others[kind].get(id, "")
        find = _SOURCES.get(kind)
        return find(self, id) if find else self._everything

    def of_family(self, id: str) -> str:
        digest = self._catalog.digests.get(f"models/{id}/model.yaml", "")
        return digest_texts(digest, self._scales)

    def of_variant(self, id: str) -> str:
        found = self._catalog.variants.get(id)
        return self.of_family(found[0].id) if found else ""

    def of_descendants(self, id: str) -> str:
        families = self._catalog.descendants.get(id, ())
        return digest_texts(*(part for f in families for part in (f.id, self.of_family(f.id))))

    def of_bodies(self, id: str) -> str:
        digests = self._catalog.digests
        return digest_texts(*(digests.get(f"models/{id}/{name}.md", "") for name in ("zh", "en")))

    def of_benchmark(self, id: str) -> str:
        return self.of_file(f"registry/benchmarks/{id}.yaml")

    def of_component(self, id: str) -> str:
        return self.of_file(f"registry/components/{id}.yaml")

    def of_file(self, path: str) -> str:
        return self._catalog.digests.get(path, "")

    @cached_property
    def _everything(self) -> str:
        digests = self._catalog.digests
        others = (f"{k} {id} {v}" for k, found in self._others.items() for id, v in found.items())
        return digest_texts(*(f"{path} {digests[path]}" for path in sorted(digests)), *others)

    @cached_property
    def _facts(self) -> str:
        digests = self._catalog.digests
        paths = (path for path in sorted(digests) if not path.endswith(".md"))
        return digest_texts(*(f"{path} {digests[path]}" for path in paths))

    @cached_property
    def _scales(self) -> str:
        """How score keys are read, which decides what the scores of a family are."""
        return digest_texts(*(_describe_scales(b) for b in self._catalog.benchmarks.values()))


def _describe_scales(benchmark: Benchmark) -> str:
    metrics = ",".join(metric.id for metric in benchmark.metrics)
    return f"{benchmark.id} {','.join(benchmark.splits)} {metrics}"


_SOURCES: dict[str, Callable[[Digests, str], str]] = {
    "by_id": Digests.of_family,
    "variants": Digests.of_variant,
    "descendants": Digests.of_descendants,
    "bodies": Digests.of_bodies,
    "benchmarks": Digests.of_benchmark,
    "components": Digests.of_component,
    "organizations": lambda self, _: self.of_file("registry/organizations.yaml"),
    "tags": lambda self, _: self.of_file("registry/tags.yaml"),
    "notes": lambda self, _: self.of_file("registry/notes.yaml"),
    "steps": lambda self, _: self.of_file("registry/steps.yaml"),
    "terms": lambda self, _: self.of_file("registry/glossary.yaml"),
}
"""Parts of the catalogue that are read one by one; all others stand for the whole."""

_WHOLE_FILES = frozenset({"organizations", "tags", "notes", "steps", "terms"})
"""Parts that one file holds, so that looking through them depends on that file alone."""


class _WatchedCatalog:
    def __init__(self, catalog: Catalog, trace: Trace) -> None:
        self._catalog = catalog
        self._trace = trace

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.components, self.steps)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._catalog, name)
        if name in _SOURCES:
            watched = _WatchedMapping(name, value, self._trace)
            setattr(self, name, watched)
            return watched
        self._trace.reads.add(EVERYTHING if name == "digests" else FACTS)
        return value


class _WatchedMapping(Mapping[str, V]):
    def __init__(self, name: str, mapping: Mapping[str, V], trace: Trace) -> None:
        self._name = name
        self._mapping = mapping
        self._trace = trace

    def __getitem__(self, id: str) -> V:
        self._trace.reads.add((self._name, id))
        return self._mapping[id]

    def get(self, id: str, default: Any = None) -> Any:
        self._trace.reads.add((self._name, id))
        return self._mapping.get(id, default)

    def __contains__(self, id: object) -> bool:
        self._trace.reads.add((self._name, str(id)))
        return id in self._mapping

    def __iter__(self) -> Iterator[str]:
        self._note_whole()
        return iter(self._mapping)

    def __len__(self) -> int:
        self._note_whole()
        return len(self._mapping)

    def _note_whole(self) -> None:
        whole = EVERYTHING if self._name == "bodies" else FACTS
        self._trace.reads.add((self._name, "") if self._name in _WHOLE_FILES else whole)


class _WatchedThing:
    def __init__(self, make: Callable[[], Any], trace: Trace, read: Read) -> None:
        self._make = make
        self._trace = trace
        self._read = read

    def __getattr__(self, name: str) -> Any:
        self._trace.reads.add(self._read)
        return getattr(self._make(), name)
