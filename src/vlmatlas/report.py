"""Problems in the reader's language."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from vlmatlas.problem import Problem
from vlmatlas.vocabulary import Language

_LONGEST = 80


def describe(problem: Problem, language: Language) -> str:
    """`path:line:column: what is wrong and what would be right [rule]`"""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return f"{place}: {describe_rule(problem, language)} [{problem.rule}]"


def describe_all(problems: Iterable[Problem], language: Language) -> str:
    """One line each."""
    return "\n".join(describe(problem, language) for problem in problems)


def describe_rule(problem: Problem, language: Language) -> str:
    details = word_details(problem.details, language)
    message = load_messages()[problem.rule][language].format_map(details)
    home = load_words("kinds.yaml").get(str(problem.details.get("kind")), {}).get("home")
    if wanted := details.get("wanted"):
        message += _WANTED[language].format(wanted=wanted)
    if near := details.get("near"):
        return message + ask_near(str(near), language)
    return message + _HOME[language].format(home=home) if home and "near" in details else message


def ask_near(near: str, language: Language) -> str:
    """What to put behind a sentence about an unknown name; nothing if no known one is like it."""
    return _NEAR[language].format(near=near) if near else ""


def name_no_family(name: str, near: str, language: Language) -> str:
    """What a command says that was given the id of a family that does not exist."""
    return _NO_FAMILY[language].format(family=name) + ask_near(near, language)


def word_details(details: Mapping[str, object], language: Language) -> Mapping[str, object]:
    """Details as they stand in a sentence: short values, kinds and lists in its language."""
    words = dict(details)
    for name in words.keys() & {"value"}:
        words[name] = shorten(words[name])
    for name in words.keys() & {"kind", "expected"}:
        words[name] = name_kind(str(words[name]), language)
    for name in words.keys() & {"near", "known"}:
        words[name] = str(words[name]).replace(", ", _COMMA[language])
    if hint := load_words("syntax.yaml").get(str(words.get("hint"))):
        words["problem"] = hint[language]
    return words


def name_kind(kind: str, language: Language) -> str:
    """What a message calls a kind of thing; a kind without words is called as it is written."""
    return load_words("kinds.yaml").get(kind, {}).get(language, kind)


_NEAR = {Language.EN: "; did you mean {near}?", Language.ZH: "；是否想写 {near}？"}
_NO_FAMILY = {Language.EN: "{family}: no such family", Language.ZH: "{family}：没有这个家族"}
_WANTED = {Language.EN: "; '{wanted}' is missing there", Language.ZH: "；那里缺少「{wanted}」"}
_HOME = {Language.EN: "; known ones stand in {home}", Language.ZH: "；已有的见 {home}"}
_COMMA = {Language.EN: ", ", Language.ZH: "、"}


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


@cache
def load_words(name: str) -> Mapping[str, Mapping[str, str]]:
    """Words of a command: key → language → text, from a file of the package."""
    from vlmatlas.yamlfile import parse_yaml  # noqa: PLC0415  # not where nothing is wrong

    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    words: Mapping[str, Mapping[str, str]] = parse_yaml(text)
    return words
