"""Facts about the real data of this repository."""

import csv
import re

from conftest import HERE
from vlmatlas.names import fold
from vlmatlas.scorekeys import parse_score_key
from vlmatlas.tables import scale_of
from vlmatlas.vocabulary import UNSTATED, Evidence, SourceKind

CORRECTED = {"scienceqa-img", "gqa", "vizwiz", "mmmu"}


def list_cells():
    with (HERE / "data/list-cells.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def owners(catalog):
    """Every spelling of a variant, with the families and variants that carry it."""
    found = {}
    for family, variant in catalog.variants.values():
        for name in (variant.name, *variant.aliases):
            found.setdefault(name, (family, variant))
    return found


def has_correction(family, variant, benchmark):
    return any(
        variant.id in correction.variants
        and (correction.field == "all scores" or benchmark in re.split(r"[ ,]+", correction.field))
        for correction in family.corrections
    )


def says(catalog, listed, published):
    """Whether a published scale is the listed one, or names what the list leaves open."""
    groups = [catalog.benchmarks[scale.benchmark].group for scale in (listed, published)]
    if listed.split == UNSTATED and groups[0] is not None and groups[0] == groups[1]:
        return True
    pairs = ((listed.split, published.split), (listed.metric, published.metric))
    same = all(first in {second, UNSTATED} for first, second in pairs)
    return listed.benchmark == published.benchmark and same


def test_every_cell_of_the_original_list_is_published_or_knowingly_corrected(catalog):
    names, cells, records, altered = owners(catalog), list_cells(), 0, []
    for cell in cells:
        family, variant = names[cell["variant"]]
        published = {
            (scale_of(score), score.value) for score in family.scores if score.variant == variant.id
        }
        for record in cell["records"].split("; "):
            records += 1
            key, _, value = record.partition("=")
            scale = parse_score_key(key, catalog.benchmarks)
            if not any(
                found == float(value) and says(catalog, scale, more) for more, found in published
            ):
                assert has_correction(family, variant, scale.benchmark), (cell, record)
                altered.append((cell["variant"], scale.benchmark))

    assert (len(cells), records) == (583, 654)
    assert len({cell["variant"] for cell in cells}) == 78
    assert sorted(altered) == sorted(
        [("CogVLM-Chat", benchmark) for benchmark in CORRECTED]
        + [(f"Mipha-{size}B", "scienceqa-img") for size in ("1.6", "2.4", "3")]
    )


def test_the_catalogue_has_the_thirty_families(catalog):
    assert len(catalog.families) == 30
    assert len(catalog.benchmarks) == 74


def test_many_spellings_mean_one_component(catalog):
    spellings = {
        fold(name): id
        for id, component in catalog.components.items()
        for name in (id, component.name, *component.aliases)
    }

    assert {spellings[fold(name)] for name in ("phi-2", "Phi2-2.7B", "Phi-2-2.7B")} == {"phi-2"}


def test_an_unverified_score_names_the_original_list_as_its_source(catalog):
    for score in catalog.scores:
        source = catalog.by_id[score.family].sources[score.source]
        unverified = score.evidence is Evidence.UNVERIFIED
        assert unverified == (source.kind is SourceKind.LIST), (score.family, score.variant)


def test_every_source_is_a_web_page(catalog):
    for family in catalog.families:
        for key, source in family.sources.items():
            assert source.location.startswith("https://"), (family.id, key)


def test_both_languages_have_the_same_headings_and_citations(catalog):
    for id, bodies in catalog.bodies.items():
        marks = [
            (re.findall(r"^#+", text, re.MULTILINE), sorted(set(re.findall(r"\[\^[^\]]+\]", text))))
            for text in bodies.values()
        ]
        assert marks[0] == marks[1], id


def test_mipha_has_the_values_of_its_repository(catalog):
    values = {
        score.variant: score.value
        for score in catalog.by_id["mipha"].scores
        if score.benchmark == "scienceqa-img"
    }

    assert sorted(values.values()) == [58.3, 65.3, 70.9]
