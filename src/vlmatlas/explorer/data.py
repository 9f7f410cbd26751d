"""The files that scripts of the interactive pages read, one set per language.

Scores are packed by column: values as their source writes them, joined by `|`, and one letter per
value for its protocol, reporter and evidence (`.`: no score). Where every number comes from is a
second file, which is read only when somebody asks.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from vlmatlas.catalog import Catalog
from vlmatlas.explorer.board import Board, BoardCell
from vlmatlas.labels import Labels
from vlmatlas.records import Score, Setting
from vlmatlas.tables import format_value, protocol_of, source_of
from vlmatlas.values import Extent, Text
from vlmatlas.vocabulary import Better, Evidence, Language, Protocol, Reporter

_PROTOCOLS, _REPORTERS, _EVIDENCES = list(Protocol), list(Reporter), list(Evidence)


def render_table_data(board: Board, labels: Labels) -> str:
    """Everything the table, the comparison and their filters need."""
    rows = board.rows
    families = list(dict.fromkeys(row.family.id for row in rows))
    names = {row.family.id: row.family.name for row in rows}
    return _render(
        {
            "rows": {
                "id": [row.variant.id for row in rows],
                "name": [row.variant.name for row in rows],
                "family": [families.index(row.family.id) for row in rows],
                "date": [row.day for row in rows],
                "size": [row.size.value if row.size else None for row in rows],
                "stated": [int(row.size.stated) if row.size else 0 for row in rows],
                "resolution": [_extent(row.variant.resolution, labels.language) for row in rows],
                "tokens": [_extent(row.variant.visual_tokens, labels.language) for row in rows],
            },
            "families": [[id, names[id]] for id in families],
            "facets": {facet.id: _pack_facet(board, facet.id) for facet in board.facets},
            "columns": [_pack_column(board, i, labels) for i in range(len(board.columns))],
            "baselines": [[b.name, b.source, dict(b.values)] for b in board.baselines],
            "protocols": [[protocol, labels.word(protocol)] for protocol in Protocol],
            "reporters": [str(reporter) for reporter in Reporter],
            "evidences": [str(evidence) for evidence in Evidence],
        }
    )


def render_provenance(catalog: Catalog, board: Board, labels: Labels) -> str:
    """Variant and column → every value there is for them, the shown one first, with its source."""
    sources: dict[str, int] = {}
    cited: list[list[str]] = []
    scores: dict[str, dict[str, list[Any]]] = {}
    for row in board.rows:
        for column, item in zip(board.columns, row.cells, strict=True):
            for score in _scores_of(item):
                source = source_of(catalog, score)
                number = sources.setdefault(f"{source.title}\n{source.location}", len(sources))
                if number == len(cited):
                    kind = labels.word(source.kind)
                    cited.append([source.title, source.location, kind, source.date or ""])
                entry = [format_value(score.value), number, *_explain(score, labels)]
                scores.setdefault(row.variant.id, {}).setdefault(column.key, []).append(entry)
    used = sorted({id for score in catalog.scores for id in score.setting.notes})
    notes = {id: catalog.notes[id].in_(labels.language) for id in used}
    return _render({"sources": cited, "notes": notes, "scores": scores})


def describe_setting(setting: Setting, labels: Labels) -> str:
    """The setting of a score in a few words."""
    shots = labels("shots", shots=setting.shots) if setting.shots else ""
    words = [shots or labels.word(setting.protocol or Protocol.UNSTATED)]
    if setting.ocr_tokens:
        words.append(labels("explorer.ocr_tokens"))
    if setting.judge:
        words.append(labels("explorer.judge", judge=setting.judge))
    if setting.prompt:
        words.append(setting.prompt.in_(labels.language))
    return " · ".join(words)


def _explain(score: Score, labels: Labels) -> tuple[Any, ...]:
    reporter, evidence = labels.word(score.reporter), labels.word(score.evidence)
    setting = describe_setting(score.setting, labels)
    return score.where or "", setting, reporter, evidence, list(score.setting.notes)


def _pack_facet(board: Board, id: str) -> Mapping[str, object]:
    facet = next(facet for facet in board.facets if facet.id == id)
    options = [option for option, _count in facet.options]
    packed: dict[str, object] = {"ids": [o.id for o in options], "names": [o.name for o in options]}
    if id in (board.rows[0].facets if board.rows else ()):
        index = {option.id: number for number, option in enumerate(options)}
        packed["of"] = [[index[option.id] for option in row.facets[id]] for row in board.rows]
    return packed


def _pack_column(board: Board, index: int, labels: Labels) -> Mapping[str, object]:
    column = board.columns[index]
    benchmark = column.column.benchmark
    items = [row.cells[index] for row in board.rows]
    cells = [item.cell if item else None for item in items]
    return {
        "key": column.key,
        "benchmark": benchmark.id,
        "name": column.name,
        "part": column.part,
        "category": labels.word(benchmark.category),
        "better": 1 if benchmark.better is Better.HIGHER else -1,
        "range": list(benchmark.range),
        "protocol": _PROTOCOLS.index(column.protocol),
        "values": "|".join(format_value(cell.score.value) if cell else "" for cell in cells),
        "marks": "".join(mark_score(cell.score) if cell else "." for cell in cells),
        "more": [
            [number, format_value(score.value), mark_score(score)]
            for number, cell in enumerate(cells)
            if cell
            for score in cell.others
        ],
    }


def mark_score(score: Score) -> str:
    """One letter for protocol, reporter and evidence."""
    protocol = _PROTOCOLS.index(protocol_of(score))
    code = protocol * len(_REPORTERS) + _REPORTERS.index(score.reporter)
    return chr(ord("a") + code * len(_EVIDENCES) + _EVIDENCES.index(score.evidence))


def _scores_of(item: BoardCell | None) -> Iterator[Score]:
    if item:
        yield item.cell.score
        yield from item.cell.others


def _extent(value: Extent | None, language: Language) -> str:
    if isinstance(value, Text):
        return value.in_(language)
    return "" if value is None else str(value)


def _render(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
