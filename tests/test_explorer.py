"""The leaderboard, comparison, charts and timeline in a browser, in both languages."""

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("site")
LANGUAGES = ("", "en/")
both = pytest.mark.parametrize("language", LANGUAGES)
VIEWS = ("leaderboard/", "compare/?m=cogvlm_llava-1-5_moe-llava", "charts/", "timeline/")
LISTS = (
    "models/",
    "architecture/",
    "timeline/",
    "benchmarks/mmmu/",
    "components/phi-2/",
    "tags/small/",
    "organizations/microsoft-research/",
)


def wait_for_board(tab):
    """Until all rows are drawn, of which most wait for the reader's first move."""
    tab.wait_for_selector(".vlm-board[data-live]")
    tab.mouse.move(9, 9)
    tab.wait_for_selector(".vlm-board[data-whole]")


@pytest.fixture
def board(tab, address):
    """Opens the leaderboard with a query, in a language."""

    def open_board(query="", language="en/"):
        tab.goto(f"{address}/{language}leaderboard/{query}")
        wait_for_board(tab)
        return tab

    return open_board


def rows_of(tab):
    """Name → texts of the cells, for every row but the reference rows, once all are drawn."""
    tab.wait_for_selector(".vlm-board[data-whole]")
    return drawn_rows_of(tab)


def drawn_rows_of(tab):
    return tab.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(
            ".vlm-table tbody:not(.vlm-baselines) tr")].map((row) => [
              row.querySelector("a").textContent,
              [...row.cells].slice(1).map((cell) => cell.textContent)]))"""
    )


def column_of(tab, key):
    """The numbers of a score column from top to bottom; None where there is none."""
    tab.wait_for_selector(".vlm-board[data-whole]")
    texts = tab.evaluate(
        """(key) => {
          const heads = [...document.querySelectorAll(".vlm-table thead tr:last-child th")];
          const at = heads.findIndex((head) => head.querySelector(`[data-sort="${key}"]`));
          return [...document.querySelectorAll(".vlm-table tr[aria-rowindex]")]
            .map((row) => (row.cells[at].querySelector("button")?.firstChild.textContent ?? ""));
        }""",
        key,
    )
    return [float(text) if text else None for text in texts]


def heads_of(tab):
    return tab.locator(".vlm-table thead [data-sort]").evaluate_all(
        "all => all.map((button) => button.dataset.sort)"
    )


def status_of(tab):
    """How many rows are said to be shown, of how many."""
    return [int(n) for n in re.findall(r"\d+", tab.inner_text(".vlm-status"))]


def query_of(tab):
    return {name: values[0] for name, values in parse_qs(urlsplit(tab.url).query).items()}


def open_menu(tab, selector):
    tab.click(f"{selector} > summary")


@both
def test_whole_table_is_in_the_page_without_scripts(browser, address, catalog, language):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{language}leaderboard/")

    text = page.inner_text(".vlm-plain")
    rows = page.locator(".vlm-plain tbody:not(.vlm-baselines) tr").count()
    tables = page.locator(".vlm-table:visible").count()
    context.close()
    assert tables == 1
    assert rows == len(catalog.variants)
    assert all(variant.name in text for _family, variant in catalog.variants.values())
    assert all(str(score.value) in text for score in catalog.by_id["cogvlm"].scores)


def test_whole_table_shows_if_its_script_does_not_come(tab, address, catalog):
    tab.route("**/explorer/table.js", lambda route: route.abort())
    tab.goto(f"{address}/en/leaderboard/")
    tab.wait_for_selector(".vlm-board.is-plain")

    assert tab.locator(".vlm-table:visible").count() == 1
    assert tab.locator(".vlm-plain tbody:not(.vlm-baselines) tr").count() == len(catalog.variants)
    assert not tab.is_visible(".vlm-bar")


def test_rows_out_of_sight_come_without_any_move_too(tab, address):
    tab.goto(f"{address}/en/leaderboard/")
    tab.wait_for_selector(".vlm-board[data-live]")
    first = len(drawn_rows_of(tab))
    tab.wait_for_selector(".vlm-board[data-whole]")

    assert 0 < first < len(rows_of(tab)) == status_of(tab)[0]


def test_rows_in_sight_come_first_and_all_keep_their_place_where_others_are(board):
    tab = board("?all=1&set=all")
    drawn = """(act) => { act(); return document.querySelectorAll(
        ".vlm-table tbody:not(.vlm-baselines) tr").length }"""
    sort = "() => document.querySelector('[data-sort=date]').click()"
    everything = len(rows_of(tab))
    early = tab.evaluate(f"({drawn})({sort})")
    assert 20 < early < everything == len(rows_of(tab))
    tab.evaluate("document.querySelector('.vlm-board__box').scrollTop = 1000")
    tab.wait_for_function("document.querySelector('.vlm-board__box').scrollTop === 1000")
    tab.wait_for_timeout(100)

    assert tab.evaluate(f"({drawn})({sort})") == everything
    assert tab.evaluate("document.querySelector('.vlm-board__box').scrollTop") == 1000


def multiply(data, times):
    """The data of the board with each row several times."""
    rows = {name: values * times for name, values in data["rows"].items()}
    count = len(data["rows"]["id"])
    rows["id"] = [f"{id}-{i // count}" for i, id in enumerate(rows["id"])]
    for column in data["columns"]:
        column["values"] = "|".join([column["values"]] * times)
        column["marks"] *= times
    for facet in data["facets"].values():
        if "of" in facet:
            facet["of"] *= times
    return {**data, "rows": rows}


@pytest.fixture
def long_board(board, tab, site):
    data = json.loads((site / "en/leaderboard/table.json").read_text(encoding="utf-8"))
    text = json.dumps(multiply(data, 4))
    tab.route("**/leaderboard/table.json", lambda route: route.fulfill(body=text))
    return lambda query="": board(query)


IN_SIGHT = """() => {
  const box = document.querySelector(".vlm-board__box").getBoundingClientRect();
  const head = document.querySelector(".vlm-table thead").getBoundingClientRect();
  return [...document.querySelectorAll(".vlm-table tr[aria-rowindex]")].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > head.bottom && top < box.bottom;
  }).map((row) => Number(row.getAttribute("aria-rowindex")) - 3);
}"""


def test_a_long_table_draws_the_rows_in_its_window(long_board):
    tab = long_board("?all=1&sort=mmmu.val")
    total = status_of(tab)[0]
    drawn = tab.locator(".vlm-table tr[aria-rowindex]")
    box = tab.locator(".vlm-board__box")
    assert total > 400
    assert drawn.count() < 80
    box.evaluate("box => { box.scrollTop = box.scrollHeight / 2 }")
    tab.wait_for_function(f"({IN_SIGHT})()[0] > 100")
    seen = tab.evaluate(IN_SIGHT)
    assert len(seen) > 10
    assert seen == list(range(seen[0], seen[-1] + 1))
    assert abs(seen[0] - total / 2) < total / 5
    tab.click('[data-sort="mmmu.val"]')
    tab.wait_for_selector(".vlm-board[data-whole]")

    assert tab.evaluate(IN_SIGHT)[0] == 0
    assert box.evaluate("box => box.scrollTop") == 0
    numbers = [number for number in column_of(tab, "mmmu.val") if number is not None]
    assert numbers == sorted(numbers)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn.count() == total


def test_a_long_table_fills_its_window_again_after_it_was_short(long_board):
    tab = long_board("?all=1&find=cobra")
    assert len(tab.evaluate(IN_SIGHT)) < 10
    tab.fill("[data-search]", "")
    tab.wait_for_function("!location.search.includes('find')")
    tab.wait_for_selector(".vlm-board[data-whole]")
    box = tab.locator(".vlm-board__box").bounding_box()
    last = tab.locator(".vlm-table tr[aria-rowindex]").last.bounding_box()

    assert last["y"] + last["height"] > box["y"] + box["height"]


def test_a_full_choice_leaves_no_other_row_to_choose(long_board):
    tab = long_board("?all=1")
    for number in range(6):
        tab.locator("[data-pick]").nth(number).check()
    tab.evaluate("document.querySelector('.vlm-board__box').scrollTop = 4000")
    tab.wait_for_function(f"({IN_SIGHT})()[0] > 50")

    assert tab.locator("[data-pick]:enabled").count() == 0


@both
def test_first_rows_are_there_before_the_scripts(tab, address, language):
    tab.route("**/atlas.js", lambda _route: None)
    tab.goto(f"{address}/{language}leaderboard/", wait_until="commit")
    tab.wait_for_selector(".vlm-early tr")
    early = drawn_rows_of(tab)
    status = status_of(tab)
    tab.unroute("**/atlas.js")
    tab.goto(f"{address}/{language}leaderboard/")
    wait_for_board(tab)

    assert list(early) == list(rows_of(tab))[: len(early)]
    assert status == status_of(tab)


def test_page_without_scripts_hides_controls_that_need_them(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/leaderboard/")

    assert not page.is_visible(".vlm-bar")
    assert not page.is_visible(".vlm-status")
    context.close()


@both
def test_a_click_sorts_best_first_then_worst_first_and_blanks_stay_last(board, language):
    tab = board(language=language)
    tab.click('[data-sort="mmmu.val"]')
    down = column_of(tab, "mmmu.val")
    tab.click('[data-sort="mmmu.val"]')
    up = column_of(tab, "mmmu.val")
    known = len([value for value in down if value is not None])

    assert None in down
    assert None not in down[:known]
    assert None not in up[:known]
    apart = tab.locator(".vlm-table td.is-apart [data-column='mmmu.val']").count()
    ranked = known - apart
    assert down[:ranked] == sorted(down[:ranked], reverse=True)
    assert up[:ranked] == sorted(up[:ranked])


def test_sorting_by_two_columns_orders_equal_rows_by_the_second(board):
    tab = board("?cols=date_size_mmmu.val&sort=date")
    tab.click('[data-sort="mmmu.val"]', modifiers=["Shift"])
    dates = [cells[0] for cells in rows_of(tab).values()]
    values = column_of(tab, "mmmu.val")
    pairs = [(day, value) for day, value in zip(dates, values, strict=True) if value is not None]

    assert query_of(tab)["sort"] == "date_mmmu.val"
    assert dates == sorted(dates, reverse=True)
    same_day = [value for day, value in pairs if day == "2024-03-28"]
    assert len(same_day) > 2
    assert same_day == sorted(same_day, reverse=True)


def test_rank_is_counted_within_the_rows_in_view_and_ties_share_it(board):
    tab = board("?sort=mmmu.val&size=0-2_2-4")
    ranks = [int(text) for text in tab.locator(".vlm-rank").all_inner_texts() if text]
    values = [value for value in column_of(tab, "mmmu.val") if value is not None][: len(ranks)]

    assert ranks[0] == 1
    assert len(set(values)) < len(values)
    assert ranks == [1 + sum(other > value for other in values) for value in values]


@both
def test_best_and_second_best_in_view_are_marked(board, language):
    tab = board("?sort=mmmu.val&size=2-4", language)
    ranked = [value for value in column_of(tab, "mmmu.val") if value is not None]
    best = tab.locator(".is-best [data-column='mmmu.val']").first.inner_text()
    second = tab.locator(".is-second [data-column='mmmu.val']").first.inner_text()

    assert float(best) == max(ranked)
    assert float(second) == max(value for value in ranked if value < max(ranked))


@both
def test_facets_narrow_the_rows_to_what_they_promise(board, language, catalog):
    tab = board("?all=1", language)
    open_menu(tab, '[data-facet="lm"]')
    option = tab.locator('[data-facet="lm"] label', has=tab.locator('input[value="phi-2"]'))
    promised = int(option.locator("output").inner_text())
    option.locator("input").check()

    expected = [v for _f, v in catalog.variants.values() if v.language_model == "phi-2"]
    assert promised == len(expected)
    assert status_of(tab) == [len(expected), len(catalog.variants)]
    assert set(rows_of(tab)) == {variant.name for variant in expected}
    assert query_of(tab)["lm"] == "phi-2"


@pytest.mark.parametrize(
    "facet", ["size", "year", "lm", "ve", "cn", "license", "open", "org", "setting", "reporter"]
)
def test_every_facet_filters_and_writes_itself_into_the_address(board, facet):
    tab = board()
    before = status_of(tab)[0]
    open_menu(tab, f'[data-facet="{facet}"]')
    labels = tab.locator(f'[data-facet="{facet}"] label')
    counts = [int(text) for text in labels.locator("output").all_inner_texts()]
    at = next(i for i, count in enumerate(counts) if 0 < count < before)
    labels.nth(at).locator("input").check()

    assert status_of(tab)[0] == counts[at]
    assert facet in query_of(tab)


def test_facets_of_scores_drop_other_scores(board):
    tab = board("?cols=vqav2.unstated_textvqa.unstated_vizwiz.unstated&setting=few-shot")

    assert status_of(tab)[0] == 3
    assert tab.locator(".vlm-table td.is-apart").count() == 0


def test_search_finds_by_name_language_model_and_organization(board):
    tab = board("?all=1")
    tab.fill("[data-search]", "mamba")
    tab.wait_for_function("new URLSearchParams(location.search).get('find') === 'mamba'")

    assert list(rows_of(tab)) == ["Cobra-3.5B"]


def test_a_minimum_keeps_rows_that_reach_it_and_none_without_a_score(board):
    tab = board()
    open_menu(tab, ".vlm-menu:has([data-least])")
    tab.check("[data-least]")
    tab.keyboard.press("Escape")
    tab.fill('[data-min="mmmu.val"]', "40")
    tab.wait_for_function("location.search.includes('min.mmmu.val=40')")
    values = column_of(tab, "mmmu.val")

    assert values
    assert all(value is not None and value >= 40 for value in values)
    assert tab.evaluate("document.activeElement.dataset.min") == "mmmu.val"


@both
def test_sets_change_the_columns(board, language):
    tab = board(language=language)
    tab.click('[data-set="chinese"]')

    assert [key for key in heads_of(tab) if "." in key] == ["mmbench-cn.dev"]
    assert tab.get_attribute('[data-set="chinese"]', "aria-pressed") == "true"
    assert query_of(tab) == {"set": "chinese"}


def test_columns_can_be_chosen_and_moved(board):
    tab = board("?set=hallucination")
    open_menu(tab, "[data-columns]")
    tab.check('[data-column-key="mmmu.val"]')
    tab.click("[data-columns] > summary")
    open_menu(tab, "[data-columns]")
    tab.click('[data-key="mmmu.val"][data-move="-1"]')

    keys = heads_of(tab)
    assert keys.index("mmmu.val") == keys.index("pope.average.f1") - 1
    assert query_of(tab)["cols"].endswith("mmmu.val_pope.average.f1")


def test_density_changes_the_height_of_rows(board):
    tab = board()
    height = "document.querySelector('.vlm-table tbody tr').getBoundingClientRect().height"
    before = tab.evaluate(height)
    open_menu(tab, ".vlm-menu:has([data-dense])")
    tab.check("[data-dense]")

    assert tab.evaluate(height) < before
    assert query_of(tab)["dense"] == "1"


@both
def test_scores_of_another_setting_stand_apart_until_mixing_is_asked_for(board, language):
    tab = board("?sort=scienceqa-img.test&cols=scienceqa-img.test", language)
    names = list(rows_of(tab))
    apart = tab.locator("tr:has(td.is-apart) .vlm-stick a").all_inner_texts()
    guarded = [names.index(name) for name in apart]
    open_menu(tab, ".vlm-menu:has([data-mix])")
    tab.check('[data-mix="settings"]')
    mixed = list(rows_of(tab))

    assert len(apart) == 2
    assert guarded == [len(names) - 2, len(names) - 1]
    assert mixed.index(apart[0]) < len(names) - 2
    assert tab.is_visible(".vlm-warning")
    assert tab.locator("td.is-apart").count() == 0
    assert query_of(tab)["mix"] == "settings"


def test_merging_splits_says_so_and_names_the_split_of_each_number(board):
    tab = board("?cols=mmmu.val&mix=splits")
    other = tab.locator("[data-column='mmmu.test'] small")

    assert tab.is_visible(".vlm-warning")
    assert other.count() > 0
    assert other.first.inner_text() == "test"


@both
@pytest.mark.parametrize("kind", ["rank", "mean"])
def test_a_summary_covers_the_same_columns_for_all_and_states_its_rule(board, language, kind):
    tab = board(f"?cols=mmmu.val_textvqa.val_mmvet.test&sum={kind}&sort=sum", language)
    cells = [texts[0] for texts in rows_of(tab).values()]
    numbered = [text for text in cells if re.match(r"\d+\.\d ", text)]
    full = [text for text in cells if re.search(r"3 (of|/) 3$", text)]

    assert 0 < len(numbered) < len(cells)
    assert numbered == full == cells[: len(numbered)]
    assert str(len(full)) in tab.inner_text(".vlm-rule")
    values = [float(text.split()[0]) for text in numbered]
    assert values == sorted(values, reverse=kind == "mean")


@both
def test_reference_rows_stand_below_and_lead_to_their_source(board, language):
    tab = board("?cols=mmmu.val", language)
    row = tab.locator(".vlm-baselines tr").first

    assert "88.6" in row.inner_text()
    assert row.locator("a").get_attribute("href").startswith("https://mmmu-benchmark")


@both
def test_a_number_opens_its_source_and_values_that_disagree(board, language, catalog):
    tab = board("?find=Bunny-v1.1-4B", language)
    tab.click('[data-column="mmmu.val"]')
    card = tab.locator(".vlm-source-card")
    card.locator("dl").nth(1).wait_for()

    scores = [s for s in catalog.scores if s.variant == "bunny-v1-1-4b" and s.benchmark == "mmmu"]
    values = {str(score.value) for score in scores if score.split == "val"}
    assert set(card.locator(".vlm-source-card__value b").all_inner_texts()) == values
    sources = catalog.by_id["bunny"].sources
    assert card.locator(".vlm-source-card__value a").first.get_attribute("href") in {
        source.location for source in sources.values()
    }
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    assert tab.evaluate("document.activeElement.dataset.column") == "mmmu.val"


def test_a_shared_address_shows_the_same_view(board):
    query = (
        "?find=llava&size=4-8&year=2024&min.mmmu.val=30&sort=mmmu.val_-size"
        "&cols=size_mmmu.val_textvqa.val&mix=settings&sum=rank&dense=1&pick=moe-llava-phi2"
    )
    tab = board(query)
    shown = rows_of(tab)
    tab.reload()
    wait_for_board(tab)

    assert shown
    assert rows_of(tab) == shown
    assert tab.input_value("[data-search]") == "llava"
    assert tab.is_checked('[data-facet="size"] input[value="4-8"]')
    assert "is-dense" in tab.get_attribute(".vlm-board", "class")
    tab.click('[data-sort="mmmu.val"]')
    kept = query_of(tab)
    assert kept["cols"] == "size_mmmu.val_textvqa.val"
    assert kept["min.mmmu.val"] == "30"
    assert kept["pick"] == "moe-llava-phi2"


def test_view_survives_the_language_switch(board):
    tab = board("?size=2-4&sort=mmmu.val", "")
    before = list(rows_of(tab))
    tab.hover(".md-select")
    tab.click('a.md-select__link[hreflang="en"]')
    tab.wait_for_url("**/en/leaderboard/?*")
    wait_for_board(tab)

    assert query_of(tab) == {"size": "2-4", "sort": "mmmu.val"}
    assert list(rows_of(tab)) == before


@both
def test_back_button_returns_to_the_view(board, language):
    tab = board("", language)
    open_menu(tab, '[data-facet="size"]')
    tab.check('[data-facet="size"] input[value="2-4"]')
    tab.keyboard.press("Escape")
    shown = list(rows_of(tab))
    tab.click(".vlm-table tbody .vlm-stick a >> nth=0")
    tab.wait_for_selector("#variants")
    tab.go_back()
    wait_for_board(tab)

    assert list(rows_of(tab)) == shown
    assert tab.is_checked('[data-facet="size"] input[value="2-4"]')


def export(tab, format):
    open_menu(tab, ".vlm-menu:has([data-export])")
    with tab.expect_download() as caught:
        tab.click(f'[data-export="{format}"]')
    tab.keyboard.press("Escape")
    return caught.value.path().read_text(encoding="utf-8")


@both
def test_exports_hold_exactly_the_rows_and_columns_in_view(board, language):
    tab = board("?size=2-4&sort=mmmu.val&cols=size_mmmu.val_textvqa.val", language)
    names = list(rows_of(tab))
    values = column_of(tab, "mmmu.val")

    rows = list(csv.reader(io.StringIO(export(tab, "csv").removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == names
    assert len(rows[0]) == 4
    assert [float(row[2].strip("?†‡")) if row[2] else None for row in rows[1:]] == values

    entries = json.loads(export(tab, "json"))
    assert [entry["name"] for entry in entries] == names
    assert [entry["scores"].get("mmmu.val", {}).get("value") for entry in entries] == values
    assert set().union(*(entry["scores"] for entry in entries)) == {"mmmu.val", "textvqa.val"}

    lines = export(tab, "md").splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines[2:]] == names

    lines = export(tab, "tex").splitlines()
    body = lines[lines.index("\\midrule") + 1 : lines.index("\\bottomrule")]
    assert len(body) == len(names)
    assert all(line.count(" & ") == 3 for line in body)
    assert "\\textbf{" in body[0]


@both
def test_ticked_rows_lead_to_their_comparison(board, language):
    tab = board("?sort=mmmu.val", language)
    boxes = tab.locator(".vlm-table [data-pick]")
    ids = [boxes.nth(i).get_attribute("data-pick") for i in range(2)]
    boxes.nth(0).check()
    boxes.nth(1).check()
    tab.click("[data-compare]")
    tab.wait_for_selector(".vlm-versus--scores")

    assert query_of(tab)["m"] == "_".join(ids)
    assert tab.locator(".vlm-versus--facts thead th").count() == 2


@both
def test_no_more_than_six_can_be_ticked(board, language):
    tab = board("", language)
    boxes = tab.locator(".vlm-table [data-pick]")
    for i in range(6):
        boxes.nth(i).check()

    assert boxes.nth(6).is_disabled()
    assert len(query_of(tab)["pick"].split("_")) == 6


@both
def test_table_can_be_used_with_the_keyboard_alone(board, language):
    tab = board("?cols=mmmu.val_textvqa.val", language)
    tab.focus('[data-sort="mmmu.val"]')
    tab.keyboard.press("Enter")
    assert query_of(tab)["sort"] == "mmmu.val"
    tab.keyboard.press("Tab")
    while not tab.evaluate("document.activeElement.closest('td') !== null"):
        tab.keyboard.press("Tab")
    first = tab.evaluate("document.activeElement.dataset.row")
    tab.keyboard.press("ArrowDown")
    second = tab.evaluate("document.activeElement.dataset.row")
    tab.keyboard.press("Enter")
    tab.locator(".vlm-source-card dl").first.wait_for()

    assert first != second
    assert tab.evaluate("document.activeElement.className").startswith("vlm-source-card")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.dataset.row") == second


def test_views_work_after_instant_navigation_and_so_does_the_language_switch(instant):
    instant.locator('a[href$="/leaderboard/"]:visible').first.click()
    wait_for_board(instant)
    instant.click('[data-sort="mmmu.val"]')
    assert query_of(instant) == {"sort": "mmmu.val"}
    assert instant.locator(".vlm-rank").count() > 0
    assert instant.evaluate("window.sameDocument")
    instant.hover(".md-select")
    instant.click('a.md-select__link[hreflang="zh"]')
    instant.wait_for_url("**/leaderboard/?sort=mmmu.val")

    assert "/en/" not in instant.url


def test_styles_are_loaded_once_and_stay_through_instant_navigation(instant):
    watch = """
      window.touched = [];
      new MutationObserver((all) => touched.push(...all.map(({ target }) => target.rel)))
        .observe(document, { subtree: true, attributes: true, attributeFilter: ["href"] });
    """
    instant.add_init_script(watch)
    instant.reload(wait_until="networkidle")
    instant.evaluate("window.sameDocument = true")
    find = "[...document.querySelectorAll('head link[rel=stylesheet]')]"
    count = instant.evaluate(f"{find}.forEach((link) => (link.mark = true)), {find}.length")
    instant.locator('a[href$="/leaderboard/"]:visible').first.click()
    wait_for_board(instant)

    assert instant.evaluate("window.sameDocument")
    assert "stylesheet" not in instant.evaluate("touched")
    assert instant.evaluate(f"{find}.filter((link) => link.mark).length") == count > 0
    assert instant.evaluate(f"{find}.length") == count


@both
def test_reset_forgets_everything_but_what_is_ticked(board, language):
    tab = board("?size=2-4&sort=mmmu.val&dense=1&pick=cogvlm-chat", language)
    tab.click('[data-action="reset"]')

    assert query_of(tab) == {"pick": "cogvlm-chat"}
    assert not tab.is_checked('[data-facet="size"] input[value="2-4"]')


def open_comparison(tab, address, query, language="en/"):
    tab.goto(f"{address}/{language}compare/{query}")
    tab.wait_for_selector(".vlm-versus")


@both
def test_comparison_marks_facts_that_differ(tab, address, language):
    open_comparison(tab, address, "?m=llava-1-5-7b_llava-1-5-13b", language)
    differing = tab.locator("tr.is-different th").evaluate_all(
        "all => all.map((head) => head.parentElement.cells[1].textContent)"
    )
    tab.check("[data-differences]")

    assert "Vicuna-7B-v1.5" in differing
    assert "CLIP ViT-L/14 @336" not in differing
    assert "CLIP ViT-L/14 @336" not in tab.inner_text(".vlm-versus--facts")
    assert query_of(tab)["diff"] == "1"


@both
def test_comparison_shows_the_gap_on_shared_benchmarks_only(tab, address, language, catalog):
    open_comparison(tab, address, "?m=llava-1-5-7b_llava-1-5-13b", language)
    row = tab.locator(".vlm-versus--scores tr", has=tab.locator("a", has_text="MM-Vet"))
    cells = row.locator("td").all_inner_texts()

    values = {
        score.variant: score.value
        for score in catalog.by_id["llava-1-5"].scores
        if score.benchmark == "mmvet" and score.setting.protocol is not None
    }
    expected = values["llava-1-5-13b"] - values["llava-1-5-7b"]
    assert float(cells[2]) == pytest.approx(expected)
    assert row.locator("svg .vlm-shape").count() == 2
    assert row.locator(".is-best").inner_text() == str(values["llava-1-5-13b"])


def test_comparison_takes_a_family_for_its_most_measured_variant_which_can_be_changed(tab, address):
    open_comparison(tab, address, "?m=llava-1-5_cogvlm-chat")
    tab.select_option('[data-which="0"]', "llava-1-5-13b")

    assert query_of(tab)["m"] == "llava-1-5-13b_cogvlm-chat"
    assert "LLaVA-1.5-13B" in tab.inner_text(".vlm-versus--facts thead")


@both
def test_comparison_grows_and_shrinks_and_its_address_reproduces_it(tab, address, language):
    open_comparison(tab, address, "?m=cogvlm-chat", language)
    tab.fill("[data-add]", "LLaVA-1.5-7B")
    tab.dispatch_event("[data-add]", "change")
    assert query_of(tab)["m"] == "cogvlm-chat_llava-1-5-7b"
    shown = tab.text_content(".vlm-versus--scores >> nth=0")
    tab.reload()
    tab.wait_for_selector(".vlm-versus--scores")
    assert tab.text_content(".vlm-versus--scores >> nth=0") == shown
    tab.click('[data-remove="0"]')

    assert query_of(tab)["m"] == "llava-1-5-7b"


@both
def test_comparison_shows_the_structure_of_each_in_portrait(tab, address, language):
    open_comparison(tab, address, "?m=cogvlm-chat_llava-1-5-7b", language)
    tab.wait_for_selector(".vlm-portraits svg")
    tab.wait_for_function("document.querySelectorAll('.vlm-portraits svg').length === 2")

    assert tab.locator(".vlm-portraits svg:visible").count() == 2


@both
@pytest.mark.parametrize("page", LISTS)
def test_every_list_leads_to_the_comparison(tab, address, language, page):
    tab.goto(f"{address}/{language}{page}")
    boxes = tab.locator("input.vlm-pick:visible")
    boxes.first.wait_for()
    id = boxes.first.get_attribute("data-pick")
    boxes.first.check()
    tab.click(".vlm-tray a")
    tab.wait_for_selector(".vlm-versus")

    assert query_of(tab)["m"] == id


@both
def test_charts_are_drawn_without_scripts_and_have_their_numbers_behind(browser, address, language):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{language}benchmarks/mmmu/")
    figure = page.locator("#day-mmmu-val")

    assert figure.locator("circle").count() == figure.locator("tbody tr").count() > 50
    assert figure.locator(".vlm-plot__frontier line").count() > 2
    assert page.locator("#size-mmmu-val circle.is-lead").count() > 2
    context.close()


@both
def test_another_benchmark_can_be_charted_and_the_address_keeps_it(tab, address, language):
    tab.goto(f"{address}/{language}charts/", wait_until="networkidle")
    tab.select_option("[data-of]", "mmmu.val")
    tab.wait_for_selector("#day-mmmu-val")
    tab.select_option("[data-highlight]", "llava-1-6")
    assert query_of(tab) == {"of": "mmmu.val", "family": "llava-1-6"}
    tab.reload()
    tab.wait_for_selector("#day-mmmu-val")

    assert tab.locator("#day-mmmu-val circle.is-marked").count() == 4


DRAWN = """[...document.querySelectorAll('.vlm-charts figure')].map(figure => ({
  frontier: [...figure.querySelectorAll('.vlm-plot__frontier line')].map(
    line => ['x1', 'y1', 'x2', 'y2'].map(name => line.getAttribute(name))),
  names: [...figure.querySelectorAll('.vlm-plot__names text')].map(
    text => ['x', 'y', 'dx', 'dy', 'text-anchor'].map(name => text.getAttribute(name))
      .concat(text.textContent)),
  leaders: [...figure.querySelectorAll('circle.is-lead')].map(dot => dot.dataset.id),
}))"""


def test_the_script_draws_a_chart_as_the_build_does(browser, tab, address):
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{address}/en/charts/")
    built = plain.evaluate(DRAWN)
    plain.close()
    tab.goto(f"{address}/en/charts/?size=2-4")
    tab.wait_for_function("document.querySelector('.vlm-charts > .vlm-status').textContent")
    assert tab.evaluate(DRAWN) != built
    tab.click("[data-reset]")
    tab.wait_for_selector("circle.is-out", state="detached")

    assert len(built) == 2
    assert all(part for chart in built for part in chart.values())
    assert tab.evaluate(DRAWN) == built


DOTS = ".vlm-charts figure:first-child circle:not(.is-out)"
BEHIND = ".vlm-charts figure:first-child tr[data-id]:not([hidden])"


@both
def test_a_chart_shows_what_passes_the_filters_and_the_address_keeps_them(tab, address, language):
    tab.goto(f"{address}/{language}charts/?of=mmmu.val")
    tab.wait_for_selector("#day-mmmu-val")
    everything = tab.locator(DOTS).count()
    before = tab.evaluate(DRAWN)
    tab.click("[data-facet=size] summary")
    option = tab.locator("[data-facet=size] label", has_text="2–4B")
    expect(option.locator("output")).not_to_have_text("")
    option.locator("input").check()
    expect(tab.locator(".vlm-charts > .vlm-status")).not_to_have_text("")
    left = tab.locator(DOTS).count()

    assert 3 < left < everything
    assert str(left) == option.locator("output").inner_text()
    assert str(left) in tab.inner_text(".vlm-charts > .vlm-status")
    assert tab.locator(BEHIND).count() == left
    after = tab.evaluate(DRAWN)
    assert after != before
    assert set(after[0]["leaders"]) <= set(ids_of(tab, DOTS))
    assert query_of(tab) == {"of": "mmmu.val", "size": "2-4"}

    tab.reload()
    tab.wait_for_function("document.querySelector('.vlm-charts > .vlm-status').textContent")
    assert tab.evaluate(DRAWN) == after
    tab.click("[data-reset]")
    tab.wait_for_function(f"document.querySelectorAll('{DOTS}').length === {everything}")
    assert tab.evaluate(DRAWN) == before
    assert query_of(tab) == {"of": "mmmu.val"}


def ids_of(tab, dots):
    return tab.locator(dots).evaluate_all("all => all.map(dot => dot.dataset.id)")


def test_arrow_keys_and_pointer_pass_over_dots_that_are_filtered_out(tab, address):
    tab.goto(f"{address}/en/charts/?of=mmmu.val&size=15-40")
    tab.wait_for_function("document.querySelector('.vlm-charts > .vlm-status').textContent")
    wanted = set(ids_of(tab, DOTS))
    assert wanted
    tab.focus("#day-mmmu-val svg[tabindex]")
    met = set()
    for _ in range(len(wanted) + 1):
        tab.keyboard.press("ArrowRight")
        met |= set(ids_of(tab, "#day-mmmu-val circle.is-on"))

    assert met == wanted


@both
def test_the_board_leads_to_charts_of_what_it_shows(tab, address, language):
    tab.goto(
        f"{address}/{language}leaderboard/?sort=mmmu.val&open=yes&setting=zero-shot&find=llava"
    )
    tab.wait_for_selector("[data-live]")
    tab.click("[data-chart]")
    tab.wait_for_function("document.querySelector('.vlm-charts > .vlm-status')?.textContent")

    assert query_of(tab)["of"] == "mmmu.val"
    assert tab.locator("[data-of]").input_value() == "mmmu.val"
    assert tab.locator("[data-facet=open] input:checked").count() == 1
    names = tab.locator(DOTS).evaluate_all("all => all.map(dot => dot.dataset.name.toLowerCase())")
    assert names
    assert all("llava" in name for name in names)


@both
def test_dots_of_a_chart_can_be_reached_with_arrow_keys(tab, address, language):
    tab.goto(f"{address}/{language}benchmarks/mmmu/", wait_until="networkidle")
    tab.focus("#size-mmmu-val svg[tabindex]")
    tab.keyboard.press("ArrowRight")
    first = tab.inner_text("#size-mmmu-val .vlm-tip")
    tab.keyboard.press("ArrowRight")
    second = tab.inner_text("#size-mmmu-val .vlm-tip")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#variants")

    assert first
    assert first != second
    assert "/models/" in tab.url


@both
def test_pointing_at_a_dot_names_it(tab, address, language):
    tab.goto(f"{address}/{language}benchmarks/mmmu/", wait_until="networkidle")
    dot = tab.locator("#day-mmmu-val svg[tabindex] circle.is-lead").last
    dot.scroll_into_view_if_needed()
    dot.hover()

    assert dot.get_attribute("data-name") in tab.inner_text("#day-mmmu-val .vlm-tip")


def test_coverage_counts_variants_with_a_score(tab, address, catalog):
    tab.goto(f"{address}/en/charts/")
    heads = [text.strip() for text in tab.locator(".vlm-heat thead th").all_text_contents()]
    row = tab.locator(".vlm-heat tbody tr", has=tab.locator("a", has_text=re.compile("^CogVLM$")))
    cells = [text.strip() for text in row.locator("th, td").all_text_contents()]

    scored = {s.variant for s in catalog.by_id["cogvlm"].scores if s.benchmark == "mmmu"}
    assert cells[heads.index("MMMU")] == str(len(scored))


@both
def test_timeline_has_every_family_in_order(tab, address, language, catalog):
    tab.goto(f"{address}/{language}timeline/")
    days = tab.locator(".vlm-timeline li time").evaluate_all("all => all.map((t) => t.dateTime)")

    assert len(days) == len(catalog.families)
    assert days == sorted(days, reverse=True)


@both
def test_benchmark_page_names_doubts_and_successors_with_their_documents(
    tab, address, language, catalog
):
    tab.goto(f"{address}/{language}benchmarks/mmmu/")

    benchmark = catalog.benchmarks["mmmu"]
    for part, items in (("concerns", benchmark.concerns), ("successors", benchmark.successors)):
        shown = tab.locator(f"#{part} + ul > li")
        links = shown.locator("small a").evaluate_all("all => all.map(a => a.href)")
        assert links == [item.source.url for item in items]
    tab.locator("#successors + ul strong a").first.click()
    tab.wait_for_url(f"**/{language}benchmarks/mmmu-pro/")


@both
def test_benchmark_page_ranks_by_split_with_reference_rows_and_sources(tab, address, language):
    tab.goto(f"{address}/{language}benchmarks/mmmu/")
    ranking = tab.locator("h3#val-accuracy-zero-shot + .vlm-scroll")

    assert ranking.locator("tr.vlm-baseline").count() == 5
    assert tab.locator("h3#test-accuracy-zero-shot").count() == 1
    assert tab.locator("#sources + ul li").count() > 5
    assert "88.6" in tab.inner_text(".vlm-facts")


@both
def test_component_page_tells_since_when_and_how_its_users_score(tab, address, language, catalog):
    tab.goto(f"{address}/{language}components/phi-2/")
    users = [v for _f, v in catalog.variants.values() if "phi-2" in v.components]
    first = min(
        (f for f in catalog.families if any("phi-2" in v.components for v in f.variants)),
        key=lambda family: family.released.date,
    )

    assert tab.locator(".vlm-mini tbody tr").count() == len(users)
    assert first.released.date in tab.inner_text(".vlm-facts")


@both
@pytest.mark.parametrize("view", [*VIEWS, "benchmarks/mmmu/", "components/phi-2/"])
def test_axe_finds_no_violation_in_either_theme_wide_or_narrow(tab, address, move, view, language):
    tab.goto(f"{address}/{language}{view}", wait_until="networkidle")
    tab.add_style_tag(
        content="* { transition: none !important; content-visibility: visible !important; }"
    )
    found = []
    for width in (1366, 390):
        tab.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            found += [
                (width, scheme, violation["id"], [node["html"] for node in violation["nodes"]])
                for violation in Axe().run(tab).response["violations"]
            ]
            move(tab)

    assert found == []


@both
@pytest.mark.parametrize("view", VIEWS)
def test_views_fit_a_phone_report_no_error_and_ask_no_other_host(browser, address, view, language):
    context = browser.new_context(viewport={"width": 360, "height": 780})
    tab = context.new_page()
    errors, asked = [], []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{address}/{language}{view}", wait_until="networkidle")
    width = tab.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width <= 360
    assert errors == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_reading_pages_load_no_module_of_the_explorer(tab, address):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{address}/en/models/cogvlm/", wait_until="networkidle")

    assert not [url for url in asked if "/explorer/" in url]


def test_print_has_every_row_in_view(board):
    tab = board("?all=1")
    tab.emulate_media(media="print")

    assert not tab.is_visible(".vlm-bar")
    box = tab.evaluate(
        "(() => { const box = document.querySelector('.vlm-board__box');"
        " return box.scrollHeight - box.clientHeight; })()"
    )
    assert box <= 1
