"""`vlmatlas serve`: see an edit in the browser at once.

Exit codes: 0 ended by hand, 2 the address cannot be had.
"""

import argparse
import gc
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from vlmatlas.preview.server import make_server
from vlmatlas.preview.view import View
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language

MISUSE = 2
_WATCHED = ("models", "registry", "templates", "content", "hooks")
_CHANGES: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]
"""What changes something. A look at the files opens each folder: were that news too, thousands of
events would take longer than the look.
"""
_SETTLE = 0.02
_LOOK_ANYWAY = 2.0


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("serve", help="show the site and every edit at once")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    address = f"http://{options.host}:{options.port}/"
    view = View(options.root, datetime.now(UTC).date(), address, _say)
    start = time.perf_counter()
    try:
        server = make_server(view, options.host, options.port)
    except OSError as error:
        said = _NO_ADDRESS[locale_language()]
        _say(said.format(address=address, problem=error.strerror or error))
        return MISUSE
    stirred = threading.Event()
    watch = threading.Thread(target=_watch, args=(view.root, stirred), daemon=True)
    watch.start()
    gc.disable()  # a catalogue is much to look through, and all of it stays
    view.start()
    gc.freeze()
    gc.enable()
    threading.Thread(target=_follow, args=(view, stirred, watch), daemon=True).start()
    print(f"{address} (ready after {time.perf_counter() - start:.1f} s; Ctrl+C ends)", flush=True)
    try:
        server.serve_forever(poll_interval=0.05)
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


def _watch(root: Path, stirred: threading.Event) -> None:
    """Have the system tell of changes; with many folders it takes a while until it does."""
    observer = Observer()
    for name in _WATCHED:
        if (root / name).is_dir():
            path = str(root / name)
            observer.schedule(_Alarm(stirred), path, recursive=True, event_filter=_CHANGES)
    observer.start()


def _follow(view: View, stirred: threading.Event, watch: threading.Thread) -> None:
    """Look at the files when the system says that they changed, and now and then in any case."""
    watch.join()
    stirred.set()
    while True:
        if stirred.wait(_LOOK_ANYWAY):
            time.sleep(_SETTLE)
        stirred.clear()
        start = time.perf_counter()
        if view.refresh() and not view.messages:
            print(f"changed ({(time.perf_counter() - start) * 1000:.0f} ms)", flush=True)


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class _Alarm(FileSystemEventHandler):
    def __init__(self, stirred: threading.Event) -> None:
        self._stirred = stirred

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002
        self._stirred.set()


_NO_ADDRESS = {
    Language.EN: "vlmatlas: serve: {address} cannot be had ({problem}); try another --port",
    Language.ZH: "vlmatlas: serve: 无法使用 {address}（{problem}）；请用 --port 换一个端口",
}
