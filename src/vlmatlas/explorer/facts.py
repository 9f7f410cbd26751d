"""What a variant can be found by: its size, its day, its licence, its blocks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vlmatlas.catalog import Catalog
from vlmatlas.labels import Labels
from vlmatlas.records import Family, Variant

_SIZES = (2, 4, 8, 15, 40)
"""Upper ends of the classes of size, in billions of parameters."""


@dataclass(frozen=True, slots=True)
class Size:
    """All weights in billions; unless a source states them, those of the known parts."""

    value: float
    stated: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A value to filter by, under an id that is the same in every language."""

    id: str
    name: str


def size_of(catalog: Catalog, variant: Variant) -> Size | None:
    """The stated size, or the sum of language model and encoders if that of the former is known."""
    if variant.parameters is not None:
        return Size(variant.parameters, stated=True)
    model = catalog.components[variant.language_model].parameters
    if model is None:
        return None
    encoders = (catalog.components[id].parameters or 0 for id in variant.vision_encoders)
    return Size(round(model + sum(encoders), 2), stated=False)


def day_of(family: Family, variant: Variant) -> str:
    """When the variant came out, as exactly as is known."""
    return variant.released or family.released.date


def licenses_of(family: Family) -> tuple[str, ...]:
    """The names of the weights' licences, without what is said about them."""
    text = family.license.weights if family.license else None
    if not text:
        return ()
    names = re.sub(r"\([^)]*\)", "", text.split(";")[0]).split(",")
    return tuple(name.strip() for name in names)


def list_facets(
    catalog: Catalog, labels: Labels, family: Family, variant: Variant
) -> Mapping[str, tuple[Option, ...]]:
    """The options a variant belongs to, by facet; every variant has one in each."""
    unknown = (Option("unstated", labels("unstated")),)
    found = {
        "size": tuple(_class_of(size_of(catalog, variant), labels)),
        "year": (Option(day_of(family, variant)[:4], day_of(family, variant)[:4]),),
        "lm": _name_parts(catalog, (variant.language_model,)),
        "ve": _name_parts(catalog, variant.vision_encoders),
        "cn": _name_parts(catalog, (variant.connector,) if variant.connector else ()),
        "license": tuple(Option(_slug(name), name) for name in licenses_of(family)),
        "open": (_is_open(family, labels),),
        "org": tuple(
            Option(id, catalog.organizations[id].name.in_(labels.language))
            for id in family.organizations
        ),
    }
    return {facet: options or unknown for facet, options in found.items()}


def _class_of(size: Size | None, labels: Labels) -> Iterator[Option]:
    if size is None:
        return
    low = 0
    for high in _SIZES:
        if size.value <= high:
            yield Option(f"{low}-{high}", labels("explorer.size.class", low=low, high=high))
            return
        low = high
    yield Option(f"{low}-", labels("explorer.size.above", low=low))


def _is_open(family: Family, labels: Labels) -> Option:
    word = "yes" if family.open_weights else "no"
    return Option(word, labels(word))


def _name_parts(catalog: Catalog, ids: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(id, catalog.components[id].name) for id in ids)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", name.casefold()).strip("-")
