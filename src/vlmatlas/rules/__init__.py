"""What must hold beyond the shape of a single file. A rule's docstring is the rule."""

from collections.abc import Iterator

from vlmatlas.problem import Finding
from vlmatlas.rules import facts, figures, names, parity, scores, wording, writeups
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
    parity.translations_say_the_same,
    parity.translation_is_up_to_date,
    wording.text_keeps_to_its_language,
    names.id_is_well_formed,
    names.name_belongs_to_one_entry,
    names.variant_id_is_unique,
    names.registry_names_known_organizations,
)


def check_draft(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Every broken rule, with the path of the file that breaks it."""
    for id, family in draft.families.items():
        for rule in FAMILY_RULES:
            for finding in rule(id, family, draft):
                yield f"models/{id}/model.yaml", finding
    for draft_rule in DRAFT_RULES:
        yield from draft_rule(draft)
