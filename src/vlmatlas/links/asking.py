"""Ask the world with lychee: retries, pauses per host and a cache are its business."""

import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vlmatlas.links.guard import REFUSED, Guard, run_guard
from vlmatlas.links.policy import HostRule
from vlmatlas.links.verdicts import Answer

_MAPS = ("success_map", "error_map", "timeout_map")
_LINKS_FOUND, _DONE = 2, 0
_MISSING_ANCHOR = "Cannot find fragment"


class CheckerError(Exception):
    """The link checker is missing or failed itself."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How patiently and how gently to ask."""

    hosts: Mapping[str, HostRule]
    cache: Path
    cache_age: str = "6d"
    timeout: int = 20
    retries: int = 3
    retry_wait: int = 2


def ask(urls: Sequence[str], manners: Manners, guard: Guard) -> Iterator[Answer]:
    """An answer for every URL that the checker understands; nothing private is requested."""
    if not urls:
        return
    manners.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vlmatlas-") as folder, run_guard(guard) as proxy:
        page, config = Path(folder, "links.html"), Path(folder, "lychee.toml")
        page.write_text(_render_page(urls), encoding="utf-8")
        config.write_text(_render_config(manners), encoding="utf-8")
        report = _run([str(_find_lychee()), "--config", str(config), str(page)], manners, proxy)
    for item in _items(report):
        yield _read_answer(item, guard)


def _find_lychee() -> Path:
    beside = Path(sys.executable).with_name("lychee")
    found = str(beside) if beside.is_file() else shutil.which("lychee")
    if found is None:
        raise CheckerError("lychee is missing; `make .venv/links` installs it")
    return Path(found)


def _render_page(urls: Iterable[str]) -> str:
    return "".join(f'<a href="{html.escape(url)}"></a>\n' for url in urls)


def _render_config(manners: Manners) -> str:
    """JSON strings are TOML strings."""
    lines = [
        'format = "json"',
        'verbose = "info"',
        "no_progress = true",
        "cache = true",
        f"max_cache_age = {json.dumps(manners.cache_age)}",
        f"timeout = {manners.timeout}",
        f"max_retries = {manners.retries}",
        f"retry_wait_time = {manners.retry_wait}",
        'include_fragments = "anchor-only"',
        "host_concurrency = 2",
        'host_request_interval = "500ms"',
        "max_concurrency = 16",
    ]
    for host, rule in sorted(manners.hosts.items()):
        lines += [
            f"[hosts.{json.dumps(host)}]",
            f"concurrency = {rule.concurrency}",
            f'request_interval = "{round(rule.interval * 1000)}ms"',
        ]
    return "\n".join(lines) + "\n"


def _run(command: Sequence[str], manners: Manners, proxy: str) -> Any:
    names = ("http_proxy", "https_proxy", "all_proxy")
    kept = {name: value for name, value in os.environ.items() if name.lower() not in names}
    proxies = {spelling: proxy for name in names for spelling in (name, name.upper())}
    environment = {**kept, **proxies, "no_proxy": "", "NO_PROXY": ""}
    done = subprocess.run(  # noqa: S603
        command,
        cwd=manners.cache,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in {_DONE, _LINKS_FOUND}:
        raise CheckerError(f"lychee stopped: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout)


def _items(report: Any) -> Iterator[Any]:
    for name in _MAPS:
        for items in report[name].values():
            yield from items


def _read_answer(item: Any, guard: Guard) -> Answer:
    status = item["status"]
    words = str(status.get("details") or status["text"]).removeprefix("Rejected status code: ")
    code = status.get("code")
    steps = item.get("redirects", {}).get("redirects", [])
    if code is None and _place_of(item["url"]) in guard.refused:
        code = REFUSED
    return Answer(
        item["url"],
        code,
        words,
        _MISSING_ANCHOR in words,
        [(step["code"], step["url"]) for step in steps],
    )


def _place_of(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or {"http": 80}.get(parts.scheme, 443)
