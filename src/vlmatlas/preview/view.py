"""What the browser sees: pages made on request, and the mistakes that keep new ones away."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vlmatlas.history import read_last_changes
from vlmatlas.pages.home import count_catalog, latest_families
from vlmatlas.pages.page import Address, Context
from vlmatlas.pages.site import list_pages, render_page
from vlmatlas.pages.views import render_view_files
from vlmatlas.preview.shell import Shell, ShellError, summarize
from vlmatlas.problem import CatalogError
from vlmatlas.report import describe
from vlmatlas.search.files import index_pages
from vlmatlas.tables import score_table
from vlmatlas.templating import TemplateError, render
from vlmatlas.textfile import UnreadableError
from vlmatlas.tongue import locale_language
from vlmatlas.urls import language_url
from vlmatlas.vocabulary import Language
from vlmatlas.workspace import Stamps, Workspace, changed_paths, read_stamps

_LOOKS = ("templates", "content", "hooks")
_UNHURRIED = 0.3
"""Seconds in which a browser gets the page that someone waits for before the engine is asked."""
_LOADED = re.compile(r"(en/)?(leaderboard|charts|compare)/[^/]+\.(json|txt)|search/.*\.json")


@dataclass
class View:
    """One checkout in preview. `version` grows with every change that a reader could see."""

    root: Path
    today: date
    address: str
    say: Callable[[str], None]
    """Where mistakes are told apart from the page."""
    version: int = 0
    messages: tuple[str, ...] = ()
    changed: threading.Condition = field(default_factory=threading.Condition)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _building: threading.Lock = field(default_factory=threading.Lock)
    _last_good: dict[str, str] = field(default_factory=dict)
    _stamps: Stamps = field(default_factory=dict)
    _shell_message: str = ""
    _template_message: str = ""
    _shown: object = None

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.root, self.today)
        self.shell = Shell(self.root)
        self._contexts: dict[Language, Context] = {}
        self._files: dict[Language, Mapping[str, bytes]] = {}
        self._changes = read_last_changes(self.root)
        self._addresses: dict[str, tuple[Address, Language]] = {}
        self._pages: Sequence[Address] = ()

    def start(self) -> None:
        """Read the catalogue while the engine builds what is not there yet."""
        builder = threading.Thread(target=self._build_shell)
        fresh = self.shell.is_fresh()
        if not fresh:
            builder.start()
        self.refresh()
        if not fresh:
            builder.join()
        self._announce()

    def refresh(self) -> bool:
        """Look at the files; whether something changed."""
        with self._lock:
            data = self.workspace.refresh()
            stamps = read_stamps(self.root, _LOOKS)
            looks = changed_paths(self._stamps, stamps) if self._stamps else set()
            self._stamps = stamps
            if not data and not looks:
                return False
            self._template_message = ""
            self._contexts.clear()
            self._files.clear()
            self._list_addresses()
        self._announce()
        later = threading.Timer(_UNHURRIED, self._follow_shell, (looks,))
        later.daemon = True
        later.start()
        return True

    def _follow_shell(self, looks: set[str]) -> None:
        """Have the engine build again what it made of files that changed, or of other counts."""
        with self._lock:
            before, self._shown = self._shown, self._home()
        if any(_concerns_shell(path) for path in looks) or before not in (None, self._shown):
            self._rebuild_shell()

    def page(self, path: str) -> str | None:
        """The HTML of a generated page, the last good one while its source has mistakes."""
        with self._lock:
            found = self._addresses.get(path)
            if found is None:
                return None
            address, language = found
            try:
                html = self.shell.fill(render_page(self._context(language), address), language)
            except (TemplateError, UnreadableError, KeyError) as error:
                self._note_template(error)
                return self._last_good.get(path, "<!doctype html><title>…</title><body></body>")
            self._last_good[path] = html
            return html

    def file(self, path: str) -> bytes | None:
        """What scripts load: data of the views, and an index that knows names but no sections."""
        if not _LOADED.match(path):
            return None
        with self._lock:
            for language in Language:
                if language not in self._files:
                    self._files[language] = self._render_files(self._context(language))
                if path in self._files[language]:
                    return self._files[language][path]
        return None

    def _render_files(self, context: Context) -> Mapping[str, bytes]:
        return {**render_view_files(context), **index_pages(context, ())}

    def _note_template(self, error: Exception) -> None:
        message = str(error) if isinstance(error, TemplateError) else _explain(error)
        message = message.replace(f"{self.root.resolve()}/", "").replace(f"{self.root}/", "")
        if message != self._template_message:
            self._template_message = message
            self._announce()

    def overlay(self) -> str:
        """The script that reloads the page and shows what is wrong."""
        words = {"version": self.version, "messages": self.messages}
        return render(self.root, "preview/overlay.html.jinja", words)

    def _context(self, language: Language) -> Context:
        catalog = self.workspace.catalog
        if catalog is None:
            raise CatalogError(self.workspace.problems)
        if language not in self._contexts:
            self._contexts[language] = Context(
                self.root, catalog, score_table(catalog), language, "", self._changes
            )
        return self._contexts[language]

    def _list_addresses(self) -> None:
        if self.workspace.catalog is None:
            return
        pages = tuple(list_pages(self.workspace.catalog))
        if pages == self._pages:
            return
        self._pages = pages
        self._addresses = {
            language_url(address.url, language): (address, language)
            for address in pages
            for language in Language
        }

    def _home(self) -> object:
        """What the home page, which the engine makes, shows of the catalogue."""
        catalog = self.workspace.catalog
        return catalog and (count_catalog(catalog), [f.summary for f in latest_families(catalog)])

    def _build_shell(self) -> None:
        try:
            self.shell.build(self.address)
            self._shell_message = ""
        except ShellError as error:
            self._shell_message = summarize(str(error))

    def _rebuild_shell(self) -> None:
        with self._building:
            self._build_shell()
        self._announce()

    def _announce(self) -> None:
        problems = [describe(problem, locale_language()) for problem in self.workspace.problems]
        others = () if problems else tuple(filter(None, [self._shell_message]))
        with self.changed:
            known = self.messages
            self.messages = (*problems, *filter(None, [self._template_message]), *others)
            for message in self.messages:
                if message not in known:
                    self.say(message)
            self.version += 1
            self.changed.notify_all()

    def wait(self, version: int, seconds: float) -> int:
        """The version as soon as it differs from the one the browser has."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != version, timeout=seconds)
            return self.version


def _concerns_shell(path: str) -> bool:
    """Whether the engine made something of this file; assets are served as they are."""
    theme = path.startswith("templates/theme/") and not path.startswith("templates/theme/assets/")
    return theme or not path.startswith("templates/")


def _explain(error: Exception) -> str:
    if isinstance(error, UnreadableError):
        details = ", ".join(str(value) for value in error.finding.details.values())
        place = f"templates/labels.yaml:{error.line}:{error.column}"
        return f"{place}: {error.finding.rule} {details}".strip()
    return f"templates/labels.yaml: no entry {error}"
