"""`check` remembers what was sound; it reports the same as if it did not."""

import shutil
from datetime import date

import pytest

from conftest import REPOSITORY, TODAY
from test_check_rules import CASES, read_case
from vlmatlas import filereading, reading, touched
from vlmatlas.catalog import examine, load_catalog
from vlmatlas.commands.check import find_problems
from vlmatlas.output import CACHE
from vlmatlas.reading import read_catalogue
from vlmatlas.remember import WHOLE, load_memory, save_memory
from vlmatlas.touched import MEMORY
from vlmatlas.workspace import Workspace, open_catalog

MODEL = "models/lynx-vl/model.yaml"


@pytest.fixture(autouse=True, params=["fresh", "settled"])
def age(request, monkeypatch):
    """Files that were just written are always opened; others only if they were touched."""
    if request.param == "settled":
        monkeypatch.setattr(touched, "_FRESH", -(10**18))
    return request.param


def shown(problems):
    return [(problem, dict(problem.details)) for problem in problems]


def assert_same_twice(root, today=TODAY):
    """As without memory: with what is remembered from before, and with what is from this time."""
    expected = shown(examine(root, today=today)[1])
    assert shown(find_problems(root, today=today)) == expected
    assert shown(find_problems(root, today=today)) == expected
    return expected


@pytest.fixture
def remembered(checkout):
    """A sound catalogue that was checked before."""
    assert find_problems(checkout, today=TODAY) == []
    return checkout


def edit(root, path, old, new):
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_rule_is_reported_as_without_memory(remembered, case):
    for path, text in read_case(case).items():
        (remembered / path).parent.mkdir(parents=True, exist_ok=True)
        (remembered / path).write_text(text, encoding="utf-8")

    assert assert_same_twice(remembered)


def test_a_mended_catalogue_is_sound_again(remembered):
    before = (remembered / MODEL).read_bytes()
    (remembered / MODEL).write_bytes(before + b"surprise: 1\n")
    assert assert_same_twice(remembered)

    (remembered / MODEL).write_bytes(before)

    assert assert_same_twice(remembered) == []


def test_families_that_others_need_may_go(tmp_path):
    for name in ("models", "registry"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    assert_same_twice(tmp_path)
    shutil.rmtree(tmp_path / "models/llava-1-5")

    found = {problem.path.split("/")[1] for problem, _ in assert_same_twice(tmp_path)}

    assert len(found) > 1


def test_a_new_family_may_clash_with_a_remembered_one(remembered):
    shutil.copytree(remembered / "models/lynx-vl", remembered / "models/lynx-copy")

    assert assert_same_twice(remembered)


def test_every_file_counts(remembered):
    for path in sorted(remembered.glob("**/*.*")):
        if (path.is_file() and "models" in path.parts) or path.suffix == ".yaml":
            before = path.read_bytes()
            path.write_bytes(before[: len(before) // 2] + b"\n")
            assert_same_twice(remembered)
            path.write_bytes(before)

    assert assert_same_twice(remembered) == []


def test_a_write_up_without_its_facts_is_still_looked_at(remembered):
    edit(remembered, "models/lynx-vl/en.md", "\n", "\n[gone](family:nowhere)\n")
    (remembered / MODEL).write_text("name: [\n", encoding="utf-8")

    rules = {problem.rule for problem, _ in assert_same_twice(remembered)}

    assert "unknown-reference" in rules


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"{}",
        lambda content: content[:-1],
        lambda content: content.replace(b"lynx", b"link"),
        lambda content: b"0" * 32 + content[32:],
    ],
)
def test_a_damaged_memory_is_none(remembered, damage):
    path = remembered / CACHE / MEMORY
    path.write_bytes(damage(path.read_bytes()))

    assert load_memory(remembered).families == {}
    edit(remembered, MODEL, "released:", "released_:")
    assert assert_same_twice(remembered)


def test_an_earlier_day_finds_what_lies_in_its_future(remembered):
    assert assert_same_twice(remembered, today=date(2001, 1, 1))
    assert assert_same_twice(remembered) == []


def test_sound_families_are_remembered_as_they_are(remembered):
    fresh = read_catalogue(remembered, today=TODAY)
    memory = load_memory(remembered)
    again = read_catalogue(remembered, today=TODAY, memory=memory)

    assert memory.families.keys() == fresh.draft.families.keys()
    assert again.draft.families == {}
    save_memory(remembered, fresh.memory)
    assert load_memory(remembered) == memory


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_workspace_follows_as_if_it_read_everything(checkout, case):
    workspace = Workspace(checkout, TODAY)
    workspace.refresh()
    sound = workspace.catalog
    before = {path: (checkout / path).read_bytes() for path in ("models/lynx-vl/model.yaml",)}
    for path, text in read_case(case).items():
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_text(text, encoding="utf-8")
    workspace.refresh()

    catalog, problems = examine(checkout, today=TODAY)
    assert shown(workspace.problems) == shown(problems)
    assert vars(workspace.catalog) == vars(catalog or sound)
    for path, content in before.items():
        (checkout / path).write_bytes(content)
    workspace.refresh()
    assert shown(workspace.problems) == shown(examine(checkout, today=TODAY)[1])


def test_a_catalogue_is_the_same_from_memory(remembered):
    plain = vars(load_catalog(remembered, today=TODAY))

    assert vars(open_catalog(remembered, today=TODAY)) == plain
    assert vars(open_catalog(remembered, today=TODAY)) == plain
    (remembered / CACHE / WHOLE).write_bytes(b"[]")
    assert vars(open_catalog(remembered, today=TODAY)) == plain


@pytest.fixture
def opened(monkeypatch):
    """The files that a check opens, as they are opened."""
    paths = []
    read = filereading.read_content

    def note(path):
        paths.append(str(path))
        return read(path)

    for module in (filereading, reading):
        monkeypatch.setattr(module, "read_content", note)
    return paths


def test_files_that_nobody_touched_are_not_opened(remembered, opened, age):
    find_problems(remembered, today=TODAY)

    assert (opened == []) == (age == "settled")


def test_only_a_touched_family_is_opened(remembered, opened, age):
    shutil.copytree(remembered / "models/lynx-vl", remembered / "models/lynx-too")
    edit(remembered, "models/lynx-too/model.yaml", "name: Lynx-VL", "name: Lynx-Too")
    find_problems(remembered, today=TODAY)
    opened.clear()
    find_problems(remembered, today=TODAY)

    families = {path.split("/")[-2] for path in opened if "/models/" in path}
    assert ("lynx-vl" in families) == (age == "fresh")
    assert "lynx-too" in families


def test_a_family_may_be_called_registry(remembered):
    shutil.copytree(remembered / "models/lynx-vl", remembered / "models/registry")
    find_problems(remembered, today=TODAY)
    edit(remembered, "models/registry/model.yaml", "released:", "released_:")

    rules = {problem.rule for problem, _ in assert_same_twice(remembered)}
    assert "unknown-key" in rules


def test_a_family_may_be_swapped_for_a_link_to_it(remembered):
    shutil.move(remembered / "models/lynx-vl", remembered / "lynx-vl")
    (remembered / "models/lynx-vl").symlink_to(remembered / "lynx-vl")

    assert {problem.rule for problem, _ in assert_same_twice(remembered)} >= {"file-is-link"}


def test_states_beside_another_memory_say_nothing(remembered):
    before = (remembered / CACHE / MEMORY).read_bytes()
    for number in range(20):
        shutil.copytree(remembered / "models/lynx-vl", remembered / f"models/lynx-{number}")
    find_problems(remembered, today=TODAY)
    (remembered / CACHE / MEMORY).write_bytes(before)

    assert assert_same_twice(remembered)


def test_code_behind_a_link_cannot_be_told_apart(remembered, opened, monkeypatch, tmp_path_factory):
    package = tmp_path_factory.mktemp("linked")
    (package / "touched.py").symlink_to(touched.__file__)
    monkeypatch.setattr(touched, "__file__", str(package / "touched.py"))
    find_problems(remembered, today=TODAY)
    find_problems(remembered, today=TODAY)

    assert len(opened) == 2 * len(set(opened))
