"""The `vlmatlas` command: finds the checkout and hands over to one of `vlmatlas.commands`."""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language

MISUSE = 2
COMMANDS = (
    *("build", "check", "diff", "figure", "import", "links", "merge", "new", "pages", "schema"),
    *("serve", "sync"),
)


def main(arguments: list[str] | None = None) -> int:
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes long
    parser = _build_parser(arguments)
    options = parser.parse_args(arguments)
    if "run" not in options:
        parser.print_help(sys.stderr)
        return MISUSE
    root: Path = options.root
    if not (root / "models").is_dir():
        print(_NO_MODELS[locale_language()].format(root=root.resolve()), file=sys.stderr)
        return MISUSE
    exit_code: int = options.run(options)
    return exit_code


def _build_parser(arguments: list[str] | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vlmatlas", description="Work on the VLM Atlas catalogue."
    )
    parser.add_argument("--root", type=Path, default=Path(), help="the checkout to work on")
    commands = parser.add_subparsers(metavar="command")
    for name in _needed(sys.argv[1:] if arguments is None else arguments):
        import_module(f"vlmatlas.commands.{name}").add_parser(commands)
    return parser


def _needed(arguments: list[str]) -> tuple[str, ...]:
    """Only the command that is asked for, so that `check` does not load what `figure` needs."""
    asked = next((name for name in arguments if name in COMMANDS), None)
    return (asked,) if asked and "--help" not in arguments else COMMANDS


_NO_MODELS = {
    Language.EN: "vlmatlas: no folder models/ in {root}; go to the checkout, or say --root",
    Language.ZH: "vlmatlas: {root} 中没有 models/ 文件夹；请进入仓库目录，或用 --root 指明",
}
