"""Figures as a browser shows them: nothing leaves its box, everything can be read and reached."""

import pytest
from playwright.sync_api import expect

from conftest import HERE, REPOSITORY

pytestmark = pytest.mark.xdist_group("site")
WIDTHS = (1440, 1024, 768, 390, 360)
FAMILIES = sorted(path.name for path in (REPOSITORY / "models").iterdir() if path.is_dir())
COLOURFUL = ("cogagent", "moe-llava", "mini-gemini", "tinygpt-v", "chameleon")
AUDIT = (HERE / "browser/figures.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("family", FAMILIES)
def test_figures_are_drawn_cleanly_at_every_width(browser, address, family, language):
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900})
    page.goto(f"{address}/{language}models/{family}/", wait_until="domcontentloaded")
    page.evaluate(AUDIT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        audit = page.evaluate("figureAudit.geometry()")

        assert audit["figures"] > 0
        assert audit["found"] == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("family", COLOURFUL)
def test_words_and_lines_have_enough_contrast(browser, address, family, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/models/{family}/")
    page.evaluate(AUDIT)
    expected = {"light": "default", "dark": "slate"}[scheme]

    assert page.locator("body").get_attribute("data-md-color-scheme") == expected
    assert page.evaluate("figureAudit.contrast()") == []
    context.close()


def test_the_audit_sees_what_it_should(tab, address):
    tab.goto(f"{address}/en/models/llava-1-5/")
    tab.evaluate(AUDIT)
    tab.evaluate(
        """() => {
          const svg = document.querySelector(".f-landscape");
          const [first, second] = svg.querySelectorAll(".f-node > .f-name");
          first.textContent = "A name that is far too long for its box";
          second.style.fill = "#f0f0f0";
          svg.querySelector(".f-edge").setAttribute("d", "M0 60L500 60");
        }"""
    )
    found = " ".join(tab.evaluate("figureAudit.geometry()")["found"])

    assert "leaves its box" in found
    assert "an arrow runs through" in found
    assert tab.evaluate("figureAudit.contrast()") != []


@pytest.mark.parametrize(("width", "layout"), [(1440, "landscape"), (390, "portrait")])
def test_the_container_chooses_the_drawing(browser, address, width, layout):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}/models/llava-1-5/")

    expect(page.locator(f".f-{layout}")).to_be_visible()
    assert page.locator(".f-figure > svg:visible").count() == 1
    page.close()


def test_every_linked_block_is_reached_by_keyboard_and_says_what_it_is(tab, address):
    tab.goto(f"{address}/en/models/cogagent/")
    links = tab.locator(".f-figure > svg:visible a")
    wanted = links.all_text_contents()
    tab.locator("#figure .headerlink").focus()
    reached = []
    for _ in wanted:
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.textContent"))

    assert len(wanted) >= 6
    assert reached == wanted
    assert any("Vision encoder" in text and "EVA2-CLIP-E" in text for text in reached)


def test_clicking_a_block_opens_its_page_and_instant_loading_goes_on_working(tab, address):
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(f"{address}/en/")
    tab.locator(".md-tabs__link", has_text="Models").click()
    tab.locator(".vlm-card__name", has_text="MoE-LLaVA").click()
    expect(tab.locator("h1")).to_have_text("MoE-LLaVA")
    tab.locator(".f-figure > svg:visible a", has_text="StableLM-2-1.6B").click()
    expect(tab.locator("h1")).to_have_text("StableLM-2-1.6B")
    tab.locator(".md-tabs__link", has_text="Guide").click()
    tab.locator(".vlm-subnav a", has_text="Glossary").click()
    expect(tab.locator("h1")).to_have_text("Glossary")

    assert errors == []


def test_a_figure_is_a_named_document_that_search_leaves_out(tab, address):
    tab.goto(f"{address}/en/models/cogvlm/")
    figure = tab.get_by_role("document", name="Architecture of CogVLM")

    expect(figure).to_be_visible()
    assert tab.locator(".f-figure[data-search-exclude]").count() == 1


def test_downloads_are_the_drawing_alone_as_svg_and_png(tab, address):
    tab.goto(f"{address}/en/models/cogvlm/#figure")
    with tab.expect_download() as svg:
        tab.locator(".f-downloads a", has_text="SVG").click()
    with tab.expect_download() as png:
        tab.locator(".f-downloads a", has_text="PNG").click()

    assert svg.value.path().read_bytes().startswith(b"<svg")
    assert png.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["", "en/"])
def test_gallery_filters_by_structure_and_keeps_the_choice_in_its_address(tab, address, language):
    tab.goto(f"{address}/{language}architecture/")
    cards = tab.locator(".vlm-gallery > li:visible")
    everything = cards.count()
    tab.select_option("select[name=fusion]", "cross-attention")
    expect(cards.locator(".vlm-card__name")).to_have_text(["CogAgent"])
    shared = tab.url
    tab.locator("[data-vlm-facets] button[type=reset]").click()
    expect(cards).to_have_count(everything)
    tab.goto(shared)
    expect(cards).to_have_count(1)


def test_gallery_without_scripts_is_a_plain_list(browser, address, catalog):
    structures = sum(len(family.architecture) for family in catalog.families)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/architecture/")

    assert page.locator(".vlm-gallery > li:visible").count() == structures
    expect(page.locator("[data-vlm-facets]")).to_be_hidden()
    context.close()
