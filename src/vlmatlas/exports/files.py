"""Every file for download and where the site keeps it."""

from collections.abc import Mapping

from vlmatlas.catalog import Catalog
from vlmatlas.exports.apifiles import render_api
from vlmatlas.exports.delimited import render_scores_csv, render_table_csv
from vlmatlas.exports.document import render_catalog_json
from vlmatlas.exports.markup import render_table_latex, render_table_markdown
from vlmatlas.exports.workbook import render_workbook


def render_downloads(catalog: Catalog) -> Mapping[str, bytes]:
    """Path below the root of the site → content."""
    texts = {
        "api/v1/catalog.json": render_catalog_json(catalog),
        **dict(render_api(catalog)),
        "downloads/vlm-atlas-scores.csv": render_scores_csv(catalog),
        "downloads/vlm-atlas-table.csv": render_table_csv(catalog),
        "downloads/vlm-atlas-table.md": render_table_markdown(catalog),
        "downloads/vlm-atlas-table.tex": render_table_latex(catalog),
    }
    files = {path: text.encode() for path, text in texts.items()}
    return {**files, "downloads/vlm-atlas.xlsx": render_workbook(catalog)}
