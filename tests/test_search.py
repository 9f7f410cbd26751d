"""The search index is built from the catalogue alone, in parts that a browser can keep."""

import gzip
import json
from dataclasses import replace

import pytest

from conftest import REPOSITORY
from vlmatlas.labels import load_labels
from vlmatlas.pages.page import Address, Page
from vlmatlas.search.entries import Entry, Kind, build_entries
from vlmatlas.search.files import cut_chunks, front_code, render_search_files
from vlmatlas.search.guides import parse_guide, read_guides
from vlmatlas.search.postings import build_postings, list_spellings, spell_names
from vlmatlas.search.scripts import map_traditional, spell_pinyin
from vlmatlas.search.words import split_words, squash
from vlmatlas.vocabulary import Language


def entry(title="Lynx-VL", **values):
    return Entry(values.pop("kind", Kind.FAMILY), "models/lynx-vl/", title, "A model.", **values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("视觉专家", ["视觉", "觉专", "专家"]),
        ("MoE-LLaVA", ["moe", "llava", "moellava"]),
        ("1,344 × 1,344", ["1344x1344"]),
        ("Phi-1.5", ["phi", "1.5", "phi1.5"]),
        ("ＣＬＩＰ编码器", ["clip", "编码", "码器"]),
    ],
)
def test_text_becomes_pairs_of_characters_and_parts_of_names(text, words):
    assert split_words(text) == words


def test_names_are_compared_without_case_space_and_punctuation():
    assert squash("Mini-GPT 4 (v2)") == squash("minigpt4v2")


def test_a_name_is_also_found_without_its_brackets_and_in_pinyin():
    names = spell_names(entry("视觉专家", aliases=("POPE (Polling-based)",)))

    assert set(names) == {"视觉专家", "shijuezhuanjia", "popepollingbased", "pope"}
    assert names["视觉专家"] > names["shijuezhuanjia"]


def test_traditional_characters_map_to_simplified_ones_that_occur():
    pairs = map_traditional("视觉")

    assert "視视" in pairs
    assert "覺觉" in pairs
    assert "專专" not in pairs


def test_pinyin_leaves_latin_letters_alone():
    assert spell_pinyin("视觉 token") == "shijue token"


def test_every_word_knows_its_entries_in_order():
    postings = build_postings([entry("Lynx"), entry("Puma"), entry("Lynx 2")])

    assert [number for number, _impact in postings["lynx"]] == [0, 2]
    assert postings["=lynx"] == [(0, 31)]


def test_a_title_says_more_about_a_page_than_its_text():
    ((_, title),) = build_postings([entry("Lynx")])["lynx"]
    ((_, text),) = build_postings([entry("Puma", facts="lynx")])["lynx"]

    assert title > text


def test_chunks_hold_all_words_in_order():
    postings = {f"w{number:05}": [(number, 1)] for number in range(5000)}
    chunks = list(cut_chunks(postings))

    assert len(chunks) > 1
    assert [word for chunk in chunks for word in chunk] == sorted(postings)


def test_spellings_are_letters_of_names_only():
    assert list_spellings([entry("Lynx 2.5"), entry("添加", kind=Kind.GUIDE)]) == ["lynx"]


def test_front_coding_keeps_what_a_word_shares_with_the_one_before():
    assert front_code(["llama", "llava", "moe"]) == "0llama 3va 0moe"


def test_a_guide_is_read_with_title_and_headings_and_without_markup():
    text = "---\ntitle: Help\ndescription: How to.\n---\n## First *step*\n\nGo [on](x.md).\n"
    guide = parse_guide("help/", text)

    assert (guide.title, guide.description) == ("Help", "How to.")
    assert guide.headings == ("First *step*",)
    assert "x.md" not in guide.text


def test_both_languages_find_the_same_things(catalog):
    found = {language: build_entries(catalog, language, (), ()) for language in Language}

    assert [e.url for e in found[Language.ZH]] == [e.url for e in found[Language.EN]]
    assert {e.kind for e in found[Language.EN]} == set(Kind) - {Kind.GUIDE}


def test_pages_that_list_things_are_found_as_guides(catalog):
    page = Page(Address("leaderboard"), "All scores", "Every score.", "")
    found = build_entries(catalog, Language.EN, [page], read_guides(REPOSITORY, Language.EN))

    urls = {e.url for e in found if e.kind is Kind.GUIDE}
    assert {"leaderboard/", "contribute/", "methodology/"} <= urls


def test_files_are_named_after_their_content(catalog):
    labels = load_labels(REPOSITORY, Language.EN)
    entries = build_entries(catalog, Language.EN, (), ())
    before = render_search_files(entries, labels)
    changed = (replace(entries[0], lead="Something else."), *entries[1:])
    after = render_search_files(changed, labels)

    same = before.keys() & after.keys() - {"search/en/index.json"}
    assert all(before[name] == after[name] for name in same)
    assert len(same) > 0.8 * len(before)
    assert render_search_files(entries, labels) == before


def test_directory_of_the_index_is_small(catalog):
    for language in Language:
        files = render_search_files(
            build_entries(catalog, language, (), ()), load_labels(REPOSITORY, language)
        )
        name = json.loads(files[f"search/{language}/index.json"])["directory"]

        assert len(gzip.compress(files[f"search/{language}/{name}.json"])) < 12_000
