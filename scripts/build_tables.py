"""Write the score tables: the block in both READMEs and the files for download."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.blocks import BlockError, replace_block
from vlmatlas.catalog import Catalog, load_catalog
from vlmatlas.exports.compact import render_compact_table
from vlmatlas.exports.files import render_downloads
from vlmatlas.history import read_history
from vlmatlas.output import differs, write_files
from vlmatlas.problem import CatalogError
from vlmatlas.report import describe_all
from vlmatlas.vocabulary import Language

ROOT = Path(__file__).resolve().parents[1]
_READMES = {"README.md": Language.EN, "README.zh.md": Language.ZH}


def main(arguments: list[str] | None = None) -> int:
    options = _build_parser().parse_args(arguments)
    root: Path = options.root
    try:
        catalog = load_catalog(root, today=datetime.now(UTC).date())
        readmes = _render_readmes(root, catalog)
    except CatalogError as error:
        print(describe_all(error.problems, Language.EN), file=sys.stderr)
        return 1
    except (BlockError, FileNotFoundError) as error:
        print(f"build_tables: {error}", file=sys.stderr)
        return 1
    if options.check:
        return _check(root, readmes)
    return _write(root, options.out or root / "build" / "tables", catalog, readmes)


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail when stale")
    parser.add_argument("--out", type=Path, help="folder of the downloads (build/tables)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to work on")
    return parser


def _render_readmes(root: Path, catalog: Catalog) -> Mapping[str, bytes]:
    return {
        name: _render_readme(root / name, render_compact_table(catalog, language))
        for name, language in _READMES.items()
    }


def _render_readme(path: Path, table: str) -> bytes:
    try:
        return replace_block(path.read_bytes().decode(), "scores", table).encode()
    except BlockError as error:
        raise BlockError(f"{path.name}: {error}") from error


def _check(root: Path, readmes: Mapping[str, bytes]) -> int:
    stale = [name for name, content in readmes.items() if differs(root / name, content)]
    for name in stale:
        print(f"{name}: the score table is stale, run `python scripts/build_tables.py`")
    return int(bool(stale))


def _write(root: Path, out: Path, catalog: Catalog, readmes: Mapping[str, bytes]) -> int:
    downloads = render_downloads(catalog, read_history(root, catalog.benchmarks))
    for folder, files in ((root, readmes), (out, downloads)):
        for path in write_files(folder, files):
            print(f"wrote {folder / path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
