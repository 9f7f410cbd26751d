"""The pages that look across the catalogue: leaderboard, comparison, charts, timeline."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from vlmatlas.explorer.board import FACTS, SHOWN_FACTS, group_columns
from vlmatlas.explorer.data import render_provenance, render_table_data
from vlmatlas.pages.charts import count_coverage, draw_charts, list_charted
from vlmatlas.pages.figures import view_figures
from vlmatlas.pages.page import Address, Context, Page, SearchEntry
from vlmatlas.records import Family
from vlmatlas.urls import Linker
from vlmatlas.vocabulary import Language

VIEWS = ("leaderboard", "compare", "charts", "timeline")
_EARLY_ROWS = 16
"""Rows of the leaderboard that are drawn before its script has come."""
_WORDS = (
    *("variant", "date", "size", "lm", "ve", "cn", "license", "sum_rank", "sum_mean"),
    *(
        "setting",
        "reporter",
        "evidence",
        "others",
        "source_date",
        "shown",
        "copied",
        "compare",
        "pick",
        "about",
    ),
    *("least", "coverage", "reference", "mixed_settings", "mixed_splits", "rule_rank"),
    *("rule_mean", "earlier", "later"),
)
_SCORE_FACETS = ("setting", "reporter")
"""Say which scores count, where a chart has those of one setting."""
_COMPARE_WORDS = (
    *("variant", "date", "size", "lm", "ve", "cn", "license", "open", "org", "resolution"),
    *(
        "tokens",
        "setting",
        "reporter",
        "evidence",
        "others",
        "source_date",
        "remove",
        "which",
        "differs",
        "gap",
    ),
    *("apart", "unshared", "family", "portrait", "score", "share_of", "no_shared", "full"),
)


def render_view(context: Context, kind: str) -> Page:
    address = Address(kind)
    title, about = context.labels(f"index.{kind}"), context.labels(f"index.{kind}.about")
    linker = Linker(address.url, context.language)
    values = {"title": title, **_VALUES[kind](context)}
    html = context.fill(f"{kind}-index.html.jinja", linker, values)
    return Page(address, title, about, html, search=(SearchEntry(title, about),))


def render_view_files(context: Context) -> Mapping[str, bytes]:
    """What the scripts of these pages read: path below the root of the site → content.

    Pieces of pages end in `.txt`: they are no pages, and hosts compress text.
    """
    board, labels = context.board, context.labels
    root = "" if context.language is Language.ZH else f"{context.language}/"
    texts = {
        "leaderboard/table.json": render_table_data(board, labels),
        "leaderboard/provenance.json": render_provenance(context.catalog, board, labels),
        **{f"charts/{key}.txt": html for key, html in _render_charts(context)},
        **{f"compare/{id}.txt": html for id, html in _render_portraits(context)},
    }
    return {root + path: text.encode() for path, text in texts.items()}


def _leaderboard(context: Context) -> Mapping[str, object]:
    board = context.board
    place = {column.key: index for index, column in enumerate(board.columns)}
    shown = [place[column.key] for column in board.shown]
    in_view = [row for row in board.rows if any(row.cells[index] for index in shown)]
    return {
        "board": board,
        "place": place,
        "early": in_view[:_EARLY_ROWS],
        "in_view": len(in_view),
        "facts": FACTS,
        "shown_facts": SHOWN_FACTS,
        "groups": group_columns(board.columns),
        "shown_groups": group_columns(board.shown),
        "presets": json.dumps(dict(board.presets)),
        "words": _pick_words(context, _WORDS),
    }


def _compare(context: Context) -> Mapping[str, object]:
    return {
        "rows": context.board.rows,
        "portraits": " ".join(f.id for f in context.catalog.families if f.architecture),
        "words": _pick_words(context, _COMPARE_WORDS),
    }


def _charts(context: Context) -> Mapping[str, object]:
    charted = list_charted(context, context.board.columns)
    first = max(charted, key=lambda column: column.count, default=None)
    return {
        "charted": charted,
        "first": first,
        "charts": draw_charts(context, first) if first else (),
        "facets": [f for f in context.board.facets if f.id not in _SCORE_FACETS],
        "words": _pick_words(context, ("shown",)),
        "coverage": count_coverage(context.catalog),
    }


def _timeline(context: Context) -> Mapping[str, object]:
    families = context.catalog.newest_first
    grouped = groupby(families, key=lambda family: family.released.date[:4])
    return {"years": [(year, list(_months(found))) for year, found in grouped]}


def _months(families: Iterable[Family]) -> Iterator[tuple[str, list[tuple[Family, int]]]]:
    for month, found in groupby(families, key=lambda family: family.released.date[:7]):
        yield month, [(family, len(family.variants)) for family in found]


_VALUES = {
    "leaderboard": _leaderboard,
    "compare": _compare,
    "charts": _charts,
    "timeline": _timeline,
}


def _pick_words(context: Context, names: tuple[str, ...]) -> str:
    return json.dumps({name: context.labels(f"explorer.{name}") for name in names})


def _render_charts(context: Context) -> Iterator[tuple[str, str]]:
    linker = Linker("charts/", context.language)
    for column in list_charted(context, context.board.columns):
        values = {"charts": draw_charts(context, column), "column": column}
        yield column.key, context.fill("charts-part.html.jinja", linker, values)


def _render_portraits(context: Context) -> Iterator[tuple[str, str]]:
    """The figure of each family that has one, for the comparison."""
    linker = Linker("compare/", context.language)
    for family in context.catalog.families:
        values = {"family": family, "figures": view_figures(context, family, linker)}
        html = context.fill("compare-portrait.html.jinja", linker, values).strip()
        if html:
            yield family.id, html
