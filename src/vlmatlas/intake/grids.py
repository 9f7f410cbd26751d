"""Tables: Markdown, CSV and the rows of a workbook."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from vlmatlas.intake.cells import clean_text
from vlmatlas.intake.claims import Claim, DocumentError, Intake

Row = tuple[str, Sequence[object]]
"""Where the row stands, and its cells."""

_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_NAMES = ("model", "models", "name", "method", "variant", "模型", "名称", "方法", "型号")


def read_csv(text: str) -> Intake:
    """A table with commas, semicolons or tabs, whichever its first line has most of."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    return read_rows([(f"line {reader.line_num}", row) for row in reader if any(row)])


def read_markdown(text: str) -> Intake:
    """Every table of a Markdown text whose first column names models."""
    intakes = [read_rows(rows) for rows in _markdown_tables(text) if _name_column(rows[0][1]) >= 0]
    if not intakes:
        raise DocumentError("document-no-table")
    return Intake(tuple(claim for intake in intakes for claim in intake.claims))


def read_rows(rows: Sequence[Row]) -> Intake:
    """A heading row, then one row per model; the column of names is the one that
    says so, or the first where it has no heading."""
    if len(rows) < 2:  # noqa: PLR2004
        raise DocumentError("document-no-table")
    headings = [clean_text(str(cell if cell is not None else "")) for cell in rows[0][1]]
    column = 0 if not headings[0] else _name_column(headings)
    if column < 0:
        raise DocumentError("document-no-table")
    claims = [
        Claim(clean_text(str(cells[column])), heading, value, f"{place}, {heading}")
        for place, cells in rows[1:]
        if len(cells) > column and cells[column]
        for index, (heading, value) in enumerate(zip(headings, cells, strict=False))
        if index != column and heading
    ]
    return Intake(tuple(claims))


def _name_column(headings: Sequence[object]) -> int:
    words = [clean_text(str(heading)).casefold() for heading in headings]
    return next((index for index, word in enumerate(words) if word in _NAMES), -1)


def _markdown_tables(text: str) -> Iterator[list[Row]]:
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if index and "|" in line and _RULE.match(line) and "|" in lines[index - 1]:
            rows: list[Row] = [(f"line {index}", _split(lines[index - 1]))]
            for offset, row in enumerate(lines[index + 1 :], start=index + 2):
                if "|" not in row:
                    break
                rows.append((f"line {offset}", _split(row)))
            yield rows


def _split(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip() for cell in _BAR.split(inner)]
