"""Text → the words of the index. `engine.js` holds the same rules for queries; a test compares."""

import re
import unicodedata
from itertools import pairwise

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
LATIN = "a-z0-9\u00df-\u024f\u0370-\u03ff"
_RUN = re.compile(f"([{HAN}]+)|([{LATIN}]+(?:[-_.+/@][{LATIN}]+)*)")
_HAN = re.compile(f"[{HAN}]")
_JOINT = re.compile(r"[-_+/@]|\.(?![0-9])")
_NAME_DOT = re.compile(r"([^0-9])\.(?=[0-9])")
_OTHER = re.compile(f"[^{HAN}{LATIN}]+")
_REWRITES = (
    (re.compile("[\u200b-\u200d\ufeff]"), ""),
    (re.compile("[\u00d7\u2715\u2a2f]"), "x"),
    (re.compile("[\u2010-\u2015]"), "-"),
    (re.compile(r"([0-9]),(?=[0-9]{3}(?![0-9]))"), r"\1"),
    (re.compile(r"([0-9])\s*[x*]\s*(?=[0-9])"), r"\1x"),
)


def normalize(text: str) -> str:
    """One spelling for what readers type alike: width, case, dashes, `1,344 × 1,344`."""
    text = unicodedata.normalize("NFKC", text).lower().replace("\u03c6", "phi")
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return text


def squash(text: str) -> str:
    """Only letters, digits and Han: `MiniGPT-4 v2` and `minigpt4v2` become the same."""
    return _OTHER.sub("", normalize(text))


def split_words(text: str) -> list[str]:
    """Han in pairs of characters; a compound as its parts and every two neighbours joined."""
    words: list[str] = []
    for han, latin in _RUN.findall(normalize(text)):
        if han:
            words += [han] if len(han) == 1 else [han[i : i + 2] for i in range(len(han) - 1)]
        else:
            words += _split_compound(latin)
    return words


def has_han(text: str) -> bool:
    return _HAN.search(text) is not None


def _split_compound(word: str) -> list[str]:
    if word.isalnum():
        return [word]
    loose = _NAME_DOT.sub(r"\1-", word)
    parts = [part for part in _JOINT.split(loose) if part]
    return parts + [left + right for left, right in pairwise(parts)]
