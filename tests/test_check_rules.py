"""Every rule has a case: files to put into a small catalogue, each line marked with what it breaks.

A case holds one or more files, each after `=== path`; `#! rule` at the end of a line is the problem
that `check` must report there, and nothing else may be reported.
"""

import re
from datetime import date

import pytest

from conftest import HERE, REPOSITORY, TODAY
from vlmatlas.catalog import examine
from vlmatlas.report import load_explanations, load_messages
from vlmatlas.vocabulary import Language

CASES = sorted((HERE / "cases/rules").glob("*.txt"))
IN_BYTES = {
    "file-is-link",
    "file-missing",
    "file-not-utf-8",
    "file-too-large",
    "file-unreadable",
}
"""Rules about files as such; test_check.py makes such files."""


OF_PAIRS = {case.stem for case in (HERE / "cases/parity").glob("*.txt")}
"""Rules about two texts; test_parity.py has their cases."""


def read_case(path):
    """path → text of the files of a case"""
    parts = re.split(r"^=== (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def expected(files):
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for rule in line.split("#!")[1:]:
                yield path, number, rule.strip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_broken_rule_is_reported_where_it_is_broken(checkout, case):
    files = read_case(case)
    for path, text in files.items():
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_text(text, encoding="utf-8")

    _catalog, problems = examine(checkout, today=TODAY)

    found = [
        (problem.path, problem.line, problem.rule)
        for problem in problems
        if problem.rule not in OF_PAIRS
    ]
    assert sorted(found) == sorted(expected(files))
    assert case.stem in [rule for _path, _line, rule in found]


def rules_of_samples(root):
    """What the marked model files of cases/check/ break; test_check.py compares their messages."""
    for sample in sorted((HERE / "cases/check").glob("*.yaml")):
        (root / "models/lynx-vl/model.yaml").write_bytes(sample.read_bytes())
        yield from (problem.rule for problem in examine(root, today=TODAY)[1])


def test_every_rule_has_a_case_a_message_and_an_explanation(checkout):
    messages, explanations = load_messages(), load_explanations()

    cases = {case.stem for case in CASES}
    assert cases | IN_BYTES | OF_PAIRS | set(rules_of_samples(checkout)) == set(messages)
    assert cases <= set(messages)
    assert set(explanations) == set(messages)
    for texts in (*messages.values(), *explanations.values()):
        assert set(texts) == set(Language)


def test_our_own_data_gives_no_warning():
    _catalog, problems = examine(REPOSITORY, today=date(2026, 12, 1))

    assert problems == []
