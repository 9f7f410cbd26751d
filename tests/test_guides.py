"""The guides say what is true: their files pass the checks and their commands print what stands.

`scripts/record_guides.py` writes down anew what commands print.
"""

import json
import re

import pytest
from record_guides import BLOCK, COMMAND, list_guides, make_sandbox, record_guide

from conftest import REPOSITORY, TODAY
from vlmatlas.catalog import examine
from vlmatlas.problem import Severity
from vlmatlas.records import FamilyFile, ScoreBlock, Setting, Source, Variant
from vlmatlas.structure import Stage
from vlmatlas.vocabulary import Language
from vlmatlas.yamlfile import parse_yaml

MODEL = "models/lynx-vl/model.yaml"
GUIDES = sorted({path.name for _language, path in list_guides()})
RECORDED = [guide for guide in list_guides() if "```console" in guide[1].read_text("utf-8")]
FRAGMENTS = "scores.md"


def read_guide(language, name):
    return (REPOSITORY / f"content/{language}/guide/{name}").read_text(encoding="utf-8")


def find_blocks(language, name):
    """(path or None, kind, content) of every block."""
    return [found.groups() for found in BLOCK.finditer(read_guide(language, name))]


def find_files(language, *names):
    return {
        path: content
        for name in names
        for path, _kind, content in find_blocks(language, name)
        if path
    }


@pytest.mark.parametrize(
    ("language", "path"), RECORDED, ids=[f"{path.stem}-{language}" for language, path in RECORDED]
)
def test_commands_print_what_the_guide_says(language, path):
    assert record_guide(path, language) == path.read_text("utf-8")


@pytest.mark.parametrize("language", list(Language))
def test_every_file_and_fragment_of_the_guides_passes_the_checks(tmp_path, language):
    root = make_sandbox(tmp_path)
    files = find_files(language, "model-file.md", "write-ups.md")
    other = Language.ZH if language is Language.EN else Language.EN
    files |= find_files(other, "write-ups.md")
    files |= find_files(language, "translation.md")
    for name in ("registry/glossary.yaml", "registry/organizations.yaml"):
        files[name] = (root / name).read_text("utf-8") + "\n" + files[name]
    bodies = {name: text for name, text in files.items() if name.endswith(".md")}
    for number, content in enumerate(find_fragments(language)):
        folder = f"models/lynx-{number}"
        files[f"{folder}/model.yaml"] = make_family_of(files[MODEL], content, number)
        files |= {name.replace("models/lynx-vl", folder): text for name, text in bodies.items()}
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")

    _catalog, problems = examine(root, today=TODAY)

    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert errors == []
    assert len(bodies) == 2


def find_fragments(language):
    blocks = find_blocks(language, FRAGMENTS)
    return [content for path, kind, content in blocks if kind == "yaml" and path is None]


def make_family_of(model, fragment, number):
    """The family of the annotated file with other scores, under names of its own."""
    whole = parse_yaml(model) | parse_yaml(fragment)
    whole |= {"name": f"Lynx {number}", "aliases": [], "corrections": []}
    whole["variants"][0] |= {"name": f"Lynx {number} 2B", "aliases": []}
    link = {"kind": "leaderboard", "title": "Board", "url": "https://mmmu-benchmark.github.io"}
    whole["sources"]["board"] = link
    return json.dumps(whole, ensure_ascii=False, indent=1).replace(
        "lynx-vl-2b", f"lynx-{number}-2b"
    )


@pytest.mark.parametrize("language", list(Language))
def test_the_guides_show_fragments_and_files(language):
    assert len(find_fragments(language)) == 4
    assert MODEL in find_files(language, "model-file.md")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("record", [FamilyFile, Source, Variant, Stage, ScoreBlock])
def test_the_annotated_file_has_every_field(language, record):
    text = read_guide(language, "model-file.md")
    left_out = {"absent"} if record is Stage else set()

    missing = [name for name in record.model_fields if f"{name}:" not in text]
    assert set(missing) == left_out


@pytest.mark.parametrize("language", list(Language))
def test_the_page_about_scores_names_every_part_of_a_setting(language):
    text = read_guide(language, "scores.md")

    missing = [name for name in Setting.model_fields if f"{name}:" not in text]
    assert missing == ["prompt", "notes"]


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_built_alike_in_both_languages(name):
    def outline(language):
        text = BLOCK.sub("", read_guide(language, name))
        levels = re.findall(r"^(#+) ", text, re.MULTILINE)
        blocks = [(path, kind) for path, kind, _content in find_blocks(language, name)]
        links = sorted(re.findall(r"\]\(([^)]+\.md)\)", text))
        return levels, len(blocks), [kind for _path, kind in blocks], links

    assert outline(Language.EN) == outline(Language.ZH)


@pytest.mark.parametrize("name", GUIDES)
def test_commands_are_the_same_in_both_languages(name):
    def commands(language):
        return COMMAND.findall(read_guide(language, name))

    assert commands(Language.EN) == commands(Language.ZH)


def test_every_make_target_of_a_guide_exists():
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    text = "\n".join(path.read_text("utf-8") for _language, path in list_guides())
    targets = set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE))

    assert targets == {"check", "serve", "test"}
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


@pytest.mark.parametrize("language", list(Language))
def test_the_page_for_contributors_leads_to_every_guide(language):
    text = (REPOSITORY / f"content/{language}/contribute.md").read_text("utf-8")

    assert sorted(re.findall(r"\(guide/([a-z-]+\.md)\)", text)) == GUIDES
