"""What GitHub reads: workflows, issue forms and templates; every check works offline."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY
from vlmatlas.cli import main
from vlmatlas.yamlfile import read_yaml

GITHUB = REPOSITORY / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(
    path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if "config" not in path.name
)
TEMPLATES = sorted((GITHUB / "PULL_REQUEST_TEMPLATE").glob("*.md"))
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": FORMS,
    "github-issue-config": [GITHUB / "ISSUE_TEMPLATE/config.yml"],
    "dependabot": [GITHUB / "dependabot.yml"],
}


def run_tool(name, *arguments):
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def audit(path):
    return run_tool(
        "zizmor", "--quiet", "--pedantic", "--offline", "--strict-collection", str(path)
    )


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_follow_the_schemas_of_github(schema):
    done = run_tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *SCHEMAS[schema])

    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_nothing_even_when_pedantic():
    done = audit(GITHUB)

    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_would_find_something(tmp_path):
    text = WORKFLOWS[0].read_text("utf-8")
    pinned = re.compile(r"(uses: actions/checkout)@\w+")
    path = tmp_path / ".github/workflows/bad.yml"
    path.parent.mkdir(parents=True)
    path.write_text(pinned.sub(r"\1@main", text), encoding="utf-8")

    assert audit(tmp_path / ".github").returncode != 0


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_asks_for_little_and_ends_by_itself(path):
    workflow = read_yaml(path)
    uses = re.findall(r"uses: (\S+)", path.read_text("utf-8"))

    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    assert "pull_request_target" not in workflow["on"]
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
    assert [use for use in uses if not re.search(r"@[0-9a-f]{40}$", use)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_job_that_runs_code_of_a_pull_request_may_write(path):
    workflow = read_yaml(path)
    for job in workflow["jobs"].values():
        checks_out = any("actions/checkout" in step.get("uses", "") for step in job["steps"])
        rights = job.get("permissions", workflow["permissions"])

        assert not (checks_out and "write" in rights.values())


def test_an_action_has_one_version_everywhere():
    uses = {
        use for path in WORKFLOWS for use in re.findall(r"uses: (\S+)", path.read_text("utf-8"))
    }

    assert len({use.partition("@")[0] for use in uses}) == len(uses)


def commands_of(path):
    """Calls of `vlmatlas` in a workflow, as words."""
    text = path.read_text("utf-8")
    for line in re.findall(r"(?:\.venv/bin/|python -m )vlmatlas (.*)", text):
        words = re.split(r"\s+(?:>|\|\|)", line)[0]
        yield words.replace('"$BASE"', "main").split()


@pytest.mark.parametrize(
    "words",
    [words for path in WORKFLOWS for words in commands_of(path)],
    ids=" ".join,
)
def test_every_command_of_a_workflow_is_understood(words, capsys):
    with pytest.raises(SystemExit) as stop:
        main([*words, "--no-such-option"])

    message = capsys.readouterr().err
    assert stop.value.code == 2
    assert message.endswith("unrecognized arguments: --no-such-option\n")


@pytest.mark.parametrize(
    "path", [path for path in FORMS if path.stem.count(".") == 0], ids=lambda p: p.stem
)
def test_a_form_asks_the_same_in_both_languages(path):
    def questions(form):
        return [
            (item["type"], item.get("id"), item.get("validations"))
            for item in read_yaml(form)["body"]
        ]

    assert questions(path) == questions(path.with_suffix(".zh.yml"))


def test_forms_exist_for_each_kind_in_both_languages():
    names = [path.name for path in FORMS]

    assert names == [
        f"{kind}{language}.yml"
        for kind in ("bug", "new-model", "wrong-fact")
        for language in ("", ".zh")
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_default_template_names_each_kind_and_each_speaks_both_languages(path):
    default = (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8")

    assert f"?template={path.name} " in default
    for line in path.read_text("utf-8").splitlines():
        assert not line.startswith(("#", "- [ ]")) or " · " in line


def test_every_path_with_an_owner_exists():
    for line in (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines():
        if line.startswith("/"):
            assert (REPOSITORY / line.split()[0].strip("/")).exists()
