"""Every file for download and where the site keeps it."""

from collections.abc import Mapping

from vlmatlas.catalog import Catalog
from vlmatlas.changes import DataHistory
from vlmatlas.exports.apifiles import render_api
from vlmatlas.exports.changelog import render_changes_json
from vlmatlas.exports.delimited import render_scores_csv, render_table_csv
from vlmatlas.exports.document import render_catalog_json
from vlmatlas.exports.evaleval import render_eval_index, render_eval_logs
from vlmatlas.exports.huggingface import render_hub_results
from vlmatlas.exports.markup import render_table_latex, render_table_markdown
from vlmatlas.exports.workbook import render_workbook

_NO_HISTORY = DataHistory()


def render_downloads(catalog: Catalog, history: DataHistory = _NO_HISTORY) -> Mapping[str, bytes]:
    """Path below the root of the site → content."""
    texts = {
        "api/v1/catalog.json": render_catalog_json(catalog),
        "api/v1/every-eval-ever/index.json": render_eval_index(catalog),
        **dict(render_api(catalog)),
        "api/v1/changes.json": render_changes_json(history),
        **dict(render_eval_logs(catalog, history.changed)),
        **dict(render_hub_results(catalog)),
        "downloads/vlm-atlas-scores.csv": render_scores_csv(catalog),
        "downloads/vlm-atlas-table.csv": render_table_csv(catalog),
        "downloads/vlm-atlas-table.md": render_table_markdown(catalog),
        "downloads/vlm-atlas-table.tex": render_table_latex(catalog),
    }
    files = {path: text.encode() for path, text in texts.items()}
    return {**files, "downloads/vlm-atlas.xlsx": render_workbook(catalog)}
