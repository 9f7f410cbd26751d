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
        name: shorten(value) if name == "value" else value
        for name, value in problem.details.items()
    }
    message = load_messages()[problem.rule][language].format_map(details)
    near = details.get("near")
    return message + _NEAR[language].format(near=near) if near else message


_NEAR = {Language.EN: "; did you mean {near}?", Language.ZH: "；是否想写 {near}？"}


def shorten(value: object) -> str:
    """A value in one line of sensible length."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


@cache
def load_messages() -> Mapping[str, Mapping[str, str]]:
    """rule → language → what `check` says, with places for details"""
    return load_words("messages.yaml")


@cache
def load_explanations() -> Mapping[str, Mapping[str, str]]:
    """rule → language → why the rule exists and what to do"""
    return load_words("explanations.yaml")


def load_words(name: str) -> Mapping[str, Mapping[str, str]]:
    """Words of a command: key → language → text, from a file of the package."""
    text = files("vlmatlas").joinpath(name).read_text(encoding="utf-8")
    words: Mapping[str, Mapping[str, str]] = parse_yaml(text)
    return words
