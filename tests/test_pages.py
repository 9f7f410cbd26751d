"""Generated pages look as stored; `pytest --update-snapshots` accepts a new look."""

from urllib.parse import urljoin

import pytest

from conftest import HERE, REPOSITORY, TODAY
from vlmatlas.catalog import load_catalog
from vlmatlas.pages.family import name_weights
from vlmatlas.pages.page import Address, Context
from vlmatlas.pages.site import list_pages, render_page
from vlmatlas.tables import ScoreTable
from vlmatlas.urls import FOLDERS, Linker, name_link, page_url
from vlmatlas.vocabulary import Language

KINDS = {"family": "lynx-vl", "benchmark": "lynxbench", "component": "lynx-vit"}


def make_context(root, language):
    catalog = load_catalog(root, today=TODAY)
    return Context(REPOSITORY, catalog, ScoreTable(catalog), language, "https://code.example/atlas")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", KINDS)
def test_page_looks_as_stored(checkout, request, kind, language):
    page = render_page(make_context(checkout, language), Address(kind, KINDS[kind]))

    file = HERE / "snapshots" / f"{kind}.{language}.html"
    if request.config.getoption("--update-snapshots"):
        file.write_text(page.html, encoding="utf-8")
    assert page.html == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", list(Language))
def test_text_from_data_cannot_become_markup(checkout, language):
    model = checkout / "models/lynx-vl/model.yaml"
    text = model.read_text(encoding="utf-8").replace("name: Lynx-VL\n", 'name: "<i>\\"x&"\n')
    model.write_text(text, encoding="utf-8")
    context = make_context(checkout, language)

    pages = [render_page(context, address).html for address in list_pages(context.catalog)]

    assert not any("<i>" in html for html in pages)
    assert any("&lt;i&gt;&#34;x&amp;" in html for html in pages)


def test_a_citation_leads_to_its_numbered_source(checkout):
    html = render_page(make_context(checkout, Language.EN), Address("family", "lynx-vl")).html

    assert '<a href="#source-report" rel="noopener">[1]</a>' in html
    assert '<li id="source-report">' in html


def test_weights_are_named_by_what_they_are(catalog):
    """By their variant; by their address where several variants share them, or none has them."""
    named = {family.id: list(name_weights(family).values()) for family in catalog.families}

    assert named["bunny"][0] == "Bunny-v1.1-Llama-3-8B-V"
    assert "THUDM/CogVLM" in named["cogvlm"]
    assert "MiniGPT-4 (Vicuna 13B)" in named["minigpt-4"]
    assert all(len(set(names)) == len(names) for names in named.values())


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://huggingface.co/datasets/lynx/data/", "datasets/lynx/data"),
        ("https://github.com/lynx/lynx-vl", "lynx/lynx-vl"),
        ("https://github.com/", "github.com"),
        ("https://lynx.example/blog/1", "lynx.example"),
    ],
)
def test_a_link_is_named_by_what_it_leads_to(url, name):
    assert name_link(url) == name


@pytest.mark.parametrize("here", ["", "leaderboard/", "models/", "models/x/", "tags/x/"])
def test_links_lead_from_any_page_to_any_other(here):
    linker = Linker(here, Language.EN)
    root = "https://atlas.example/en/"

    for kind in FOLDERS:
        for id in ("", "x", "y"):
            target = root + page_url(kind, id)
            assert urljoin(root + here, linker.page(kind, id)) == target
            assert urljoin(root + here, linker.page(kind, id, "top")) == f"{target}#top"
