"""What holds between the two texts of a write-up. A contributor may know one language only, so
whatever is amiss here is a warning: the page can still be read.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from vlmatlas.bodies import Mention, blank_marks, find_citations, find_links, place_of
from vlmatlas.numerals import find_numbers, is_spelled_out, write_numbers
from vlmatlas.problem import Finding, Severity
from vlmatlas.rules.draft import Draft
from vlmatlas.stamps import find_stamp, hash_text
from vlmatlas.vocabulary import Language
from vlmatlas.writeup import HEADINGS, Section, Writeup, find_formulas, read_writeup

PAIR_RULES = frozenset(
    {
        "heading-differs", "block-differs", "number-differs", "link-differs", "citation-differs",
        "formula-differs",
    }
)  # fmt: skip
"""What two texts that match do not break."""

Found = tuple[Writeup, Finding]
Pair = tuple[Writeup, Writeup]


def translations_say_the_same(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Both texts have the same headings, tables, formulas, numbers, links and citations."""
    for id, texts in draft.bodies.items():
        writeups = [
            read_writeup(texts[key], draft.prose[id][key], Language(key)) for key in sorted(texts)
        ]
        checks: list[Iterable[Found]] = [_check_order(writeup) for writeup in writeups]
        if len(writeups) == len(Language):
            pair = (writeups[0], writeups[1])
            checks += [_check_titles(pair), _check_blocks(pair), _check_sections(pair)]
        for writeup, finding in (found for check in checks for found in check):
            yield f"models/{id}/{writeup.language}.md", finding


def translation_is_up_to_date(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Each text is stamped with the revision of the other one that it matches."""
    for id, texts in draft.bodies.items():
        if len(texts) < len(Language):
            continue
        for language, text in texts.items():
            ((name, other),) = ((f"{key}.md", texts[key]) for key in texts if key != language)
            stamp = find_stamp(text)
            if stamp is None:
                last = len(text.rstrip())
                found = _at(text, "translation-unmarked", last, value=name, family=id)
            elif stamp.name != name or stamp.digest != hash_text(other):
                found = _at(text, "translation-outdated", stamp.start, value=name, family=id)
            else:
                continue
            yield f"models/{id}/{language}.md", found


def _check_order(writeup: Writeup) -> Iterator[Found]:
    """Level-2 headings have their usual names and order."""
    tops = [title for title in writeup.titles if title.level == 2]  # noqa: PLR2004
    known = " · ".join(HEADINGS[writeup.language])
    for title in tops:
        if title.rank < 0:
            yield (
                writeup,
                _at(writeup.text, "heading-unknown", title.start, value=title.text, known=known),
            )
    for before, after in pairwise(title for title in tops if title.rank >= 0):
        if before.rank >= after.rank:
            details = {"value": after.text, "other": before.text, "known": known}
            yield writeup, _at(writeup.text, "heading-order", after.start, **details)


def _check_titles(pair: Pair) -> Iterator[Found]:
    """Headings have the same levels, and the known ones the same meaning, in the same order."""
    keys = [[(title.level, title.rank) for title in writeup.titles] for writeup in pair]
    for side, index in _unmatched(*keys):
        title = pair[side].titles[index]
        other = pair[1 - side]
        wanted = f"## {HEADINGS[other.language][title.rank]}" if title.rank >= 0 else ""
        details = {"value": title.text, "level": title.level, "file": _name(other)}
        details |= {"wanted": wanted}
        yield pair[side], _at(pair[side].text, "heading-differs", title.start, **details)


def _check_blocks(pair: Pair) -> Iterator[Found]:
    """Tables and listings follow each other in the same order and have the same size."""
    for side, index in _unmatched(*([(b.kind, b.size) for b in w.blocks] for w in pair)):
        block = pair[side].blocks[index]
        details = {"value": f"{block.kind} {block.size}", "file": _name(pair[1 - side])}
        yield pair[side], _at(pair[side].text, "block-differs", block.start, **details)


def _unmatched(first: Sequence[Hashable], second: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """(0 or 1 for the list, index) of what has no counterpart in the other list."""
    if first == second:
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from ((0, index) for index in range(i1, i2))
            yield from ((1, index) for index in range(j1, j2))


def _check_sections(pair: Pair) -> Iterator[Found]:
    """Below each level-2 heading stand the same numbers, links, citations and formulas."""
    paired = _pair_sections(pair)
    for rule, find in _FACETS.items():
        found = [list(find(writeup)) for writeup in pair]
        if _is_alike(found, paired):
            continue
        for sections in paired:
            parts = [list(_within(f, s)) for f, s in zip(found, sections, strict=True)]
            yield from _compare(rule, pair, sections, parts)
    plain = [blank_marks(writeup.prose) for writeup in pair]
    for sections in paired:
        words = [text[s.start : s.end] for text, s in zip(plain, sections, strict=True)]
        if write_numbers(words[0]) != write_numbers(words[1]):
            yield from _compare_numbers(pair, sections, words)


def _is_alike(
    found: Sequence[Sequence[Mention]], paired: Sequence[tuple[Section, Section]]
) -> bool:
    """Whether the same things stand in the same sections."""
    starts = [[sections[side].start for sections in paired] for side in (0, 1)]
    first, second = (
        {(bisect_right(starts[side], mention.start), mention.value) for mention in found[side]}
        for side in (0, 1)
    )
    return first == second


def _pair_sections(pair: Pair) -> list[tuple[Section, Section]]:
    """Sections with the same heading; where headings differ, the whole texts."""
    first, second = (writeup.sections for writeup in pair)
    if [section.rank for section in first] == [section.rank for section in second]:
        return list(zip(first, second, strict=True))
    return [(Section("", -1, 0, len(pair[0].text)), Section("", -1, 0, len(pair[1].text)))]


def _within(mentions: Iterable[Mention], section: Section) -> Iterator[Mention]:
    return (mention for mention in mentions if section.start <= mention.start < section.end)


def _compare(
    rule: str, pair: Pair, sections: tuple[Section, Section], found: Sequence[Sequence[Mention]]
) -> Iterator[Found]:
    for side in (0, 1):
        known = {mention.value for mention in found[1 - side]}
        for mention in found[side]:
            if mention.value not in known:
                known.add(mention.value)
                yield _report(rule, pair, sections, side, mention)


def _compare_numbers(
    pair: Pair, sections: tuple[Section, Section], words: Sequence[str]
) -> Iterator[Found]:
    found = [list(find_numbers(text)) for text in words]
    for side in (0, 1):
        known = {number for number, _mention in found[1 - side]}
        for number, mention in found[side]:
            if number in known or is_spelled_out(number, words[1 - side]):
                continue
            known.add(number)
            place = Mention(mention.value, mention.start + sections[side].start)
            yield _report("number-differs", pair, sections, side, place)


def _report(
    rule: str, pair: Pair, sections: tuple[Section, Section], side: int, mention: Mention
) -> Found:
    other = sections[1 - side].title
    details = {"value": mention.value, "file": _name(pair[1 - side]), "section": other}
    return pair[side], _at(pair[side].text, rule, mention.start, **details)


_FACETS: Mapping[str, Callable[[Writeup], Iterator[Mention]]] = {
    "link-differs": lambda writeup: find_links(writeup.prose),
    "citation-differs": lambda writeup: find_citations(writeup.prose),
    "formula-differs": lambda writeup: find_formulas(writeup.text),
}


def _name(writeup: Writeup) -> str:
    return f"{writeup.language}.md"


def _at(text: str, rule: str, start: int, **details: object) -> Finding:
    line, column = place_of(text, start)
    place = {"line": line, "column": column}
    return Finding(rule, details={**details, **place}, severity=Severity.WARNING)
