"""Refusals in the reader's language."""

import re
from collections.abc import Mapping
from functools import cache

from vlmatlas.intake.claims import Refusal
from vlmatlas.report import load_words, shorten, word_details
from vlmatlas.vocabulary import Language


def describe_refusal(refusal: Refusal, language: Language) -> str:
    """`place: what is wrong and what would be right [rule]`"""
    short = {name: shorten(value) for name, value in refusal.details.items()}
    details = word_details(short, language)
    message = load_refusals()[refusal.rule][language].format_map(details)
    place = describe_place(refusal.place, language)
    return f"{place}: {message} [{refusal.rule}]" if place else message


def describe_place(place: str, language: Language) -> str:
    """`line 4, MMMU` or its Chinese form; other places are names of the document's own."""
    return (
        place if language is Language.EN else _LINE.sub(r"第 \1 行", place).replace(", ", "，", 1)
    )


_LINE = re.compile(r"^line (\d+)")


@cache
def load_refusals() -> Mapping[str, Mapping[str, str]]:
    return load_words("intake/messages.yaml")
