"""`vlmatlas sync`: mark both texts of a family as matching each other, once they do.

Exit codes: 0 nothing is left to do, 1 some texts differ or, with --check, are not marked, 2 misuse.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.catalog import examine
from vlmatlas.layout import BODY_FILES
from vlmatlas.names import NameIndex
from vlmatlas.output import write_files
from vlmatlas.problem import Problem
from vlmatlas.report import describe, name_no_family
from vlmatlas.rules.parity import PAIR_RULES
from vlmatlas.stamps import find_stamp, stamp_pair
from vlmatlas.textfile import UnreadableError, read_text
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language

FAILED, MISUSE = 1, 2
_SAID = {
    "wrote": {
        Language.EN: "{path}: matches {other} {after} (was {before})",
        Language.ZH: "{path}：对应 {other} {after}（原为 {before}）",
    },
    "stale": {
        Language.EN: "{path}: does not match {other} {after} (is {before})",
        Language.ZH: "{path}：未对应 {other} {after}（现为 {before}）",
    },
    "differs": {
        Language.EN: "{family}: not marked, since its texts differ; --force marks them anyway",
        Language.ZH: "{family}：两文仍有不同，未作标记；确需标记请加 --force",
    },
    "unreadable": {
        Language.EN: "{family}: needs a readable zh.md and en.md; see `vlmatlas check`",
        Language.ZH: "{family}：需有可读的 zh.md 与 en.md；详见 `vlmatlas check`",
    },
}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("sync", help="mark the two texts of a family as up to date")
    parser.add_argument("family", nargs="*", help="ids of families; without any, all of them")
    parser.add_argument("--check", action="store_true", help="change nothing, fail when not marked")
    parser.add_argument("--force", action="store_true", help="mark texts that differ, too")
    parser.add_argument("--lang", choices=list(Language), help="language of the messages")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A text whose stamp is not that of the other text as it is now."""

    path: str
    other: str
    before: str
    after: str
    text: str


def run(options: argparse.Namespace) -> int:
    language = Language(options.lang or locale_language())
    known = sorted(path.name for path in (options.root / "models").iterdir() if path.is_dir())
    unknown = [name for name in options.family if name not in known]
    if unknown:
        return _complain((_unknown(known, name, language) for name in unknown), MISUSE)
    families = list(dict.fromkeys(options.family)) or known
    differing = {} if options.check or options.force else _find_differing(options.root, families)
    for problem in (problem for found in differing.values() for problem in found):
        print(describe(problem, language))
    texts = {id: _read(options.root / "models" / id) for id in families if id not in differing}
    marks = [mark for id, pair in texts.items() if pair for mark in _find_marks(id, pair)]
    if not options.check:
        write_files(options.root, {mark.path: mark.text.encode() for mark in marks})
    for mark in marks:
        said = _SAID["stale" if options.check else "wrote"][language]
        print(said.format(path=mark.path, other=mark.other, before=mark.before, after=mark.after))
    left = [_SAID["differs"][language].format(family=id) for id in differing]
    left += [_SAID["unreadable"][language].format(family=id) for id in texts if not texts[id]]
    failed = left or (options.check and marks)
    return _complain(left, FAILED) if failed else 0


def _complain(lines: Iterable[str], code: int) -> int:
    for line in lines:
        print(f"vlmatlas sync: {line}", file=sys.stderr)
    return code


def _unknown(known: list[str], name: str, language: Language) -> str:
    near = NameIndex((id, ()) for id in known).suggest(name)
    return name_no_family(name, near, language)


def _find_differing(root: Path, families: list[str]) -> dict[str, list[Problem]]:
    """The families whose texts do not say the same, with what differs."""
    _catalog, problems = examine(root, today=datetime.now(UTC).date())
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        _models, _, rest = problem.path.partition("/")
        family = rest.partition("/")[0]
        if problem.rule in PAIR_RULES and family in families:
            found.setdefault(family, []).append(problem)
    return found


def _read(folder: Path) -> Mapping[str, str]:
    """Both texts by the name of their file, or nothing."""
    try:
        return {name: read_text(folder / name) for name in BODY_FILES}
    except UnreadableError:
        return {}


def _find_marks(family: str, texts: Mapping[str, str]) -> Iterator[_Mark]:
    for name, text in stamp_pair(texts).items():
        before, after = find_stamp(texts[name]), find_stamp(text)
        if text != texts[name] and after is not None:
            old = before.digest if before else "–"
            yield _Mark(f"models/{family}/{name}", after.name, old, after.digest, text)
