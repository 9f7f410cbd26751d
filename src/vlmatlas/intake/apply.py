"""A plan as new texts of model files. Nothing is written here."""

from collections.abc import Iterable, Mapping
from typing import Any

from vlmatlas.intake.claims import Field
from vlmatlas.intake.plan import NewFact, NewScore, Plan, Terms
from vlmatlas.vocabulary import Reporter
from vlmatlas.yamledit import add_item, add_key, add_section, set_value
from vlmatlas.yamlfile import Flow, parse_yaml


def apply_plan(plan: Plan, terms: Terms, texts: Mapping[str, str]) -> dict[str, str]:
    """family id → new text of its `model.yaml`, for the families that change."""
    families = sorted({s.family for s in plan.scores} | {f.family for f in plan.facts})
    new: dict[str, str] = {}
    for family in families:
        text = texts[family]
        for score in plan.scores:
            if score.family == family:
                text = _put_score(_put_source(text, score.source, terms), score, terms)
        for fact in plan.facts:
            if fact.family == family:
                text = _put_fact(_put_source(text, fact.source, terms), fact)
        new[family] = text
    return new


def _put_source(text: str, key: str, terms: Terms) -> str:
    origin = terms.origin
    if key in parse_yaml(text)["sources"]:
        return text
    facts = {
        "kind": origin.kind.value if origin.kind else None,
        "title": origin.title,
        "url": origin.url,
        "date": origin.date,
        "read": "partly",
    }
    return add_key(text, ("sources",), key, {name: it for name, it in facts.items() if it})


def _put_score(text: str, score: NewScore, terms: Terms) -> str:
    blocks = parse_yaml(text).get("scores") or []
    if score.old is not None:
        return _replace(text, score, blocks)
    place = next((i for i, block in enumerate(blocks) if _fits(block, score, terms)), None)
    if place is None:
        block = _new_block(score, terms)
        return add_item(text, ("scores",), block) if blocks else _first_block(text, block)
    values = blocks[place]["values"]
    if score.variant in values:
        return add_key(text, ("scores", place, "values", score.variant), score.key, score.value)
    return add_key(text, ("scores", place, "values"), score.variant, {score.key: score.value})


def _first_block(text: str, block: Mapping[str, Any]) -> str:
    if "scores" in parse_yaml(text):
        return add_item(text, ("scores",), block)
    return add_section(text, "scores", [block])


def _replace(text: str, score: NewScore, blocks: Iterable[Mapping[str, Any]]) -> str:
    for index, block in enumerate(blocks):
        values = block["values"].get(score.variant, {})
        if block["source"] == score.source and values.get(score.key) == score.old:
            return set_value(
                text, ("scores", index, "values", score.variant, score.key), score.value
            )
    raise KeyError(score)


def _fits(block: Mapping[str, Any], score: NewScore, terms: Terms) -> bool:
    """Whether the block says the same of its scores as would be said of this one."""
    return (
        block["source"] == score.source
        and block.get("where") == terms.where
        and block.get("reporter", Reporter.AUTHORS) == score.reporter
        and block["evidence"] == score.evidence
        and block.get("setting", {}) == {"protocol": terms.protocol.value}
        and score.key not in block.get("settings", {})
    )


def _new_block(score: NewScore, terms: Terms) -> Mapping[str, Any]:
    block = {
        "source": score.source,
        "where": terms.where,
        "reporter": score.reporter.value,
        "evidence": score.evidence.value,
        "setting": Flow(protocol=terms.protocol.value),
        "values": {score.variant: {score.key: score.value}},
    }
    return {name: it for name, it in block.items() if it is not None}


def _put_fact(text: str, fact: NewFact) -> str:
    match fact.field:
        case Field.PARAMETERS | Field.WEIGHTS:
            ids = [variant["id"] for variant in parse_yaml(text)["variants"]]
            where = ("variants", ids.index(fact.variant))
            return add_key(text, where, fact.field.value, fact.value)
        case Field.LICENSE:
            return add_key(text, (), "license", {"weights": fact.value, "source": fact.source})
        case Field.PAPER:
            return add_key(text, ("links",), "paper", fact.value)
        case Field.BIBTEX:
            return add_key(text, (), "bibtex", fact.value)
