"""What pages of a kind share around their content, rendered by the site engine once.

The engine renders a sample page whose every field is a slot such as `vlm-frame-title-x`. Cut at its
slots the result is a frame, and filling a frame gives, byte for byte, the page that the engine
would have rendered.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from vlmatlas.pages.page import Address, Page
from vlmatlas.prose import Heading

_SLOT = re.compile(r"vlm-frame-([a-z]+(?:-[0-9]+)?)-x")
_SAMPLES = {True: "vlm-frame-id-x", False: "vlm-frame-id-0-x"}
"""Ids of the samples with and without a table of contents."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Text that stays and the names of slots in turn: text, slot, text, …, text."""

    parts: tuple[str, ...]

    def fill(self, slots: Mapping[str, str]) -> str:
        filled = list(self.parts)
        for index in range(1, len(filled), 2):
            filled[index] = slots[filled[index]]
        return "".join(filled)


def cut_frame(html: str) -> Frame:
    return Frame(tuple(_SLOT.split(html)))


def join_frame(frame: Frame) -> str:
    """The text that the frame was cut from."""
    return frame.fill({name: slot(name) for name in frame.parts[1::2]})


def slot(name: str) -> str:
    return f"vlm-frame-{name}-x"


def is_sample(address: Address) -> bool:
    return address.id in _SAMPLES.values()


def sample_address(kind: str, *, headings: bool) -> Address:
    """Pages with and without a table of contents have different frames."""
    return Address(kind, _SAMPLES[headings])


def sample_page(address: Address) -> Page:
    """A page of nothing but slots."""
    headings = address.id == _SAMPLES[True]
    return Page(
        address,
        title=slot("title"),
        description=slot("description"),
        html=f"<h1>{slot('html')}</h1>",
        headings=(Heading(2, slot("anchor"), slot("heading")),) if headings else (),
        edit=slot("edit"),
    )


def page_slots(page: Page) -> dict[str, str]:
    """What fills the slots of a sample page, apart from the table of contents.

    Title and description stand in the head alone, where themes put them as they are.
    """
    id = page.address.id
    head = {"title": escape(page.title), "description": escape(page.description)}
    return {**head, "edit": page.edit or "", "id": id, "id-0": id}


def nest_headings(headings: Iterable[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """Each section with its parts, which are below level 2; a part before any stands alone."""
    sections: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level > 2 and sections:  # noqa: PLR2004
            sections[-1][1].append(heading)
        else:
            sections.append((heading, []))
    return sections


def number_headings(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Headings as slots: tables of contents of one shape share a frame."""
    return tuple(
        Heading(heading.level, slot(f"anchor-{index}"), slot(f"heading-{index}"))
        for index, heading in enumerate(headings)
    )


def heading_slots(headings: tuple[Heading, ...]) -> dict[str, str]:
    slots: dict[str, str] = {}
    for index, heading in enumerate(headings):
        slots |= {f"anchor-{index}": heading.id, f"heading-{index}": heading.title}
    return slots
