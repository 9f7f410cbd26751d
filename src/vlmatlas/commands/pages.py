"""`vlmatlas pages`: every page as a Markdown file, for other generators such as Zensical."""

import argparse
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.catalog import load_catalog
from vlmatlas.exports.files import render_downloads
from vlmatlas.output import write_files
from vlmatlas.pages.folder import render_folder
from vlmatlas.pages.page import Context
from vlmatlas.problem import CatalogError
from vlmatlas.report import describe_all
from vlmatlas.tables import score_table
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("pages", help="write every page as Markdown, for Zensical")
    parser.add_argument("--out", type=Path, help="the folder to fill (build/pages)")
    parser.add_argument("--repository", default="https://github.com/vlm-atlas/vlm-atlas")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    root, out = options.root, options.out or options.root / "build" / "pages"
    try:
        catalog = load_catalog(root, today=datetime.now(UTC).date())
    except CatalogError as error:
        print(describe_all(error.problems, locale_language()), file=sys.stderr)
        return 1
    shutil.rmtree(out, ignore_errors=True)
    for language in Language:
        context = Context(root, catalog, score_table(catalog), language, options.repository)
        write_files(out, render_folder(context, Path("site")))
    downloads = {f"docs/zh/{path}": data for path, data in render_downloads(catalog).items()}
    write_files(out, downloads)
    print(f"wrote {out}; build it with")
    for language in Language:
        print(f"  zensical build -f {out}/zensical.{language}.yml")
    return 0
