"""The same content builds with Zensical, which knows neither our hooks nor our language plugin."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY
from vlmatlas.cli import main
from vlmatlas.pages.page import Context
from vlmatlas.pages.site import list_pages, render_page
from vlmatlas.tables import score_table
from vlmatlas.vocabulary import Language

pytestmark = pytest.mark.xdist_group("site")


def words(html):
    text = re.sub(r"<[^>]*>", " ", html.split('<h1 id="top">', 1)[-1].split("</article>")[0])
    return text.replace("¶", " ").split()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("zensical")
    assert main(["--root", str(REPOSITORY), "pages", "--out", str(root)]) == 0
    tool = shutil.which("zensical", path=Path(sys.executable).parent) or shutil.which("zensical")
    for language in Language:
        command = [tool, "build", "--clean", "-f", str(root / f"zensical.{language}.yml")]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


@pytest.mark.parametrize("language", list(Language))
def test_zensical_builds_every_page_with_the_same_words(site, catalog, language):
    context = Context(REPOSITORY, catalog, score_table(catalog), language, "https://code.example")
    folder = site if language is Language.ZH else site / "en"

    for address in list_pages(catalog):
        built = (folder / address.url / "index.html").read_text(encoding="utf-8")
        if address.kind in {"family", "component", "tag"} and address.id:
            page = render_page(context, address)
            assert words(built)[: len(words(page.html))] == words(page.html), address
