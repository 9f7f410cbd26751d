"""Feeds and the list of changes tell what the history says, and nothing it does not say."""

import json
import os
import subprocess
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from conftest import REPOSITORY, TODAY
from factories import make_benchmark, make_catalog, make_family
from vlmatlas.catalog import load_catalog
from vlmatlas.changes import ScoreChange, compare_scores
from vlmatlas.exports.files import render_downloads
from vlmatlas.feeds import MOST_ENTRIES, render_feeds
from vlmatlas.history import read_history
from vlmatlas.pages.page import Address, Context
from vlmatlas.pages.site import render_page
from vlmatlas.tables import ScoreTable
from vlmatlas.vocabulary import Language

SITE = "https://atlas.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
BENCHMARKS = {"mmmu": make_benchmark()}
MODEL = "models/lynx-vl/model.yaml"


def write_model(*blocks):
    """A model file with the given (source, {key: value}) blocks of one variant."""
    lines = ["name: Lynx", "sources:"]
    lines += [
        f'  {source}: {{kind: paper, url: "https://{source}.example/a"}}' for source, _ in blocks
    ]
    lines += ["variants: []", "scores:"]
    for source, values in blocks:
        lines.append(f"- {{source: {source}, values: {{lynx-2b: {json.dumps(values)}}}}}")
    return "\n".join([*lines, "corrections: []", ""])


def compare(before, after):
    return compare_scores(write_model(*before), write_model(*after), BENCHMARKS)


def test_a_changed_value_is_told_with_both_values_and_its_source():
    found = compare([("a", {"mmmu.val": 35.0})], [("a", {"mmmu.val": 35.5})])

    assert found == (ScoreChange("lynx-2b", "mmmu.val", 35.0, 35.5, "https://a.example/a"),)


def test_an_added_and_a_withdrawn_score_have_one_side_only():
    found = compare([("a", {"mmmu.val": 35.0})], [("a", {"mmmu.test": 30})])

    assert [(change.key, change.before, change.after) for change in found] == [
        ("mmmu.test", None, 30),
        ("mmmu.val", 35.0, None),
    ]


@pytest.mark.parametrize(
    "after",
    [
        [("b", {"mmmu.val": 35.0})],
        [("a", {"mmmu.val:accuracy": 35.0})],
        [("b", {}), ("a", {"mmmu.val": 35.0})],
    ],
    ids=["another source", "another spelling", "another block"],
)
def test_a_value_that_only_moved_is_no_change(after):
    assert compare([("a", {"mmmu.val": 35.0})], after) == ()


def test_values_of_two_sources_are_compared_source_by_source():
    before = [("a", {"mmmu.val": 1}), ("b", {"mmmu.val": 2})]

    found = compare(before, [("b", {"mmmu.val": 3}), ("a", {"mmmu.val": 1})])

    assert [(change.before, change.after) for change in found] == [(2, 3)]


@pytest.mark.parametrize(
    "other",
    [
        "scores: [",
        "scores: 7\n",
        "scores: {mmmu: 1}\n",
        "scores: [{mmmu: 1}]\n",
        "- scores\nscores: [a]\n",
        "sources: [a]\nscores: [{source: a, values: {b: {mmmu.val: 2}}}]\n",
    ],
)
def test_a_version_that_is_no_yaml_or_of_another_form_is_passed_over(other):
    good = write_model(("a", {"mmmu.val": 1}))

    assert compare_scores(good, other, BENCHMARKS) == ()
    assert compare_scores(other, good, BENCHMARKS) == ()


def git(root, *arguments, day="2026-03-01"):
    author = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    committer = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    moment = f"{day}T23:30:00-0200"
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    environment = {**os.environ, **author, **committer, **dates}
    command = ["git", "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env=environment)


def commit(root, day, old="", new=""):
    """Put `new` for `old` in the model file and commit everything."""
    model = root / MODEL
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", "change", day=day)


@pytest.fixture
def repository(checkout):
    """The small catalogue with a history: a family comes, its score moves twice."""
    git(checkout, "init", "--quiet", "-b", "main")
    commit(checkout, "2026-03-01")
    commit(checkout, "2026-03-02", "51.0", "51.5")
    commit(checkout, "2026-03-05", "51.5", "52.0")
    return checkout


def read(root):
    catalog = load_catalog(root, today=TODAY)
    return catalog, read_history(root, catalog.benchmarks)


def values_of(history):
    return [
        (change.before, change.after)
        for revision in history.revisions
        for change in revision.changes
    ]


def test_the_history_of_a_score_is_read_newest_first_in_utc(repository):
    _catalog, history = read(repository)

    assert values_of(history) == [(51.5, 52.0), (51.0, 51.5)]
    assert [revision.time for revision in history.revisions] == [
        "2026-03-06T01:30:00Z",
        "2026-03-03T01:30:00Z",
    ]
    assert history.added == {"lynx-vl": "2026-03-02T01:30:00Z"}


def test_a_merge_counts_once(repository):
    git(repository, "checkout", "--quiet", "-b", "side")
    commit(repository, "2026-03-07", "52.0", "53.0")
    git(repository, "checkout", "--quiet", "main")
    git(repository, "merge", "--quiet", "--no-ff", "-m", "merge", "side", day="2026-03-09")

    _catalog, history = read(repository)

    assert values_of(history)[:2] == [(52.0, 53.0), (51.5, 52.0)]
    assert history.revisions[0].time == "2026-03-10T01:30:00Z"


def test_a_shallow_clone_says_less_and_nothing_wrong(repository, tmp_path_factory):
    clone = tmp_path_factory.mktemp("clone") / "shallow"
    git(repository, "clone", "--quiet", "--depth", "2", repository.as_uri(), str(clone))

    _catalog, history = read(clone)

    assert values_of(history) == [(51.5, 52.0)]
    assert history.added == {}


def test_without_git_there_is_no_history_and_no_failure(checkout):
    catalog, history = read(checkout)

    assert (history.revisions, dict(history.added)) == ((), {})
    feeds = render_feeds(REPOSITORY, catalog, history, SITE)
    entries = parse(feeds, "families.en")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2025-02-19T00:00:00Z"]
    assert parse(feeds, "scores.en") == []


def test_a_family_that_left_is_still_told(repository):
    git(repository, "mv", "models/lynx-vl", "models/puma-vl")
    git(repository, "commit", "--quiet", "-m", "rename")

    catalog, history = read(repository)
    feeds = render_feeds(REPOSITORY, catalog, history, SITE)

    titles = [entry.findtext(f"{ATOM}title") for entry in parse(feeds, "scores.en")]
    assert titles == ["lynx-vl: changed scores (1)"] * 2


def parse(feeds, name):
    """The entries of a feed, checked for what Atom requires of feed and entry."""
    feed = ET.fromstring(feeds[f"feeds/{name}.xml"])  # noqa: S314  # our own text
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for required in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{required}")) == 1, required
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{SITE}feeds/{name}.xml"
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    return entries


@pytest.mark.parametrize("language", list(Language))
def test_the_feed_of_scores_tells_both_values_and_the_source(repository, language):
    catalog, history = read(repository)

    newest = parse(render_feeds(REPOSITORY, catalog, history, SITE), f"scores.{language}")[0]

    text = newest.findtext(f"{ATOM}content")
    assert '<td class="vlm-number">51.5</td><td class="vlm-number">52.0</td>' in text
    assert "https://arxiv.org/abs/2502.00001" in text


def test_the_feed_of_families_is_ordered_by_when_they_came(repository):
    catalog, history = read(repository)

    entries = parse(render_feeds(REPOSITORY, catalog, history, SITE), "families.zh")

    assert entries[0].find(f"{ATOM}link").get("href") == f"{SITE}models/lynx-vl/"
    assert entries[0].findtext(f"{ATOM}updated") == "2026-03-02T01:30:00Z"


def test_text_from_data_cannot_break_a_feed():
    family = make_family(name="<b>&]]>", summary={"en": "</summary>", "zh": "<！>"})

    feeds = render_feeds(REPOSITORY, make_catalog(family), read_history(REPOSITORY, {}), SITE)

    assert parse(feeds, "families.en")[0].findtext(f"{ATOM}title") == "<b>&]]>"
    assert "[<b>&]]>](https://atlas.example/api/v1/families/llava.json)" in (
        feeds["llms.txt"].decode()
    )


def test_a_feed_stays_short():
    many = make_catalog(*(make_family(f"f{number}") for number in range(MOST_ENTRIES + 9)))

    feeds = render_feeds(REPOSITORY, many, read_history(REPOSITORY, {}), SITE)

    assert len(parse(feeds, "families.en")) == MOST_ENTRIES


def test_equal_history_gives_equal_bytes(repository):
    first, second = (
        {**render_downloads(*read(repository)), **render_feeds(REPOSITORY, *read(repository), SITE)}
        for _ in range(2)
    )

    assert first == second


def test_the_file_of_changes_follows_its_schema(repository):
    files = render_downloads(*read(repository))

    document = json.loads(files["api/v1/changes.json"])
    jsonschema.validate(document, json.loads(files["api/v1/changes.schema.json"]))
    assert document["revisions"][0]["changes"] == [
        {
            "variant": "lynx-vl-2b",
            "key": "lynxbench.val",
            "before": 51.5,
            "after": 52.0,
            "source": "https://arxiv.org/abs/2502.00001",
        }
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.EN, "What changed in the data"), (Language.ZH, "数据变更")],
)
def test_the_page_of_changes_lists_days_newest_first(repository, language, words):
    catalog, history = read(repository)
    table = ScoreTable(catalog)
    context = Context(REPOSITORY, catalog, table, language, "https://code.example", {}, history)

    page = render_page(context, Address("changes"))

    assert page.title == words
    places = [page.html.index(day) for day in ("2026-03-06", "2026-03-03", "2026-03-02")]
    assert places == sorted(places)
    assert f"https://code.example/commit/{history.revisions[0].commit}" in page.html


def test_the_page_of_changes_admits_a_missing_history(checkout):
    catalog, history = read(checkout)
    context = Context(
        REPOSITORY, catalog, ScoreTable(catalog), Language.EN, "https://code.example", {}, history
    )

    assert "cannot tell what changed" in render_page(context, Address("changes")).html
