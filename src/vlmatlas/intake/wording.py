"""Refusals in the reader's language."""

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
    return f"{refusal.place}: {message} [{refusal.rule}]" if refusal.place else message


@cache
def load_refusals() -> Mapping[str, Mapping[str, str]]:
    return load_words("intake/messages.yaml")
