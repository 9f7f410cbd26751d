"""The small table of the README: few benchmarks, and the models that have most of them."""

from collections.abc import Iterator

from vlmatlas.catalog import Catalog
from vlmatlas.exports.markup import NO_SCORE, render_markdown_rows
from vlmatlas.exports.wide import UNVERIFIED_MARK, column_title, format_marked
from vlmatlas.records import Score
from vlmatlas.scorekeys import Scale, parse_score_key
from vlmatlas.tables import Cell, Column, ScoreTable, protocol_of, score_table
from vlmatlas.values import Text
from vlmatlas.vocabulary import Language, Protocol

COMPACT_KEYS = (
    "mmmu.val",
    "mmbench-en.dev",
    "textvqa.val",
    "mme-perception.test",
    "pope.average:f1",
    "gqa.testdev-balanced",
)
_FEWEST_SCORES = 4
_MODEL = Text(en="Model", zh="模型")
_LEGEND = Text(
    en="Zero-shot scores of models that have at least {fewest} of them. "
    "`{mark}`: not yet checked against its source.",
    zh="只列零样本得分，且至少有其中 {fewest} 项的模型。`{mark}`：尚未与来源核对。",
)


def render_compact_table(catalog: Catalog, language: Language) -> str:
    """A Markdown table and the line that explains it."""
    columns = [_build_column(key, catalog) for key in COMPACT_KEYS]
    header = [_MODEL.in_(language), *(column_title(column, language) for column in columns)]
    table = render_markdown_rows(header, _build_rows(catalog, columns))
    legend = _LEGEND.in_(language).format(fewest=_FEWEST_SCORES, mark=UNVERIFIED_MARK)
    return f"{table}\n{legend}\n"


def _build_column(key: str, catalog: Catalog) -> Column:
    scale = parse_score_key(key, catalog.benchmarks)
    return Column(catalog.benchmarks[scale.benchmark], scale)


def _build_rows(catalog: Catalog, columns: list[Column]) -> Iterator[list[str]]:
    table = score_table(catalog)
    for row in table.rows:
        scores = [_zero_shot(table, row.variant.id, column.scale) for column in columns]
        if sum(score is not None for score in scores) >= _FEWEST_SCORES:
            texts = (format_marked(score) if score else NO_SCORE for score in scores)
            yield [row.variant.name, *texts]


def _zero_shot(table: ScoreTable, variant: str, scale: Scale) -> Score | None:
    """The first zero-shot score in the order of tables, also where they show another one."""
    scores = _all_scores(table.cell(variant, scale))
    return next((score for score in scores if protocol_of(score) is Protocol.ZERO_SHOT), None)


def _all_scores(cell: Cell | None) -> tuple[Score, ...]:
    return (cell.score, *cell.others) if cell else ()
