"""Outcomes of a link check as text, JSON, annotations, or the body of an issue."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vlmatlas.exports.markup import escape_markdown
from vlmatlas.labels import Labels
from vlmatlas.links.verdicts import FAILING, WORTH_A_LOOK, Outcome, Verdict
from vlmatlas.templating import mark_safe, render


class Form(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes of one run, and links that were let be."""

    outcomes: Sequence[Outcome]
    allowed: int = 0

    @property
    def failing(self) -> Sequence[Outcome]:
        return self._of(FAILING)

    @property
    def told(self) -> Sequence[Outcome]:
        """What a person should see, worst first."""
        return self._of(FAILING | WORTH_A_LOOK)

    def count(self, verdict: Verdict) -> int:
        """Links, not the places where they stand."""
        return len({each.url for each in self.outcomes if each.verdict is verdict})

    def _of(self, verdicts: frozenset[Verdict]) -> Sequence[Outcome]:
        order = list(Verdict)
        found = [each for each in self.outcomes if each.verdict in verdicts]
        return sorted(found, key=lambda each: (order.index(each.verdict), each.place, each.url))


def render_report(report: Report, form: Form, labels: Labels, root: Path) -> str:
    return _FORMS[form](report, labels, root)


def render_counts(report: Report, labels: Labels) -> str:
    """One line: how many links of each kind."""
    counts = [(labels.word(verdict), report.count(verdict)) for verdict in Verdict]
    counts.append((labels("links.allowed"), report.allowed))
    return labels("links.comma").join(f"{word} {count}" for word, count in counts if count)


def _describe(outcome: Outcome, labels: Labels) -> str:
    words = _words(outcome, labels)
    return f"{labels.word(outcome.verdict)}{labels('colon')}{outcome.url} ({words})"


def _words(outcome: Outcome, labels: Labels) -> str:
    return labels(outcome.said, value=outcome.words) if outcome.said else outcome.words


def _as_text(report: Report, labels: Labels, _root: Path) -> str:
    lines = (
        f"{each.place.path}:{each.place.line}:{each.place.column}: {_describe(each, labels)}\n"
        for each in report.told
    )
    return "".join(lines)


def _as_json(report: Report, labels: Labels, _root: Path) -> str:
    outcomes = [
        {
            "verdict": each.verdict.value,
            "path": each.place.path,
            "line": each.place.line,
            "column": each.place.column,
            "url": each.url,
            "words": _words(each, labels),
        }
        for each in sorted(report.outcomes, key=lambda each: (each.place, each.url))
    ]
    document = {"failing": len(report.failing), "allowed": report.allowed, "links": outcomes}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _as_github(report: Report, labels: Labels, _root: Path) -> str:
    return "".join(_annotate(each, labels) for each in report.told)


def _annotate(outcome: Outcome, labels: Labels) -> str:
    level = "error" if outcome.verdict in FAILING else "warning"
    place = outcome.place
    title = labels.word(outcome.verdict)
    properties = f"file={_escape_property(place.path)},line={place.line},col={place.column}"
    properties += f",title={_escape_property(title)}"
    return f"::{level} {properties}::{_escape(f'{outcome.url} ({_words(outcome, labels)})')}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def _as_markdown(report: Report, labels: Labels, root: Path) -> str:
    groups = [
        (verdict, _by_url([each for each in report.told if each.verdict is verdict]))
        for verdict in Verdict
    ]
    context = {
        "label": labels,
        "groups": [(verdict, urls) for verdict, urls in groups if urls],
        "counts": mark_safe(escape_markdown(render_counts(report, labels))),
        "words": lambda outcome: mark_safe(escape_markdown(_words(outcome, labels))),
        "text": lambda value: mark_safe(escape_markdown(str(value))),
    }
    return render(root, "links/issue.md.jinja", context)


def _by_url(outcomes: Sequence[Outcome]) -> Mapping[str, Sequence[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.url, []).append(outcome)
    return groups


_FORMS: Mapping[Form, Callable[[Report, Labels, Path], str]] = {
    Form.TEXT: _as_text,
    Form.JSON: _as_json,
    Form.GITHUB: _as_github,
    Form.MARKDOWN: _as_markdown,
}
