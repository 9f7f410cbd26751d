"""Which links need no check for now, and how gently each host is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from vlmatlas.links.collect import POLICY, Links
from vlmatlas.links.verdicts import Outcome, Place, Verdict
from vlmatlas.parse import parse_record
from vlmatlas.problem import CatalogError, Problem
from vlmatlas.textfile import UnreadableError, read_text
from vlmatlas.values import Count, Day, Line, Number, Record, Text, Url
from vlmatlas.yamlfile import read_yaml
from vlmatlas.yamlplaces import locate

FULL_DAY = len("2026-01-31")


class Allowed(Record):
    """Links that begin with `url` are not asked until that day."""

    url: Url
    reason: Text
    until: Day


class HostRule(Record):
    interval: Annotated[Number, Field(gt=0)] = 1.0
    concurrency: Count = 1


class PolicyFile(Record):
    allow: tuple[Allowed, ...] = ()
    hosts: Mapping[Line, HostRule] = {}


@dataclass(frozen=True)
class Policy:
    """The file, and where its entries stand."""

    file: PolicyFile
    text: str

    def allows(self, url: str, today: str) -> bool:
        return any(_covers(entry, url) and entry.until >= today for entry in self.file.allow)

    def check(self, links: Links, today: str, *, is_complete: bool) -> Iterator[Outcome]:
        """Entries that ended, and those no link needs; the latter only if all links are known."""
        for index, entry in enumerate(self.file.allow):
            if entry.until < today:
                yield self._report(index, "until", entry, "links.ended")
            elif is_complete and not any(_covers(entry, url) for url in links):
                yield self._report(index, "url", entry, "links.unused")

    def _report(self, index: int, key: str, entry: Allowed, said: str) -> Outcome:
        place = Place(POLICY, *locate(self.text, ("allow", index, key)))
        return Outcome(Verdict.POLICY, place, entry.url, entry.until, said)


def load_policy(root: Path) -> Policy:
    """The rules of `registry/links.yaml`, none without the file; CatalogError tells mistakes."""
    path = root / POLICY
    if not path.is_file():
        return Policy(PolicyFile(), "")
    try:
        text, data = read_text(path), read_yaml(path)
    except UnreadableError as error:
        finding = error.finding
        problem = Problem(POLICY, error.line, error.column, finding.rule, details=finding.details)
        raise CatalogError([problem]) from error
    file, findings = parse_record(PolicyFile, data)
    problems = [
        Problem(
            POLICY,
            *locate(text, found.where, on_key=found.on_key),
            found.rule,
            details=found.details,
        )
        for found in findings
    ]
    problems += _short_days(file, text)
    if problems or file is None:
        raise CatalogError(problems)
    return Policy(file, text)


def _short_days(file: PolicyFile | None, text: str) -> Sequence[Problem]:
    """An end needs a day, not just a month or year."""
    return [
        Problem(
            POLICY,
            *locate(text, ("allow", index, "until")),
            "bad-date",
            details={"field": "until", "value": entry.until},
        )
        for index, entry in enumerate(file.allow if file else ())
        if len(entry.until) != FULL_DAY
    ]


def _covers(entry: Allowed, url: str) -> bool:
    """A prefix ends at a boundary: `https://a.org` is not the beginning of `https://a.org.evil`."""
    prefix = entry.url
    if urlsplit(prefix).netloc != urlsplit(url).netloc or not url.startswith(prefix):
        return False
    rest = url[len(prefix) :]
    return not rest or prefix.endswith(("/", "?", "#")) or rest[0] in "/?#"
