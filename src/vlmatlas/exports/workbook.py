"""The catalogue as an Excel workbook."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from vlmatlas.catalog import Catalog
from vlmatlas.exports.sheets import (
    Plain,
    PlainRow,
    Sheet,
    build_benchmark_sheet,
    build_component_sheet,
    build_correction_sheet,
    build_score_sheet,
    build_source_sheet,
    build_variant_sheet,
)
from vlmatlas.exports.wide import LEGEND, column_title, mark_of
from vlmatlas.records import Score
from vlmatlas.tables import ScoreTable, format_value, score_table
from vlmatlas.vocabulary import Language

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 the format knows no time zone
_NAMES = ("Family", "Model")
_WIDEST = 60
_SHEETS = (
    build_score_sheet,
    build_variant_sheet,
    build_benchmark_sheet,
    build_component_sheet,
    build_source_sheet,
    build_correction_sheet,
)


def render_workbook(catalog: Catalog) -> bytes:
    """The wide table, then one sheet per kind of record; the same catalogue gives equal bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": "VLM Atlas", "created": _CREATED})
        pen = _Pen(book)
        pen.add_wide_table(score_table(catalog))
        for build in _SHEETS:
            pen.add_sheet(build(catalog))
        pen.add_sheet(Sheet("Legend", ("mark",), tuple((line,) for line in LEGEND)))
    return file.getvalue()


class _Pen:
    """Writes into a workbook and keeps its formats, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._formats: dict[str, Any] = {}

    def add_wide_table(self, table: ScoreTable) -> None:
        titles = tuple(column_title(column, Language.EN) for column in table.columns)
        names: tuple[PlainRow, ...] = tuple(
            (row.family.name, row.variant.name) for row in table.rows
        )
        page = self._add_page(Sheet("Scores", (*_NAMES, *titles), names), frozen=len(_NAMES))
        for line, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row.cells, start=len(_NAMES)):
                if cell:
                    page.write_number(line, place, cell.score.value, self._format_of(cell.score))

    def add_sheet(self, sheet: Sheet) -> None:
        self._add_page(sheet, frozen=1)

    def _add_page(self, sheet: Sheet, *, frozen: int) -> Any:
        page = self._book.add_worksheet(sheet.name)
        for place, title in enumerate(sheet.header):
            page.write_string(0, place, title, self._head)
            page.set_column(place, place, _width(sheet, place))
        for line, row in enumerate(sheet.rows, start=1):
            for place, value in enumerate(row):
                self._write(page, line, place, value)
        page.freeze_panes(1, frozen)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.header) - 1)
        return page

    def _write(self, page: Any, line: int, place: int, value: Plain) -> None:
        if isinstance(value, str):
            page.write_string(line, place, value)
        elif value is not None:
            page.write_number(line, place, value, self._format(_number_format(value)))

    def _format_of(self, score: Score) -> Any:
        """A number that stays one, with its marks shown behind it."""
        mark = mark_of(score)
        return self._format(_number_format(score.value) + (f'"{mark}"' if mark else ""))

    def _format(self, pattern: str) -> Any:
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format({"num_format": pattern})
        return self._formats[pattern]


def _number_format(value: float) -> str:
    """As many decimals as the source gives."""
    _whole, _point, decimals = format_value(value).partition(".")
    return f"0.{'0' * len(decimals)}" if decimals else "0"


def _width(sheet: Sheet, place: int) -> int:
    """Wide enough for the texts of a column, within reason."""
    texts = [str(row[place] or "") for row in sheet.rows if place < len(row)]
    longest = max(map(len, texts), default=0)
    return min(max(longest, len(sheet.header[place]) // 2, 8) + 2, _WIDEST)
