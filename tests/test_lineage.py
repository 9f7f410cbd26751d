"""Descent is drawn from the oldest family down."""

from factories import make_family
from vlmatlas.lineage import build_lineage


def family(id, date, *parents):
    return make_family(id, released={"date": date, "source": "paper"}, based_on=list(parents))


def test_rows_run_from_the_oldest_family_down():
    lineage = build_lineage([family("b", "2024-02", "a"), family("a", "2023-01")])

    assert [row.family.id for row in lineage.rows] == ["a", "b"]


def test_the_last_child_takes_over_its_parents_lane():
    lineage = build_lineage(
        [family("a", "2023-01"), family("b", "2023-02", "a"), family("c", "2023-03", "a")]
    )

    assert {row.family.id: row.lane for row in lineage.rows} == {"a": 0, "b": 1, "c": 0}


def test_a_lane_of_a_family_with_children_to_come_is_used_by_no_other():
    lineage = build_lineage(
        [
            family("a", "2023-01"),
            family("x", "2023-02"),
            family("b", "2023-03", "a"),
            family("y", "2023-04"),
        ]
    )

    assert {row.family.id: row.lane for row in lineage.rows} == {"a": 0, "x": 1, "b": 0, "y": 0}


def test_every_relation_is_a_thread(catalog):
    lineage = build_lineage(catalog.families)

    assert len(lineage.threads) == sum(len(family.based_on) for family in catalog.families)
    assert all(
        parent.released.date <= row.family.released.date
        for row in lineage.rows
        for parent in row.parents
    )
