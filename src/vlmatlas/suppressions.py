"""Warnings that someone accepted, with a reason and until a day."""

from collections.abc import Sequence
from datetime import date

from vlmatlas.problem import DataPath, Finding, Problem, Severity
from vlmatlas.registry import Suppression


def apply_suppressions(
    problems: Sequence[Problem], suppressions: Sequence[Suppression], today: date
) -> tuple[list[Problem], list[Finding]]:
    """The problems that someone accepted, and what is wrong with the list of accepted ones.

    With errors about, rules may have kept silent, so nothing counts as unused then.
    """
    accepted, used = list[Problem](), set[int]()
    for problem in problems:
        index = next((i for i, s in enumerate(suppressions) if _covers(s, problem)), None)
        if index is not None and not _is_over(suppressions[index], today):
            accepted.append(problem)
        if index is not None:
            used.add(index)
    has_errors = any(problem.severity is Severity.ERROR for problem in problems)
    findings = [
        finding
        for index, suppression in enumerate(suppressions)
        for finding in _check(suppression, (index,), today, is_used=has_errors or index in used)
    ]
    return accepted, findings


def _covers(suppression: Suppression, problem: Problem) -> bool:
    """Errors are never covered: what is built from the data relies on their absence."""
    return (
        problem.severity is Severity.WARNING
        and (suppression.rule, suppression.path) == (problem.rule, problem.path)
        and suppression.value in {None, str(problem.details.get("value"))}
    )


def _is_over(suppression: Suppression, today: date) -> bool:
    return suppression.until < today.isoformat()


def _check(
    suppression: Suppression, where: DataPath, today: date, *, is_used: bool
) -> list[Finding]:
    details = {"value": suppression.rule, "path": suppression.path, "until": suppression.until}
    if not is_used:
        return [_warn("unused-suppression", (*where, "rule"), details)]
    if _is_over(suppression, today):
        return [_warn("ended-suppression", (*where, "until"), details)]
    return []


def _warn(rule: str, where: DataPath, details: dict[str, str]) -> Finding:
    return Finding(rule, where, details, severity=Severity.WARNING)
