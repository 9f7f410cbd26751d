"""`vlmatlas check`: report every problem in the data."""

import argparse
import gc
import sys
from datetime import UTC, datetime

from vlmatlas.problem import Problem, Severity
from vlmatlas.recheck import recheck
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("check", help="report every problem in models/ and registry/")
    parser.add_argument("--lang", choices=list(Language), help="language of the messages")
    parser.add_argument("--strict", action="store_true", help="let warnings fail too")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    gc.disable()  # the process ends before garbage could matter, and parsing makes many objects
    language = Language(options.lang or locale_language())
    problems = recheck(options.root, today=datetime.now(UTC).date())
    for problem in problems:
        from vlmatlas.report import describe  # noqa: PLC0415  # only problems need words

        print(describe(problem, language))
    if problems:
        count = len(problems)
        word = {Language.EN: f"{count} problem(s)", Language.ZH: f"共 {count} 个问题"}
        print(word[language], file=sys.stderr)
    return int(any(_fails(problem, strict=options.strict) for problem in problems))


def _fails(problem: Problem, *, strict: bool) -> bool:
    return strict or problem.severity is Severity.ERROR
