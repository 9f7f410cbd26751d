"""BibTeX, such as arXiv gives it. The only module that imports pybtex."""

import re

from pybtex.database import BibliographyDataError, parse_string
from pybtex.scanner import PybtexSyntaxError

from vlmatlas.intake.claims import DocumentError, Fact, Field, Intake, Origin
from vlmatlas.vocabulary import SourceKind

_ARXIV = re.compile(
    r"(?:arxiv[:./]*(?:org/(?:abs|pdf)/)?)?(\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE
)


def read_bibtex(text: str) -> Intake:
    """The paper of one entry: its text as given, and its address where arXiv has it."""
    try:
        entries = parse_string(text, "bibtex").entries
    except (PybtexSyntaxError, BibliographyDataError) as error:
        raise DocumentError("document-unreadable", problem="BibTeX") from error
    if len(entries) != 1:
        raise DocumentError("document-entries", value=len(entries))
    (entry,) = entries.values()
    fields = {key.casefold(): str(value) for key, value in entry.fields.items()}
    number = _arxiv_number(fields)
    url = f"https://arxiv.org/abs/{number}" if number else fields.get("url")
    facts = [Fact(None, Field.BIBTEX, text.strip() + "\n", "entry")]
    if url:
        facts.append(Fact(None, Field.PAPER, url, "entry"))
    title = " ".join(re.sub(r"[{}]", "", fields.get("title", "")).split())
    return Intake(facts=tuple(facts), origin=Origin("paper", SourceKind.PAPER, title or None, url))


def _arxiv_number(fields: dict[str, str]) -> str | None:
    if fields.get("archiveprefix", "arxiv").casefold() == "arxiv":
        found = _ARXIV.fullmatch(fields.get("eprint", "").strip())
        if found:
            return found[1]
    found = re.search(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})", fields.get("url", ""))
    return found[1] if found else None
