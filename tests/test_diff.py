"""`vlmatlas diff` tells a reviewer what readers will see change."""

import subprocess

import pytest

from conftest import REPOSITORY
from factories import make_block, make_catalog, make_family, make_variant
from vlmatlas.cli import main
from vlmatlas.comparison.compare import compare_catalogs
from vlmatlas.comparison.scores import pair_scores
from vlmatlas.comparison.summary import render_summary
from vlmatlas.labels import load_labels
from vlmatlas.vocabulary import Language

MODEL = "models/lynx-vl/model.yaml"


def git(root, *arguments):
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(checkout):
    (checkout / "templates").symlink_to(REPOSITORY / "templates")
    git(checkout, "init", "-q", "-b", "main")
    git(checkout, "add", "models", "registry")
    git(checkout, "commit", "-qm", "data")
    return checkout


def replace(root, old, new, path=MODEL):
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def diff(root, capsys, *arguments):
    code = main(["--root", str(root), "diff", *arguments])
    return code, capsys.readouterr()


def family(scores, id="llava", **facts):
    """A family with one variant per entry of `scores`: its scores on MMMU."""
    variants = [make_variant(name) for name in scores]
    blocks = [make_block({name: {"mmmu.val": value}}) for name, value in scores.items()]
    return make_family(id, variants=variants, scores=blocks, **facts)


def tell(before, after, language=Language.EN):
    before, after = make_catalog(before), make_catalog(after)
    labels = load_labels(REPOSITORY, language)
    changes = compare_catalogs(before, after)
    return render_summary(REPOSITORY, before, after, changes, labels)


def test_the_same_data_says_that_nothing_changes(repository, capsys):
    code, printed = diff(repository, capsys, "main", "--lang", "en")

    assert code == 0
    assert "Nothing that readers see changes." in printed.out


def test_a_changed_score_shows_both_values_its_source_and_its_rank(repository, capsys):
    replace(repository, "lynxbench.val: 51.0", "lynxbench.val: 52.8")

    _code, printed = diff(repository, capsys, "main", "--lang", "en")

    assert "51.0 → **52.8**" in printed.out
    assert "| 1 of 1 |" in printed.out
    assert "[Lynx report](<https://arxiv.org/abs/2502.00001>)" in printed.out


def test_both_states_can_be_commits(repository, capsys):
    replace(repository, "lynxbench.val: 51.0", "lynxbench.val: 52.8")
    git(repository, "commit", "-qam", "score")
    replace(repository, "lynxbench.val: 52.8", "lynxbench.val: 53.9")

    _code, printed = diff(repository, capsys, "HEAD~1", "HEAD", "--lang", "zh")

    assert "51.0 → **52.8**" in printed.out
    assert "1 个分数有变" in printed.out


def test_what_main_did_since_the_branch_left_it_is_not_told(repository, capsys):
    git(repository, "switch", "-qc", "branch")
    replace(repository, "name: Lynx-VL-2B", "name: Lynx-VL-2B-Chat")
    git(repository, "commit", "-qam", "name")
    git(repository, "switch", "-q", "main")
    replace(repository, "lynxbench.val: 51.0", "lynxbench.val: 60.0")
    git(repository, "commit", "-qam", "score")

    _code, printed = diff(repository, capsys, "main", "branch", "--lang", "en")

    assert "Lynx-VL-2B-Chat" in printed.out
    assert "60" not in printed.out


def test_a_changed_figure_is_told_as_lines_and_drawn_before_and_after(repository, capsys, tmp_path):
    replace(repository, "      - image ~[Q]~> lynx-lm/cross\n", "")
    folder = tmp_path / "figures"

    _code, printed = diff(repository, capsys, "main", "--lang", "en", "--figures", str(folder))

    assert "-image ~[Q]~> lynx-lm/cross" in printed.out
    assert sorted(path.name for path in folder.iterdir()) == [
        "index.html",
        "lynx-vl-main.after.svg",
        "lynx-vl-main.before.svg",
    ]
    assert (folder / "lynx-vl-main.before.svg").read_text("utf-8").startswith("<svg")
    assert "lynx-vl-main.after.svg" in (folder / "index.html").read_text("utf-8")


def test_a_changed_write_up_counts_lines_in_each_language(repository, capsys):
    body = repository / "models/lynx-vl/en.md"
    body.write_text("More.\n\n" + body.read_text("utf-8"), encoding="utf-8")

    _code, printed = diff(repository, capsys, "main", "--lang", "en")

    assert "English write-up: +2 −0" in printed.out
    assert "Chinese write-up" not in printed.out


def test_a_changed_registry_entry_shows_its_facts(repository, capsys):
    path = "registry/components/lynx-vit.yaml"
    replace(repository, "kind: vision-encoder", "kind: vision-encoder\nparameters: 0.3", path)

    _code, printed = diff(repository, capsys, "main", "--lang", "en")

    assert "`parameters`: – → 0.3" in printed.out


def test_problems_of_the_newer_state_are_those_of_check(repository, capsys):
    replace(repository, "name: Lynx-VL\n", "")

    code, printed = diff(repository, capsys, "main", "--lang", "en")

    assert code == 1
    assert printed.err.startswith(f"{MODEL}:1:1: ")
    assert printed.out == ""


def test_an_older_state_that_fails_the_checks_is_no_failure(repository, capsys):
    replace(repository, "name: Lynx-VL\n", "")
    git(repository, "commit", "-qam", "broken")
    replace(repository, "organizations:", "name: Lynx-VL\norganizations:")

    code, printed = diff(repository, capsys, "HEAD", "--lang", "en")

    assert code == 0
    assert "cannot be compared" in printed.out


@pytest.mark.parametrize("name", ["nope", "--output=x"])
def test_an_unknown_revision_is_named(repository, capsys, name):
    code, printed = diff(repository, capsys, "--lang", "en", "--", name)

    assert code == 2
    assert name in printed.err


def test_ranks_and_the_new_leader_are_told():
    before = family({"a": 41.2, "b": 43.0})
    after = family({"a": 44.0, "b": 43.0})

    told = tell(before, after)

    assert "| a | MMMU val | 41.2 → **44.0** | 2 → **1** of 2 |" in told
    assert "### New first places" in told
    assert "| MMMU val · zero-shot | b | a |" in told


def test_a_score_that_keeps_the_order_names_no_leader():
    told = tell(family({"a": 41.2, "b": 43.0}), family({"a": 42.8, "b": 43.0}))

    assert "41.2 → **42.8**" in told
    assert "New first places" not in told


def test_new_and_removed_variants_are_listed():
    told = tell(family({"a": 1.5}), family({"b": 1.5}))

    assert "New variants:\n\n- b · Vicuna\n" in told
    assert "Removed variants:\n\n- a · Vicuna\n" in told
    assert "| b | MMMU val | – → **1.5** |" in told
    assert "| a | MMMU val | 1.5 → **–** |" in told


def test_a_new_family_tells_no_single_facts():
    labels = load_labels(REPOSITORY, Language.EN)
    before, after = make_catalog(), make_catalog(family({"a": 1.5}))

    told = render_summary(REPOSITORY, before, after, compare_catalogs(before, after), labels)

    assert "### llava `models/llava` (new)" in told
    assert "new pages: 1 · new variants: 1 · new scores: 1" in told
    assert "| Field |" not in told


def test_a_fact_shows_both_values():
    told = tell(make_family(open_weights=False), make_family(open_weights=True))

    assert "| `open_weights` | false | true |" in told


def test_text_of_the_data_cannot_break_out_of_the_summary():
    evil = "a | b <script> @octocat ```\n# c"
    told = tell(make_family(name="n"), make_family(name=evil))

    assert "<script>" not in told
    assert "@octocat" not in told
    assert "\n# c" not in told
    assert "a \\| b" in told


def test_a_long_change_says_how_much_it_leaves_out():
    names = [f"v{number}" for number in range(70)]
    told = tell(make_family(), family(dict.fromkeys(names, 1.5)))

    assert "… and 10 more rows" in told


def test_scores_are_paired_by_source_and_setting_first():
    def scores(*values):
        blocks = [
            make_block({"a": {"mmmu.val": value}}, setting={"protocol": protocol})
            for value, protocol in values
        ]
        return make_family(variants=[make_variant("a")], scores=blocks).scores

    old = scores((1.0, "zero-shot"), (2.0, "few-shot"))
    new = scores((3.0, "few-shot"), (1.5, "zero-shot"))
    found = {(was.value, now.value) for was, now in pair_scores(old, new)}

    assert found == {(1.0, 1.5), (2.0, 3.0)}


def test_the_summary_speaks_chinese_too():
    told = tell(make_family(), family({"a": 1.5}), Language.ZH)

    assert "新增 1 个型号 · 新增 1 个分数" in told
