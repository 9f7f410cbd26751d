"""Chinese in other scripts: pinyin and traditional characters. The door to pypinyin and opencc.

Both load large tables, so neither is loaded before it is needed.
"""

from collections.abc import Iterable
from functools import cache

_HAN = range(0x4E00, 0x9FFF + 1)


def spell_pinyin(text: str) -> str:
    """视觉专家 → shijuezhuanjia; what is not Chinese stays."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # loads much

    return "".join(lazy_pinyin(text))


def map_traditional(simplified: Iterable[str]) -> str:
    """Pairs of a traditional character and its simplified form, for forms that occur."""
    wanted = set(simplified)
    return "".join(old + new for old, new in _pairs() if new in wanted and old not in wanted)


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Converted one by one, because in context a character may become another."""
    from opencc import OpenCC  # noqa: PLC0415  # loads much

    characters = [chr(code) for code in _HAN]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return tuple((old, new) for old, new in pairs if old != new and len(new) == 1)
