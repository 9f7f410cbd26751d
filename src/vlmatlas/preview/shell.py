"""The site around the generated pages, as the site engine leaves it for a preview.

The engine runs as a process of its own and writes hand-written pages, assets and, to `frames.json`,
the frames of generated pages. What it was made from is kept beside it.
"""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vlmatlas.digests import digest_files, digest_texts
from vlmatlas.engine import run_engine
from vlmatlas.output import CACHE
from vlmatlas.pages.frame import Frame, cut_frame, nest_headings, page_slots
from vlmatlas.pages.page import Page
from vlmatlas.prose import Heading
from vlmatlas.vocabulary import Language

FOLDER = f"{CACHE}/preview"
_INPUTS = ("content/**/*", "hooks/**/*.py", "mkdocs.yml", "templates/theme/**/*.html")


class ShellError(Exception):
    """The engine's own words about what it does not like."""


@dataclass
class Shell:
    """The frames of a folder, read once per build."""

    root: Path
    frames: Mapping[str, str] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        return self.root / FOLDER / "site"

    def is_fresh(self) -> bool:
        """Whether the last build still fits; its frames are loaded then."""
        try:
            key = (self.root / FOLDER / "key").read_text(encoding="utf-8")
            if key != self._key():
                return False
            self._load()
        except (OSError, json.JSONDecodeError):
            return False
        return True

    def build(self, address: str) -> None:
        """Let the engine build; ShellError with its messages if it will not."""
        key = self._key()
        folder = self.root / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        arguments = ["--quiet", "--site-dir", str(self.site.resolve())]
        frames = str((folder / "frames.json").resolve())
        variables = {"SITE_URL": address, "VLM_ATLAS_SHELL": frames}
        done = run_engine("mkdocs", self.root, arguments, variables, listen=True)
        if done.returncode:
            raise ShellError((done.stdout + done.stderr).strip())
        (folder / "key").write_text(key, encoding="utf-8")
        self._load()

    def _key(self) -> str:
        return digest_texts(digest_files(self.root, _INPUTS), sys.version)

    def _load(self) -> None:
        path = self.root / FOLDER / "frames.json"
        self.frames = json.loads(path.read_text(encoding="utf-8"))

    def fill(self, page: Page, language: Language) -> str:
        """The page in its frame; an index has one of its own."""
        kind = f"{language}/{page.address.kind}"
        name = f"{kind}/{'headings' if page.headings else 'plain'}" if page.address.id else kind
        slots = page_slots(page) | {"html": page.html}
        slots["toc"] = self._fill_toc(page.headings, language)
        return cut_frame(self.frames[name]).fill(slots)

    def _fill_toc(self, headings: tuple[Heading, ...], language: Language) -> str:
        """Made from single entries, so that any order of headings has one."""
        if not headings:
            return ""
        leaf = cut_frame(self.frames[f"{language}/toc-leaf"])
        branch = cut_frame(self.frames[f"{language}/toc-branch"])
        items: list[str] = []
        for top, below in nest_headings(headings):
            children = "".join(_fill_entry(leaf, heading) for heading in below)
            items.append(_fill_entry(branch if below else leaf, top, children))
        return cut_frame(self.frames[f"{language}/toc"]).fill({"items": "".join(items)})


def _fill_entry(frame: Frame, heading: Heading, children: str = "") -> str:
    return frame.fill({"anchor": heading.id, "heading": heading.title, "items": children})


def summarize(messages: str) -> str:
    """The lines that say what is wrong, without colours and decoration."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", messages)
    lines = [line for line in plain.splitlines() if line.strip()]
    return "\n".join(lines[-12:])
