"""The `vlmatlas` command. The only module that prints or chooses an exit code."""

import argparse
import gc
import sys
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.catalog import examine
from vlmatlas.report import describe, locale_language
from vlmatlas.vocabulary import Language


def main(arguments: list[str] | None = None) -> int:
    options = _build_parser().parse_args(arguments)
    root: Path = options.root
    if not (root / "models").is_dir():
        print(f"vlmatlas: {root}: no models/ folder here", file=sys.stderr)
        return 2
    exit_code: int = options.run(options)
    return exit_code


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vlmatlas", description="Work on the VLM Atlas catalogue."
    )
    parser.add_argument("--root", type=Path, default=Path(), help="the checkout to work on")
    commands = parser.add_subparsers(required=True, metavar="command")

    check = commands.add_parser("check", help="report every problem in models/ and registry/")
    check.add_argument("--lang", choices=list(Language), help="language of the messages")
    check.set_defaults(run=_check)

    schema = commands.add_parser("schema", help="write the JSON Schemas that editors use")
    schema.add_argument("--check", action="store_true", help="change nothing, fail when stale")
    schema.set_defaults(run=_schema)
    return parser


def _check(options: argparse.Namespace) -> int:
    gc.disable()  # the process ends before garbage could matter, and parsing makes many objects
    language = Language(options.lang or locale_language())
    _catalog, problems = examine(options.root, today=datetime.now(UTC).date())
    for problem in problems:
        print(describe(problem, language))
    if problems:
        count = len(problems)
        word = {Language.EN: f"{count} problem(s)", Language.ZH: f"共 {count} 个问题"}
        print(word[language], file=sys.stderr)
    return int(bool(problems))


def _schema(options: argparse.Namespace) -> int:
    from vlmatlas.jsonschema import stale_schemas, write_schemas  # noqa: PLC0415

    if options.check:
        stale = stale_schemas(options.root)
        for path in stale:
            print(f"{path}: stale, run `vlmatlas schema`")
        return int(bool(stale))
    for path in write_schemas(options.root):
        print(f"wrote {path}")
    return 0
