"""The gallery: every structure of the catalogue as a card, with what it can be filtered by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vlmatlas.figure.render import Structure, build_structures
from vlmatlas.graph.kinds import count_encoders, fusion_kinds
from vlmatlas.pages.page import Context
from vlmatlas.records import Family
from vlmatlas.registry import Component
from vlmatlas.vocabulary import Fusion, Role


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how it is stored, how it reads, how many cards have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class GalleryCard:
    """A structure in the gallery."""

    family: Family
    structure: Structure
    encoders: tuple[Component, ...]
    connectors: tuple[Component, ...]
    language_models: tuple[Component, ...]
    fusion: tuple[Fusion, ...]
    count: int

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """Facet → the values of this card."""
        return {
            "encoder": tuple(component.id for component in self.encoders),
            "connector": tuple(component.id for component in self.connectors),
            "language-model": tuple(component.id for component in self.language_models),
            "fusion": tuple(self.fusion),
            "encoders": (str(self.count),),
        }


def list_gallery(context: Context) -> tuple[GalleryCard, ...]:
    """Newest family first, structures in the order of their file."""
    return tuple(
        _build_card(context, structure)
        for family in context.catalog.newest_first
        for structure in build_structures(context.catalog, family)
    )


def _build_card(context: Context, structure: Structure) -> GalleryCard:
    found: dict[Role, dict[str, Component]] = {}
    for node in structure.graph.nodes.values():
        if node.component is not None:
            component = context.catalog.components[node.component]
            found.setdefault(node.role, {})[component.id] = component
    encoders, connectors, models = (
        tuple(found.get(role, {}).values())
        for role in (Role.VISION_ENCODER, Role.CONNECTOR, Role.LANGUAGE_MODEL)
    )
    return GalleryCard(
        structure.family,
        structure,
        encoders,
        connectors,
        models,
        fusion_kinds(structure.graph),
        count_encoders(structure.graph),
    )


def list_facets(context: Context, cards: Sequence[GalleryCard]) -> tuple[Facet, ...]:
    """What cards can be filtered by; the commonest values first, counts of encoders in order."""
    names = {id: component.name for id, component in context.catalog.components.items()}
    names |= {str(kind): context.labels.word(kind) for kind in Fusion}
    facets = []
    for name in ("encoder", "connector", "language-model", "fusion", "encoders"):
        values = [value for card in cards for value in card.facets[name]]
        facets.append(Facet(name, tuple(_choices(values, names, in_order=name == "encoders"))))
    return tuple(facets)


def _choices(
    values: Iterable[str], names: Mapping[str, str], *, in_order: bool
) -> Iterable[Choice]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    found = [Choice(value, names.get(value, value), count) for value, count in counts.items()]
    if in_order:
        return sorted(found, key=lambda choice: choice.value)
    return sorted(found, key=lambda choice: (-choice.count, choice.name.casefold()))
