"""Every file in cases/check/ says on its own lines what `check` must report there."""

import re

import pytest

from conftest import HERE, TODAY
from vlmatlas.catalog import examine
from vlmatlas.cli import main
from vlmatlas.report import describe_rule
from vlmatlas.vocabulary import Language

CASES = sorted((HERE / "cases/check").glob("*.yaml"))
MODEL = "models/lynx-vl/model.yaml"


def expected_problems(text):
    for number, line in enumerate(text.splitlines(), start=1):
        for message in line.split("#!")[1:]:
            yield number, message.strip()


def found_problems(root, path=MODEL):
    _catalog, problems = examine(root, today=TODAY)
    return [
        (problem.line, describe_rule(problem, Language.EN))
        for problem in problems
        if problem.path == path
    ]


def rules_found(root):
    _catalog, problems = examine(root, today=TODAY)
    return [(problem.path, problem.line, problem.rule) for problem in problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_check_reports_what_the_case_marks(checkout, case):
    text = case.read_text(encoding="utf-8")
    (checkout / MODEL).write_text(text, encoding="utf-8")

    assert sorted(found_problems(checkout)) == sorted(expected_problems(text))


def test_a_sound_catalogue_has_no_problems(checkout):
    assert rules_found(checkout) == []


@pytest.mark.parametrize(
    ("content", "line", "rule"),
    [
        (b"", 1, "file-empty"),
        (b"name: a\nname: b\n", 2, "yaml-repeated-key"),
        (b"name:\n\t- a\n", 2, "yaml-tab"),
        (b"name: [\n", 2, "yaml-syntax"),
        (b"name: \xff\xfe\n", 1, "file-not-utf-8"),
        (b"a: &a [x, x]\nb: [*a, *a]\n", 1, "yaml-alias"),
        (b"name: !!python/object/apply:os.system [ls]\n", 1, "yaml-tag"),
        (b"# " + b"x" * 50_000_000, 1, "file-too-large"),
        (b"[" * 5000, 1, "yaml-syntax"),
        (b"- a\n- b\n", 1, "not-a-mapping"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unreadable_file_is_one_clear_problem(checkout, content, line, rule):
    (checkout / MODEL).write_bytes(content)

    found = [(at, name) for path, at, name in rules_found(checkout) if path == MODEL]

    assert (line, rule) in found or (rule == "yaml-syntax" and found[0][1].startswith("yaml-"))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("a:\n  - id: x\n    b: 1\n   c: 2\n", "4:4", "'c: 2': it begins in a column"),
        ("a:\n    b: 1\n  c: 2\n", "3:3", "'c: 2': it begins in a column"),
        ("a:1\nb: 2\n", "2:2", "'b: 2': this colon begins no field"),
        ("a: Lynx: a model\n", "1:8", "'a: Lynx: a model': this colon begins no field"),
        ("a: 'it's'\n", "1:8", "'a: 'it's'': something stands behind a closing quote"),
        ("a: [1, 2\nb: 3\n", "2:2", "'b: 3': a [ or { above is not closed"),
        ("a: 1\nb: 'x\nc: 2\n", "2:4", "'b: 'x': the quote that begins here is never closed"),
        ("a: @x\n", "1:4", "'a: @x': a value cannot begin with this character"),
        ('a: "\\q"\n', "1:5", "a backslash inside double quotes needs another one"),
    ],
)
def test_bad_yaml_is_said_in_words_of_ours(checkout, content, place, said, capsys):
    (checkout / MODEL).write_text(content, encoding="utf-8")

    main(["--root", str(checkout), "check", "--lang", "en"])
    english = capsys.readouterr().out
    main(["--root", str(checkout), "check", "--lang", "zh"])
    chinese = capsys.readouterr().out

    assert f"{MODEL}:{place}: not valid YAML at " in english
    assert said in english
    assert "处不是合法的 YAML：" in chinese
    assert not re.search(r"[a-z]{4,} [a-z]{4,}", chinese.partition("[yaml-syntax]")[0])


def test_a_symbolic_link_is_refused(checkout, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "model.yaml"
    (checkout / MODEL).rename(outside)
    (checkout / MODEL).symlink_to(outside)

    assert (MODEL, 1, "file-is-link") in rules_found(checkout)


def test_a_missing_translation_is_reported(checkout):
    (checkout / "models/lynx-vl/zh.md").unlink()

    assert ("models/lynx-vl/zh.md", 1, "file-missing") in rules_found(checkout)


def test_a_body_may_not_hold_scripts_unknown_sources_or_odd_links(checkout):
    body = "ok[^report]\n<script>x</script>\n[^nope] [a](javascript:b) [c](family:lynx)\n"
    (checkout / "models/lynx-vl/en.md").write_text(body, encoding="utf-8")

    found = [(line, rule) for path, line, rule in rules_found(checkout) if path.endswith("en.md")]

    assert {
        (2, "body-html"),
        (3, "body-link"),
        (3, "unknown-reference"),
        (3, "unknown-source"),
    } <= set(found)


def test_two_components_cannot_share_a_spelling(checkout):
    path = checkout / "registry/components/lynx-vit.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "aliases: [lynx LM]\n", encoding="utf-8")

    assert [rule for _path, _line, rule in rules_found(checkout)] == ["repeated-name"]


def test_an_id_with_capitals_is_refused(checkout):
    (checkout / "models/lynx-vl").rename(checkout / "models/Lynx VL")

    assert "bad-id" in [rule for _path, _line, rule in rules_found(checkout)]


def test_the_command_prints_places_in_the_chosen_language(checkout, capsys):
    (checkout / MODEL).write_text("name: [", encoding="utf-8")

    assert main(["--root", str(checkout), "check", "--lang", "zh"]) == 1
    assert re.match(
        rf"{MODEL}:2:1: 「name: .」处不是合法的 YAML：此处缺少值", capsys.readouterr().out
    )


def test_the_command_is_silent_about_good_data(checkout, capsys):
    assert main(["--root", str(checkout), "check"]) == 0
    assert capsys.readouterr().out == ""


def test_nothing_follows_from_an_id_that_nobody_knows(checkout):
    text = (checkout / MODEL).read_text(encoding="utf-8")
    wrong = text.replace("vision_encoders: [lynx-vit]", "vision_encoders: [lynx-vitt]")
    (checkout / MODEL).write_text(wrong, encoding="utf-8")

    assert {rule for _path, _line, rule in rules_found(checkout)} == {"unknown-reference"}


def test_the_command_alone_lists_what_it_can_do(capsys):
    assert main([]) == 2
    assert "check" in capsys.readouterr().err


def test_a_folder_without_models_is_told_how_to_find_them(tmp_path, capsys):
    assert main(["--root", str(tmp_path), "check"]) == 2
    assert "--root" in capsys.readouterr().err
