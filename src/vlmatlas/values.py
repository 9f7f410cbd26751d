"""The kinds of values that records are made of."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from vlmatlas.vocabulary import Language

ID_PATTERN = r"^[a-z0-9]+([.-][a-z0-9]+)*$"
DATE_PATTERN = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
WHOLE_DATE_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
SIZE_PATTERN = r"^\d+x\d+$"
URL_PATTERN = r"^https?://[^\s/<>\"'`\\]+\.[^\s<>\"'`\\]+$"
SCORE_KEY_PATTERN = r"^([a-z0-9-]+)(?:\.([a-z0-9-]+))?(?::([a-z0-9-]+))?$"


def _check(pattern: str, rule: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def validate(value: str) -> str:
        if not compiled.match(value):
            raise PydanticCustomError(rule, "does not match")
        return value

    return AfterValidator(validate)


def _refuse_truth_and_text(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise PydanticCustomError("not-a-number", "not a number")
    return value


Line = Annotated[str, Field(min_length=1)]
Id = Annotated[str, _check(ID_PATTERN, "bad-id"), Field(json_schema_extra={"pattern": ID_PATTERN})]
Day = Annotated[
    str, _check(DATE_PATTERN, "bad-date"), Field(json_schema_extra={"pattern": DATE_PATTERN})
]
WholeDay = Annotated[
    str,
    _check(WHOLE_DATE_PATTERN, "bad-date"),
    Field(json_schema_extra={"pattern": WHOLE_DATE_PATTERN}),
]
Url = Annotated[
    str, _check(URL_PATTERN, "bad-url"), Field(json_schema_extra={"pattern": URL_PATTERN})
]
Size = Annotated[
    str, _check(SIZE_PATTERN, "bad-size"), Field(json_schema_extra={"pattern": SIZE_PATTERN})
]
ScoreKey = Annotated[
    str,
    _check(SCORE_KEY_PATTERN, "bad-score-key"),
    Field(json_schema_extra={"pattern": SCORE_KEY_PATTERN}),
]
Number = Annotated[int | float, BeforeValidator(_refuse_truth_and_text)]
Count = Annotated[int, BeforeValidator(_refuse_truth_and_text), Field(gt=0)]
Billions = Annotated[int | float, BeforeValidator(_refuse_truth_and_text), Field(gt=0, lt=100_000)]


class Record(BaseModel):
    """Unknown keys are mistakes, and nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


class Named(Record):
    """Knows its id, which its file does not repeat: it is the name of the file or folder, or a key.

    As the last base of a record it comes first among the keys of a document.
    """

    id: Id


class Text(Record):
    """The same sentence in every language of the site."""

    en: Line
    zh: Line

    def in_(self, language: Language) -> str:
        return self.en if language is Language.EN else self.zh


Extent = Count | Size | Text
"""A size in pixels: one side of a square, width x height, or words in both languages."""


def _in_both_languages(value: Any) -> Any:
    return {"en": value, "zh": value} if isinstance(value, str) else value


Name = Annotated[Text, BeforeValidator(_in_both_languages, json_schema_input_type=Line | Text)]
"""A proper name, the same in every language, or a text in each."""


def _count_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Amount = Annotated[
    Text,
    BeforeValidator(_in_both_languages),
    BeforeValidator(_count_as_text, json_schema_input_type=int | Line | Text),
]
"""A number, or words that say how many."""
