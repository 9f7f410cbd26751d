"""The preview shows every edit and every mistake, and the last good page meanwhile."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from conftest import REPOSITORY, copy_inputs
from vlmatlas.cli import main

pytestmark = pytest.mark.xdist_group("serve")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return copy_inputs(tmp_path_factory.mktemp("serve"))


@pytest.fixture(scope="module")
def address(root):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY / "src"), "LANG": "en_US.UTF-8"}
    command = [sys.executable, "-m", "vlmatlas", "serve", "--port", str(port)]
    with (root / "terminal.txt").open("w", encoding="utf-8") as terminal:
        process = subprocess.Popen(
            command, cwd=root, env=environment, stdout=terminal, stderr=terminal
        )
        while "http://" not in (text := (root / "terminal.txt").read_text(encoding="utf-8")):
            assert process.poll() is None, text
            time.sleep(0.1)
        yield text.split()[0]
        process.terminate()
        process.wait()


@pytest.fixture
def tab(browser, address):
    context = browser.new_context()
    tab = context.new_page()
    tab.set_default_timeout(90_000)
    tab.goto(f"{address}en/models/cogvlm/")
    yield tab
    context.close()


@contextlib.contextmanager
def edited(path, old, new):
    """A file with a change, which is taken back in the end."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")


def fetch(url):
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


EDITS = {
    "models/cogvlm/model.yaml": ("en: 'CogVLM keeps", "en: 'CogVLM firmly keeps", "firmly keeps"),
    "models/cogvlm/en.md": (
        "## Motivation\n\n",
        "## Motivation\n\nWhy it was made. ",
        "Why it was made",
    ),
    "templates/pages/family.html.jinja": ('label("paper")', '"Read me"', "Read me"),
    "templates/labels.yaml": ('en: "Variant"', 'en: "Flavour"', "Flavour"),
    "registry/components/mlp.yaml": ("name: Two-layer MLP", "name: Double MLP", "Double MLP"),
}


@pytest.mark.parametrize(("name", "edit"), EDITS.items())
def test_an_edit_appears_in_the_open_page(tab, root, name, edit):
    old, new, seen = edit

    with edited(root / name, old, new):
        tab.wait_for_function("text => document.body?.textContent.includes(text)", arg=seen)

    tab.wait_for_function("text => document.body?.textContent.includes(text) === false", arg=seen)


def test_a_stylesheet_is_served_as_it_is_now(tab, root, address):
    with edited(root / "templates/theme/assets/atlas.css", "{", "{ --edited: 1;"):
        assert "--edited" in fetch(f"{address}assets/atlas.css")[1]
        tab.wait_for_function(
            "[...document.styleSheets].some(s => s.href && s.href.includes('atlas')"
            " && [...s.cssRules].some(r => r.cssText.includes('--edited')))"
        )


MISTAKES = {
    "models/cogvlm/model.yaml": (
        "open_weights: true", "open_weights: maybe", r"models/cogvlm/model\.yaml:\d+:\d+: .*maybe"
    ),
    "models/cogvlm/en.md": ("[^paper]", "[^papre]", r"models/cogvlm/en\.md:\d+:\d+: .*papre"),
    "templates/pages/family.html.jinja": (
        "{{ family.name }}", "{{ family.nmae }}", r"family\.html\.jinja:\d+: .*nmae"
    ),
    "templates/labels.yaml": ("\npaper:", "\npaper: [", r"templates/labels\.yaml:\d+:\d+: "),
}  # fmt: skip


@pytest.mark.parametrize(("name", "mistake"), MISTAKES.items())
def test_a_mistake_is_shown_over_the_last_good_page_until_it_is_mended(tab, root, name, mistake):
    old, new, message = mistake

    with edited(root / name, old, new):
        tab.wait_for_selector("#vlm-preview")
        assert re.search(message, tab.inner_text("#vlm-preview"))
        assert tab.locator("h1").inner_text() == "CogVLM"
        assert re.search(message, (root / "terminal.txt").read_text(encoding="utf-8"))

    tab.wait_for_selector("#vlm-preview", state="detached")


def test_hand_written_pages_and_indexes_are_there(address):
    pages = ("", "en/", "en/methodology/", "models/", "en/leaderboard/")
    files = ("assets/atlas.js", "leaderboard/table.json", "search/en/index.json")
    for path in (*pages, *files):
        status, text = fetch(address + path)
        assert status == 200, path
        assert "vlm-frame-" not in text, path
    assert fetch(f"{address}../../pyproject.toml")[0] == 404
    assert fetch(f"{address}en/models/nothing/")[0] == 404


def test_nothing_is_announced_while_nothing_changes(tab):
    before = tab.evaluate("performance.timeOrigin")
    tab.wait_for_timeout(3000)

    assert tab.evaluate("performance.timeOrigin") == before


def test_a_port_in_use_is_said_in_one_line(root, capfd):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code = main(["--root", str(root), "serve", "--port", str(port)])

    said = capfd.readouterr().err
    assert code == 2
    assert said.count("\n") == 1
    assert f"http://127.0.0.1:{port}/" in said
    assert "--port" in said
