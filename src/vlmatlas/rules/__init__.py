"""What must hold beyond the shape of a single file. A rule's docstring is the rule."""

from collections.abc import Iterable, Iterator

from vlmatlas.problem import Finding
from vlmatlas.rules import facts, figures, names, scores, writeups
from vlmatlas.rules.draft import Draft, DraftRule, FamilyRule

FAMILY_RULES: tuple[FamilyRule, ...] = (
    facts.family_names_known_things,
    facts.family_does_not_build_on_itself,
    facts.variant_uses_known_components,
    facts.source_is_declared,
    facts.variant_reference_is_declared,
    facts.date_is_not_in_the_future,
    figures.structure_can_be_drawn,
    scores.score_is_on_a_known_scale,
    scores.score_is_within_range,
    scores.score_stands_once,
    scores.setting_is_used,
)
DRAFT_RULES: tuple[DraftRule, ...] = (
    writeups.body_points_to_known_things,
    names.id_is_well_formed,
    names.name_belongs_to_one_entry,
    names.variant_id_is_unique,
    names.registry_names_known_organizations,
)

OUTLINE_RULES: frozenset[DraftRule] = frozenset(
    {
        names.id_is_well_formed,
        names.name_belongs_to_one_entry,
        names.variant_id_is_unique,
        names.registry_names_known_organizations,
    }
)
"""Rules about outlines and the registry alone: what happens inside a family cannot break them."""


def check_draft(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Every broken rule, with the path of the file that breaks it."""
    yield from _check_families(draft, draft.families)
    for draft_rule in DRAFT_RULES:
        yield from draft_rule(draft)


def check_changed(draft: Draft, ids: Iterable[str]) -> Iterator[tuple[str, Finding]]:
    """Every rule that changes inside these families may have broken."""
    yield from _check_families(draft, [id for id in ids if id in draft.families])
    for draft_rule in DRAFT_RULES:
        if draft_rule not in OUTLINE_RULES:
            yield from draft_rule(draft)


def _check_families(draft: Draft, ids: Iterable[str]) -> Iterator[tuple[str, Finding]]:
    for id in ids:
        for rule in FAMILY_RULES:
            for finding in rule(id, draft.families[id], draft):
                yield f"models/{id}/model.yaml", finding
