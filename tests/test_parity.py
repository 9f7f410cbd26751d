"""Both texts of a write-up say the same, each in its own language, and know when they do not.

A case holds files, each after `=== path`; `#! rule` at the end of a line is what `check` must
report there. The marks are taken out before the files are written.
"""

import re

import pytest

from conftest import HERE, REPOSITORY, TODAY
from vlmatlas.catalog import examine
from vlmatlas.cli import main
from vlmatlas.problem import Severity
from vlmatlas.report import describe
from vlmatlas.stamps import find_stamp, hash_text, is_outdated, remove_stamp
from vlmatlas.vocabulary import Language
from vlmatlas.writeup import HEADINGS

CASES = sorted((HERE / "cases/parity").glob("*.txt"))
ZH, EN = "models/lynx-vl/zh.md", "models/lynx-vl/en.md"
MARKING = {"translation-unmarked", "translation-outdated"}


def read_case(path):
    parts = re.split(r"^=== (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def expected(files):
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for rule in line.split("#!")[1:]:
                yield path, number, rule.strip()


def write(root, files):
    for path, text in files.items():
        (root / path).write_text(re.sub(r"  #!.*", "", text), encoding="utf-8")


def change(root, path, old, new):
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def find_problems(root):
    return examine(root, today=TODAY)[1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_difference_is_reported_where_it_stands(checkout, case):
    files = read_case(case)
    write(checkout, files)

    problems = find_problems(checkout)

    marked = MARKING if case.stem not in MARKING else set()
    found = [(p.path, p.line, p.rule) for p in problems if p.rule not in marked]
    assert sorted(found) == sorted(expected(files))
    assert {problem.severity for problem in problems} == {Severity.WARNING}


def test_our_own_write_ups_match():
    rules = {case.stem for case in CASES}

    assert [p for p in find_problems(REPOSITORY) if p.rule in rules] == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("甲，乙用CLIP编码。\n", [(1, 5), (1, 9)]),
        ("甲。\n\n- 见 2024年，甲 ,乙\n", [(3, 9)]),
    ],
)
def test_the_column_is_that_of_the_mistake(checkout, text, places):
    write(checkout, {ZH: text, EN: "CLIP in 2024.\n"})

    found = [(p.line, p.column) for p in find_problems(checkout) if p.rule == "space-missing"]

    assert found == places


def test_messages_name_the_other_file_in_both_languages(checkout):
    write(checkout, read_case(HERE / "cases/parity/number-differs.txt"))

    (problem,) = [p for p in find_problems(checkout) if p.path == EN and p.line == 3]

    assert describe(problem, Language.EN).startswith(f"{EN}:3:11: the number 87.3 does not stand")
    assert describe(problem, Language.ZH).startswith(f"{EN}:3:11: 数字 87.3 没有出现在 zh.md")


def test_an_edit_dates_the_other_language_only(checkout):
    change(checkout, EN, "An invented", "A freely invented")

    assert [(p.path, p.rule) for p in find_problems(checkout)] == [(ZH, "translation-outdated")]


def test_sync_marks_both_texts_and_says_so(checkout, capsys):
    change(checkout, EN, "An invented", "A freely invented")

    assert main(["--root", str(checkout), "sync", "lynx-vl", "--lang", "en"]) == 0

    assert find_problems(checkout) == []
    assert capsys.readouterr().out.startswith(f"{ZH}: matches en.md ")
    assert main(["--root", str(checkout), "sync", "--check"]) == 0


def test_sync_check_changes_nothing(checkout):
    change(checkout, EN, "An invented", "A freely invented")
    before = (checkout / ZH).read_bytes()

    assert main(["--root", str(checkout), "sync", "--check"]) == 1
    assert (checkout / ZH).read_bytes() == before


def test_sync_leaves_texts_that_differ_unless_told_otherwise(checkout, capsys):
    change(checkout, EN, "An invented model", "An invented model of 2025")
    before = (checkout / ZH).read_bytes()

    assert main(["--root", str(checkout), "sync", "--lang", "en"]) == 1
    assert (checkout / ZH).read_bytes() == before
    assert "the number 2025" in capsys.readouterr().out
    assert main(["--root", str(checkout), "sync", "--force"]) == 0
    assert (checkout / ZH).read_bytes() != before


def test_sync_knows_no_such_family_but_a_near_one(checkout, capsys):
    assert main(["--root", str(checkout), "sync", "lynx-v", "--lang", "en"]) == 2
    assert "did you mean lynx-vl?" in capsys.readouterr().err


def test_the_guide_names_the_headings_in_their_order():
    guides = [
        (REPOSITORY / name).read_text(encoding="utf-8")
        for name in ("CONTRIBUTING.md", "CONTRIBUTING.zh.md")
    ]

    for guide in guides:
        assert ", ".join(HEADINGS[Language.EN]) in guide
        assert "、".join(HEADINGS[Language.ZH]) in guide


def test_line_ends_and_stamps_do_not_count_as_changes():
    text = "One.\n\nTwo.\n"
    other = "一。\r\n\r\n二。  \r\n\n<!-- matches en.md 0123456789ab -->\n"
    stamped = f"{text}\n<!-- matches zh.md {hash_text(other)} -->\n"

    assert not is_outdated(stamped, "一。\n\n二。\n")
    assert is_outdated(stamped, "一。\n\n三。\n")
    assert remove_stamp(stamped) == text
    assert find_stamp(text) is None


def test_a_comment_that_is_no_stamp_is_still_refused(checkout):
    change(checkout, EN, "An invented", "<!-- matches zh.md 0123456789ab -->\n\nAn invented")

    assert "body-html" in [problem.rule for problem in find_problems(checkout)]
