"""How a write-up is set: one language at a time, Chinese with its own marks and spaces.

The marks and spaces of Chinese, as the texts here keep them:

1. A space stands between Chinese characters and Latin letters, digits, code or formulas, also
   where a link or bold text begins or ends between them.
2. No space stands beside full-width marks, except where a bold lead ends with one.
3. Behind a Chinese character, commas, stops, colons and so on are full-width; brackets and quotes
   around Chinese are （） and “”. Letters and digits are always half-width.

English has no Chinese characters or marks, except in the words of a link and in code, where a name
may stand as it is written. Chinese quotes English in “” or as code; other sentences are leftovers.
"""

import re
from collections.abc import Iterator

from vlmatlas.bodies import blank_code, blank_marks, place_of
from vlmatlas.problem import Finding, Severity
from vlmatlas.rules.draft import Draft
from vlmatlas.vocabulary import Language

_HAN = r"\u3007\u3400-\u9fff\U00020000-\U000323af"
_WIDE = "，。；：！？、（）「」『』《》【】"
_OPEN = r"(?:\*\*|\[)*"
_CLOSE = r"(?:\*\*|\]\([^)\n]*\)|\])*"
_CHINESE = re.compile(rf"[{_HAN}\u3000-\u303f\uff00-\uffef]+")
_LINK_WORDS = re.compile(r"\[[^\]\n]*\](?=\()")
_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|「[^」\n]*」|\[[^\]\n]*\]")
_WORD = r"[A-Za-z'’-]*[,;:.]?[ \t]+"
_ENGLISH = re.compile(rf"[A-Za-z](?<!\w.){_WORD}(?:[A-Za-z]{_WORD}){{6,}}[A-Za-z]+")
_CITATION = re.compile(r"\[\^[^\]\s]+\]")
_TIGHT = (
    re.compile(rf"[{_HAN}]{_OPEN}(?=[A-Za-z0-9])"),
    re.compile(rf"[A-Za-z0-9%]{_CLOSE}(?=[{_HAN}])"),
)
_LOOSE = re.compile(
    rf"[ \t]+(?:(?<=[{_WIDE}][ \t])(?=[^\s|*])|(?=[{_WIDE}])(?<=[^\s|#>*-][ \t])(?<!\d\.[ \t]))"
)
_NARROW = re.compile(
    rf"[,;:!?](?<=[{_HAN}].)(?!\w*://)|\.(?<=[{_HAN}].)(?![\w.])"
    rf"|\((?<!\].)(?=[^()\n]*[{_HAN}])[^()\n]*\)|\"(?:(?<=[{_HAN}].)|(?=[{_HAN}]))|[０-９Ａ-Ｚａ-ｚ]+"
)


def text_keeps_to_its_language(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """English holds no Chinese, Chinese no English sentences, and Chinese is set as above."""
    for id, texts in draft.bodies.items():
        for language, prose in draft.prose[id].items():
            text = texts[language]
            check = _check_chinese if language == Language.ZH else _check_english
            for rule, start, value in check(text, prose):
                line, column = place_of(text, start)
                details = {"value": value, "line": line, "column": column}
                finding = Finding(rule, details=details, severity=Severity.WARNING)
                yield f"models/{id}/{language}.md", finding


Found = Iterator[tuple[str, int, str]]
"""(rule, characters before it, what is written there)"""


def _check_english(_text: str, prose: str) -> Found:
    for found in _CHINESE.finditer(_blank(_LINK_WORDS, prose)):
        yield "chinese-in-english", found.start(), found[0]


def _check_chinese(text: str, prose: str) -> Found:
    plain = blank_marks(prose)
    for found in _ENGLISH.finditer(_blank(_QUOTED, plain)):
        yield "english-in-chinese", found.start(), found[0]
    set_text = _CITATION.sub(lambda found: "^" * len(found[0]), blank_code(text, "x"))
    for pattern in _TIGHT:
        for found in pattern.finditer(set_text):
            yield "space-missing", *_widen(text, found.start() + 1, found.end())
    for found in _LOOSE.finditer(set_text):
        yield "space-unwanted", *_widen(text, *found.span())
    for found in _NARROW.finditer(plain):
        yield "half-width-mark", *_widen(text, *found.span())


def _widen(text: str, start: int, end: int) -> tuple[int, str]:
    """The place, and enough of what stands around it to find it again."""
    return start, text[max(0, start - 4) : end + 4].replace("\n", " ")


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)
