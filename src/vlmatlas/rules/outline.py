"""What other files may ask of a family. Rules across families look at nothing else, so that a
family which has not changed need not be read again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest, nsmallest
from operator import itemgetter
from typing import Any, NamedTuple

from vlmatlas.bodies import LINK_KINDS, find_links
from vlmatlas.records import FamilyFile
from vlmatlas.scorekeys import ScaleReader

End = tuple[float, str]
"""a value and the variant that has it"""


class Spread(NamedTuple):
    """Between which values variants lie, and the two at either end."""

    others: int
    """how many variants there are, less one"""
    lowest: Sequence[End]
    highest: Sequence[End]

    def without(self, variant: str) -> tuple[int, float, float]:
        """How many others there are, the lowest and the highest of their values."""
        if not self.others:
            return 0, 0, 0
        low = next(value for value, name in self.lowest if name != variant)
        high = next(value for value, name in self.highest if name != variant)
        return self.others, low, high


class Outline(NamedTuple):
    """Plain data, which JSON can hold."""

    name: str
    aliases: Sequence[str]
    released: str
    paper: str | None
    """its arXiv id"""
    organizations: Sequence[str]
    tags: Sequence[str]
    based_on: Sequence[str]
    variants: Sequence[str]
    parts: Sequence[str]
    """whatever may be a component: of variants, drawings and training"""
    notes: Sequence[str]
    scores: Mapping[str, Spread]
    """benchmark:metric → what its variants reach"""
    links: Sequence[str]
    """kind:id of what its write-ups link to"""


def outline_family(family: FamilyFile, prose: Iterable[str], scales: ScaleReader) -> Outline:
    settings = (s for block in family.scores for s in (block.setting, *block.settings.values()))
    return Outline(
        family.name,
        family.aliases,
        family.released.date,
        family.links.arxiv,
        family.organizations,
        family.tags,
        family.based_on,
        tuple(variant.id for variant in family.variants),
        tuple(sorted(set(_parts(family)))),
        tuple(sorted({note for setting in settings for note in setting.notes})),
        _outline_scores(family, scales),
        find_targets(prose),
    )


def find_targets(prose: Iterable[str]) -> tuple[str, ...]:
    """What texts without code link to inside the catalogue, sorted."""
    values = {link.value for text in prose for link in find_links(text)}
    return tuple(sorted(value for value in values if value.partition(":")[0] in LINK_KINDS))


def merge_spreads(outlines: Iterable[Outline]) -> dict[str, Spread]:
    """benchmark:metric → what all variants reach on it"""
    parts: dict[str, list[Spread]] = {}
    for outline in outlines:
        for scale, spread in outline.scores.items():
            parts.setdefault(scale, []).append(spread)
    return {scale: _merge(spreads) for scale, spreads in parts.items()}


def _merge(spreads: Sequence[Spread]) -> Spread:
    count = sum(spread.others + 1 for spread in spreads)
    lowest = _two([spread.lowest for spread in spreads], min)
    return Spread(count - 1, lowest, _two([spread.highest for spread in spreads], max))


def _two(ends: Sequence[Sequence[End]], choose: Callable[..., Any]) -> list[End]:
    """The two at an end, of which each has its own in order: the second stands behind the first of
    them or is first elsewhere.
    """
    best = choose(range(len(ends)), key=lambda index: ends[index][0][0])
    others = [own[0] for own in (*ends[:best], ends[best][1:], *ends[best + 1 :]) if own]
    second: list[End] = [choose(others, key=_value)] if others else []
    return [ends[best][0], *second]


def _spread(count: int, lows: Iterable[End], highs: Iterable[End]) -> Spread:
    return Spread(count - 1, nsmallest(2, lows, key=_value), nlargest(2, highs, key=_value))


_value = itemgetter(0)


def _parts(family: FamilyFile) -> Iterator[str]:
    for variant in family.variants:
        yield from variant.components
    for stage in family.training:
        yield from (*stage.trained, *stage.lora, *stage.frozen)
    for drawing in family.architecture:
        yield from drawing.nodes
        yield from (step.strip() for line in drawing.flow for step in line.split("->"))


def _outline_scores(family: FamilyFile, scales: ScaleReader) -> dict[str, Spread]:
    lows: dict[str, dict[str, float]] = {}
    highs: dict[str, dict[str, float]] = {}
    for block in family.scores:
        for variant, values in block.values.items():
            for key, value in values.items():
                if scale := scales.find(key):
                    name = f"{scale.benchmark}:{scale.metric}"
                    low, high = lows.setdefault(name, {}), highs.setdefault(name, {})
                    low[variant] = min(value, low.get(variant, value))
                    high[variant] = max(value, high.get(variant, value))
    return {
        name: _spread(len(low), map(_end, low.items()), map(_end, highs[name].items()))
        for name, low in lows.items()
    }


def _end(item: tuple[str, float]) -> End:
    variant, value = item
    return value, variant
