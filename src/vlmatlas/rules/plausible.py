"""What a published number looks like when something went wrong on its way into the file."""

from collections.abc import Iterator

from vlmatlas.problem import DataPath, Finding, Severity
from vlmatlas.records import FamilyFile, Variant
from vlmatlas.rules.draft import Draft
from vlmatlas.rules.outline import Spread
from vlmatlas.rules.scores import known_scores

FAR = 3
"""How many times above the highest or below the lowest other score is far."""

ENOUGH = 5
"""How many other variants it takes to say what is usual."""

_PERCENT = 100


def score_is_not_zero(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """Missing is left out; zero is a number that someone measured."""
    for entry in known_scores(family, draft):
        if entry.value == 0:
            yield _warn("zero-score", entry.where, value=entry.key, variant=entry.variant)


def percent_is_no_fraction(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """A benchmark that counts to 100 gets 41.2, not 0.412."""
    for entry in known_scores(family, draft):
        high = draft.benchmarks[entry.scale.benchmark].range[1]
        if high == _PERCENT and 0 < entry.value <= 1:
            right = f"{entry.value * _PERCENT:g}"
            yield _warn(
                "percent-as-fraction", entry.where, value=entry.value, field=entry.key, right=right
            )


def score_is_near_the_others(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """A score far outside what all other variants reach is probably another metric or a slip."""
    usual = {scale: _usual(spread) for scale, spread in draft.spreads.items()}
    for id, outline in draft.outlines.items():
        if any(_reaches_far(own, usual[scale]) for scale, own in outline.scores.items()):
            for finding in _find_far(draft.family(id), draft):
                yield f"models/{id}/model.yaml", finding


def _usual(all_: Spread) -> tuple[float, float]:
    """Between which values no look at each score is worth while: whoever is left out, one of the
    two at either end stays.
    """
    return all_.lowest[-1][0] / FAR, all_.highest[-1][0] * FAR


def _reaches_far(own: Spread, usual: tuple[float, float]) -> bool:
    return own.lowest[0][0] < usual[0] or own.highest[0][0] > usual[1]


def _find_far(family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    for entry in known_scores(family, draft):
        spread = draft.spreads[f"{entry.scale.benchmark}:{entry.scale.metric}"]
        count, low, high = spread.without(entry.variant)
        if count < ENOUGH or entry.value <= 1:
            continue
        if not low / FAR <= entry.value <= high * FAR:
            shown = {"low": f"{low:g}", "high": f"{high:g}", "count": count}
            yield _warn(
                "score-far-off",
                entry.where,
                value=entry.value,
                field=entry.key,
                factor=FAR,
                **shown,
            )


def score_needs_eyes(_id: str, family: FamilyFile, draft: Draft) -> Iterator[Finding]:
    """A variant that cannot see has no score on a benchmark of images."""
    blind = {variant.id for variant in family.variants if _is_blind(variant)}
    for entry in known_scores(family, draft):
        if entry.variant in blind:
            details = {"value": entry.key, "variant": entry.variant}
            yield Finding("score-of-text-model", entry.where, details, on_key=True)


def _is_blind(variant: Variant) -> bool:
    return not variant.vision_encoders and variant.connector is None


def _warn(rule: str, where: DataPath, **details: object) -> Finding:
    return Finding(rule, where, details, severity=Severity.WARNING)
