"""From a file or an address to what the document says."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vlmatlas.intake.boards import read_mmmu, read_openvlm
from vlmatlas.intake.cards import read_card, read_eval_results
from vlmatlas.intake.claims import DocumentError, Intake
from vlmatlas.intake.grids import read_csv, read_markdown
from vlmatlas.intake.papers import read_bibtex
from vlmatlas.intake.workbooks import read_workbook

MAX_BYTES = 20_000_000
_SECONDS = 30
_ARXIV_PAGE = re.compile(r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})(?:v\d+)?")


class Kind(StrEnum):
    """A kind of document that can be read."""

    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"
    CARD = "model-card"
    EVAL_RESULTS = "eval-results"
    OPENVLM = "openvlm"
    MMMU = "mmmu"
    BIBTEX = "bibtex"


def read_document(content: bytes, name: str, kind: Kind | None, model: str) -> Intake:
    """What the document says; its kind is told from name and content unless it is given."""
    if kind is Kind.XLSX or (kind is None and content.startswith(b"PK\x03\x04")):
        return read_workbook(content)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DocumentError("document-unreadable", name, problem="UTF-8") from error
    found = kind or _tell(text, name)
    if found in _JSON:
        return _JSON[found](_parse_json(text, name))
    if found is Kind.EVAL_RESULTS:
        return read_eval_results(text, model)
    return _TEXT[found](text)


def fetch_document(url: str) -> tuple[bytes, str]:
    """Content and name of what an address gives; a page of arXiv gives its BibTeX."""
    page = _ARXIV_PAGE.fullmatch(url)
    address = f"https://arxiv.org/bibtex/{page[1]}" if page else url
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"}:
        raise DocumentError("document-address", url, value=url)
    request = urllib.request.Request(address, headers={"User-Agent": "vlmatlas"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(MAX_BYTES + 1)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        raise DocumentError("document-unreachable", url, problem=str(error)) from error
    if len(content) > MAX_BYTES:
        raise DocumentError("document-large", url, limit=MAX_BYTES)
    return content, "paper.bib" if page else Path(parts.path).name


def _tell(text: str, name: str) -> Kind:
    suffix = Path(name).suffix.lower()
    if suffix == ".json":
        return Kind.MMMU if '"leaderboardData"' in text else Kind.OPENVLM
    if suffix in {".md", ".markdown"} and text.startswith("---\n") and "\nmodel-index:" in text:
        return Kind.CARD
    kinds = {
        ".md": Kind.MARKDOWN,
        ".markdown": Kind.MARKDOWN,
        ".csv": Kind.CSV,
        ".tsv": Kind.CSV,
        ".bib": Kind.BIBTEX,
        ".yaml": Kind.EVAL_RESULTS,
        ".yml": Kind.EVAL_RESULTS,
    }
    if suffix not in kinds:
        raise DocumentError("document-kind", name, value=name, known=", ".join(Kind))
    return kinds[suffix]


def _parse_json(text: str, name: str) -> Any:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise DocumentError("document-unreadable", name, problem=f"JSON: {error}") from error
    if not isinstance(data, Mapping):
        raise DocumentError("document-row", name, value=data)
    return data


_JSON: Mapping[Kind, Callable[[Any], Intake]] = {Kind.MMMU: read_mmmu, Kind.OPENVLM: read_openvlm}
_TEXT: Mapping[Kind, Callable[[str], Intake]] = {
    Kind.MARKDOWN: read_markdown,
    Kind.CSV: read_csv,
    Kind.CARD: read_card,
    Kind.BIBTEX: read_bibtex,
}
