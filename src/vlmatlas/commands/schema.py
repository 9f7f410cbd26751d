"""`vlmatlas schema`: write the JSON Schemas that editors use."""

import argparse
import sys
from datetime import UTC, datetime

from vlmatlas.catalog import examine
from vlmatlas.jsonschema import stale_schemas, write_schemas
from vlmatlas.report import describe
from vlmatlas.tongue import locale_language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("schema", help="write the JSON Schemas that editors use")
    parser.add_argument("--check", action="store_true", help="change nothing, fail when stale")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    catalog, problems = examine(options.root, today=datetime.now(UTC).date())
    if catalog is None:
        for problem in problems:
            print(describe(problem, locale_language()), file=sys.stderr)
        return 1
    if options.check:
        stale = stale_schemas(options.root, catalog)
        for path in stale:
            print(f"{path}: stale, run `vlmatlas schema`")
        return int(bool(stale))
    for path in write_schemas(options.root, catalog):
        print(f"wrote {path}")
    return 0
