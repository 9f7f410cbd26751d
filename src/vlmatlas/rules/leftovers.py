"""What `vlmatlas new` wrote and nobody has replaced yet."""

from collections.abc import Iterator, Mapping

from vlmatlas.bodies import place_of
from vlmatlas.problem import DataPath, Finding
from vlmatlas.records import FamilyFile
from vlmatlas.rules.draft import Draft

UNFINISHED = "todo-left"
"""The one rule that a family may break while it is being written."""

TODO = "TODO"
"""What stands where someone must still say something, in either language."""


def facts_are_complete(_id: str, family: FamilyFile, _: Draft) -> Iterator[Finding]:
    """No placeholder is left in the facts."""
    if TODO in family.model_dump_json(exclude={"scores"}):
        yield from _find_todo((), family.model_dump(exclude_none=True, exclude={"scores"}))


def writeup_is_complete(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """No placeholder is left in a write-up."""
    for id, texts in draft.bodies.items():
        for language, text in texts.items():
            start = text.find(TODO)
            while start >= 0:
                line, column = place_of(text, start)
                rest = text[start:].partition("\n")[0]
                details = {"value": rest, "line": line, "column": column}
                yield f"models/{id}/{language}.md", Finding(UNFINISHED, details=details)
                start = text.find(TODO, start + len(rest))


def _find_todo(where: DataPath, value: object) -> Iterator[Finding]:
    if isinstance(value, str):
        if TODO in value:
            yield Finding(UNFINISHED, where, {"value": value})
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _find_todo((*where, key), inner)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _find_todo((*where, index), inner)
