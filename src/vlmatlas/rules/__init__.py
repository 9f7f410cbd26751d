"""What must hold beyond the shape of a single file. A rule's docstring is the rule."""

from collections.abc import Iterator

from vlmatlas.problem import Finding
from vlmatlas.rules import (
    dates,
    facts,
    figures,
    leftovers,
    names,
    parity,
    plausible,
    registry,
    scores,
    sources,
    wording,
    writeups,
)
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
    sources.link_is_no_placeholder,
    sources.source_is_where_its_kind_lives,
    sources.score_stands_in_a_document,
    leftovers.facts_are_complete,
    dates.variant_is_no_older_than_its_family,
    dates.paper_is_no_older_than_its_number,
    dates.score_is_no_older_than_its_benchmark,
    plausible.score_is_not_zero,
    plausible.percent_is_no_fraction,
    plausible.score_needs_eyes,
)
"""What depends on a family's own files, the registry and the day, but on no other family."""

WRITEUP_RULES: tuple[DraftRule, ...] = (
    writeups.body_points_to_known_things,
    parity.translations_say_the_same,
    parity.translation_is_up_to_date,
    wording.text_keeps_to_its_language,
    leftovers.writeup_is_complete,
)
"""The same for the texts of a family."""

CATALOGUE_RULES: tuple[DraftRule, ...] = (
    facts.family_builds_on_known_families,
    dates.family_is_no_older_than_its_parents,
    plausible.score_is_near_the_others,
    writeups.link_leads_to_a_family,
    names.id_is_well_formed,
    names.name_belongs_to_one_entry,
    names.variant_id_is_unique,
    names.registry_names_known_organizations,
    names.successors_are_other_benchmarks,
    sources.paper_belongs_to_one_family,
    registry.component_is_used,
    registry.benchmark_leads_somewhere,
    registry.entry_is_used,
    registry.alias_says_something_new,
    registry.column_is_a_score,
)


def check_families(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Every rule broken by a family that was read, with the path of the file that breaks it."""
    for id, family in draft.families.items():
        for rule in FAMILY_RULES:
            for finding in rule(id, family, draft):
                yield f"models/{id}/model.yaml", finding
    for writeup_rule in WRITEUP_RULES:
        yield from writeup_rule(draft)


def check_catalogue(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """The same for what holds between all files."""
    for rule in CATALOGUE_RULES:
        yield from rule(draft)
