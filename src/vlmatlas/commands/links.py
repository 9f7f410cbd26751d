"""`vlmatlas links`: follow the links of the built site and, when asked, those to the world.

Exit codes: 0 nothing is dead, 1 something is, 2 the command was called wrongly.
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.labels import load_labels
from vlmatlas.links.asking import CheckerError, Manners
from vlmatlas.links.collect import collect_links
from vlmatlas.links.external import check_external
from vlmatlas.links.guard import Guard
from vlmatlas.links.internal import check_internal
from vlmatlas.links.policy import load_policy
from vlmatlas.links.report import Form, Report, render_counts, render_report
from vlmatlas.links.verdicts import Outcome
from vlmatlas.problem import CatalogError
from vlmatlas.report import describe_all
from vlmatlas.revisions import RevisionError, read_changes
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language

ADDRESS = "https://vlm-atlas.github.io/"
DEAD, MISUSE = 1, 2


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("links", help="follow the links of the built site and the data")
    parser.add_argument("--site", type=Path, help="the built site (site/ of the checkout)")
    parser.add_argument("--external", action="store_true", help="ask all links to other hosts")
    parser.add_argument(
        "--changed-since", metavar="REF", help="ask links of files changed since leaving REF"
    )
    parser.add_argument("--no-internal", action="store_true", help="leave the built site alone")
    parser.add_argument("--format", choices=list(Form), default=Form.TEXT, help="of the report")
    parser.add_argument("--lang", choices=list(Language), help="language of the words")
    parser.add_argument("--cache", type=Path, help="folder of known answers (.cache/links)")
    parser.add_argument("--timeout", type=int, default=20, help="seconds to wait for an answer")
    parser.add_argument("--retries", type=int, default=3, help="times to ask again")
    parser.add_argument(
        "--allow-private",
        action="append",
        default=[],
        metavar="HOST:PORT",
        help="ask this address although it is not public; for tests",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    language = Language(options.lang or locale_language())
    labels = load_labels(options.root, language)
    try:
        report = _check(options)
    except CatalogError as error:
        print(describe_all(error.problems, language), file=sys.stderr)
        return DEAD
    except RevisionError as error:
        print(f"vlmatlas links: {error.describe(language)}", file=sys.stderr)
        return MISUSE
    except (CheckerError, ValueError, FileNotFoundError) as error:
        print(f"vlmatlas links: {error}", file=sys.stderr)
        return MISUSE
    print(render_report(report, Form(options.format), labels, options.root), end="")
    print(render_counts(report, labels), file=sys.stderr)
    return DEAD if report.failing else 0


def _check(options: argparse.Namespace) -> Report:
    root: Path = options.root
    internal = [] if options.no_internal else _check_site(options.site or root / "site")
    if not options.external and options.changed_since is None:
        return Report(internal)
    only = None if options.external else read_changes(root, options.changed_since).paths
    links, policy = collect_links(root, only), load_policy(root)
    today = datetime.now(UTC).date().isoformat()
    cache = (options.cache or root / ".cache" / "links").absolute()
    manners = Manners(policy.file.hosts, cache, timeout=options.timeout, retries=options.retries)
    guard = Guard(frozenset(_parse_address(text) for text in options.allow_private))
    asked = check_external(links, policy, manners, guard, today)
    entries = policy.check(links, today, is_complete=only is None)
    return Report([*internal, *entries, *asked.outcomes], asked.allowed)


def _check_site(site: Path) -> list[Outcome]:
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"{site}: no built site here; `make site` builds it")
    return list(check_internal(site, os.environ.get("SITE_URL", ADDRESS)))


def _parse_address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"--allow-private: '{text}' must be HOST:PORT")
    return host, int(port)
