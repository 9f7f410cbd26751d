"""Tell changes in readers' words, as Markdown for a pull request."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vlmatlas.catalog import Catalog
from vlmatlas.comparison.compare import Changes, FamilyChange, FigureChange
from vlmatlas.comparison.facts import Fact, compare_facts
from vlmatlas.comparison.scores import NewLeader, ScoreChange
from vlmatlas.exports.markup import escape_markdown
from vlmatlas.exports.wide import column_title
from vlmatlas.labels import Labels
from vlmatlas.records import Score, Variant
from vlmatlas.scorekeys import Scale
from vlmatlas.tables import Column, format_value, source_of
from vlmatlas.templating import mark_safe, render
from vlmatlas.vocabulary import Protocol

MOST_ROWS = 60
_LONGEST = 120
_NOTHING = "–"


def render_summary(
    root: Path, before: Catalog, after: Catalog, changes: Changes, labels: Labels
) -> str:
    teller = _Teller(before, after, labels)
    context = {
        "label": labels,
        "changes": changes,
        "counts": [teller.count(name, number) for name, number in _count(changes) if number],
        "tell": teller,
        "most": MOST_ROWS,
    }
    text = render(root, "comparison/summary.md.jinja", context)
    tidy = re.sub(r" +$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", tidy).strip() + "\n"


def _count(changes: Changes) -> Iterator[tuple[str, int]]:
    families = changes.families
    scores = [score for family in families for score in family.scores]
    yield "families", sum(family.before is None for family in families)
    yield "variants", sum(len(family.new) for family in families)
    yield "scores-new", sum(score.before is None for score in scores)
    yield "scores-changed", sum(bool(score.before and score.after) for score in scores)
    yield "scores-gone", sum(score.after is None for score in scores)
    yield "figures", sum(len(family.figures) for family in families)
    yield "entries", len(changes.entries)


@dataclass(frozen=True)
class _Teller:
    """Cells and lines of the summary; everything it returns is safe in Markdown."""

    before: Catalog
    after: Catalog
    labels: Labels

    def text(self, value: object) -> str:
        return mark_safe(_quiet(escape_markdown(_shorten(str(value)))))

    def code(self, value: object) -> str:
        """A name of the data, in a code span."""
        plain = _quiet(_shorten(str(value)).replace("`", "'").replace("|", "\\|"))
        return mark_safe(f"`{plain}`")

    def count(self, name: str, number: int) -> str:
        return self.labels(f"diff.count.{name}", count=number)

    def variant(self, variant: Variant) -> str:
        known = {**self.before.components, **self.after.components}
        parts = " + ".join(known[id].name for id in variant.components)
        size = [f"{format_value(variant.parameters)}B"] if variant.parameters else []
        return self.text(" · ".join([variant.name, parts, *size]))

    def state(self, family: FamilyChange) -> str:
        if family.before is None:
            return self.labels("diff.new")
        return self.labels("diff.gone") if family.after is None else ""

    def scale(self, scale: Scale) -> str:
        benchmarks = {**self.before.benchmarks, **self.after.benchmarks}
        column = Column(benchmarks[scale.benchmark], scale)
        return self.text(column_title(column, self.labels.language))

    def scores(self, changes: Sequence[ScoreChange]) -> list[Sequence[str]]:
        return [self._score(change) for change in changes]

    def leaders(self, leaders: Sequence[NewLeader]) -> list[Sequence[str]]:
        return [self._leader(leader) for leader in leaders]

    def facts(self, facts: Sequence[Fact]) -> list[Sequence[str]]:
        return [self._fact(fact) for fact in facts]

    def change(self, fact: Fact) -> str:
        path, was, now = self._fact(fact)
        return mark_safe(f"{path}: {was} → {now}")

    def figure(self, change: FigureChange) -> str:
        """Lines of a diff block; nothing in them can end the block."""
        lines = (" ".join(line.replace("```", "'''").split("\n")) for line in change.lines)
        return mark_safe(_quiet("\n".join(lines)))

    def _score(self, change: ScoreChange) -> Sequence[str]:
        """Variant, benchmark, value, place, source, and what else differs."""
        catalog = self.after if change.after else self.before
        name = catalog.variants[change.score.variant][1].name
        return (
            self.text(name),
            self.scale(change.scale),
            self._value(change),
            self._place(change),
            self._source(catalog, change.score),
            self.text("; ".join(self._details(change)) or " "),
        )

    def _leader(self, leader: NewLeader) -> Sequence[str]:
        words = [] if leader.protocol is Protocol.UNSTATED else [self.labels.word(leader.protocol)]
        scale = " · ".join([self.scale(leader.scale), *words])
        return (
            mark_safe(scale),
            self.text(", ".join(leader.before)),
            self.text(", ".join(leader.after)),
        )

    def _fact(self, fact: Fact) -> Sequence[str]:
        values = (self.text(value or _NOTHING) for value in (fact.before, fact.after))
        return self.code(fact.path), *values

    def _value(self, change: ScoreChange) -> str:
        was, now = (
            format_value(score.value) if score else _NOTHING
            for score in (change.before, change.after)
        )
        return mark_safe(now if was == now else f"{was} → **{now}**")

    def _place(self, change: ScoreChange) -> str:
        if change.place is None:
            return _NOTHING
        was, now = change.place_before, change.place
        moved = str(now) if was in {now, None} else f"{was} → **{now}**"
        return mark_safe(self.labels("diff.place", place=moved, count=change.entrants))

    def _source(self, catalog: Catalog, score: Score) -> str:
        source = source_of(catalog, score)
        words = ", ".join(filter(None, [source.title, score.where]))
        address = source.location.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
        return mark_safe(f"[{self.text(words)}](<{address}>)")

    def _details(self, change: ScoreChange) -> Iterator[str]:
        was, now = change.before, change.after
        if was is None or now is None:
            return
        for name in ("source", "where", "reporter", "evidence"):
            old, new = getattr(was, name), getattr(now, name)
            if old != new:
                yield f"{name}: {old or _NOTHING} → {new or _NOTHING}"
        for fact in compare_facts(was.setting, now.setting):
            yield f"{fact.path}: {fact.before or _NOTHING} → {fact.after or _NOTHING}"


def _shorten(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _quiet(text: str) -> str:
    """A name with @ in front calls nobody: a word joiner stands between."""
    return text.replace("@", "@\u2060")
