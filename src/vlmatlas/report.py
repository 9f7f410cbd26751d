"""Problems in the reader's language."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from vlmatlas.problem import Problem
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language
from vlmatlas.yamlfile import parse_yaml

_LONGEST = 80
__all__ = ["describe", "describe_rule", "locale_language"]


def describe(problem: Problem, language: Language) -> str:
    """`path:line:column: what is wrong and what would be right [rule]`"""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return f"{place}: {describe_rule(problem, language)} [{problem.rule}]"


def describe_rule(problem: Problem, language: Language) -> str:
    details = {
        name: _shorten(value) if name == "value" else value
        for name, value in problem.details.items()
    }
    message = _messages()[problem.rule][language].format_map(details)
    near = details.get("near")
    return message + _NEAR[language].format(near=near) if near else message


_NEAR = {Language.EN: "; did you mean {near}?", Language.ZH: "；是否想写 {near}？"}


def _shorten(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    text = files("vlmatlas").joinpath("messages.yaml").read_text(encoding="utf-8")
    messages: Mapping[str, Mapping[str, str]] = parse_yaml(text)
    return messages
