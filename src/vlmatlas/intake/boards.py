"""Leaderboards that publish their data: OpenVLM and MMMU."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from vlmatlas.intake.claims import Claim, DocumentError, Fact, Field, Intake, Origin
from vlmatlas.vocabulary import Reporter, SourceKind

_MMMU_PARTS = {
    ("validation", "overall"): "MMMU val",
    ("test", "overall"): "MMMU test",
    ("pro", "overall"): "MMMU-Pro overall",
    ("pro", "vision"): "MMMU-Pro vision",
    ("pro", "standard"): "MMMU-Pro standard-10",
}
"""Other keys are subjects of the same test, which the catalogue does not record."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([BM])", re.IGNORECASE)


def read_mmmu(data: Any) -> Intake:
    """`leaderboardData` of the MMMU leaderboard; rows of people and chance are no models."""
    claims: list[Claim] = []
    facts: list[Fact] = []
    for index, row in enumerate(_list(data, "leaderboardData")):
        place = f"leaderboardData[{index}]"
        info = row.get("info") if isinstance(row, Mapping) else None
        if not isinstance(info, Mapping) or not info.get("name"):
            raise DocumentError("document-row", place, value=row)
        if info.get("type") not in {"open_source", "proprietary"}:
            continue
        name = str(info["name"])
        claims += _mmmu_claims(name, row, place)
        facts += _size_fact(name, info.get("size"), f"{place}.info.size")
    origin = Origin(
        "mmmu", SourceKind.LEADERBOARD, "MMMU leaderboard", "https://mmmu-benchmark.github.io"
    )
    return Intake(tuple(claims), tuple(facts), origin)


def _mmmu_claims(name: str, row: Mapping[str, Any], place: str) -> Iterator[Claim]:
    for (part, key), heading in _MMMU_PARTS.items():
        scores = row.get(part)
        if not isinstance(scores, Mapping) or key not in scores:
            continue
        reporter = Reporter.AUTHORS if scores.get("source") == "author" else Reporter.THIRD_PARTY
        yield Claim(name, heading, scores[key], f"{place}.{part}.{key}", reporter)


def read_openvlm(data: Any) -> Intake:
    """`results` of the OpenVLM leaderboard: model → META, and one mapping per data set."""
    claims: list[Claim] = []
    facts: list[Fact] = []
    results = data.get("results")
    if not isinstance(results, Mapping):
        raise DocumentError("document-row", "results", value=results)
    for model, row in results.items():
        if not isinstance(row, Mapping):
            raise DocumentError("document-row", f"results.{model}", value=row)
        meta = row.get("META")
        size = meta.get("Parameters") if isinstance(meta, Mapping) else None
        facts += _size_fact(model, size, f"results.{model}.META.Parameters")
        for dataset, scores in row.items():
            if isinstance(scores, Mapping) and dataset != "META":
                claims += _openvlm_claims(model, dataset, scores)
    day = re.match(r"(20\d\d)-?(\d\d)-?(\d\d)", str(data.get("time", "")))
    origin = Origin(
        "openvlm",
        SourceKind.LEADERBOARD,
        "OpenVLM leaderboard",
        "https://huggingface.co/spaces/opencompass/open_vlm_leaderboard",
        "-".join(day.groups()) if day else None,
    )
    return Intake(tuple(claims), tuple(facts), origin)


def _openvlm_claims(model: str, dataset: str, scores: Mapping[str, Any]) -> Iterator[Claim]:
    for key, value in scores.items():
        whole = "MME-sum" if dataset == "MME" else dataset
        heading = whole if key == "Overall" else f"{dataset} {key}"
        place = f"results.{model}.{dataset}.{key}"
        yield Claim(model, heading, value, place, Reporter.THIRD_PARTY)


def _size_fact(name: str, size: object, place: str) -> Iterator[Fact]:
    """A size that says no more than the name does was taken from the name, so it is no fact."""
    found = _SIZE.fullmatch(str(size or "").strip())
    if found is None:
        return
    in_name = {Decimal(number) for number, _unit in _SIZE.findall(name)}
    billions = Decimal(found[1]) / (1000 if found[2].upper() == "M" else 1)
    value = None if Decimal(found[1]) in in_name else billions
    yield Fact(name, Field.PARAMETERS, value, place)


def _list(data: Any, key: str) -> list[Any]:
    rows = data.get(key)
    if not isinstance(rows, list):
        raise DocumentError("document-row", key, value=rows)
    return rows
