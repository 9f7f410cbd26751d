"""How a visit goes: text first, the theme's script when a reader moves, pages in one document."""

import pytest
from playwright.sync_api import expect

from conftest import IS_WHOLE

pytestmark = pytest.mark.xdist_group("site")


IS_FIRST = "document.documentElement.classList.contains('vlm-first')"
HAS_THEME = "Boolean(window.document$)"
SIGNS = {
    "pointer": lambda tab: tab.mouse.move(300, 300),
    "touch": lambda tab: tab.touchscreen.tap(300, 300),
    "key": lambda tab: tab.keyboard.press("Shift"),
    "focus": lambda tab: tab.focus("h1 a"),
    "scroll": lambda tab: tab.evaluate("scrollBy(0, 40)"),
    "activation": lambda tab: tab.evaluate("document.querySelector('h1 a').click()"),
}
"""What readers do, with the one or other device or help, before they can do more."""


def stand(tab, address):
    """Opens a page and waits until it has done all that it does by itself."""
    tab.goto(address, wait_until="networkidle")
    tab.wait_for_function(IS_WHOLE)


@pytest.mark.parametrize("sign", SIGNS)
def test_the_script_of_the_theme_comes_when_the_reader_moves(phone, address, sign):
    stand(phone, f"{address}/en/about/")
    assert not phone.evaluate(HAS_THEME)
    SIGNS[sign](phone)

    phone.wait_for_function(HAS_THEME)


@pytest.mark.parametrize("end", ["#sources", "?h=catalogue", "?q=llava"])
def test_an_address_that_asks_for_the_theme_has_it_at_once(phone, address, end):
    phone.goto(f"{address}/en/about/{end}")

    phone.wait_for_function(HAS_THEME)


def test_a_shared_search_opens_with_its_results(tab, address):
    tab.goto(f"{address}/en/?q=llava")

    expect(tab.locator(".md-search-result__link .vlm-search-kind").first).to_be_visible()
    share = tab.locator("[data-md-component=search-share]").get_attribute("href")
    assert share == f"{address}/en/?q=llava"


def test_no_link_is_a_script(site):
    found = [path for path in site.rglob("*.html") if 'href="javascript:' in path.read_text()]

    assert found == []


def test_the_first_key_that_is_pressed_is_heard(tab, address):
    stand(tab, f"{address}/en/about/")
    tab.evaluate(
        "addEventListener('keydown', (event) => { window.taken = event.defaultPrevented })"
    )
    tab.keyboard.press("/")

    assert tab.evaluate("window.taken"), "Firefox would open its own search"
    expect(tab.locator("[data-md-component=search-query]")).to_be_focused()
    expect(tab.locator("#__search")).to_be_checked()
    tab.keyboard.type("llava")
    expect(tab.locator(".md-search-result__link .vlm-search-kind").first).to_be_visible()


def test_a_key_pressed_in_a_field_is_no_shortcut(tab, address):
    stand(tab, f"{address}/en/models/")
    tab.evaluate("document.querySelector('[data-vlm-filter]').focus({preventScroll: true})")
    tab.keyboard.type("s")
    tab.wait_for_function(HAS_THEME)
    tab.wait_for_timeout(200)

    expect(tab.locator("[data-vlm-filter]")).to_be_focused()
    expect(tab.locator("#__search")).not_to_be_checked()


def test_a_touch_on_search_opens_the_box_with_the_cursor_in_it(phone, address):
    stand(phone, f"{address}/en/about/")
    phone.tap(".md-header__button[for=__search]")

    assert phone.evaluate("document.activeElement.dataset.mdComponent") == "search-query"
    phone.keyboard.type("llava")
    expect(phone.locator(".md-search-result__link .vlm-search-kind").first).to_be_visible()
    phone.tap(".md-search__icon[for=__search]")
    expect(phone.locator("[data-md-component=search-query]")).not_to_be_focused()


def test_a_page_works_when_the_script_of_the_theme_does_not_come(tab, address):
    tab.route("**/bundle.*.js", lambda route: route.abort())
    stand(tab, f"{address}/en/models/")
    tab.fill("[data-vlm-filter]", "cobra")
    expect(tab.locator(".vlm-card:visible .vlm-card__name")).to_have_text(["Cobra"])
    tab.click(".vlm-card:visible a")

    tab.wait_for_url("**/en/models/cobra/")


def test_what_is_folded_is_open_on_paper(tab, address):
    stand(tab, f"{address}/en/models/cogvlm/")
    shut = "document.querySelectorAll('.md-content details:not([open])').length"
    before = tab.evaluate(shut)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    during = tab.evaluate(shut)
    tab.evaluate("dispatchEvent(new Event('afterprint'))")

    assert before > during == 0
    assert tab.evaluate(shut) == before


def test_each_page_is_announced_once(instant):
    """Two announcements for a page would start what is on it twice."""
    instant.evaluate(
        "document.addEventListener('vlm:page', () => { window.pages = (window.pages || 0) + 1 })"
    )
    instant.locator(".md-tabs__link", has_text="Models").click()
    expect(instant.locator("h1")).to_contain_text("Models")
    instant.go_back()
    expect(instant.locator("h1")).to_contain_text("Timeline")

    assert instant.evaluate("window.pages") == 2


@pytest.mark.parametrize("page", ["models/cogvlm/", "en/models/"])
def test_a_first_page_is_laid_out_as_a_whole_once_it_stands(phone, address, page):
    phone.goto(f"{address}/{page}", wait_until="commit")
    phone.wait_for_function(IS_FIRST)
    phone.wait_for_function(IS_WHOLE)
    height = phone.evaluate("document.documentElement.scrollHeight")
    phone.add_style_tag(content="* { content-visibility: visible !important }")

    assert phone.evaluate("document.documentElement.scrollHeight") == height


def test_the_drawer_shows_its_links_while_it_is_open(phone, address):
    phone.goto(f"{address}/en/models/cogvlm/")
    links = phone.locator(".md-sidebar--primary .md-nav__link")
    seen = (
        "[...document.querySelectorAll('.md-sidebar--primary a')]"
        ".filter(link => link.checkVisibility({contentVisibilityAuto: true})).length"
    )
    assert links.count() > 5
    assert phone.evaluate(seen) == 0
    phone.click(".md-header__button[for=__drawer]")
    phone.wait_for_function(f"{seen} > 5")
    phone.locator(".md-overlay").click(position={"x": 380, "y": 400})
    phone.wait_for_function(f"{seen} === 0")


def test_the_way_back_leads_to_the_same_lines(phone, address):
    phone.goto(f"{address}/models/cogvlm/")
    phone.wait_for_function(IS_WHOLE)
    place = "Math.round(document.querySelector('#corrections').getBoundingClientRect().top)"
    phone.evaluate("document.querySelector('#corrections').scrollIntoView()")
    phone.wait_for_function(HAS_THEME)
    phone.wait_for_timeout(300)  # the theme notes the place a little later
    before = phone.evaluate(place)
    phone.locator("article p a[href$='/minigpt-4/']").first.dispatch_event("click")
    phone.wait_for_function("!document.querySelector('#corrections')")
    phone.go_back()

    phone.wait_for_function(f"document.querySelector('#corrections') && {place} === {before}")
    phone.reload()
    phone.wait_for_function(f"{place} === {before}")
    assert not phone.evaluate(IS_FIRST)


def test_pages_follow_one_another_in_one_document_and_back_again(instant):
    instant.locator(".md-tabs__link", has_text="Models").click()
    instant.locator(".vlm-card__name", has_text="CogVLM").click()
    expect(instant.locator("h1")).to_have_text("CogVLM")
    instant.locator(".f-figure > svg:visible a", has_text="EVA2-CLIP-E").click()
    expect(instant.locator("h1")).to_have_text("EVA2-CLIP-E")
    instant.go_back()
    expect(instant.locator("h1")).to_have_text("CogVLM")

    assert instant.evaluate("window.sameDocument")


def test_a_link_within_the_page_and_one_to_a_file_are_left_to_the_browser(instant):
    instant.locator(".md-tabs__link", has_text="Data").click()
    expect(instant.locator("h1")).to_contain_text("Data")
    before = instant.evaluate("history.length")
    instant.locator("article .headerlink").first.evaluate("(link) => link.click()")
    moved = instant.evaluate("[location.hash, history.length]")
    with instant.expect_response("**/api/v1/*.json"):
        instant.locator('article a[href$=".json"]:visible').first.click()

    assert moved[0] != ""
    assert moved[1] == before + 1


def test_the_page_for_addresses_that_lead_nowhere_speaks_both_languages(site, tab, address):
    tab.goto(f"{address}/404.html")
    titles = tab.locator("h1 > span").evaluate_all(
        "all => all.map(one => [one.lang, one.textContent])"
    )
    links = tab.locator("article .md-button").evaluate_all("all => all.map(one => one.pathname)")

    assert titles == [["zh", "找不到这个页面"], ["en", "Page not found"]]
    pages = ["models/", "leaderboard/", ""]
    assert links == [*(f"/{page}" for page in pages), *(f"/en/{page}" for page in pages)]
    assert all((site / link[1:] / "index.html").is_file() for link in links)


def test_the_page_for_addresses_that_lead_nowhere_leads_on(tab, address):
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(f"{address}/404.html", wait_until="networkidle")
    tab.locator(".md-tabs__link").nth(1).click()
    tab.wait_for_url("**/models/")
    expect(tab.locator(".vlm-card__name").first).to_be_visible()

    assert errors == []


def test_a_link_opened_in_a_new_tab_leaves_this_page_alone(instant):
    with instant.context.expect_page() as opened:
        instant.locator(".md-tabs__link", has_text="Models").click(modifiers=["Control"])

    assert opened.value.url.endswith("/en/models/")
    assert instant.url.endswith("/en/timeline/")
