"""`vlmatlas diff BASE [HEAD]`: what a change means to readers, as Markdown for a pull request.

Exit codes: 0 compared, 1 the newer state has problems, 2 the command was called wrongly.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.catalog import Catalog, load_catalog
from vlmatlas.comparison.compare import compare_catalogs
from vlmatlas.comparison.drawings import render_figure_changes
from vlmatlas.comparison.summary import render_summary
from vlmatlas.labels import load_labels
from vlmatlas.output import write_files
from vlmatlas.problem import CatalogError
from vlmatlas.report import describe, describe_all
from vlmatlas.revisions import RevisionError, check_out, find_branching
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language

PROBLEMS, MISUSE = 1, 2


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("diff", help="tell what a change means to readers, as Markdown")
    parser.add_argument("base", help="what the change is compared with, such as main")
    parser.add_argument("head", nargs="?", help="a commit; without it, the files as they are now")
    parser.add_argument("--lang", choices=list(Language), help="language of the words")
    parser.add_argument("--figures", type=Path, metavar="DIR", help="write changed figures there")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    language = Language(options.lang or locale_language())
    try:
        return _compare(options, language)
    except RevisionError as error:
        print(f"vlmatlas diff: {error.describe(language)}", file=sys.stderr)
        return MISUSE
    except CatalogError as error:
        print(describe_all(error.problems, language), file=sys.stderr)
        return PROBLEMS


def _compare(options: argparse.Namespace, language: Language) -> int:
    root: Path = options.root
    labels = load_labels(root, language)
    start = find_branching(root, options.base, options.head or "HEAD")
    with _head(root, options.head) as folder:
        after = _load(folder)
    with check_out(root, start) as folder:
        try:
            before = _load(folder)
        except CatalogError as error:
            print(f"## {labels('diff.title')}\n\n{labels('diff.unreadable', revision=start[:12])}")
            print(describe(error.problems[0], language), file=sys.stderr)
            return 0
    changes = compare_catalogs(before, after)
    print(render_summary(root, before, after, changes, labels), end="")
    if options.figures:
        changed = [figure for family in changes.families for figure in family.figures]
        files = render_figure_changes(root, before, after, changed, labels)
        write_files(options.figures, files)
    return 0


@contextmanager
def _head(root: Path, revision: str | None) -> Iterator[Path]:
    if revision is None:
        yield root
    else:
        with check_out(root, revision) as folder:
            yield folder


def _load(folder: Path) -> Catalog:
    return load_catalog(folder, today=datetime.now(UTC).date())
