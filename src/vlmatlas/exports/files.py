"""Every file for download and where the site keeps it."""

from collections.abc import Mapping
from types import MappingProxyType

from vlmatlas.catalog import Catalog
from vlmatlas.exports.apifiles import render_api
from vlmatlas.exports.delimited import render_scores_csv, render_table_csv
from vlmatlas.exports.document import render_catalog_json
from vlmatlas.exports.evaleval import render_eval_index, render_eval_logs
from vlmatlas.exports.huggingface import render_hub_results
from vlmatlas.exports.markup import render_table_latex, render_table_markdown
from vlmatlas.exports.workbook import render_workbook

_NO_CHANGES: Mapping[str, str] = MappingProxyType({})


def render_downloads(
    catalog: Catalog, *, changed: Mapping[str, str] = _NO_CHANGES
) -> Mapping[str, bytes]:
    """Path below the root of the site → content; `changed`: family id → day of its last change."""
    texts = {
        "api/v1/catalog.json": render_catalog_json(catalog),
        "api/v1/every-eval-ever/index.json": render_eval_index(catalog),
        **dict(render_api(catalog)),
        **dict(render_eval_logs(catalog, changed)),
        **dict(render_hub_results(catalog)),
        "downloads/vlm-atlas-scores.csv": render_scores_csv(catalog),
        "downloads/vlm-atlas-table.csv": render_table_csv(catalog),
        "downloads/vlm-atlas-table.md": render_table_markdown(catalog),
        "downloads/vlm-atlas-table.tex": render_table_latex(catalog),
    }
    files = {path: text.encode() for path, text in texts.items()}
    return {**files, "downloads/vlm-atlas.xlsx": render_workbook(catalog)}
