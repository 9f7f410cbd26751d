import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from find_chromium import find_chromium
from playwright.sync_api import sync_playwright

from vlmatlas.catalog import load_catalog

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
TODAY = date(2030, 1, 1)
IS_WHOLE = "document.documentElement.dataset.whole === ''"
"""Scripts run, and what is below the window of a page is laid out."""
INPUTS = ("mkdocs.yml", "content", "hooks", "models", "registry", "templates", "src")


def pytest_addoption(parser):
    parser.addoption("--update-snapshots", action="store_true", help="accept the new pages")


@pytest.fixture
def checkout(tmp_path):
    """A small catalogue that a test may break."""
    shutil.copytree(HERE / "checkout", tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def catalog():
    """The real data of this repository."""
    return load_catalog(REPOSITORY, today=TODAY)


def build(root, engine="mkdocs"):
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOCIAL_CARDS": "true"}
    command = [sys.executable, "-m", engine, "build", "--strict"]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env=environment
    )


def copy_inputs(target):
    for name in INPUTS:
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target / name)
    return target


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    root = copy_inputs(tmp_path_factory.mktemp("project"))
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="session")
def site(project):
    return project / "site"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        """Say nothing."""


class QuietServer(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A page that was left while it loaded is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def address(site):
    handler = functools.partial(QuietHandler, directory=str(site))
    server = QuietServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    path = find_chromium()
    assert path is not None, "no Chromium; run scripts/find_chromium.py --install"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def tab(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    tab = context.new_page()
    yield tab
    tab.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def move():
    """Moves the pointer in a tab, whereupon the theme's script comes, and waits for it."""

    def move(tab):
        tab.wait_for_function(IS_WHOLE)
        tab.mouse.move(8, 310)
        tab.wait_for_function("window.document$")

    return move


@pytest.fixture
def instant(tab, address, move):
    """A tab that tells whether it still shows the document it was opened with."""
    tab.goto(f"{address}/en/timeline/")
    move(tab)
    tab.evaluate("window.sameDocument = true")
    return tab
