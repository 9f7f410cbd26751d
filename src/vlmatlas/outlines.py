"""What families show to each other. Rules about one family may rely on this of all others."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from vlmatlas.records import FamilyFacts


class NeedsWholeFamilyError(Exception):
    """A rule asked an outline for more than it holds."""


class Outline:
    """Stands for a family that is not at hand."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        variants = [SimpleNamespace(**variant) for variant in values["variants"]]
        self.__dict__.update(values, variants=variants)

    def __getattr__(self, name: str) -> Any:
        raise NeedsWholeFamilyError(name)


def outline_family(family: FamilyFacts) -> Mapping[str, Any]:
    """Names, variants and ancestors as plain data."""
    return {
        "name": family.name,
        "aliases": list(family.aliases),
        "based_on": list(family.based_on),
        "variants": [
            {"id": variant.id, "name": variant.name, "aliases": list(variant.aliases)}
            for variant in family.variants
        ],
    }
