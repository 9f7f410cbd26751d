"""`vlmatlas merge`: put a site together from slices that other machines have rendered."""

import argparse
import sys
from pathlib import Path

from vlmatlas.commands.build import build_site
from vlmatlas.engine import ENGINES
from vlmatlas.shards import ShardError, unpack_store


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("merge", help="build the site from the slices of several builds")
    parser.add_argument("archives", type=Path, nargs="+", help="what `build --shard` has written")
    parser.add_argument("--out", type=Path, help="where the site goes")
    parser.add_argument("--strict", action="store_true", help="let warnings fail too")
    parser.add_argument("--engine", choices=ENGINES, default="mkdocs")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    try:
        count = unpack_store(options.root, options.archives)
    except ShardError as error:
        print(f"vlmatlas: {error}", file=sys.stderr)
        return 2
    print(f"{count} rendered files from {len(options.archives)} archives")
    return build_site(options)
