"""Checking again finds what checking everything finds."""

import shutil

import pytest

from conftest import REPOSITORY, TODAY
from vlmatlas.catalog import check_everything, check_some, examine
from vlmatlas.recheck import recheck


@pytest.fixture(scope="module")
def _copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("recheck")
    for name in ("models", "registry"):
        shutil.copytree(REPOSITORY / name, root / name)
    recheck(root, today=TODAY)
    return root


@pytest.fixture
def root(_copy, tmp_path):
    return shutil.copytree(_copy, tmp_path / "root")


@pytest.fixture
def only_some(monkeypatch):
    """Fail where everything would be checked."""
    monkeypatch.setattr("vlmatlas.recheck._check_all", lambda *_: pytest.fail("checked everything"))


MISTAKES = {
    "models/cogvlm/model.yaml": ("open_weights: true", "open_weights: maybe"),
    "models/cogvlm/en.md": ("[^paper]", "[^papre]"),
    "models/imp/model.yaml": ("organizations:\n- ", "organizations:\n- no-such-"),
    "models/bunny/zh.md": ("](component:", "](component:no-such-"),
    "models/mipha/model.yaml": ("connector: ", "connector: no-such-"),
}
REACHING = {
    "models/cogvlm/model.yaml": ("name: CogVLM\n", "name: CogAgent\n"),
    "registry/tags.yaml": ("\n  name:", "\n  nome:"),
    "registry/components/phi-2.yaml": ("kind: language-model", "kind: connector"),
}


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.usefixtures("only_some")
@pytest.mark.parametrize(("name", "change"), MISTAKES.items())
def test_a_mistake_in_one_family_is_found_by_checking_that_family(root, name, change):
    replace(root / name, *change)

    problems = recheck(root, today=TODAY)

    assert problems == examine(root, today=TODAY)[1] != []


@pytest.mark.usefixtures("only_some")
def test_a_mended_family_is_checked_alone_and_found_in_order(root):
    path = root / "models/cogvlm/model.yaml"
    good = path.read_bytes()
    replace(path, "open_weights: true", "open_weights: maybe")
    assert recheck(root, today=TODAY)

    path.write_bytes(good + b"\n# A remark.\n")

    assert recheck(root, today=TODAY) == []


@pytest.mark.parametrize(("name", "change"), REACHING.items())
def test_a_change_that_reaches_other_files_is_checked_everywhere(root, name, change):
    replace(root / name, *change)

    problems = recheck(root, today=TODAY)

    assert problems == examine(root, today=TODAY)[1] != []


def test_a_missing_or_new_folder_is_noticed(root):
    shutil.rmtree(root / "models/llava-1-5")
    assert recheck(root, today=TODAY) == examine(root, today=TODAY)[1] != []

    (root / "models/new").mkdir()
    assert recheck(root, today=TODAY) == examine(root, today=TODAY)[1]


@pytest.mark.parametrize("damage", [b"", b"\xff", b"0\n{}"])
def test_a_damaged_record_is_ignored(root, damage):
    (root / ".cache/vlmatlas/check.json").write_bytes(damage)
    replace(root / "models/cogvlm/model.yaml", "open_weights: true", "open_weights: maybe")

    assert recheck(root, today=TODAY) == examine(root, today=TODAY)[1] != []


def test_rules_need_no_more_of_other_families_than_their_outlines():
    everything = check_everything(REPOSITORY, today=TODAY)

    for id in everything.outlines:
        found = check_some(REPOSITORY, [id], everything.outlines, today=TODAY)
        assert found is not None, f"checking {id} asks an outline for more than it holds"
        assert found.problems == []
