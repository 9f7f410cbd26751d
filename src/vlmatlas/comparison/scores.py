"""Scores of two catalogues, matched to each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vlmatlas.catalog import Catalog
from vlmatlas.records import Score
from vlmatlas.scorekeys import Scale
from vlmatlas.tables import ScoreTable, protocol_of, scale_of
from vlmatlas.vocabulary import Protocol


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A score that is new, gone, or no longer says what it said."""

    before: Score | None
    after: Score | None
    place_before: int | None
    place: int | None
    """its variant's place among those measured alike, 1 is best"""
    entrants: int

    @property
    def score(self) -> Score:
        found = self.after or self.before
        if found is None:
            raise AssertionError
        return found

    @property
    def scale(self) -> Scale:
        return scale_of(self.score)


@dataclass(frozen=True, slots=True)
class NewLeader:
    """A ranking whose first place went to others; names of variants."""

    scale: Scale
    protocol: Protocol
    before: tuple[str, ...]
    after: tuple[str, ...]


Group = tuple[str, Scale]


def compare_scores(
    before: Catalog, after: Catalog
) -> tuple[Mapping[str, Sequence[ScoreChange]], tuple[NewLeader, ...]]:
    """Changes by family, and the rankings that got another leader."""
    pairs = list(_pair_all(_group(before), _group(after)))
    rankings = sorted(
        {(scale_of(s), protocol_of(s)) for pair in pairs for s in pair if s},
        key=lambda key: (key[0].benchmark, key[0].split, key[0].metric, key[1]),
    )
    old = {key: _places(before, key) for key in rankings}
    new = {key: _places(after, key) for key in rankings}
    changes: dict[str, list[ScoreChange]] = defaultdict(list)
    for was, now in pairs:
        score = now or was
        if score is not None:
            key = scale_of(score), protocol_of(score)
            places = new[key]
            changes[score.family].append(
                ScoreChange(
                    was,
                    now,
                    old[key].get(score.variant),
                    places.get(score.variant) if now else None,
                    len(places),
                )
            )
    return changes, tuple(_leaders(before, after, old, new))


def _group(catalog: Catalog) -> Mapping[Group, list[Score]]:
    groups: dict[Group, list[Score]] = defaultdict(list)
    for score in catalog.scores:
        groups[score.variant, scale_of(score)].append(score)
    return groups


def _pair_all(
    old: Mapping[Group, list[Score]], new: Mapping[Group, list[Score]]
) -> Iterator[tuple[Score | None, Score | None]]:
    for group in [*new, *(group for group in old if group not in new)]:
        yield from pair_scores(old.get(group, []), new.get(group, []))


def pair_scores(
    old: Iterable[Score], new: Iterable[Score]
) -> Iterator[tuple[Score | None, Score | None]]:
    """Scores of one variant on one scale: what is the same drops out, what is alike is paired.

    First by source and setting, then by source, then whatever is left.
    """
    gone, fresh = list(old), list(new)
    likeness: tuple[Callable[[Score], object], ...] = (
        lambda score: score,
        lambda score: (score.source, score.setting),
        lambda score: score.source,
        lambda _score: None,
    )
    for alike in likeness:
        for now in list(fresh):
            was = next((each for each in gone if alike(each) == alike(now)), None)
            if was is not None:
                gone.remove(was)
                fresh.remove(now)
                if was != now:
                    yield was, now
    yield from ((None, now) for now in fresh)
    yield from ((was, None) for was in gone)


def _places(catalog: Catalog, key: tuple[Scale, Protocol]) -> Mapping[str, int]:
    scale, protocol = key
    if scale.benchmark not in catalog.benchmarks:
        return {}
    return {rank.variant.id: rank.place for rank in ScoreTable(catalog).ranking(scale, protocol)}


def _leaders(
    before: Catalog,
    after: Catalog,
    old: Mapping[tuple[Scale, Protocol], Mapping[str, int]],
    new: Mapping[tuple[Scale, Protocol], Mapping[str, int]],
) -> Iterator[NewLeader]:
    """Only where there is something to compare: at least two variants, before and after."""
    for key, places in new.items():
        first = {id for id, place in places.items() if place == 1}
        was = {id for id, place in old[key].items() if place == 1}
        if first != was and len(places) > 1 and len(old[key]) > 1:
            yield NewLeader(*key, _names(before, was), _names(after, first))


def _names(catalog: Catalog, variants: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(catalog.variants[id][1].name for id in variants))
