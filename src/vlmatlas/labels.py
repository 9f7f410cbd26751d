"""The words of the interface, from `templates/labels.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from vlmatlas.textfile import read_text
from vlmatlas.vocabulary import Language
from vlmatlas.yamlfile import parse_yaml


@dataclass(frozen=True)
class Labels:
    """Words in one language; asking for a word that is not there is a mistake of ours."""

    words: Mapping[str, Mapping[str, str]]
    language: Language

    def __call__(self, key: str, **values: object) -> str:
        text = self.words[key][self.language]
        return text.format(**values) if values else text

    def count(self, key: str, number: int) -> str:
        """A number with its noun; a noun that differs for one has a label of its own."""
        single = f"{key}.one"
        return f"{number} {self(single if number == 1 and single in self.words else key)}"

    def word(self, term: StrEnum) -> str:
        """The name of a term of the vocabulary."""
        return self(f"{type(term).__name__}.{term.value}")


def load_labels(root: Path, language: Language) -> Labels:
    return Labels(_parse(read_text(root / "templates" / "labels.yaml")), language)


@lru_cache(maxsize=2)
def _parse(text: str) -> Mapping[str, Mapping[str, str]]:
    words: Mapping[str, Mapping[str, str]] = parse_yaml(text)
    return words
