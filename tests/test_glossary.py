"""Terms are found in running text, once a page, and never inside something else."""

import pytest

from conftest import REPOSITORY, TODAY
from vlmatlas.catalog import load_catalog
from vlmatlas.glossary import make_finder
from vlmatlas.pages.page import Address, Context
from vlmatlas.pages.site import render_page
from vlmatlas.pages.terms import find_spellings, link_terms
from vlmatlas.tables import ScoreTable
from vlmatlas.urls import Linker
from vlmatlas.vocabulary import Language

ENGLISH = make_finder(
    (
        ("vision encoder", "encoder"),
        ("fine-tuning", "tuning"),
        ("full fine-tuning", "full"),
        ("patch", "patch"),
        ("CLIP", "clip"),
        ("ViT", "vit"),
        ("grounding", "grounding"),
        ("test", "test"),
    )
)
CHINESE = make_finder(
    (("微调", "tuning"), ("指令微调", "instruction"), ("视觉 token", "visual"), ("token", "token"))
)


def found(finder, text):
    return [(use.id, text[use.start : use.end]) for use in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Two Vision encoders", []),
        ("Both have vision encoders.", [("encoder", "vision encoders")]),
        ("Vision encoders are frozen.", [("encoder", "Vision encoders")]),
        (
            "full fine-tuning, fine-tuning",
            [("full", "full fine-tuning"), ("tuning", "fine-tuning")],
        ),
        ("patches, dispatch, patchwork", [("patch", "patches")]),
        ("a ViT but no vit", [("vit", "ViT")]),
        ("with CLIP, not CLIP ViT-L/14, EVA CLIP or EVA-CLIP", [("clip", "CLIP")]),
        ("CogVLM-Grounding does grounding", [("grounding", "grounding")]),
        ("we test it", []),
    ],
)
def test_english_terms_are_whole_words_and_no_part_of_a_name(text, uses):
    assert found(ENGLISH, text) == uses


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("先做指令微调，再微调", [("instruction", "指令微调"), ("tuning", "微调")]),
        ("每个视觉 token 与文本 token", [("visual", "视觉 token"), ("token", "token")]),
        ("用 tokenizer 切分", []),
    ],
)
def test_chinese_terms_are_found_anywhere_and_the_longest_wins(text, uses):
    assert found(CHINESE, text) == uses


def make_context(root, language):
    catalog = load_catalog(root, today=TODAY)
    return Context(REPOSITORY, catalog, ScoreTable(catalog), language, "https://code.example/atlas")


@pytest.mark.parametrize("language", list(Language))
def test_only_the_first_use_outside_links_headings_code_and_tables_is_linked(checkout, language):
    word = {Language.EN: "connector", Language.ZH: "连接器"}[language]
    html = (
        f'<h2 id="x">{word}</h2><p><a href="y">{word}</a> <code>{word}</code></p>'
        f"<table><td>{word}</td></table><p>a {word} b {word}</p>"
    )

    linked = link_terms(make_context(checkout, language), html, Linker("models/x/", language))

    before, tip, after = linked.partition('<span class="vlm-term"')
    assert before == html.rpartition("a ")[0] + "a "
    assert 'href="../../glossary/#connector" aria-describedby="term-connector"' in tip + after
    assert after.endswith(f"</span></span> b {word}</p>")


def test_a_definition_cannot_become_markup(checkout):
    path = checkout / "registry/glossary.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("A block.", "<b>"), encoding="utf-8")

    linked = link_terms(make_context(checkout, Language.EN), "a connector", Linker("", Language.EN))

    assert "&lt;b&gt;" in linked


@pytest.mark.parametrize("language", list(Language))
def test_every_term_can_be_found_unless_it_is_an_everyday_word(catalog, language):
    finder = find_spellings(catalog.terms, language)

    lost = [
        id
        for id, term in catalog.terms.items()
        if id not in {use.id for use in finder.find(term.term.in_(language))}
    ]

    assert set(lost) <= {"split", "prompt", "transfer-learning"}


@pytest.mark.parametrize("language", list(Language))
def test_the_glossary_has_both_definitions_and_leads_to_pages(catalog, language):
    context = Context(REPOSITORY, catalog, ScoreTable(catalog), language, "https://code.example")

    html = render_page(context, Address("glossary")).html

    for term in catalog.terms.values():
        assert f'id="{term.id}"' in html
    expert = catalog.terms["visual-expert"]
    assert expert.definition.en in html
    assert expert.definition.zh in html
    assert 'href="../models/cogvlm/"' in html


@pytest.mark.parametrize("language", list(Language))
def test_only_the_outdated_page_says_so_and_leads_to_the_other_language(checkout, language):
    changed = "zh" if language is Language.EN else "en"
    path = checkout / f"models/lynx-vl/{changed}.md"
    path.write_text(
        "\n"
        + path.read_text(encoding="utf-8").replace("model", "creature").replace("模型", "生物"),
        encoding="utf-8",
    )
    twin = {Language.EN: "../../../models/lynx-vl/", Language.ZH: "../../en/models/lynx-vl/"}

    pages = {
        each: render_page(make_context(checkout, each), Address("family", "lynx-vl")).html
        for each in Language
    }

    assert [each for each in Language if "vlm-outdated" in pages[each]] == [language]
    assert f'<a href="{twin[language]}" hreflang="{changed}">' in pages[language]


def test_the_stamp_does_not_show(catalog):
    context = Context(REPOSITORY, catalog, ScoreTable(catalog), Language.ZH, "https://code.example")

    page = render_page(context, Address("family", "cogvlm"))

    assert "matches" not in page.html
    assert not any("matches en.md" in entry.text for entry in page.search)
    assert not any(expert in entry.text for expert in ("vlm-term",) for entry in page.search)
