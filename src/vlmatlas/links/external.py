"""Check links to the world."""

from collections.abc import Iterator
from dataclasses import dataclass

from vlmatlas.links.asking import Manners, ask
from vlmatlas.links.collect import Links
from vlmatlas.links.guard import Guard
from vlmatlas.links.policy import Policy
from vlmatlas.links.verdicts import Answer, Outcome, Verdict, describe_answer, judge


@dataclass(frozen=True)
class Asked:
    """All outcomes of links that were asked, and how many were let be."""

    outcomes: tuple[Outcome, ...]
    allowed: int


def check_external(
    links: Links, policy: Policy, manners: Manners, guard: Guard, today: str
) -> Asked:
    """Every link that is not on the allow-list; an address that got no answer is unreachable."""
    urls = [url for url in links if not policy.allows(url, today)]
    answers = {_key(answer.url): answer for answer in ask(urls, manners, guard)}
    outcomes: list[Outcome] = []
    for url in urls:
        outcomes += _spread(url, answers.get(_key(url)), links)
    return Asked(tuple(outcomes), len(links) - len(urls))


def _spread(url: str, answer: Answer | None, links: Links) -> Iterator[Outcome]:
    verdict = judge(answer) if answer else Verdict.UNREACHABLE
    words = describe_answer(answer) if answer else ""
    said = "links.not-public" if verdict is Verdict.PRIVATE else ""
    for place in links[url]:
        yield Outcome(verdict, place, url, words, said if answer else "links.not-asked")


def _key(url: str) -> str:
    """Checkers write an empty path as a slash, and percent signs in their own way."""
    head, sign, anchor = url.partition("#")
    return f"{head.rstrip('/')}{sign}{anchor}"
