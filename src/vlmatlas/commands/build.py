"""`vlmatlas build`: the site, or one slice of its pages on one of several machines."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from vlmatlas.engine import ENGINES, run_engine
from vlmatlas.output import write_files
from vlmatlas.shards import Shard, ShardError, pack_store, parse_shard, plan_shards


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("build", help="build the site, or a slice of its pages")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--shard", metavar="I/N", help="render slice I of N for `vlmatlas merge`")
    part.add_argument(
        "--plan", action="store_true", help="print the slices this catalogue is large enough for"
    )
    parser.add_argument("--out", type=Path, help="the site, or with --shard the archive to write")
    parser.add_argument("--strict", action="store_true", help="let warnings fail too")
    parser.add_argument("--engine", choices=ENGINES, default="mkdocs")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.plan:
        families = sum(1 for _ in options.root.glob("models/*/model.yaml"))
        print(json.dumps([str(shard) for shard in plan_shards(families)]))
        return 0
    if options.shard is None:
        return build_site(options)
    try:
        return _build_shard(options, parse_shard(options.shard))
    except ShardError as error:
        print(f"vlmatlas: {error}", file=sys.stderr)
        return 2


def build_site(options: argparse.Namespace) -> int:
    """The whole site, with what the store holds; also the end of `vlmatlas merge`."""
    site = [] if options.out is None else ["--site-dir", str(options.out.resolve())]
    return run_engine(options.engine, options.root, [*_flags(options), *site]).returncode


def _flags(options: argparse.Namespace) -> list[str]:
    return ["--quiet", *(["--strict"] if options.strict else [])]


def _build_shard(options: argparse.Namespace, shard: Shard) -> int:
    with tempfile.TemporaryDirectory() as nowhere:
        code = run_engine(
            options.engine,
            options.root,
            [*_flags(options), "--site-dir", nowhere],
            {"VLM_ATLAS_SHARD": str(shard)},
        ).returncode
    if code:
        return code
    name = f"shard-{shard.index}-of-{shard.count}.zip"
    path: Path = options.out or options.root / "build" / name
    write_files(path.parent, {path.name: pack_store(options.root)})
    print(f"wrote {path}")
    return 0
