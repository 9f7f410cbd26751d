"""What an intake would change: additions, what is known already, conflicts and refusals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vlmatlas.catalog import Catalog
from vlmatlas.intake.cells import Number, as_plain, parse_cell
from vlmatlas.intake.claims import Claim, Fact, Field, Intake, Origin, Refusal
from vlmatlas.intake.resolve import Resolver
from vlmatlas.records import Family
from vlmatlas.registry import Benchmark
from vlmatlas.rules.sources import KINDS_OF_SCORES
from vlmatlas.scorekeys import Scale
from vlmatlas.vocabulary import Evidence, Protocol, Reporter, SourceKind

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person who imports says about the document as a whole."""

    source: str
    origin: Origin
    where: str | None = None
    reporter: Reporter = Reporter.AUTHORS
    protocol: Protocol = Protocol.UNSTATED
    family: str | None = None
    replace: bool = False
    fractions: bool = False


@dataclass(frozen=True, slots=True)
class NewScore:
    family: str
    variant: str
    key: str
    value: int | float
    reporter: Reporter
    evidence: Evidence
    source: str
    old: int | float | None = None
    """What stands there now and is replaced."""


@dataclass(frozen=True, slots=True)
class NewFact:
    family: str
    variant: str | None
    field: Field
    value: object
    source: str


@dataclass(frozen=True, slots=True)
class Plan:
    scores: tuple[NewScore, ...]
    facts: tuple[NewFact, ...]
    same: int
    conflicts: tuple[Refusal, ...]
    refusals: tuple[Refusal, ...]
    strangers: Mapping[str, str]
    """Names that no variant has → the ids that look most like them."""
    headings: tuple[str, ...]
    """Headings that are no benchmark of the catalogue."""


class _Same(Exception):  # noqa: N818
    """The catalogue says so already."""


class _Refused(Exception):  # noqa: N818
    def __init__(self, rule: str, place: str, **details: object) -> None:
        super().__init__(rule)
        self.refusal = Refusal(rule, place, details)


class Planner:
    """Compares an intake with the catalogue, one claim at a time."""

    def __init__(self, catalog: Catalog, resolver: Resolver, terms: Terms) -> None:
        self._catalog = catalog
        self._resolver = resolver
        self._terms = terms
        self._same = 0
        self._conflicts: list[Refusal] = []
        self._refusals: list[Refusal] = []
        self._refused: set[tuple[str, str, str]] = set()
        self._strangers: dict[str, str] = {}
        self._headings: dict[str, None] = {}
        self._planned: dict[tuple[str, str], NewScore] = {}

    def plan(self, intake: Intake) -> Plan:
        for claim in intake.claims:
            self._plan_claim(claim)
        facts = tuple(self._plan_facts(intake.facts))
        return Plan(
            tuple(self._planned.values()),
            facts,
            self._same,
            tuple(self._conflicts),
            tuple(self._refusals),
            self._strangers,
            tuple(self._headings),
        )

    def _plan_claim(self, claim: Claim) -> None:
        variant = self._resolver.find_variant(claim.name)
        if variant is None:
            self._strangers.setdefault(claim.name, self._resolver.suggest_variant(claim.name))
            return
        keys = self._resolver.find_keys(claim.heading, claim.place)
        if keys is None:
            self._headings.setdefault(claim.heading)
            return
        if isinstance(keys, Refusal):
            self._refuse(keys)
            return
        parts = parse_cell(claim.value, len(keys), claim.place)
        if isinstance(parts, Refusal):
            self._refuse(parts)
            return
        for key, number in zip(keys, parts, strict=True):
            if number is not None:
                self._plan_score(claim, variant, key, number)

    def _plan_score(self, claim: Claim, variant: str, key: str, number: Number) -> None:
        scale, benchmark = self._resolver.scale(key)
        try:
            value = _on_scale(number, benchmark, claim.place, fractions=self._terms.fractions)
            score = self._compare(claim, variant, key, scale, value)
        except _Same:
            self._same += 1
        except _Refused as refused:
            if refused.refusal.rule.startswith("conflict"):
                self._conflicts.append(refused.refusal)
            else:
                self._refuse(refused.refusal)
        else:
            self._planned[variant, key] = score

    def _compare(
        self, claim: Claim, variant: str, key: str, scale: Scale, value: float
    ) -> NewScore:
        family = self._catalog.variants[variant][0]
        source = self._source_of_scores(family, claim.place)
        reporter = claim.reporter or self._terms.reporter
        known = [
            score.value
            for score in family.scores
            if (score.variant, score.source) == (variant, source)
            and Scale(score.benchmark, score.split, score.metric) == scale
        ]
        details = {"variant": variant, "field": key, "value": value}
        earlier = self._planned.get((variant, key))
        if earlier is not None and earlier.value != value:
            raise _Refused("conflict-inside", claim.place, other=earlier.value, **details)
        if value in known or earlier is not None:
            raise _Same
        if known and not (self._terms.replace and len(known) == 1):
            raise _Refused("conflict-score", claim.place, other=known[0], source=source, **details)
        quoted = self._terms.origin.kind is SourceKind.LEADERBOARD and reporter is Reporter.AUTHORS
        evidence = Evidence.QUOTED if quoted else Evidence.VERIFIED
        old = known[0] if known else None
        return NewScore(family.id, variant, key, value, reporter, evidence, source, old)

    def _plan_facts(self, facts: Sequence[Fact]) -> Iterator[NewFact]:
        for fact in facts:
            try:
                new = self._plan_fact(fact)
            except _Same:
                self._same += 1
            except _Refused as refused:
                is_conflict = refused.refusal.rule.startswith("conflict")
                (self._conflicts if is_conflict else self._refusals).append(refused.refusal)
            else:
                if new is not None:
                    yield new

    def _plan_fact(self, fact: Fact) -> NewFact | None:
        variant = self._resolver.find_variant(fact.name) if fact.name else None
        id = self._terms.family or (self._catalog.variants[variant][0].id if variant else None)
        if id is None:
            if fact.name is None:
                raise _Refused("fact-of-nobody", fact.place, field=fact.field.value)
            return None
        family = self._catalog.by_id[id]
        if fact.value is None:
            raise _Refused("size-from-name", fact.place, value=fact.name)
        value = as_plain(fact.value) if isinstance(fact.value, Decimal) else fact.value
        known = _known(family, variant, fact.field)
        if known is not None:
            if str(known).strip().casefold() == str(value).strip().casefold():
                raise _Same
            details = {"field": fact.field.value, "value": value, "other": known, "family": id}
            raise _Refused("conflict-fact", fact.place, **details)
        return NewFact(id, variant, fact.field, value, self._source(family, fact.place))

    def _refuse(self, refusal: Refusal) -> None:
        """Once per heading and per source of a family, not once per cell."""
        details = refusal.details
        mark = (refusal.rule, str(details.get("value")), str(details.get("family")))
        if not (refusal.rule.startswith(("heading-", "source-")) and mark in self._refused):
            self._refusals.append(refusal)
        self._refused.add(mark)

    def _source_of_scores(self, family: Family, place: str) -> str:
        source = self._source(family, place)
        kind = family.sources[source].kind if source in family.sources else self._terms.origin.kind
        if kind is not None and kind not in KINDS_OF_SCORES:
            known = ", ".join(sorted(KINDS_OF_SCORES))
            details = {"value": source, "family": family.id, "kind": kind.value, "known": known}
            raise _Refused("source-kind", place, **details)
        return source

    def _source(self, family: Family, place: str) -> str:
        """The key under which the family has the document, or can get it."""
        key, origin = self._terms.source, self._terms.origin
        address = (origin.url or "").rstrip("/")
        same = [name for name, it in family.sources.items() if it.url.rstrip("/") == address]
        if key in same or (key in family.sources and not address):
            return key
        if key in family.sources:
            details = {"value": key, "family": family.id, "other": family.sources[key].url}
            raise _Refused("source-other", place, url=address, **details)
        if same:
            return same[0]
        if not (origin.kind and origin.title and origin.url):
            known = ", ".join(family.sources)
            raise _Refused("source-incomplete", place, value=key, family=family.id, known=known)
        return key


def _known(family: Family, variant: str | None, field: Field) -> object:
    match field:
        case Field.PARAMETERS | Field.WEIGHTS:
            found = next(item for item in family.variants if item.id == variant)
            return found.parameters if field is Field.PARAMETERS else found.weights
        case Field.LICENSE:
            return family.license and (family.license.weights or "")
        case Field.PAPER:
            return family.links.paper
        case Field.BIBTEX:
            return family.bibtex


def _on_scale(number: Number, benchmark: Benchmark, place: str, *, fractions: bool) -> int | float:
    low, high = benchmark.range
    value = number.value
    details = {"value": str(value), "field": benchmark.name}
    if number.percent and high != _PERCENT:
        raise _Refused("cell-percent", place, **details)
    if high == _PERCENT and 0 < value <= 1 and not number.percent:
        if not fractions:
            raise _Refused("cell-fraction", place, right=f"{value * _PERCENT:f}", **details)
        value *= _PERCENT
    if value == 0:
        raise _Refused("cell-zero", place, **details)
    if value < Decimal(str(low)) or (high is not None and value > Decimal(str(high))):
        shown = "∞" if high is None else f"{high:g}"
        raise _Refused("cell-range", place, low=f"{low:g}", high=shown, **details)
    return as_plain(value)
