"""Find the terms of the glossary in running text.

The longest spelling wins. English is matched by whole words in any case and with a plural, Chinese
anywhere; capitals inside a spelling must be as they are (`ViT`, `MoE`). A match that looks like
part of a longer name (`CLIP ViT-L/14`, `Visual Genome`) is none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

ORDINARY = frozenset(
    {
        "box", "dev", "gate", "instruction", "split", "subset", "test", "transfer", "val",
        "transformers", "weights", "划分", "提示", "迁移", "子集",
    }
)  # fmt: skip
"""Spellings that mean something else too often to be found in running text."""

_NAME_BEFORE = re.compile(r"(?:^|\W)[A-Z][\w.-]*[ /]$")
_SENTENCE_END = tuple(".!?:;。！？：；")


@dataclass(frozen=True, slots=True)
class Use:
    """A term in a text, from its first character to behind its last."""

    id: str
    start: int
    end: int


@lru_cache(maxsize=8)
def make_finder(spellings: tuple[tuple[str, str], ...]) -> "Finder":
    """A finder for (spelling, id) pairs; of two ids with one spelling the first counts."""
    return Finder(spellings)


class Finder:
    """All spellings of a language in one compiled pattern."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        self._known: dict[str, tuple[str, str]] = {}
        for spelling, id in spellings:
            if spelling not in ORDINARY:
                self._known.setdefault(spelling.lower(), (spelling, id))
        for spelling, found in list(self._known.items()):
            if spelling[-1].isascii():
                plurals = {f"{spelling}s", f"{spelling}es"} - ORDINARY
                self._known |= {word: found for word in plurals if word not in self._known}
        self._pattern = re.compile(_compile_trie(self._known)) if self._known else None

    def find(self, text: str) -> Iterator[Use]:
        lower = text.lower()
        if self._pattern is None or len(lower) != len(text):
            return
        for found in self._pattern.finditer(lower):
            start, end = found.span()
            spelling, id = self._known[found[0]]
            if _is_spelled(text[start:end], spelling) and _stands_alone(text, start, end, spelling):
                yield Use(id, start, end)


def _compile_trie(words: Iterable[str]) -> str:
    """A pattern that shares beginnings and prefers the longest word."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    first = "".join(map(re.escape, sorted(trie)))
    return rf"(?=[{first}])(?:(?<![a-z0-9_-])|(?![a-z0-9])){_render_node(trie)}"


def _render_node(node: dict[str, Any]) -> str:
    branches = [
        re.escape(character) + _render_node(node[character])
        for character in sorted(node)
        if character
    ]
    if "" in node:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _is_spelled(found: str, spelling: str) -> bool:
    return found.startswith(spelling) or spelling[1:] == spelling[1:].lower()


def _stands_alone(text: str, start: int, end: int, spelling: str) -> bool:
    """Whether no longer word or name goes on before or behind."""
    if re.match(r"[a-z0-9_]|-[a-z0-9]", text[end : end + 2].lower()) and spelling[-1].isascii():
        return False
    found = text[start:end]
    if found == found.lower():
        return True
    if re.match(r"[ /][A-Z0-9]", text[end : end + 2]):
        return False
    before = text[:start].rstrip()
    opens = not before or before.endswith(_SENTENCE_END)
    if found[0] != spelling[0]:
        return opens
    return (
        opens or re.search(r"(?:^|\W)[A-Z][\w.-]*[ /]$", text[max(0, start - 30) : start]) is None
    )
