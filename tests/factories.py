"""Small records for tests: each factory needs only what the test is about."""

from types import MappingProxyType
from typing import Any

from vlmatlas.catalog import Catalog, build_family
from vlmatlas.records import Family, FamilyFile
from vlmatlas.registry import Benchmark, Component, Organization, Tag
from vlmatlas.scorekeys import ScaleReader
from vlmatlas.values import Text

TEXT = {"en": "A sentence.", "zh": "一句话。"}


def make_benchmark(id: str = "mmmu", **facts: Any) -> Benchmark:
    values = {
        "id": id,
        "name": id.upper(),
        "category": "knowledge",
        "measures": TEXT,
        "metrics": [{"id": "accuracy", "name": {"en": "accuracy", "zh": "准确率"}}],
        "range": [0, 100],
        "better": "higher",
        "splits": ["val", "test"],
        "links": {},
    }
    return Benchmark.model_validate(values | facts)


def make_block(values: dict[str, dict[str, float]], **facts: Any) -> dict[str, Any]:
    shared = {"source": "paper", "where": "Table 1", "evidence": "verified"}
    return shared | {"setting": {"protocol": "zero-shot"}} | facts | {"values": values}


def make_variant(id: str, **facts: Any) -> dict[str, Any]:
    return {"id": id, "name": id, "language_model": "vicuna", "source": "paper"} | facts


def make_family(
    id: str = "llava", *, benchmarks: tuple[Benchmark, ...] = (make_benchmark(),), **facts: Any
) -> Family:
    paper = {
        "kind": "paper",
        "title": "A paper",
        "url": "https://arxiv.org/abs/2304.08485",
        "date": "2023-04-17",
    }
    values = {
        "name": id,
        "released": {"date": "2023-04-17", "source": "paper"},
        "open_weights": True,
        "summary": TEXT,
        "links": {},
        "sources": {"paper": paper},
        "variants": [make_variant(f"{id}-7b")],
    }
    file = FamilyFile.model_validate(values | facts)
    return build_family(
        id, file, ScaleReader({benchmark.id: benchmark for benchmark in benchmarks})
    )


def make_catalog(
    *families: Family, benchmarks: tuple[Benchmark, ...] = (make_benchmark(),)
) -> Catalog:
    model = {"kind": "language-model", "name": "Vicuna", "summary": TEXT}
    return Catalog(
        families=families,
        benchmarks=MappingProxyType({benchmark.id: benchmark for benchmark in benchmarks}),
        components={"vicuna": Component.model_validate({"id": "vicuna", **model})},
        organizations={"msr": Organization.model_validate({"id": "msr", "name": TEXT})},
        tags={"small": Tag.model_validate({"id": "small", "name": TEXT, "description": TEXT})},
        notes={"beam": Text.model_validate(TEXT)},
        steps={},
        terms={},
        bodies={},
    )
