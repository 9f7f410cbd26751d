"""What a document must be before numbers and facts may be taken from it."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from vlmatlas.problem import DataPath, Finding, Severity
from vlmatlas.records import FamilyFile
from vlmatlas.rules.draft import Draft
from vlmatlas.vocabulary import Evidence, SourceKind

_PLACEHOLDER = re.compile(
    r"(^|\.)(example\.(com|org|net)|(example|test|invalid|localhost))$|^localhost$"
)
_SUSPECT = re.compile(r"example|test|invalid|localhost", re.IGNORECASE)
_HOSTS: Mapping[SourceKind, frozenset[str]] = {
    SourceKind.REPOSITORY: frozenset(
        {"github.com", "gitlab.com", "gitee.com", "codeberg.org", "bitbucket.org"}
    ),
    SourceKind.MODEL_CARD: frozenset({"huggingface.co", "modelscope.cn", "www.modelscope.cn"}),
}
KINDS_OF_SCORES = frozenset(
    {SourceKind.PAPER, SourceKind.REPOSITORY, SourceKind.MODEL_CARD, SourceKind.LEADERBOARD}
)


def link_is_no_placeholder(_id: str, family: FamilyFile, _: Draft) -> Iterator[Finding]:
    """No link of a family leads to a name that stands for any site, such as example.com."""
    for where, url in _links(family):
        if _SUSPECT.search(url) and _PLACEHOLDER.search(urlsplit(url).hostname or ""):
            yield Finding("placeholder-link", where, {"value": url})


def _links(family: FamilyFile) -> Iterator[tuple[DataPath, str]]:
    for key, source in family.sources.items():
        yield ("sources", key, "url"), source.url
    for key in ("paper", "code", "project"):
        if url := getattr(family.links, key):
            yield ("links", key), url
    for key in ("weights", "more"):
        for index, url in enumerate(getattr(family.links, key)):
            yield ("links", key, index), url
    for index, variant in enumerate(family.variants):
        if variant.weights:
            yield ("variants", index, "weights"), variant.weights


def source_is_where_its_kind_lives(_id: str, family: FamilyFile, _: Draft) -> Iterator[Finding]:
    """A repository lies on a code host and a model card on a model host."""
    for key, source in family.sources.items():
        hosts = _HOSTS.get(source.kind)
        host = urlsplit(source.url).hostname or ""
        if hosts and host not in hosts:
            details = {"value": source.kind.value, "host": host, "known": ", ".join(sorted(hosts))}
            where = ("sources", key, "kind")
            yield Finding("source-kind", where, details, severity=Severity.WARNING)


def score_stands_in_a_document(_id: str, family: FamilyFile, _: Draft) -> Iterator[Finding]:
    """Scores come from papers, repositories, model cards and leaderboards; a list proves none."""
    for index, block in enumerate(family.scores):
        source = family.sources.get(block.source)
        if source is None or source.kind in KINDS_OF_SCORES:
            continue
        if source.kind is SourceKind.LIST and block.evidence is Evidence.UNVERIFIED:
            continue
        details = {
            "value": block.source,
            "kind": source.kind.value,
            "known": ", ".join(sorted(KINDS_OF_SCORES)),
        }
        yield Finding("score-source", ("scores", index, "source"), details)


def paper_belongs_to_one_family(draft: Draft) -> Iterator[tuple[str, Finding]]:
    """Two families with one paper are probably one family."""
    owners: dict[str, str] = {}
    for id, family in draft.outlines.items():
        paper = family.paper
        if paper is None:
            continue
        first = owners.setdefault(paper, id)
        if first != id:
            details = {"value": paper, "other": first}
            finding = Finding("same-paper", ("links", "paper"), details, severity=Severity.WARNING)
            yield f"models/{id}/model.yaml", finding
