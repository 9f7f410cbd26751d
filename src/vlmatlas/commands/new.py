"""`vlmatlas new`: begin the folder of a family.

Exit codes: 0 begun, 1 the catalogue has it already or the answers are not usable, 2 misuse.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from vlmatlas.catalog import Catalog, examine_unfinished
from vlmatlas.intake.trial import try_files
from vlmatlas.names import fold, index_names
from vlmatlas.output import write_files
from vlmatlas.problem import Problem, Severity
from vlmatlas.report import describe, load_words, name_kind
from vlmatlas.rules.leftovers import UNFINISHED
from vlmatlas.scaffold import (
    Beginning,
    find_component,
    find_duplicates,
    paper_address,
    render_family_files,
    suggest_components,
    suggest_families,
)
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import ComponentKind, Language

FAILED, MISUSE = 1, 2
_FIRST = ("name", "paper", "weights", "code")
_THEN = ("released", "language_model", "vision_encoder", "connector")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("new", help="begin the folder of a family")
    parser.add_argument("name", nargs="?", help="as its authors write it")
    parser.add_argument(
        "--paper",
        metavar="URL",
        help="such as https://arxiv.org/abs/2311.03079, or its arXiv number",
    )
    parser.add_argument("--weights", metavar="URL", help="repository of the checkpoint")
    parser.add_argument("--code", metavar="URL", help="repository of the code")
    parser.add_argument("--released", metavar="DAY", help="such as 2025-02-19")
    parser.add_argument("--organization", action="append", default=[], metavar="NAME")
    parser.add_argument("--language-model", metavar="NAME", help="any spelling of a component")
    parser.add_argument("--vision-encoder", action="append", default=[], metavar="NAME")
    parser.add_argument("--connector", metavar="NAME")
    parser.add_argument("--lang", choices=list(Language), help="language of the messages")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    language = Language(options.lang or locale_language())
    today = datetime.now(UTC).date()
    catalog, problems = examine_unfinished(options.root, today=today)
    if catalog is None:
        return _fail(describe(problem, language) for problem in _errors(problems))
    if sys.stdin.isatty() and options.name is None:
        _ask(options, catalog, language)
    options.paper = options.paper and paper_address(options.paper)
    unusable = list(_find_unusable(options, catalog, language))
    if unusable:
        return _fail(unusable, MISUSE)
    new = _begin(options, catalog)
    duplicates = list(_describe_duplicates(new, catalog, language))
    if duplicates:
        return _fail(duplicates)
    files = render_family_files(options.root, new)
    left = [p for p in try_files(options.root, files, today) if p not in problems]
    wrong = [problem for problem in left if problem.rule != UNFINISHED]
    if _errors(wrong):
        return _fail(describe(problem, language) for problem in wrong)
    for path in write_files(options.root, files):
        print(_SAID["wrote"][language].format(path=path))
    for line in _describe_aliases(options, catalog, language):
        print(line)
    near = suggest_families(new.name, catalog)
    if near:
        print(_SAID["near"][language].format(near=near))
    print(_SAID["left"][language].format(count=len(left)))
    for problem in left:
        print(f"  {describe(problem, language)}")
    return 0


def _ask(options: argparse.Namespace, catalog: Catalog, language: Language) -> None:
    """Each answer that was not given as an option; an empty line means unknown.

    Nothing more is asked once the answers can make no folder.
    """
    _ask_for(_FIRST, options, catalog, language)
    options.paper = options.paper and paper_address(options.paper)
    if options.name and (options.paper or options.weights or options.code):
        _ask_for(_THEN, options, catalog, language)
    options.vision_encoder = options.vision_encoder or []


def _ask_for(
    keys: Iterable[str], options: argparse.Namespace, catalog: Catalog, language: Language
) -> None:
    for key in keys:
        if getattr(options, key) or (key == "released" and _month(options)):
            continue
        answer = input(f"{_SAID[f'ask-{key}'][language]}: ").strip()
        kind = _KINDS.get(key)
        while kind and answer and find_component(answer, kind, catalog) is None:
            near = suggest_components(answer, kind, catalog) or "—"
            again = _SAID["ask-again"][language].format(value=answer, near=near)
            answer = input(f"{again}: ").strip()
        setattr(options, key, [answer] if key == "vision_encoder" and answer else answer or None)


def _month(options: argparse.Namespace) -> str | None:
    return Beginning(options.name, paper=options.paper).month


def _find_unusable(
    options: argparse.Namespace, catalog: Catalog, language: Language
) -> Iterator[str]:
    """Everything that keeps the answers from becoming a folder."""
    said = {key: texts[language] for key, texts in _SAID.items()}
    if not options.name:
        yield said["no-name"]
        return
    if not (options.paper or options.weights or options.code):
        yield said["no-source"]
    if not Beginning(options.name).id:
        yield said["no-id"].format(value=options.name)
    if not (options.released or _month(options)):
        yield said["no-date"]
    for kind, value in _component_answers(options):
        if find_component(value, kind, catalog) is None:
            near = suggest_components(value, kind, catalog) or "—"
            yield said["no-component"].format(
                kind=name_kind(kind.value, language), value=value, near=near
            )
    organizations = index_names(catalog.organizations)
    for value in options.organization:
        if organizations.find(value) is None:
            near = organizations.suggest(value) or "—"
            yield said["no-organization"].format(value=value, near=near)


def _component_answers(options: argparse.Namespace) -> Iterator[tuple[ComponentKind, str]]:
    for encoder in options.vision_encoder:
        yield ComponentKind.VISION_ENCODER, encoder
    if options.connector:
        yield ComponentKind.CONNECTOR, options.connector
    if options.language_model:
        yield ComponentKind.LANGUAGE_MODEL, options.language_model


def _begin(options: argparse.Namespace, catalog: Catalog) -> Beginning:
    found: dict[ComponentKind, list[str]] = {kind: [] for kind in ComponentKind}
    for kind, value in _component_answers(options):
        found[kind].append(find_component(value, kind, catalog) or value)
    organizations = index_names(catalog.organizations)
    return Beginning(
        options.name,
        options.paper,
        options.weights,
        options.code,
        options.released,
        tuple(organizations.find(value) or value for value in options.organization),
        next(iter(found[ComponentKind.LANGUAGE_MODEL]), None),
        tuple(found[ComponentKind.VISION_ENCODER]),
        next(iter(found[ComponentKind.CONNECTOR]), None),
    )


def _describe_aliases(
    options: argparse.Namespace, catalog: Catalog, language: Language
) -> Iterator[str]:
    """What a spelling was taken for, where neither name nor id shows it."""
    for kind, value in _component_answers(options):
        id = find_component(value, kind, catalog) or value
        name = catalog.components[id].name
        if fold(value) not in {fold(id), fold(name)}:
            yield _SAID["taken"][language].format(value=value, name=name, id=id)


def _describe_duplicates(new: Beginning, catalog: Catalog, language: Language) -> Iterator[str]:
    for match in find_duplicates(new, catalog):
        path = f"models/{match.family}/model.yaml"
        yield _SAID[f"same-{match.what}"][language].format(value=match.value, path=path)


def _errors(problems: list[Problem]) -> list[Problem]:
    return [it for it in problems if it.severity is Severity.ERROR and it.rule != UNFINISHED]


def _fail(lines: Iterator[str] | list[str], code: int = FAILED) -> int:
    for line in lines:
        print(f"vlmatlas: new: {line}", file=sys.stderr)
    return code


_KINDS = {
    "language_model": ComponentKind.LANGUAGE_MODEL,
    "vision_encoder": ComponentKind.VISION_ENCODER,
    "connector": ComponentKind.CONNECTOR,
}

_SAID = load_words("scaffold.yaml")
