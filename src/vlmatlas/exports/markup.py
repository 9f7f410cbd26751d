"""The wide table as Markdown and as LaTeX."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from vlmatlas.catalog import Catalog
from vlmatlas.exports.wide import LEGEND, column_title, format_marked, select_rows
from vlmatlas.tables import Column, Row, score_table
from vlmatlas.vocabulary import Category, Language

NO_SCORE = "–"
_COLUMNS_ON_A_PAGE = 8


def render_table_markdown(catalog: Catalog, columns: Sequence[Column] | None = None) -> str:
    """Variants against scales, all of them by default, and what the marks mean."""
    chosen, rows = select_rows(catalog, columns)
    table = render_markdown_rows(_header(chosen), (_cells(row) for row in rows))
    return f"{table}\n{'; '.join(LEGEND)}\n"


def render_markdown_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain texts; the first column is left-aligned, all others are numbers."""
    rule = [":--", *("--:" for _ in header[1:])]
    lines = [_escape_row(header), _join(rule), *(_escape_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def render_table_latex(catalog: Catalog) -> str:
    """A `longtable` per category, in parts narrow enough for a page; needs no other package."""
    tables = (
        _render_longtable(category, *select_rows(catalog, part))
        for category, part in _split_columns(score_table(catalog).columns)
    )
    legend = escape_latex("; ".join(LEGEND))
    return "\n".join([_LATEX_HEAD, *tables, rf"\noindent {legend}", ""])


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it stands, on one line and inside a table."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|~$>])", r"\\\1", plain)


def escape_latex(text: str) -> str:
    return " ".join(text.split()).translate(_LATEX)


_LATEX_HEAD = (
    "% \\usepackage{longtable}; names may hold Chinese: use XeLaTeX or LuaLaTeX with such a font"
)
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "[": "{[}",  # after the end of a row, [ and * would be options of it
        "]": "{]}",
        "*": "{*}",
        "†": r"\dag{}",
        "‡": r"\ddag{}",
        "–": "--",
    }
)


def _header(columns: Sequence[Column]) -> list[str]:
    return ["Model", *(column_title(column, Language.EN) for column in columns)]


def _cells(row: Row) -> list[str]:
    scores = (format_marked(cell.score) if cell else NO_SCORE for cell in row.cells)
    return [row.variant.name, *scores]


def _escape_row(cells: Iterable[str]) -> str:
    return _join(escape_markdown(cell) for cell in cells)


def _join(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _split_columns(columns: Sequence[Column]) -> Iterator[tuple[Category, list[Column]]]:
    for category, group in groupby(columns, key=lambda column: column.benchmark.category):
        found = list(group)
        for start in range(0, len(found), _COLUMNS_ON_A_PAGE):
            yield category, found[start : start + _COLUMNS_ON_A_PAGE]


def _render_longtable(category: Category, columns: Sequence[Column], rows: Sequence[Row]) -> str:
    head = ["\\hline", _latex_row(_header(columns)), "\\hline"]
    return "\n".join(
        [
            f"\\begin{{longtable}}{{l{'r' * len(columns)}}}",
            f"\\caption{{Scores: {escape_latex(category.value)}}} \\\\",
            *(*head, "\\endfirsthead"),
            *(*head, "\\endhead"),
            *(_latex_row(_cells(row)) for row in rows),
            "\\hline",
            "\\end{longtable}",
            "",
        ]
    )


def _latex_row(cells: Iterable[str]) -> str:
    return " & ".join(map(escape_latex, cells)) + r" \\"
