"""`vlmatlas check`: report every problem in the data.

Exit codes: 0 sound, 1 errors, 2 the command was called wrongly, 3 only warnings and --strict.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from vlmatlas.digests import read_seal
from vlmatlas.layout import REGISTRY
from vlmatlas.output import CACHE
from vlmatlas.problem import Problem, Severity
from vlmatlas.reportforms import Form, Reader, count_problems, render_problems
from vlmatlas.tongue import locale_language
from vlmatlas.touched import (
    MEMORY,
    LastCheck,
    digest_states,
    load_last_check,
    read_states,
    save_last_check,
)
from vlmatlas.vocabulary import Language

SITE = "https://vlm-atlas.github.io/"
ERRORS, MISUSE, WARNINGS = 1, 2, 3
_FEW = 16
_NO_RULE = {Language.EN: "no rule is called '{rule}'", Language.ZH: "没有名为「{rule}」的规则"}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("check", help="report every problem in models/ and registry/")
    parser.add_argument("--lang", choices=list(Language), help="language of the messages")
    parser.add_argument("--strict", action="store_true", help="let warnings fail too (exit code 3)")
    parser.add_argument(
        "--format", choices=list(Form), default=Form.TEXT, help="form of the report"
    )
    parser.add_argument(
        "--changed-since", metavar="REF", help="only what was changed since the branch left REF"
    )
    parser.add_argument("--explain", metavar="RULE", help="say why a rule exists and what to do")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    gc.disable()  # the process ends before garbage could matter, and parsing makes many objects
    site = os.environ.get("SITE_URL", SITE)
    reader = Reader(Language(options.lang or locale_language()), site)
    if options.explain:
        return _explain(options.explain, reader)
    problems = find_problems(options.root, today=datetime.now(UTC).date())
    if options.changed_since:
        from vlmatlas.revisions import RevisionError  # noqa: PLC0415  # loads much

        try:
            problems = _select(problems, options.root, options.changed_since)
        except RevisionError as error:
            said = error.describe(reader.language)
            print(f"vlmatlas: --changed-since: {said}", file=sys.stderr)
            return MISUSE
    print(render_problems(problems, Form(options.format), reader), end="")
    if problems:
        print(count_problems(problems, reader.language), file=sys.stderr)
    return _exit_code(problems, strict=options.strict)


def find_problems(root: Path, *, today: date) -> list[Problem]:
    """All of them; families that were sound are looked at again only if something changed."""
    day, states, last = today.isoformat(), read_states(root), load_last_check(root)
    if last.holds(day, states):
        return []
    memory = root / CACHE / MEMORY
    problems, remembered = _look(root, today, last.touched(states, read_seal(memory)))
    clean = "" if problems else digest_states(states)
    kept = states if remembered else last.states
    save_last_check(root, LastCheck(day, clean, read_seal(memory), kept))
    return problems


def _look(root: Path, today: date, touched: set[str] | None) -> tuple[list[Problem], bool]:
    """The problems, and whether all is remembered as it is now: writing it down takes longer than
    to look at a few families again.
    """
    from vlmatlas.reading import read_catalogue  # noqa: PLC0415  # loads much
    from vlmatlas.remember import load_memory, save_memory  # noqa: PLC0415  # loads much

    memory = load_memory(root)
    reading = read_catalogue(root, today=today, memory=memory, changed=touched)
    if reading.memory.says_the_same(memory):
        return reading.problems, True
    if touched is not None and REGISTRY not in touched and len(touched) <= _FEW:
        return reading.problems, False
    save_memory(root, reading.memory)
    return reading.problems, True


def _explain(rule: str, reader: Reader) -> int:
    from vlmatlas.parse import suggest  # noqa: PLC0415  # loads much
    from vlmatlas.report import ask_near, load_explanations  # noqa: PLC0415  # loads much

    explanations = load_explanations()
    explanation = explanations.get(rule)
    if explanation is None:
        near = suggest(rule, list(explanations))
        said = _NO_RULE[reader.language].format(rule=rule)
        print(f"vlmatlas: --explain: {said}{ask_near(near, reader.language)}", file=sys.stderr)
        return MISUSE
    print(explanation[reader.language], reader.explain(rule), sep="\n")
    return 0


def _select(problems: Sequence[Problem], root: Path, revision: str) -> list[Problem]:
    """Problems in changed files; all errors where the change may break files it does not touch."""
    from vlmatlas.revisions import read_changes  # noqa: PLC0415  # loads much

    changes = read_changes(root, revision)
    reaches_far = any(
        path.startswith("registry/") or path in changes.removed for path in changes.paths
    )
    return [
        problem
        for problem in problems
        if problem.path in changes.paths or (reaches_far and problem.severity is Severity.ERROR)
    ]


def _exit_code(problems: Sequence[Problem], *, strict: bool) -> int:
    if any(problem.severity is Severity.ERROR for problem in problems):
        return ERRORS
    return WARNINGS if problems and strict else 0
