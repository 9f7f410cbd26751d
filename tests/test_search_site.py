"""Search in the built site finds the right page first, in the language of the page."""

import csv
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import IS_WHOLE, REPOSITORY
from vlmatlas.search.entries import build_entries
from vlmatlas.search.words import split_words, squash
from vlmatlas.vocabulary import Language

pytestmark = pytest.mark.xdist_group("site")
QUERIES = Path(__file__).parent / "data" / "search"
LINK = ".md-search-result__link"
ROOTS = {"zh": "/", "en": "/en/"}
RANK = """async ({folder, queries}) => {
  const load = async (name) => (await fetch(`${folder}${name}.json`)).json();
  const engine = new VlmSearch.Engine(load);
  const answers = [];
  for (const query of queries) {
    const {hits} = await engine.rank(query, {limit: 20});
    answers.push(await Promise.all(hits.map(async (hit) => (await engine.row(hit.number)).url)));
  }
  return answers;
}"""


def read_queries(split):
    with (QUERIES / f"{split}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def is_expected(url, query):
    """An expected address with an anchor means that place, one without any place of the page."""
    page = url.partition("#")[0]
    return any(wanted in (url, page) for wanted in query["expected"].split())


def place_of(urls, query):
    """1 for the first result, 0 if no result is right."""
    places = (place for place, url in enumerate(urls, start=1) if is_expected(url, query))
    return next(places, 0)


def open_engine(tab, address):
    tab.goto(f"{address}/")
    tab.add_script_tag(url=f"{address}/assets/search/engine.js")


def find_places(tab, address, queries):
    open_engine(tab, address)
    places = []
    for language in Language:
        own = [query for query in queries if query["language"] == language]
        texts = [query["query"] for query in own]
        answers = tab.evaluate(RANK, {"folder": f"/search/{language}/", "queries": texts})
        places += [(query, place_of(urls, query)) for query, urls in zip(own, answers, strict=True)]
    return places


@pytest.mark.parametrize("split", ["tuned", "held-out"])
def test_the_right_page_comes_first(tab, address, split):
    places = find_places(tab, address, read_queries(split))
    missed = [(query["language"], query["query"], at) for query, at in places if at != 1]

    assert len(places) >= 100
    assert sum(at == 1 for _query, at in places) >= 0.95 * len(places), missed
    assert sum(1 <= at <= 5 for _query, at in places) >= 0.99 * len(places), missed


def test_every_expected_page_exists(catalog):
    for query in read_queries("tuned") + read_queries("held-out"):
        found = build_entries(catalog, Language(query["language"]), (), ())
        known = {part for entry in found for part in (entry.url, entry.url.partition("#")[0])}
        written = {f"{path.stem}/" for path in (REPOSITORY / "content/en").glob("*.md")}

        assert set(query["expected"].split()) <= known | written, query["query"]


def test_browser_and_builder_split_text_alike(tab, address, catalog):
    entries = build_entries(catalog, Language.ZH, (), ())
    texts = [text for e in entries for text in (e.title, e.lead, e.facts, *e.aliases, *e.hidden)]
    texts += [
        "1,344 × 1,344",
        "LLaVA-φ",
        "Ｖｉｓｉｏｎ２",
        "v1.5.2_b/c+d",
        "𠮷野家",
        "state‑of‑the‑art",
    ]
    open_engine(tab, address)
    split = "texts => texts.map(text => [VlmSearch.splitWords(text), VlmSearch.squash(text)])"

    assert tab.evaluate(split, texts) == [[split_words(text), squash(text)] for text in texts]


def test_index_of_the_theme_is_empty(site):
    index = site / "search/search_index.json"

    assert json.loads(index.read_text(encoding="utf-8"))["docs"] == []


def test_index_finds_every_page_but_the_home_page(site):
    for language, root in ROOTS.items():
        rows = [
            row
            for path in (site / "search" / language).glob("*.json")
            for row in _rows(json.loads(path.read_text(encoding="utf-8")))
        ]
        found = {row[1].partition("#")[0] for row in rows}
        folder = site / root.strip("/")
        built = {
            f"{path.parent.relative_to(folder).as_posix()}/"
            for path in folder.rglob("index.html")
            if language == "en" or not path.is_relative_to(site / "en")
        }

        assert found == built - {"./"}


def _rows(content):
    """The rows of a file, if it is one that holds rows."""
    if not isinstance(content, list) or not all(isinstance(row, list) for row in content):
        return []
    return [row for row in content if row[1].partition("#")[0].endswith("/")]


def open_box(tab):
    """Once the scripts are there, which come after the text."""
    tab.wait_for_function(IS_WHOLE)
    tab.keyboard.press("Control+k")


def type_query(tab, text):
    open_box(tab)
    tab.keyboard.type(text)
    tab.wait_for_selector(f"{LINK} .vlm-search-kind")


def first_link(tab):
    return urlsplit(tab.locator(LINK).first.get_attribute("href"))


def test_only_who_searches_loads_the_engine_and_only_once(tab, address, move):
    asked = []
    tab.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    tab.goto(f"{address}/en/models/cogvlm/")
    move(tab)
    tab.wait_for_load_state("networkidle")
    before = [url for url in asked if "/search/" in url]
    type_query(tab, "llava")
    tab.keyboard.press("Control+a")
    type_query(tab, "bunny")
    during = [url for url in asked if "engine.js" in url]

    assert [url for url in before if "worker.js" in url]
    assert not [url for url in before if "engine.js" in url]
    assert len(during) == 1
    assert "#" not in during[0]
    assert "tab=" not in during[0]


@pytest.mark.parametrize(
    ("query", "page", "label"),
    [
        ("cogvml", "/models/cogvlm/", "模型家族"),
        ("視覺專家", "/glossary/", "概念"),
        ("mm vet", "/en/benchmarks/mmvet/", "Benchmark"),
        ("siglip-400m", "/en/components/siglip-400m/", "Component"),
    ],
)
def test_rows_say_what_they_are_and_stay_in_the_language(tab, address, query, page, label):
    root = "/en/models/cogvlm/" if page.startswith("/en/") else "/"
    tab.goto(f"{address}{root}")
    type_query(tab, query)
    tab.locator(f'{LINK}[href*="{page}"]').first.wait_for()
    paths = [urlsplit(link.get_attribute("href")).path for link in tab.locator(LINK).all()]

    assert paths[0] == page
    assert tab.locator(".vlm-search-kind").first.inner_text() == label
    assert {path.startswith("/en/") for path in paths} == {root.startswith("/en/")}


def test_address_with_a_query_opens_the_search(tab, address):
    tab.goto(f"{address}/en/?q=pailgemma")
    tab.wait_for_selector(f"{LINK} .vlm-search-kind")

    assert first_link(tab).path == "/en/models/paligemma/"


def test_enter_opens_the_first_result_and_the_next_search_works(tab, address):
    tab.goto(f"{address}/en/")
    type_query(tab, "vary toy")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/models/vary-toy/*")
    expect(tab.locator("#__search")).not_to_be_checked()
    expect(tab.locator("[data-md-component=search-query]")).not_to_be_focused()
    type_query(tab, "chartqa")
    tab.locator(f'{LINK}[href*="benchmarks/chartqa/"]').first.wait_for()

    assert first_link(tab).path == "/en/benchmarks/chartqa/"


def test_words_are_marked_on_the_page_that_was_found(tab, address):
    tab.goto(f"{address}/en/")
    type_query(tab, "hyper-pretrained")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/models/hpt/*")

    assert "h=hyper-pretrained" in tab.url


def test_enter_before_the_rows_opens_what_was_typed(tab, address):
    tab.goto(f"{address}/en/")
    type_query(tab, "hyper")
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text("cogvlm")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/models/cogvlm/*")

    assert "h=cogvlm" in tab.url


def test_filter_leaves_one_kind_and_works_with_the_keyboard(tab, address):
    tab.goto(f"{address}/en/")
    type_query(tab, "llava")
    tab.wait_for_selector(".vlm-search-filter button")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    tab.wait_for_function(
        "() => [...document.querySelectorAll('.vlm-search-kind')]"
        ".every(kind => kind.dataset.kind === 'variant')"
    )
    tab.keyboard.press("Tab")

    assert tab.locator(".vlm-search-kind").count() > 0
    assert tab.locator("[aria-pressed=true]").inner_text() == "Variant"
    assert tab.evaluate("document.activeElement.name") == "query"


def test_pasted_text_is_searched_for(tab, address):
    tab.goto(f"{address}/")
    open_box(tab)
    tab.keyboard.insert_text("混合专家")
    tab.wait_for_selector(f"{LINK} .vlm-search-kind")

    assert "mixture-of-experts" in tab.locator(LINK).first.get_attribute("href")


@pytest.mark.parametrize(
    ("root", "words"), [("/", "把这个模型加入图谱"), ("/en/", "Add this model")]
)
def test_without_a_result_the_reader_learns_how_to_go_on(tab, address, root, words):
    tab.goto(f"{address}{root}")
    type_query(tab, "zzyzxqj")
    row = tab.locator(LINK).last

    assert words in row.inner_text()
    assert urlsplit(row.get_attribute("href")).path == f"{root}contribute/"


def test_markup_in_a_query_stays_text(tab, address):
    tab.goto(f"{address}/en/")
    type_query(tab, "cogvlm <img src=x onerror=alert(1)>")

    assert tab.locator(".md-search-result img").count() == 0


def test_searching_asks_no_other_host_and_only_one_language(tab, address):
    asked = []
    tab.context.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{address}/en/")
    type_query(tab, "visual expert")

    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert any("/search/en/" in url for url in asked)
    assert not any("/search/zh/" in url for url in asked)


def test_nothing_of_the_index_is_loaded_before_the_box_is_used(tab, address):
    asked = []
    tab.context.on("request", lambda request: asked.append(urlsplit(request.url).path))
    tab.goto(f"{address}/", wait_until="networkidle")

    assert [path for path in asked if path.startswith("/search/zh/")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366])
def test_results_fit_and_axe_finds_no_violation(browser, address, scheme, width):
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.goto(f"{address}/en/models/cogvlm/")
    type_query(tab, "visual expert")
    tab.wait_for_selector(".vlm-search-filter button")
    tab.wait_for_timeout(600)
    violations = Axe().run(tab, context=".md-search").response["violations"]
    wide = tab.evaluate("document.querySelector('.md-search-result').scrollWidth")
    context.close()

    assert [(found["id"], len(found["nodes"])) for found in violations] == []
    assert wide <= width
