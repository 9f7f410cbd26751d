"""`vlmatlas schema`: write the JSON Schemas that editors use."""

import argparse

from vlmatlas.jsonschema import stale_schemas, write_schemas


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("schema", help="write the JSON Schemas that editors use")
    parser.add_argument("--check", action="store_true", help="change nothing, fail when stale")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.check:
        stale = stale_schemas(options.root)
        for path in stale:
            print(f"{path}: stale, run `vlmatlas schema`")
        return int(bool(stale))
    for path in write_schemas(options.root):
        print(f"wrote {path}")
    return 0
