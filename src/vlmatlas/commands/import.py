"""`vlmatlas import`: take scores and facts over from a document.

Exit codes: 0 done or nothing to do, 1 nothing was written because something failed, 2 misuse.
"""

import argparse
import difflib
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.catalog import Catalog, examine_unfinished
from vlmatlas.intake.apply import apply_plan
from vlmatlas.intake.claims import DocumentError, Intake, Origin
from vlmatlas.intake.documents import Kind, fetch_document, read_document
from vlmatlas.intake.plan import Plan, Planner, Terms
from vlmatlas.intake.resolve import Resolver
from vlmatlas.intake.trial import try_files
from vlmatlas.intake.wording import describe_refusal
from vlmatlas.names import index_names
from vlmatlas.output import write_files
from vlmatlas.problem import Problem, Severity
from vlmatlas.report import describe, load_words
from vlmatlas.rules.leftovers import UNFINISHED
from vlmatlas.scorekeys import ScoreKeyError, parse_score_key
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language, Protocol, Reporter, SourceKind

FAILED, MISUSE = 1, 2


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("import", help="take scores and facts over from a document")
    parser.add_argument("file", type=Path, nargs="?", help="the document")
    parser.add_argument("--from-url", metavar="URL", help="fetch the document instead")
    parser.add_argument("--kind", choices=list(Kind), help="if name and content do not tell")
    parser.add_argument("--source", metavar="KEY", help="key of the document in `sources`")
    parser.add_argument("--source-kind", choices=list(SourceKind))
    parser.add_argument("--source-title", metavar="TITLE")
    parser.add_argument("--source-url", metavar="URL")
    parser.add_argument("--source-date", metavar="DAY")
    parser.add_argument("--where", help="table, figure or section of the document")
    parser.add_argument("--reporter", choices=list(Reporter), default=Reporter.AUTHORS)
    parser.add_argument("--protocol", choices=list(Protocol), default=Protocol.UNSTATED)
    parser.add_argument("--family", metavar="ID", help="whose facts a BibTeX entry or card holds")
    parser.add_argument("--model", default="", help="variant that .eval_results belong to")
    parser.add_argument(
        "--column", action="append", default=[], metavar="HEADING=KEY", help="score of a column"
    )
    parser.add_argument("--facts", action="store_true", help="take facts over, not only scores")
    parser.add_argument("--fractions", action="store_true", help="0.412 means 41.2")
    parser.add_argument("--replace", action="store_true", help="new values win over old ones")
    parser.add_argument("--leave-out", action="store_true", help="go on without refused cells")
    parser.add_argument("--dry-run", action="store_true", help="show every change, write nothing")
    parser.add_argument("--lang", choices=list(Language), help="language of the messages")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    language = Language(options.lang or locale_language())
    today = datetime.now(UTC).date()
    catalog, problems = examine_unfinished(options.root, today=today)
    if catalog is None:
        return _fail_with(problems, language)
    try:
        intake = _read(options)
        terms = _make_terms(options, intake, catalog)
        resolver = Resolver(catalog, _read_columns(options.column, catalog))
    except DocumentError as error:
        print(describe_refusal(error.refusal, language), file=sys.stderr)
        return FAILED
    except _MisuseError as error:
        said = _SAID[error.said][language].format_map(error.details)
        print(f"vlmatlas: import: {said}", file=sys.stderr)
        return MISUSE
    plan = Planner(catalog, resolver, terms).plan(intake)
    _show(plan, language)
    if plan.conflicts or (plan.refusals and not options.leave_out):
        print(_SAID["nothing-written"][language], file=sys.stderr)
        return FAILED
    old = {id: _model(options.root, id).read_text(encoding="utf-8") for id in catalog.by_id}
    new = apply_plan(plan, terms, old)
    files = {f"models/{id}/model.yaml": text.encode() for id, text in new.items()}
    after = try_files(options.root, files, today) if files else []
    if broken := _errors(after):
        print(_SAID["nothing-written"][language], file=sys.stderr)
        return _fail_with(broken, language)
    for problem in _new_warnings(problems, after):
        print(f"! {describe(problem, language)}")
    return _finish(options, language, files, old, new)


def _finish(
    options: argparse.Namespace,
    language: Language,
    files: Mapping[str, bytes],
    old: Mapping[str, str],
    new: Mapping[str, str],
) -> int:
    if options.dry_run:
        for id, text in new.items():
            name = f"models/{id}/model.yaml"
            print(_difference(name, old[id], text), end="")
        return 0
    for path in write_files(options.root, files):
        print(_SAID["wrote"][language].format(path=path))
    return 0


def _read(options: argparse.Namespace) -> Intake:
    if bool(options.file) == bool(options.from_url):
        raise _MisuseError("no-document")
    if options.from_url:
        content, name = fetch_document(options.from_url)
    else:
        name = options.file.name
        try:
            content = options.file.read_bytes()
        except OSError as error:
            details = {"path": options.file, "problem": error.strerror}
            raise _MisuseError("unread", **details) from error
    intake = read_document(content, name, options.kind and Kind(options.kind), options.model)
    if not options.facts and intake.claims:
        return replace(intake, facts=())
    return intake


def _make_terms(options: argparse.Namespace, intake: Intake, catalog: Catalog) -> Terms:
    if options.family and options.family not in catalog.by_id:
        near = index_names(catalog.by_id).suggest(options.family) or "—"
        raise _MisuseError("no-family", value=options.family, near=near)
    told = intake.origin
    origin = Origin(
        options.source or told.key,
        SourceKind(options.source_kind) if options.source_kind else told.kind,
        options.source_title or told.title,
        options.source_url or told.url,
        options.source_date or told.date,
    )
    if origin.key is None:
        raise _MisuseError("no-source")
    return Terms(
        origin.key,
        origin,
        where=options.where,
        reporter=Reporter(options.reporter),
        protocol=Protocol(options.protocol),
        family=options.family,
        replace=options.replace,
        fractions=options.fractions,
    )


def _read_columns(columns: list[str], catalog: Catalog) -> dict[str, str]:
    found = {}
    for column in columns:
        heading, _, key = column.rpartition("=")
        try:
            parse_score_key(key, catalog.benchmarks)
        except ScoreKeyError as error:
            raise _MisuseError("no-score", value=column, key=key) from error
        found[heading] = key
    return found


def _show(plan: Plan, language: Language) -> None:
    for score in plan.scores:
        arrow = "" if score.old is None else f"{score.old} → "
        print(f"+ {score.family}: {score.variant} {score.key} {arrow}{score.value}")
    for fact in plan.facts:
        first = str(fact.value).partition("\n")[0]
        print(
            f"+ {fact.family}: {fact.variant or ''} {fact.field.value} {first}".replace(":  ", ": ")
        )
    for refusal in (*plan.conflicts, *plan.refusals):
        print(f"! {describe_refusal(refusal, language)}")
    for name, near in plan.strangers.items():
        hint = f" ({near}?)" if near else ""
        print(f"? {_SAID['stranger'][language].format(name=name)}{hint}")
    if any(plan.strangers.values()):
        print(f"? {_SAID['alias'][language]}")
    for heading in plan.headings:
        print(f"? {_SAID['heading'][language].format(name=heading)}")
    print(_SAID["same"][language].format(count=plan.same))


class _MisuseError(Exception):
    """The options do not say what is needed; what is said is a key of words.yaml."""

    def __init__(self, said: str, **details: object) -> None:
        super().__init__(said)
        self.said = said
        self.details = details


def _difference(path: str, old: str, new: str) -> str:
    lines = (old.splitlines(keepends=True), new.splitlines(keepends=True))
    return "".join(difflib.unified_diff(*lines, f"a/{path}", f"b/{path}"))


def _new_warnings(before: list[Problem], after: list[Problem]) -> list[Problem]:
    """What only the new scores are warned of; lines have moved, so values tell."""
    known = {(it.path, it.rule, str(it.details.get("value"))) for it in before}
    marks = ((it, (it.path, it.rule, str(it.details.get("value")))) for it in after)
    return [problem for problem, mark in marks if mark not in known]


def _errors(problems: list[Problem]) -> list[Problem]:
    return [it for it in problems if it.severity is Severity.ERROR and it.rule != UNFINISHED]


def _fail_with(problems: list[Problem], language: Language) -> int:
    for problem in _errors(problems):
        print(describe(problem, language), file=sys.stderr)
    return FAILED


def _model(root: Path, id: str) -> Path:
    return root / "models" / id / "model.yaml"


_SAID = load_words("intake/words.yaml")
