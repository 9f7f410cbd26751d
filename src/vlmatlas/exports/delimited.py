"""Comma-separated values that a spreadsheet can open without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from vlmatlas.catalog import Catalog
from vlmatlas.exports.sheets import Plain, build_score_sheet
from vlmatlas.scorekeys import write_score_key
from vlmatlas.tables import Row, format_value, score_table

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def render_scores_csv(catalog: Catalog) -> str:
    """Every score in a line of its own, with its setting and its source."""
    sheet = build_score_sheet(catalog)
    return _render([sheet.header, *sheet.rows])


def render_table_csv(catalog: Catalog) -> str:
    """One line per variant, one column per scale, headed by its score key."""
    table = score_table(catalog)
    keys = [write_score_key(column.scale, column.benchmark) for column in table.columns]
    header = ("family", "variant", "name", *keys)
    return _render([header, *(_lay_out(row) for row in table.rows)])


def _lay_out(row: Row) -> tuple[Plain, ...]:
    values = (cell.score.value if cell else None for cell in row.cells)
    return (row.family.id, row.variant.id, row.variant.name, *values)


def _render(rows: Iterable[Sequence[Plain]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_write_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _write_cell(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return format_value(value)
