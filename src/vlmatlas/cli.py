"""The `vlmatlas` command: finds the checkout and hands over to one of `vlmatlas.commands`."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

COMMANDS = (
    *("build", "check", "diff", "figure", "import", "links", "merge", "new", "pages", "schema"),
    *("serve", "sync"),
)


def main(arguments: list[str] | None = None) -> int:
    options = _build_parser(arguments).parse_args(arguments)
    root: Path = options.root
    if not (root / "models").is_dir():
        print(f"vlmatlas: {root}: no models/ folder here", file=sys.stderr)
        return 2
    exit_code: int = options.run(options)
    return exit_code


def _build_parser(arguments: list[str] | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vlmatlas", description="Work on the VLM Atlas catalogue."
    )
    parser.add_argument("--root", type=Path, default=Path(), help="the checkout to work on")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name in _needed(sys.argv[1:] if arguments is None else arguments):
        import_module(f"vlmatlas.commands.{name}").add_parser(commands)
    return parser


def _needed(arguments: list[str]) -> tuple[str, ...]:
    """Only the command that is asked for, so that `check` does not load what `figure` needs."""
    asked = next((name for name in arguments if name in COMMANDS), None)
    return (asked,) if asked and "--help" not in arguments else COMMANDS
