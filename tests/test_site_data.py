"""What the built site offers to other programs is documented, linked and within reach."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from conftest import REPOSITORY

pytestmark = pytest.mark.xdist_group("site")
PAGES = ("models/cogvlm/", "benchmarks/mmmu/", "components/phi-2/", "organizations/baai/")
LISTS = ("models/", "benchmarks/", "components/", "leaderboard/", "glossary/", "changes/")


class Head(HTMLParser):
    """The links and the properties of a page's head, and the links of its body."""

    def __init__(self, text):
        super().__init__()
        self.links, self.properties, self.targets = [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "link":
            self.links.append(values)
        elif tag == "a":
            self.targets.append(values.get("href"))
        elif tag == "meta":
            name = values.get("property") or values.get("name")
            self.properties[name] = values.get("content")

    def find(self, **wanted):
        return [link for link in self.links if wanted.items() <= link.items()]


def read(site, url):
    return Head((site / url / "index.html").read_text(encoding="utf-8"))


def place(url, href):
    return urlsplit(urljoin(f"http://site/{url}", href)).path.lstrip("/")


def documented_paths(language):
    text = (REPOSITORY / f"content/{language}/downloads.md").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"`((?:api|downloads|feeds)/[^`]+|llms\.txt)`", text)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_documented_path_exists(site, language):
    paths = documented_paths(language)

    assert len(paths) > 30
    for path in paths:
        pattern = re.sub(r"\{\w+\}", "*", path)
        assert any(found.is_file() for found in site.glob(pattern)), path


def test_both_languages_document_the_same_paths():
    assert documented_paths("en") == documented_paths("zh")


def test_every_file_of_the_api_is_documented(site):
    patterns = [re.sub(r"\{\w+\}", "*", path) for path in documented_paths("en")]
    documented = {found for pattern in patterns for found in site.glob(pattern)}

    files = {path for name in ("api", "feeds", "downloads") for path in site.glob(f"{name}/**/*.*")}
    left = {path.relative_to(site).as_posix() for path in files - documented if path.is_file()}
    assert left - {"downloads/index.html"} == set()


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("page", [*PAGES, *LISTS])
def test_a_generated_page_links_its_json(site, page, language):
    url = f"{language}{page}"
    head = read(site, url)

    (twin,) = head.find(type="application/json")
    path = place(url, twin["href"])
    json.loads((site / path).read_bytes())
    assert path in {place(url, target) for target in head.targets}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_announces_the_feeds_of_its_language(site, language):
    for page in ("", "models/cogvlm/", "downloads/"):
        url = f"{'en/' if language == 'en' else ''}{page}"
        found = read(site, url).find(type="application/atom+xml")

        assert [place(url, link["href"]) for link in found] == [
            f"feeds/families.{language}.xml",
            f"feeds/scores.{language}.xml",
        ]


@pytest.mark.parametrize("page", ["", "models/cogvlm/", "methodology/"])
def test_a_page_names_itself_to_search_engines_and_to_those_who_share_it(site, page):
    for language, locale in (("", "zh_CN"), ("en/", "en_US")):
        head = read(site, f"{language}{page}")
        address = f"https://vlm-atlas.github.io/{language}{page}"

        assert head.find(rel="canonical") == [{"rel": "canonical", "href": address}]
        assert head.properties["og:url"] == address
        assert head.properties["og:locale"] == locale
        assert head.properties["og:title"]
        assert head.properties["og:description"] == head.properties["description"]
        assert {link["hreflang"] for link in head.links if "hreflang" in link} == {"zh", "en"}
        assert len(head.find(rel="alternate ")) >= 4  # two languages, two feeds


def test_tables_of_the_catalogue_are_ready_before_the_themes_script(site):
    kinds = ("models", "benchmarks", "components", "changes", "charts")
    pages = [path for kind in kinds for path in site.glob(f"en/{kind}/**/index.html")]
    texts = [path.read_text(encoding="utf-8") for path in pages]

    assert any('<div class="vlm-scroll" tabindex="0"><table class="vlm-grid">' in t for t in texts)
    assert not any("<table>" in text for text in texts)


def test_robots_and_language_models_find_their_way(site):
    robots = (site / "robots.txt").read_text(encoding="utf-8")
    guide = (site / "llms.txt").read_text(encoding="utf-8")

    listed = (site / "alternates.xml").read_text(encoding="utf-8")
    built = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}

    assert "Sitemap: https://vlm-atlas.github.io/alternates.xml" in robots
    assert "https://vlm-atlas.github.io/alternates.xml" in (site / "sitemap.xml").read_text()
    found = re.findall(r"<loc>https://vlm-atlas\.github\.io/(.*?)/?</loc>", listed)
    assert {path or "." for path in found} == built
    links = re.findall(r"\]\(https://vlm-atlas\.github\.io/([^)]*)\)", guide)
    for link in links:
        path = site / link
        assert (path / "index.html" if link.endswith("/") else path).is_file(), link


@pytest.mark.parametrize("page", ["en/models/cogvlm/", "changes/", "en/downloads/"])
def test_nothing_that_a_page_asks_for_is_missing(tab, address, move, page):
    missing = []
    tab.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    tab.goto(f"{address}/{page}")
    move(tab)
    tab.wait_for_load_state("networkidle")

    assert missing == []


def test_the_visible_link_leads_to_the_data(tab, address):
    tab.goto(f"{address}/en/models/cogvlm/")
    with tab.expect_response("**/api/v1/families/cogvlm.json") as answer:
        tab.get_by_role("link", name="This page as JSON").click()

    assert answer.value.json()["family"]["id"] == "cogvlm"


def test_a_family_is_shown_with_its_structure_elsewhere(site):
    text = (site / "en/models/cogvlm/index.html").read_text(encoding="utf-8")
    found = re.search(
        r'property="og:image" content="https?://[^/]+/(?:[^"]*/)?(figures/[^"]+)"', text
    )

    assert found is not None
    assert (site / found[1]).read_bytes().startswith(b"\x89PNG")
