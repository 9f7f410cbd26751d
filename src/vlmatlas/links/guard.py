"""A proxy on this machine that lets requests out to public addresses only.

Names are resolved here and the address that was judged is the one connected to, so neither a
redirect nor a name that resolves to a private address leads a link checker into a network.
"""

import ipaddress
import socket
import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

REFUSED = 470
"""Status of the answer to a request that must not leave."""
_LONGEST_HEAD = 65_536
_PATIENCE = 60.0
_DEFAULT_PORTS = {"http": 80, "https": 443}

Place = tuple[str, int]


@dataclass
class Guard:
    """What may be asked, and what was refused; `exceptions` are for tests."""

    exceptions: frozenset[Place] = frozenset()
    refused: set[Place] = field(default_factory=set)

    def find_addresses(self, place: Place) -> Sequence[Place]:
        """Addresses that may be connected to; PermissionError when one is not public."""
        host, port = place
        found = {
            (str(info[4][0]), port)
            for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        }
        if place not in self.exceptions and not all(is_public(address) for address, _ in found):
            self.refused.add(place)
            raise PermissionError(host)
        return sorted(found)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, also when written inside IPv6."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return parsed.is_global and not parsed.is_multicast and (inner is None or inner.is_global)


@contextmanager
def run_guard(guard: Guard) -> Iterator[str]:
    """The address of the proxy, which answers as long as the context lasts."""

    class Handler(_Handler):
        rules = guard

    with _Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


class _Handler(socketserver.StreamRequestHandler):
    """One request per connection."""

    rules: Guard
    timeout = _PATIENCE

    def handle(self) -> None:
        try:
            self._answer()
        except PermissionError:
            self._refuse(REFUSED, "Not a public address")
        except (OSError, ValueError):
            self._refuse(502, "Bad Gateway")

    def _answer(self) -> None:
        method, target, version = self.rfile.readline(_LONGEST_HEAD).decode("ascii").split()
        headers = list(iter(lambda: self.rfile.readline(_LONGEST_HEAD), b"\r\n"))
        if method == "CONNECT":
            with self._connect(_parse_place(f"//{target}", 443)) as upstream:
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                _tunnel(self.connection, upstream)
            return
        parts = urlsplit(target)
        path = target.removeprefix(f"{parts.scheme}://{parts.netloc}") or "/"
        with self._connect(_parse_place(target, _DEFAULT_PORTS[parts.scheme])) as upstream:
            kept = [line for line in headers if not _is_about_connection(line)]
            head = f"{method} {path} {version}\r\nConnection: close\r\n".encode()
            upstream.sendall(head + b"".join(kept) + b"\r\n")
            self._pass_on(upstream)

    def _pass_on(self, upstream: socket.socket) -> None:
        """The answer, which tells the asker not to use this connection again."""
        with upstream.makefile("rb") as answer:
            self.wfile.write(answer.readline(_LONGEST_HEAD) + b"Connection: close\r\n")
            while (line := answer.readline(_LONGEST_HEAD)) not in {b"\r\n", b""}:
                if not _is_about_connection(line):
                    self.wfile.write(line)
            self.wfile.write(b"\r\n")
            while data := answer.read1(_LONGEST_HEAD):
                self.wfile.write(data)

    def _connect(self, place: Place) -> socket.socket:
        last: OSError = OSError(f"no address for {place[0]}")
        for address in self.rules.find_addresses(place):
            try:
                return socket.create_connection(address, timeout=_PATIENCE)
            except OSError as error:
                last = error
        raise last

    def _refuse(self, status: int, reason: str) -> None:
        answer = f"HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        try:
            self.wfile.write(answer.encode())
        except OSError:
            return


def _parse_place(url: str, port: int) -> Place:
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(url)
    return parts.hostname, parts.port or port


def _is_about_connection(line: bytes) -> bool:
    name = line.partition(b":")[0].strip().lower()
    return name in {b"connection", b"proxy-connection", b"keep-alive"}


def _tunnel(one: socket.socket, other: socket.socket) -> None:
    back = threading.Thread(target=_copy, args=(other, one), daemon=True)
    back.start()
    _copy(one, other)
    back.join(_PATIENCE)


def _copy(source: socket.socket, target: socket.socket) -> None:
    """Pass bytes on until one side is done."""
    try:
        while data := source.recv(_LONGEST_HEAD):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return
