"""Spreadsheets. The only module that imports openpyxl."""

import io
import zipfile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from vlmatlas.intake.claims import DocumentError, Intake
from vlmatlas.intake.grids import Row, read_rows


def read_workbook(content: bytes) -> Intake:
    """The first sheet, with the values that were last calculated."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError) as error:
        raise DocumentError("document-unreadable", problem="XLSX") from error
    sheet = book.worksheets[0]
    rows: list[Row] = [
        (f"row {number}", row)
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        if any(cell is not None for cell in row)
    ]
    book.close()
    return read_rows(rows)
