"""The preview over HTTP, for this machine alone."""

import json
import mimetypes
import posixpath
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from vlmatlas.preview.view import View

CHANGES = "/-/changes"
_PATIENCE = 25.0


class Server(ThreadingHTTPServer):
    daemon_threads = True


def make_server(view: View, host: str, port: int) -> Server:
    return Server((host, port), partial(_Handler, view))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, view: View, *arguments: object) -> None:
        self.view = view
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:  # the name that http.server asks for
        address = urlsplit(self.path)
        if address.path == CHANGES:
            self._answer_changes(parse_qs(address.query))
            return
        path = posixpath.normpath(unquote(address.path)).lstrip("/")
        folder = address.path.endswith("/")
        page = self.view.page(f"{path}/" if folder and path != "." else path)
        if page is not None:
            self._send("text/html", (page + self.view.overlay()).encode())
        else:
            self._send_file("" if path == "." else path, folder=folder)

    def _answer_changes(self, query: dict[str, list[str]]) -> None:
        known = int(query.get("version", ["0"])[0])
        version = self.view.wait(known, _PATIENCE)
        self._send("application/json", json.dumps({"version": version}).encode())

    def _send_file(self, path: str, *, folder: bool) -> None:
        content = None if folder else self.view.file(path)
        if content is not None:
            self._send(mimetypes.guess_type(path)[0] or "text/plain", content)
            return
        name = f"{path}/index.html".lstrip("/") if folder or not path else path
        site, theme = self.view.shell.site, self.view.root / "templates" / "theme"
        for base in (theme, site) if name.startswith("assets/") else (site,):
            found = (base / name).resolve()
            if found.is_relative_to(base.resolve()) and found.is_file():
                self._send_content(found)
                return
        if not folder and (site / name / "index.html").is_file():
            self._redirect(f"/{path}/")
            return
        self._send("text/html", self.view.overlay().encode(), status=HTTPStatus.NOT_FOUND)

    def _send_content(self, path: Path) -> None:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        content = path.read_bytes()
        if kind == "text/html":
            content += self.view.overlay().encode()
        self._send(kind, content)

    def _redirect(self, target: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, kind: str, content: bytes, *, status: HTTPStatus = HTTPStatus.OK) -> None:
        charset = "; charset=utf-8" if kind.startswith(("text/", "application/j")) else ""
        self.send_response(status)
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Requests are no news."""
