"""What dates of one family may not say at the same time."""

import re
from collections.abc import Iterator

from vlmatlas.problem import DataPath, Finding, Severity
from vlmatlas.records import FamilyFile
from vlmatlas.rules.draft import Draft
from vlmatlas.rules.scores import known_scores

_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d\d)(0[1-9]|1[0-2])\.\d{4,5}")


def variant_is_no_older_than_its_family(
    _id: str, family: FamilyFile, _: Draft
) -> Iterator[Finding]:
    """A family is released with its first variant."""
    first = family.released.date
    for index, variant in enumerate(family.variants):
        if variant.released and _is_before(variant.released, first):
            details = {"value": variant.released, "other": first}
            yield Finding("variant-before-family", ("variants", index, "released"), details)


def paper_is_no_older_than_its_number(_id: str, family: FamilyFile, _: Draft) -> Iterator[Finding]:
    """An arXiv number holds the month of the first version; no version is older."""
    for key, source in family.sources.items():
        found = _ARXIV.search(source.url)
        month = f"20{found[1]}-{found[2]}" if found else ""
        if source.date and _is_before(source.date, month):
            details = {"value": source.date, "other": month, "url": source.url}
            yield Finding("date-before-paper", ("sources", key, "date"), details)


def family_is_no_older_than_its_parents(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """What a family builds on was there before it."""
    for id, family in draft.outlines.items():
        for index, parent in enumerate(family.based_on):
            known = draft.outlines.get(parent)
            if known and _is_before(family.released, known.released):
                details = {"value": parent, "date": family.released, "other": known.released}
                place: DataPath = ("based_on", index)
                finding = Finding("based-on-later", place, details, severity=Severity.WARNING)
                yield f"models/{id}/model.yaml", finding


def score_is_no_older_than_its_benchmark(
    _id: str, family: FamilyFile, draft: Draft
) -> Iterator[Finding]:
    """No document reports a benchmark that did not exist yet."""
    for entry in known_scores(family, draft):
        year = draft.benchmarks[entry.scale.benchmark].year
        source = family.sources.get(family.scores[entry.block].source)
        if source and source.date and year and int(source.date[:4]) < year:
            details = {"value": entry.key, "date": source.date, "other": year}
            yield Finding("score-before-benchmark", entry.where, details, on_key=True)


def _is_before(day: str, other: str) -> bool:
    """Whether `day` is earlier as far as both are known: 2024-03 is not before 2024-03-15."""
    length = min(len(day), len(other))
    return day[:length] < other[:length]
