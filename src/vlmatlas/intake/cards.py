"""Model cards of Hugging Face: the front matter with `model-index`, and `.eval_results/*.yaml`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from vlmatlas.intake.claims import Claim, DocumentError, Fact, Field, Intake, Origin
from vlmatlas.textfile import UnreadableError
from vlmatlas.vocabulary import Reporter, SourceKind
from vlmatlas.yamlfile import parse_yaml

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_DEFAULTS = {None, "", "default", "main"}


def read_card(text: str) -> Intake:
    """Scores of `model-index` and the license."""
    front = _FRONT.match(text)
    data = _parse(front[1]) if front else None
    if not isinstance(data, Mapping):
        raise DocumentError("document-no-front-matter")
    claims: list[Claim] = []
    names: list[str] = []
    for index, model in enumerate(data.get("model-index") or ()):
        name = str(_get(model, "name") or "")
        names.append(name)
        for place, result in enumerate(_get(model, "results") or ()):
            claims += _result_claims(name, result, f"model-index[{index}].results[{place}]")
    license = data.get("license_name") or data.get("license")
    only = names[0] if len(names) == 1 else None
    facts = [Fact(only, Field.LICENSE, license, "license")] if isinstance(license, str) else []
    return Intake(tuple(claims), tuple(facts), Origin("card", SourceKind.MODEL_CARD))


def _result_claims(name: str, result: Any, place: str) -> Iterator[Claim]:
    dataset = _get(result, "dataset")
    heading = _heading(_get(dataset, "name"), _get(dataset, "config"), _get(dataset, "split"))
    for index, metric in enumerate(_get(result, "metrics") or ()):
        kind = _get(metric, "type")
        where = f"{place}.metrics[{index}]"
        yield Claim(name, f"{heading} : {kind}" if kind else heading, _get(metric, "value"), where)


def read_eval_results(text: str, name: str) -> Intake:
    """A list of results of one model, whose name stands nowhere inside."""
    data = _parse(text)
    if not isinstance(data, list):
        raise DocumentError("document-row", "file", value=data)
    claims = []
    for index, item in enumerate(data):
        dataset = _get(item, "dataset")
        id = str(_get(dataset, "id") or "")
        heading = _heading(id.rpartition("/")[2], _get(dataset, "task_id"), _get(dataset, "split"))
        reporter = Reporter.THIRD_PARTY if _get(_get(item, "source"), "user") else None
        claims.append(Claim(name, heading, _get(item, "value"), f"[{index}].value", reporter))
    return Intake(tuple(claims), origin=Origin("card", SourceKind.MODEL_CARD))


def _heading(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part not in _DEFAULTS)


def _get(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, Mapping) else None


def _parse(text: str) -> Any:
    try:
        return parse_yaml(text)
    except UnreadableError as error:
        problem = f"YAML, line {error.line}"
        raise DocumentError("document-unreadable", problem=problem) from error
