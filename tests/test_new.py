"""A new family begins as a folder that `check` accepts, but for what only a person can write."""

import re
import shutil

import pytest

from conftest import REPOSITORY, TODAY
from vlmatlas.catalog import examine
from vlmatlas.cli import main
from vlmatlas.yamlfile import read_yaml

PAPER = "https://arxiv.org/abs/2506.00007"
WEIGHTS = "https://huggingface.co/tiger/tiger-vl-7b"
COMPONENTS = (
    "--language-model",
    "lynx LM",
    "--vision-encoder",
    "LynxViT",
    "--connector",
    "lynxmlp",
)


@pytest.fixture
def atlas(checkout):
    shutil.copytree(REPOSITORY / "templates/new", checkout / "templates/new")
    return checkout


@pytest.fixture
def new(atlas, capsys):
    def run(*arguments, language="en"):
        code = main(["--root", str(atlas), "new", *arguments, "--lang", language])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def model(root, id="tiger-vl"):
    return read_yaml(root / f"models/{id}/model.yaml")


def rules(root):
    return {(p.path.rpartition("/")[2], p.rule) for p in examine(root, today=TODAY)[1]}


def test_only_what_nobody_said_is_left(atlas, new):
    code, printed, _ = new("Tiger-VL", "--paper", PAPER, "--weights", WEIGHTS, *COMPONENTS)

    assert code == 0
    assert rules(atlas) == {
        ("model.yaml", "todo-left"),
        ("en.md", "todo-left"),
        ("zh.md", "todo-left"),
    }
    found = model(atlas)
    assert found["variants"][0]["language_model"] == "lynx-lm"
    assert found["variants"][0]["vision_encoders"] == ["lynx-vit"]
    assert found["released"] == {"date": "2025-06", "source": "paper"}
    assert "models/tiger-vl/model.yaml:" in printed


def test_what_is_written_in_place_of_the_marks_makes_a_sound_family(atlas, new):
    new("Tiger-VL", "--paper", PAPER, "--weights", WEIGHTS, *COMPONENTS)

    for path in (atlas / "models/tiger-vl").iterdir():
        text = re.sub(r"TODO[:：]\s*", "", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    main(["--root", str(atlas), "sync", "tiger-vl"])

    assert rules(atlas) == set()


def test_an_unknown_component_is_left_to_be_named(atlas, new):
    assert new("Tiger-VL", "--paper", PAPER)[0] == 0

    assert {rule for _file, rule in rules(atlas)} == {"todo-left"}


def test_both_bodies_have_the_headings_of_a_write_up(atlas, new):
    new("Tiger-VL", "--paper", PAPER)

    for name in ("en.md", "zh.md"):
        begun = (atlas / "models/tiger-vl" / name).read_text(encoding="utf-8")
        written = (REPOSITORY / "models/cogvlm" / name).read_text(encoding="utf-8")
        assert re.findall("^## .*", begun, re.MULTILINE) == re.findall(
            "^## .*", written, re.MULTILINE
        )


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (("LynxVL", "--paper", PAPER), "'Lynx-VL' is in the catalogue already"),
        (("lynx vl 2b", "--paper", PAPER), "'lynx-vl-2b' is in the catalogue already"),
        (("Tiger", "--paper", "https://arxiv.org/pdf/2502.00001v3"), "arXiv 2502.00001"),
    ],
)
def test_a_family_that_is_there_already_is_shown(atlas, new, arguments, match):
    code, _, printed = new(*arguments)

    assert code == 1
    assert match in printed
    assert "models/lynx-vl/model.yaml" in printed
    assert len(list((atlas / "models").iterdir())) == 1


def test_a_repository_that_is_there_already_is_shown(atlas, new):
    path = atlas / "models/lynx-vl/model.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("links: {", 'links: {code: "https://github.com/Lynx/VL", '), encoding="utf-8"
    )

    code, _, printed = new("T", "--code", "https://github.com/lynx/vl.git", "--released", "2025")

    assert (code, "https://github.com/Lynx/VL belongs to" in printed) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give a name"),
        (("虎", "--paper", PAPER), "no id can be made of '虎'"),
        (("Tiger",), "every fact needs a document"),
        (("Tiger", "--weights", WEIGHTS), "when was it released?"),
        (("Tiger", "--paper", PAPER, "--connector", "lynx-mlq"), "near: lynx-mlp"),
        (("Tiger", "--paper", PAPER, "--organization", "lynx-labs"), "near: lynx-lab"),
    ],
)
def test_answers_that_cannot_be_used_are_explained(atlas, new, arguments, sentence):
    code, _, printed = new(*arguments)

    assert code == 2
    assert sentence in printed
    assert len(list((atlas / "models").iterdir())) == 1


def test_a_link_that_is_none_writes_nothing(atlas, new):
    code, _, printed = new("Tiger", "--paper", PAPER, "--weights", "tiger/tiger-vl")

    assert code == 1
    assert "[bad-url]" in printed
    assert len(list((atlas / "models").iterdir())) == 1


def test_a_name_full_of_signs_stays_a_name(atlas, new):
    assert new('Q&A: <VL> "3" #1', "--paper", PAPER)[0] == 0

    assert model(atlas, "q-a-vl-3-1")["name"] == 'Q&A: <VL> "3" #1'


def test_questions_offer_components_that_are_near(atlas, monkeypatch, capsys):
    asked = []
    answers = iter(["Tiger-VL", PAPER, "", "", "lynx-l", "lynx-lm", "LynxViT", ""])

    def answer(question):
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    assert main(["--root", str(atlas), "new", "--lang", "en"]) == 0

    assert any("near: lynx-lm" in question for question in asked)
    assert model(atlas)["variants"][0]["language_model"] == "lynx-lm"
    assert "still to be written" in capsys.readouterr().out


def test_scores_can_be_imported_before_the_rest_is_written(atlas, new, tmp_path, capsys):
    assert new("Tiger-VL", "--paper", PAPER)[0] == 0
    table = tmp_path / "t.csv"
    table.write_text("Model,LynxBench val\nTiger-VL,61.5\n", encoding="utf-8")

    code = main(["--root", str(atlas), "import", str(table), "--source", "paper"])

    assert code == 0, capsys.readouterr()
    assert model(atlas)["scores"][0]["values"] == {"tiger-vl": {"lynxbench.val": 61.5}}
    assert new("Tiger-VL 2", "--paper", "https://arxiv.org/abs/2507.00008")[0] == 0


@pytest.mark.parametrize(
    "paper",
    [
        "2506.00007",
        "arXiv:2506.00007v2",
        "arxiv.org/abs/2506.00007",
        "https://arxiv.org/abs/2506.00007",
    ],
)
def test_a_number_of_arxiv_is_a_paper(atlas, new, paper):
    code, _, _ = new("Tiger-VL", "--paper", paper)

    assert code == 0
    assert model(atlas)["links"]["paper"] == PAPER
    assert model(atlas)["released"]["date"] == "2025-06"


def test_an_alias_is_said_to_be_taken_for_the_component(atlas, new):
    path = atlas / "registry/components/lynx-lm.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}aliases: [lynx base]\n", encoding="utf-8")

    _, printed, _ = new("Tiger-VL", "--paper", PAPER, "--language-model", "Lynx Base")

    assert "'Lynx Base' is taken for LynxLM (lynx-lm)" in printed


def test_a_name_or_id_goes_without_saying(new):
    assert "taken for" not in new("Tiger-VL", "--paper", PAPER, *COMPONENTS)[1]


def test_questions_end_where_no_folder_can_come_of_them(atlas, monkeypatch):
    answers = iter(["Tiger-VL", "", "", ""])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    assert main(["--root", str(atlas), "new", "--lang", "en"]) == 2
    assert list(answers) == []


def test_a_day_is_asked_for_where_no_arxiv_number_holds_the_month(atlas, monkeypatch):
    answers = iter(["Tiger-VL", "", WEIGHTS, "", "2025-06-03", "", "", ""])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    assert main(["--root", str(atlas), "new", "--lang", "en"]) == 0
    assert model(atlas)["released"]["date"] == "2025-06-03"
