"""Numbers in a write-up, however the language writes them.

Two texts say the same number if its value is the same:

- `1,225`, `1225` and `1 225` are one; so are `44.0` and `44`; signs and `%` do not count.
- `558K`, `1.5 million`, `55.8 万` and `1.5 亿` are multiplied out.
- A range (`3–5`, `3 至 5`) and a date (`2024-05-20`, `2024 年 5 月`, `May 2024`) are their numbers.
- Digits right behind a letter belong to a name (`A100`, `v1.5`) and are not compared.
- A whole number up to twelve may stand as a word on the other side (`two`, `两`).
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from vlmatlas.bodies import Mention

_UNITS = {
    "k": 3, "K": 3, "M": 6, "B": 9, "T": 12, "thousand": 3, "million": 6, "billion": 9,
    "trillion": 12, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "万亿": 12,
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WORDS: dict[int, str] = {
    0: "zero|零",
    1: "one|once|single|first|一|单|首",
    2: "two|twice|both|second|half|二|两|双|倍|半",
    3: "three|third|三",
    4: "four|fourth|quarter|四",
    5: "five|fifth|五",
    6: "six|sixth|六",
    7: "seven|seventh|七",
    8: "eight|eighth|八",
    9: "nine|ninth|九",
    10: "ten|tenth|十",
    11: "eleven|eleventh|十一",
    12: "twelve|twelfth|十二",
}
_SPELLED = {
    value: re.compile(
        "|".join(rf"\b{word}\b" if word.isascii() else word for word in words.split("|")),
        re.IGNORECASE,
    )
    for value, words in _WORDS.items()
}
_NUMBER = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)})\b(?=\s\d)"
    r"|(?<![A-Za-z\d.])(?P<digits>\d{1,3}(?:[,\u2009\u202f]\d{3})+(?!\d)|\d+)(?P<rest>\.\d+)?"
    r"(?P<power>e[-−]?\d+)?"
    r"(?:(?P<letter>[kKMBT])(?![A-Za-z])|[\s-]?(?P<unit>thousand|million|billion|trillion)"
    r"|\s?(?P<sign>万亿|十亿|千万|百万|亿|万|千))?"
)

_ROUGH = re.compile(
    r"\d(?<![A-Za-z\d.].)\d*(?:[.,]\d+)*(?:e[-−]?\d+)?\s?(?:[kKMBT]|[a-z]*illion|thousand|[万亿千百十])?"
)


def write_numbers(prose: str) -> frozenset[str]:
    """Numbers as they are written: texts that agree in these need no closer look."""
    return frozenset(map(str.rstrip, _ROUGH.findall(prose)))


def find_numbers(prose: str) -> Iterator[tuple[Decimal, Mention]]:
    """Every number with its value and how it is written."""
    for found in _NUMBER.finditer(prose):
        yield _value(found), Mention(found[0], found.start())


def is_spelled_out(number: Decimal, prose: str) -> bool:
    """Whether a text has a word for this number."""
    words = _SPELLED.get(int(number)) if number == int(number) else None
    return words is not None and words.search(prose) is not None


def _value(found: re.Match[str]) -> Decimal:
    if found["month"]:
        return Decimal(_MONTHS.index(found["month"]) + 1)
    digits = re.sub(r"\D", "", found["digits"])
    power = (found["power"] or "").replace("−", "-")
    unit = found["letter"] or found["unit"] or found["sign"]
    return Decimal(f"{digits}{found['rest'] or ''}{power}").scaleb(_UNITS.get(unit, 0)).normalize()
