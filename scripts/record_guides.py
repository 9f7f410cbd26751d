"""Run the commands of the guides in a copy of the data and write down what they print.

In a guide, a block of `console` holds commands behind `$` and what they print; a block whose line
above is a path in backquotes is a file, and is written before the commands that follow.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from vlmatlas.output import differs, write_files
from vlmatlas.vocabulary import Language

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(?:^`([^`\n]+)`[:：]\n\n)?^```([a-z]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)$", re.MULTILINE)
"""A command, perhaps on several lines that end in a backslash."""
LOCALES = {Language.EN: "C.UTF-8", Language.ZH: "zh_CN.UTF-8"}
_HEAD, _TAIL = 10, 2
_LEFT_OUT = "…"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail when stale")
    options = parser.parse_args(arguments)
    recorded = {path: record_guide(path, language) for language, path in list_guides()}
    stale = [path for path, text in recorded.items() if differs(path, text.encode())]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'stale' if options.check else 'wrote'}")
        if not options.check:
            write_files(path.parent, {path.name: recorded[path].encode()})
    return int(options.check and bool(stale))


def list_guides() -> Iterator[tuple[Language, Path]]:
    for language in Language:
        for path in sorted((ROOT / "content" / language / "guide").glob("*.md")):
            yield language, path


def record_guide(path: Path, language: Language) -> str:
    """The text of a guide with what its commands print today."""
    text = path.read_text(encoding="utf-8")
    if "```console" not in text:
        return text
    with tempfile.TemporaryDirectory(prefix="vlmatlas-") as folder:
        sandbox = make_sandbox(Path(folder))
        return BLOCK.sub(lambda found: _play(found, sandbox, language), text)


def make_sandbox(folder: Path) -> Path:
    """A checkout of the data with one commit on `main`."""
    for name in ("models", "registry"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "templates").symlink_to(ROOT / "templates")
    git = ["git", "-c", "user.name=Guide", "-c", "user.email=guide@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "data"]):
        subprocess.run([*git, *command], cwd=folder, check=True, capture_output=True)  # noqa: S603
    return folder


def _play(found: re.Match[str], sandbox: Path, language: Language) -> str:
    path, kind, content = found.groups()
    if path:
        write_files(sandbox, {path: content.encode()})
    if kind != "console":
        return found[0]
    commands = COMMAND.findall(content)
    parts = [f"$ {command}\n{_run(command, sandbox, language)}" for command in commands]
    return "".join(["```console\n", *parts, "```"])


def _run(command: str, sandbox: Path, language: Language) -> str:
    name, *words = shlex.split(command.replace("\\\n", " "))
    if name != "vlmatlas":
        raise ValueError(f"a guide runs only vlmatlas, not '{name}'")
    kept = {key: value for key, value in os.environ.items() if key != "SITE_URL"}
    environment = {
        **kept,
        "LC_ALL": LOCALES[language],
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "vlmatlas", *words],
        cwd=sandbox,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return _shorten(done.stdout)


def _shorten(printed: str) -> str:
    lines = printed.splitlines(keepends=True)
    if len(lines) <= _HEAD + _TAIL + 1:
        return printed
    return "".join([*lines[:_HEAD], f"{_LEFT_OUT}\n", *lines[-_TAIL:]])


if __name__ == "__main__":
    sys.exit(main())
