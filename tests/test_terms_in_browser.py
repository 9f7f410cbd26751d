"""Tooltips of terms in a real browser: pointer, keyboard, finger, with and without scripts."""

import re

import pytest

from conftest import IS_WHOLE

pytestmark = pytest.mark.xdist_group("site")
WITHOUT_ANCHORS = re.compile(r"@supports \(position-area[^{]*\{(?:[^{}]*\{[^{}]*\})*\}")


@pytest.fixture(params=["anchored", "not anchored"])
def page(request, browser, address, site):
    """A page as browsers with and without anchor positioning show it, on a narrow screen."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    tab = context.new_page()
    if request.param == "not anchored":
        css = (site / "assets/site.css").read_text(encoding="utf-8")
        assert WITHOUT_ANCHORS.search(css)
        plain = WITHOUT_ANCHORS.sub("", css)
        tab.route("**/site.css", lambda route: route.fulfill(body=plain, content_type="text/css"))
    tab.goto(f"{address}/en/models/cogvlm/")
    yield tab
    context.close()


def test_a_tooltip_shows_beside_its_term_and_on_the_screen(page):
    terms = page.locator(".vlm-term")
    assert terms.count() > 10

    for index in range(0, terms.count(), 3):
        term = terms.nth(index)
        tip = term.locator(".vlm-term__tip")
        link = term.locator("a")
        link.scroll_into_view_if_needed()
        assert not tip.is_visible()
        link.focus()
        box, word = tip.bounding_box(), link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        below = box["y"] >= word["y"] + word["height"] / 2
        assert below or box["y"] + box["height"] <= word["y"] + word["height"] / 2


def test_the_pointer_can_move_into_the_tooltip(page):
    term = page.locator(".vlm-term").nth(2)
    tip = term.locator(".vlm-term__tip")
    term.locator("a").hover()
    assert tip.is_visible()

    tip.hover()

    assert tip.is_visible()
    page.mouse.move(1, 1)
    assert not tip.is_visible()


def test_a_finger_reads_first_and_follows_second(browser, address):
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        java_script_enabled=False,
    )
    tab = context.new_page()
    tab.goto(f"{address}/models/cogvlm/")
    term = tab.locator(".vlm-term").first

    term.tap()

    assert tab.url == f"{address}/models/cogvlm/"
    assert term.locator(".vlm-term__tip").is_visible()
    term.locator("a").tap()
    tab.wait_for_url("**/glossary/#*")
    context.close()


def test_escape_closes_and_the_page_does_not_move(tab, address):
    tab.goto(f"{address}/en/models/cogvlm/")
    term = tab.locator(".vlm-term").first
    tab.wait_for_function(IS_WHOLE)
    height = "document.documentElement.scrollHeight"
    before = tab.evaluate(height)
    term.locator("a").focus()
    assert term.locator(".vlm-term__tip").is_visible()
    assert tab.evaluate(height) == before

    tab.keyboard.press("Escape")

    assert not term.locator(".vlm-term__tip").is_visible()
    tab.locator(".vlm-term a").nth(1).focus()
    term.locator("a").focus()
    assert term.locator(".vlm-term__tip").is_visible()


def test_a_screen_reader_gets_the_definition_as_description(tab, address):
    tab.goto(f"{address}/en/models/cogvlm/")

    told = tab.evaluate(
        """() => [...document.querySelectorAll(".vlm-term a")].map(
          a => document.getElementById(a.getAttribute("aria-describedby")).textContent)"""
    )

    assert len(told) == len(set(told)) > 10
    assert all(len(text) > 20 for text in told)
