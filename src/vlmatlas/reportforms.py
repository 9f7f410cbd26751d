"""The problems of one run as text, JSON, GitHub annotations or SARIF."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vlmatlas.problem import Problem, Severity
from vlmatlas.report import describe, describe_rule, load_explanations
from vlmatlas.urls import page_url
from vlmatlas.vocabulary import Language

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Form(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the report: their language, and the site that explains the rules."""

    language: Language
    site: str

    def explain(self, rule: str) -> str:
        """The address of the explanation of a rule."""
        folder = "" if self.language is Language.ZH else f"{self.language}/"
        return f"{self.site.rstrip('/')}/{folder}{page_url('rules')}#{rule}"


def render_problems(problems: Sequence[Problem], form: Form, reader: Reader) -> str:
    """The whole report; empty where the form has nothing to say about sound data."""
    return _FORMS[form](problems, reader)


def count_problems(problems: Sequence[Problem], language: Language) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    if language is Language.ZH:
        return f"{errors} 个错误，{warnings} 个警告"
    return f"{_many(errors, 'error')}, {_many(warnings, 'warning')}"


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _as_text(problems: Sequence[Problem], reader: Reader) -> str:
    if not problems:
        return ""
    lines = [describe(problem, reader.language) for problem in problems]
    rules = sorted({problem.rule for problem in problems})
    return "\n".join([*lines, "", *(f"{rule}: {reader.explain(rule)}" for rule in rules), ""])


def _as_json(problems: Sequence[Problem], reader: Reader) -> str:
    return _dump([_plain(problem, reader) for problem in problems])


def _plain(problem: Problem, reader: Reader) -> Mapping[str, object]:
    details = problem.details
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "message": describe_rule(problem, reader.language),
        "value": str(details["value"]) if "value" in details else None,
        "suggestions": [word for word in str(details.get("near") or "").split(", ") if word],
        "explanation": reader.explain(problem.rule),
    }


def _as_github(problems: Sequence[Problem], reader: Reader) -> str:
    return "".join(_annotate(problem, reader) for problem in problems)


def _annotate(problem: Problem, reader: Reader) -> str:
    properties = {
        "file": problem.path,
        "line": problem.line,
        "col": problem.column,
        "title": problem.rule,
    }
    place = ",".join(f"{name}={_escape_property(str(it))}" for name, it in properties.items())
    message = f"{describe_rule(problem, reader.language)}\n{reader.explain(problem.rule)}"
    return f"::{problem.severity.value} {place}::{_escape(message)}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def _as_sarif(problems: Sequence[Problem], reader: Reader) -> str:
    rules = sorted({problem.rule for problem in problems})
    driver = {
        "name": "vlmatlas",
        "informationUri": reader.site,
        "rules": [_describe_rule(rule, reader) for rule in rules],
    }
    results = [_result(problem, rules.index(problem.rule), reader) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _describe_rule(rule: str, reader: Reader) -> Mapping[str, object]:
    text = {"text": load_explanations()[rule][reader.language]}
    return {"id": rule, "fullDescription": text, "helpUri": reader.explain(rule)}


def _result(problem: Problem, index: int, reader: Reader) -> Mapping[str, object]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    place = {"artifactLocation": {"uri": problem.path, "uriBaseId": "%SRCROOT%"}, "region": region}
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": problem.severity.value,
        "message": {"text": describe_rule(problem, reader.language)},
        "locations": [{"physicalLocation": place}],
    }


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_FORMS: Mapping[Form, Callable[[Sequence[Problem], Reader], str]] = {
    Form.TEXT: _as_text,
    Form.JSON: _as_json,
    Form.GITHUB: _as_github,
    Form.SARIF: _as_sarif,
}
