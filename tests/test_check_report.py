"""One run, four forms; and what counts as changed."""

import json
import subprocess

import pytest

from vlmatlas.cli import main
from vlmatlas.reportforms import SARIF_SCHEMA

MODEL = "models/lynx-vl/model.yaml"


def edit(root, old, new, path=MODEL):
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def git(root, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@lynx.test"]
    command = ["git", *identity, *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


@pytest.fixture
def history(checkout):
    git(checkout, "init", "--quiet", "--initial-branch=main")
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "--message", "start")
    return checkout


def check(root, capsys, *options):
    code = main(["--root", str(root), "check", "--lang", "en", *options])
    return code, capsys.readouterr()


def test_errors_warnings_and_sound_data_have_exit_codes_of_their_own(checkout, capsys):
    assert check(checkout, capsys)[0] == check(checkout, capsys, "--strict")[0] == 0

    edit(checkout, "51.0", "0")
    assert check(checkout, capsys)[0] == 0
    assert check(checkout, capsys, "--strict")[0] == 3

    edit(checkout, "lynx-mlp", "lynx-mlq")
    assert check(checkout, capsys)[0] == check(checkout, capsys, "--strict")[0] == 1


def test_text_ends_with_where_each_rule_is_explained(checkout, capsys, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://atlas.test/sub/")
    edit(checkout, "51.0", "0")

    _code, printed = check(checkout, capsys)

    first, *_, last = printed.out.splitlines()
    assert first.startswith(f"{MODEL}:22:35: 'lynxbench.val' of 'lynx-vl-2b' is 0")
    assert first.endswith("[zero-score]")
    assert last == "zero-score: https://atlas.test/sub/en/rules/#zero-score"
    assert printed.err == "0 errors, 1 warning\n"


def test_json_says_the_same_in_fields(checkout, capsys):
    edit(checkout, "lynx-mlp", "lynx-mlpp")

    _code, printed = check(checkout, capsys, "--format", "json")

    problem = json.loads(printed.out)[0]
    assert (problem["path"], problem["line"], problem["column"]) == (MODEL, 15, 16)
    assert (problem["severity"], problem["rule"]) == ("error", "unknown-reference")
    assert (problem["value"], problem["suggestions"]) == ("lynx-mlpp", ["lynx-mlp", "lynx-lm"])


def test_sound_data_is_an_empty_list_in_json(checkout, capsys):
    assert json.loads(check(checkout, capsys, "--format", "json")[1].out) == []


def test_an_annotation_cannot_break_out_of_its_line(checkout, capsys):
    edit(checkout, "name: Lynx-VL\n", 'name: Lynx-VL\n"50%,x::error ::": y\n')

    _code, printed = check(checkout, capsys, "--format", "github")

    (line,) = printed.out.splitlines()
    assert line.startswith(f"::error file={MODEL},line=2,col=1,title=unknown-key::")
    assert "50%25,x::error ::" in line


def test_sarif_points_at_the_place_and_explains_the_rule(checkout, capsys):
    edit(checkout, "51.0", "0")

    _code, printed = check(checkout, capsys, "--format", "sarif")

    report = json.loads(printed.out)
    (run,) = report["runs"]
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    place = result["locations"][0]["physicalLocation"]
    assert (report["$schema"], report["version"]) == (SARIF_SCHEMA, "2.1.0")
    assert (result["level"], rule["id"]) == ("warning", "zero-score")
    assert rule["helpUri"].endswith("/en/rules/#zero-score")
    assert place["artifactLocation"]["uri"] == MODEL
    assert place["region"] == {"startLine": 22, "startColumn": 35}


def test_a_rule_can_be_explained_without_the_site(checkout, capsys):
    code, printed = check(checkout, capsys, "--explain", "zero-score")

    assert (code, printed.out.startswith("Missing is not zero.")) == (0, True)
    assert check(checkout, capsys, "--explain", "no-such-rule")[0] == 2


def test_only_changed_files_are_reported(history, capsys):
    edit(history, "51.0", "0")
    git(history, "commit", "--quiet", "--all", "--message", "a zero")
    edit(history, "Lynx-VL-2B", "Lynx-VL 2B")

    assert "zero-score" in check(history, capsys, "--changed-since", "HEAD~1")[1].out

    git(history, "commit", "--quiet", "--all", "--message", "a name")
    (history / "models/lynx-vl/en.md").write_text("See [x](y).\n", encoding="utf-8")

    code, printed = check(history, capsys, "--changed-since", "HEAD")
    assert (code, "body-link" in printed.out, "zero-score" in printed.out) == (1, True, False)


def test_a_new_file_counts_as_changed(history, capsys):
    (history / "models/note.txt").write_text("x", encoding="utf-8")

    assert "stray-file" in check(history, capsys, "--changed-since", "main")[1].out


def test_an_error_elsewhere_is_shown_when_the_registry_changed(history, capsys):
    (history / "registry/components/lynx-mlp.yaml").unlink()

    code, printed = check(history, capsys, "--changed-since", "main")

    assert (code, "unknown connector 'lynx-mlp'" in printed.out) == (1, True)


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x"])
def test_an_unknown_revision_is_said_to_be_unknown(history, capsys, revision):
    code, printed = check(history, capsys, f"--changed-since={revision}")

    assert code == 2
    assert printed.err.startswith("vlmatlas: --changed-since: ")
    assert not (history / "x").exists()


def test_an_id_that_nothing_is_near_to_is_told_where_the_others_stand(checkout, capsys):
    edit(checkout, "organizations: [lynx-lab]", "organizations: [zzz]")

    _code, printed = check(checkout, capsys)

    assert (
        "unknown organization 'zzz'; known ones stand in registry/organizations.yaml" in printed.out
    )


def test_chinese_messages_name_kinds_in_chinese(checkout, capsys):
    edit(checkout, "language_model: lynx-lm", "language_model: lynx-l")

    _code, printed = check(checkout, capsys, "--lang", "zh")

    assert "未知的语言模型「lynx-l」；是否想写 lynx-lm、" in printed.out
