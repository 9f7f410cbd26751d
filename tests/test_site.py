"""The site builds without a warning in both languages, and nothing in it leads nowhere."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from jsonschema import Draft202012Validator
from playwright.sync_api import expect

from conftest import build, copy_inputs

pytestmark = pytest.mark.xdist_group("site")
KINDS = ("", "models/", "models/cogvlm/", "benchmarks/mmmu/", "components/phi-2/", "leaderboard/")
AUDITED = (
    "",
    "en/models/",
    "en/models/moe-llava/",
    "models/cogagent/",
    "en/architecture/",
    "benchmarks/mmmu/",
    "glossary/",
    "404.html",
    "changes/",
    "en/downloads/",
)


class Targets(HTMLParser):
    """The ids of a page, what it links to and what it loads."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids |= {values[name] for name in ("id", "name") if values.get(name)}
        if tag == "a" and values.get("href") is not None:
            self.links.append(values["href"])
        if tag in {"script", "img", "iframe"} and values.get("src"):
            self.loads.append(values["src"])
        if tag == "link" and values.get("rel") in {"stylesheet", "icon", "preload", "preconnect"}:
            self.loads.append(values["href"])


@pytest.fixture(scope="session")
def pages(site):
    return {
        path.relative_to(site).as_posix(): Targets(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
        if path.name != "404.html"
    }


def test_every_internal_link_and_anchor_leads_somewhere(site, pages):
    broken = []
    for name, page in pages.items():
        base = f"http://site/{name.removesuffix('index.html')}"
        for link in page.links:
            target, anchor = urldefrag(urljoin(base, link))
            parts = urlsplit(target)
            if parts.netloc != "site":
                continue
            path = unquote(parts.path).lstrip("/")
            path = f"{path}index.html" if not path or path.endswith("/") else path
            known = pages.get(path)
            missing = known is None and not (site / path).is_file()
            astray = anchor and known is not None and unquote(anchor) not in known.ids
            if missing or astray:
                broken.append((name, link))

    assert broken == []


def test_no_page_loads_anything_from_another_host(pages):
    loads = {load for page in pages.values() for load in page.loads}

    assert [load for load in sorted(loads) if re.match(r"(https?:)?//", load)] == []


def test_both_languages_have_the_same_pages(pages):
    english = {name.removeprefix("en/") for name in pages if name.startswith("en/")}
    chinese = {name for name in pages if not name.startswith("en/")}

    assert english == chinese


def test_home_page_counts_what_the_catalogue_holds(site, catalog):
    for home in ("index.html", "en/index.html"):
        text = (site / home).read_text(encoding="utf-8")
        counts = dict(re.findall(r'data-count="(\w+)">(\d+)<', text))

        assert int(counts["families"]) == len(catalog.families) == 30
        assert int(counts["variants"]) == len(catalog.variants)
        assert int(counts["scores"]) == len(catalog.scores)


def test_published_catalogue_matches_its_schema_and_the_data(site, catalog):
    document = json.loads((site / "api/v1/catalog.json").read_text(encoding="utf-8"))
    schema = json.loads((site / "api/v1/catalog.schema.json").read_text(encoding="utf-8"))

    Draft202012Validator(schema).validate(document)
    assert len(document["scores"]) == len(catalog.scores)
    assert len(document["families"]) == len(catalog.families)


def test_a_mistake_stops_the_build_with_the_text_of_check_and_keeps_the_old_site(project, tmp_path):
    root = shutil.copytree(project, tmp_path / "broken")
    model = root / "models/cogvlm/model.yaml"
    model.write_text(model.read_text(encoding="utf-8") + "\ncolour: red\n", encoding="utf-8")
    before = (root / "site/index.html").read_bytes()

    done = build(root)

    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert "models/cogvlm/model.yaml:" in output
    assert "unknown key 'colour'" in output
    assert "Traceback" not in output
    assert (root / "site/index.html").read_bytes() == before


def test_properdocs_builds_the_same_pages(site, tmp_path):
    root = copy_inputs(tmp_path)
    done = build(root, "properdocs")
    assert done.returncode == 0, done.stdout + done.stderr

    def contents(folder):
        return {
            path.relative_to(folder).as_posix(): re.sub(
                r'<meta name="generator"[^>]*>', "", path.read_text(encoding="utf-8")
            )
            for path in folder.rglob("*.html")
        }

    assert contents(root / "site") == contents(site)


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("kind", KINDS)
def test_browser_asks_no_other_host_and_reports_no_error(tab, address, move, language, kind):
    asked, errors = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(f"{address}/{language}{kind}")
    move(tab)
    tab.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert errors == []
    assert tab.locator("h1").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", AUDITED)
def test_axe_finds_no_violation(browser, address, page, scheme, move):
    context = browser.new_context(color_scheme=scheme)
    tab = context.new_page()
    tab.goto(f"{address}/{page}", wait_until="networkidle")
    violations = Axe().run(tab).response["violations"]
    move(tab)
    tab.wait_for_load_state("networkidle")
    violations += Axe().run(tab).response["violations"]
    context.close()

    assert [(found["id"], len(found["nodes"])) for found in violations] == []


def test_scheme_follows_the_system_until_the_reader_chooses(browser, address):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    scheme = "document.body.dataset.mdColorScheme"
    page.goto(f"{address}/en/about/")
    assert page.evaluate(scheme) == "slate"

    page.click("[data-vlm-palette] label:visible")
    assert page.evaluate(scheme) == "default"
    page.goto(f"{address}/models/cogvlm/")
    assert page.evaluate(scheme) == "default"

    page.focus("[data-vlm-palette] input:checked")
    page.keyboard.press("Enter")
    assert page.evaluate(scheme) == "slate"
    context.close()


@pytest.mark.parametrize("kind", ["models/cogvlm/", "benchmarks/mmmu/", "methodology/"])
def test_language_switch_stays_on_the_page(tab, address, kind):
    tab.goto(f"{address}/{kind}")
    target = tab.locator('a[hreflang="en"]').first.get_attribute("href")

    assert urlsplit(urljoin(f"{address}/{kind}", target)).path.endswith(f"/en/{kind}")


@pytest.mark.parametrize(
    ("language", "query", "expected"),
    [("", "视觉专家", "models/cogvlm/"), ("en/", "MoE-LLaVA", "en/models/moe-llava/")],
)
def test_search_finds_models_in_both_languages(tab, address, language, query, expected):
    tab.goto(f"{address}/{language}?q={query}")
    tab.wait_for_selector(".md-search-result__link", timeout=20_000, state="attached")
    links = [link.get_attribute("href") for link in tab.locator(".md-search-result__link").all()]

    assert any(expected in link for link in links)


def test_filter_of_the_catalogue_leaves_only_what_matches(tab, address):
    tab.goto(f"{address}/en/models/")
    tab.fill("[data-vlm-filter]", "mamba")

    expect(tab.locator(".vlm-card:visible .vlm-card__name")).to_have_text(["Cobra"])


def test_catalogue_reads_without_scripts(browser, address, catalog):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/models/")

    assert page.locator(".vlm-card:visible").count() == len(catalog.families)
    context.close()


@pytest.mark.parametrize("path", [*(f"en/{kind}" for kind in KINDS), "changes/", "en/downloads/"])
def test_page_fits_a_phone(browser, address, path):
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(f"{address}/{path}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_tables_keep_their_words_whole_on_a_phone(phone, address):
    """A row of a family with long titles of sources has a few lines, not one for each letter."""
    phone.goto(f"{address}/models/cogvlm/#scores")
    heights = phone.evaluate(
        "[...document.querySelectorAll('.vlm-scroll tr')].map(row => row.offsetHeight)"
    )

    assert len(heights) > 20
    assert max(heights) < 180


def test_formulas_are_mathml(site):
    text = Path(site / "en/models/tinygpt-v/index.html").read_text(encoding="utf-8")

    assert "<math" in text
    assert "$$" not in text
