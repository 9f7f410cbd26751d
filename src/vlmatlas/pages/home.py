"""What the home page says about the catalogue."""

from collections.abc import Mapping

from vlmatlas.catalog import Catalog
from vlmatlas.records import Family

_LATEST = 6


def count_catalog(catalog: Catalog) -> Mapping[str, int]:
    """The counts on the home page, by the name of their label."""
    sources = {source.location for f in catalog.families for source in f.sources.values()}
    return {
        "families": len(catalog.families),
        "variants": len(catalog.variants),
        "scores": len(catalog.scores),
        "benchmarks": len(catalog.benchmarks),
        "components": len(catalog.components),
        "sources": len(sources),
    }


def latest_families(catalog: Catalog) -> tuple[Family, ...]:
    """The families released last, newest first."""
    return catalog.newest_first[:_LATEST]
