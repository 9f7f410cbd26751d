"""The joined stylesheet: what it leaves out, what it never leaves out, and what the site gets."""

import re

import pytest

from conftest import IS_WHOLE
from vlmatlas.stylesheet import StyleError, class_names, join_sheets, page_names, words

MATCHING = r"""async files => {
  const split = text => text.split(/,(?![^(\[]*[)\]])/).map(part => part.trim());
  const collect = (rules, place, found) => {
    for (const rule of rules) {
      if (rule.selectorText)
        split(rule.selectorText).forEach(one => found.set(`${place} ${one}`, one));
      else if (rule.cssRules && !(rule instanceof CSSKeyframesRule))
        collect(rule.cssRules, `${place} ${rule.conditionText}`, found);
    }
    return found;
  };
  const read = async names => {
    const found = new Map();
    for (const name of names) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(await (await fetch(name)).text());
      collect(sheet.cssRules, "", found);
    }
    return found;
  };
  const state = "::?(before|after|placeholder|marker|selection|backdrop|hover"
    + "|focus|focus-visible|focus-within|active|target|checked|-[\\w-]+)(?![\\w-])";
  const alone = new RegExp("(^|[\\s>+~(])" + state, "g"), states = new RegExp(state, "g");
  const [all, joined] = [await read(files), await read(["/assets/site.css"])];
  const matching = [...all].filter(([, selector]) => {
    const element = selector.replace(alone, "$1*").replace(states, "");
    try { return document.querySelector(element); } catch { return true; }
  });
  return [all.size, joined.size, matching.length,
    matching.map(([key]) => key).filter(key => !joined.has(key))];
}"""


def join(css, *used):
    return join_sheets({"a.css": css}, {}, used)


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".used { color: red }", ".used{color:red}"),
        (".other { color: red }", ""),
        (".other, .used { color: red }", ".used{color:red}"),
        (".used .other { color: red }", ""),
        (".used:not(.other) { color: red }", ".used:not(.other){color:red}"),
        (":is(.other, .third) { color: red }", ":is(.other, .third){color:red}"),
        ("a:hover, #other, [role=note] { color: red }", "a:hover,#other,[role=note]{color:red}"),
        (".part--one { color: red }", ".part--one{color:red}"),
        ("[dir=ltr] p { color: red }", "[dir=ltr] p{color:red}"),
        ("[dir=rtl] p { color: red }", ""),
        ("[data-md-color-scheme=slate] { color: red }", ""),
        ("@media print { .other { color: red } }", ""),
        ("@media print { .used { color: red } }", "@media print{.used{color:red}}"),
        ("@keyframes x { from { top: 0 } }", "@keyframes x{from { top: 0 }}"),
        ('@charset "utf-8"; p { color: red !important }', "p{color:red!important}"),
        ("/* of */ p { /* what */ margin : 0   1px }", "p{margin:0 1px}"),
        ('p { content: "a  b" }', 'p{content:"a  b"}'),
    ],
)
def test_a_rule_stays_if_something_could_match_it(css, kept):
    assert join(css, "used", "part--", "dir", "ltr") == kept


def test_custom_properties_of_the_theme_go_with_the_last_that_reads_them():
    css = (
        ":root{--md-a:1px;--md-b:var(--md-a);--md-c:var(--md-d);--md-d:2px;--own:3px;--md-e:4px}"
        "p{top:var(--md-b)}"
    )

    assert join(css) == ":root{--md-a:1px;--md-b:var(--md-a);--own:3px}p{top:var(--md-b)}"
    assert "--md-e:4px" in join(css, "--md-e")


def test_our_own_sheets_come_last_and_stay_whole():
    theme = {"b": "p{top:0}.b{top:0}", "a": "p{top:1px}:root{--md-a:1px;--md-b:1px}"}
    ours = {"ours": ".c { top: var(--md-a) } @media print { .d { top: 0 } }"}

    assert join_sheets(theme, ours, ()) == (
        "p{top:0}p{top:1px}:root{--md-a:1px}.c{top:var(--md-a)}@media print{.d{top:0}}"
    )


@pytest.mark.parametrize(
    ("css", "reason"),
    [
        ("p { top: 0 }\n  a", "a.css:2:3: EOF reached before {} block"),
        ("p { top: 0;\n  left }", "a.css:2:7: EOF reached before {} block"),
        ("\n@import 'b.css';", 'a.css:2:1: @import "b.css" cannot stand in a joined stylesheet'),
        ("p {\n  a { top: 0 } }", "a.css:2:3: a rule within a rule"),
    ],
)
def test_a_mistake_has_a_place(css, reason):
    with pytest.raises(StyleError, match="^" + re.escape(reason)):
        join(css)


def test_names_of_content_and_of_pages():
    html = '<body dir="ltr" data-md-x="y"><p class="a b" id=c style="top:var(--t)">note</p>'
    script = "<script>show('d')</script>"

    assert class_names(html + script) == {"a", "b", "--t"}
    assert page_names(html + script) - class_names(html) == {
        *("dir", "ltr", "data-md-x", "y", "show", "d")
    }
    assert words("`md-tag--${x}`") == {"md-tag--", "x"}


@pytest.mark.xdist_group("site")
def test_what_the_stylesheet_reads_is_in_it(site):
    joined = (site / "assets/site.css").read_text(encoding="utf-8")
    parts = [*site.glob("assets/stylesheets/*.css"), *site.glob("assets/**/*.css")]
    apart = "".join(part.read_text(encoding="utf-8") for part in parts)
    read = set(re.findall(r"var\((--[\w-]+)", joined))
    defined = set(re.findall(r"[{;](--[\w-]+):", joined))

    assert len(read) > 50
    assert {name for name in read - defined if re.search(rf"[{{;\s]{name}\s*:", apart)} == set()
    assert set(re.findall(r"url\(['\"]?(?!data:)([^'\")]+)", joined)) == set()


@pytest.mark.xdist_group("site")
def test_the_head_of_every_page_asks_for_one_stylesheet(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) > 100

    for path in pages:
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        links = re.findall(r'<link rel="stylesheet" href="([^"]+)"', head)
        assert len(links) == 1, path
        assert links[0].endswith("assets/site.css")


@pytest.mark.xdist_group("site")
@pytest.mark.parametrize(
    "page", ["/", "/models/cogvlm/", "/en/leaderboard/", "/en/benchmarks/mmmu/", "/contribute/"]
)
def test_no_rule_is_missing_that_matches_something(browser, address, site, page):
    files = [*sorted(site.glob("assets/stylesheets/*.css")), *sorted(site.glob("assets/*.css"))]
    files = [path for path in files if path.name != "site.css"]
    files.append(site / "assets/search/search.css")
    tab = browser.new_page()
    tab.goto(address + page)
    tab.wait_for_function(IS_WHOLE)
    tab.keyboard.press("Control+k")
    tab.keyboard.type("llava")
    tab.locator(".vlm-search-kind").first.wait_for()
    names = [f"/{path.relative_to(site).as_posix()}" for path in files]
    total, kept, matching, missing = tab.evaluate(MATCHING, names)
    tab.close()

    assert missing == []
    assert 300 < matching < kept < total
