"""Findings: what is worth telling one company. What is strong, what is weak, and what it needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from analysis.records import Benchmark, Needs, Scores
from diagnostics.records import Finding, Flag, FlagLevel
from survey.instrument.records import Instrument

# The limits of the four bands (0-25, -50, -75, -100), which the pages show.
STRONG = 75.0
"""A score from here is a strength, whatever other companies score."""
MIDDLE = 50.0
"""An indicator under this is a concern. Being above others is a strength only from here."""
LOWEST = 25.0
"""A domain under this is a concern, even if comparable companies score as low."""

# The weights order findings and nothing else. Without its tier a weight is at most 85, so a flagged
# finding always comes before one without a flag.
TIER: Mapping[FlagLevel | None, float] = {"serious": 200, "watch": 100, None: 0}
"""What the gravest flag on an item adds to the weight of its finding."""
BEHIND_WEIGHT = 25.0
"""What a concern gains where its domain lies below comparable companies."""
AHEAD_WEIGHT = 25.0
"""What a strength gains where the company lies above comparable companies."""
DOMAIN_WEIGHT = 10.0
"""What a strength gains if it is a whole domain."""
RANK_WEIGHT: Mapping[int, float] = {1: 20, 2: 12, 3: 6}
"""What a need gains by the rank that the company gave it (1 is first)."""

Versus = Literal["below", "within", "above"]


@dataclass(frozen=True, slots=True)
class _FlagsOnItem:
    """The ids of the flags that name one item, in order, and the gravest of their levels."""

    flags: Sequence[str] = ()
    level: FlagLevel | None = None


@dataclass(frozen=True, slots=True)
class _ScoredItem:
    """A domain or an indicator with a score (0-100), before it is judged."""

    item: str
    level: Literal["indicator", "domain"]
    domain: str
    score: float
    versus: Versus | None
    behind: bool
    """Whether its domain lies below comparable companies."""


def find(
    company_id: str,
    scores: Scores,
    benchmarks: Sequence[Benchmark],
    flags: Iterable[Flag],
    needs: Needs,
    instrument: Instrument,
) -> list[Finding]:
    """Find what to tell the company `company_id`; the heaviest finding comes first.

    `benchmarks` are those of this company. `flags` may be those of all companies.
    Each item has at most one finding. An item without a score has none. A hidden benchmark compares
    nothing. A company without any strength gets its best item, marked `relative`.
    """
    items = _items(
        company_id, scores, {benchmark.item: benchmark for benchmark in benchmarks}, instrument
    )
    marks = _marks([flag for flag in flags if flag.company_id == company_id], items)
    concerns = [
        _concern(item, marks.get(item.item, _FlagsOnItem()))
        for item in items
        if _is_concern(item, marks)
    ]
    strengths = [_strength(item) for item in items if _is_strength(item, marks)]
    equality = strengths + concerns if strengths else _with_best(items, concerns, marks)
    return sorted(
        equality + _needs(company_id, needs, marks, instrument),
        key=lambda finding: (-finding.weight, finding.level, finding.item),
    )


def compare(benchmark: Benchmark | None) -> Versus | None:
    """Compare a company with the middle half of comparable ones; None if that is unknown or hidden.

    The middle half goes from the lower to the upper quartile; a score on a quartile is within it.
    """
    if (
        benchmark is None
        or benchmark.hidden
        or benchmark.score is None
        or benchmark.low is None
        or benchmark.high is None
    ):
        return None
    if benchmark.score < benchmark.low:
        return "below"
    return "above" if benchmark.score > benchmark.high else "within"


def _items(
    company_id: str, scores: Scores, benchmarks: Mapping[str, Benchmark], instrument: Instrument
) -> list[_ScoredItem]:
    versus = {domain: compare(benchmarks.get(domain)) for domain in instrument.domains}
    domains = [
        _ScoredItem(domain, "domain", domain, score, versus[domain], versus[domain] == "below")
        for domain, score in _known(_row(scores.domains, company_id), instrument.domains)
    ]
    home = {indicator.id: indicator.domain for indicator in instrument.indicator}
    indicators = [
        _ScoredItem(
            item,
            "indicator",
            home[item],
            score,
            compare(benchmarks.get(item)),
            versus[home[item]] == "below",
        )
        for item, score in _known(_row(scores.points.values, company_id), home)
    ]
    return domains + indicators


def _row(frame: pd.DataFrame, company_id: str) -> pd.Series:
    return frame.loc[[company_id]].iloc[0]


def _known(row: pd.Series, items: Iterable[str]) -> list[tuple[str, float]]:
    """List the items that have a score, each with its score, in the order of `items`."""
    return [(item, float(row[item])) for item in items if item in row.index and pd.notna(row[item])]


def _marks(flags: Sequence[Flag], items: Sequence[_ScoredItem]) -> dict[str, _FlagsOnItem]:
    """Sort one company's flags by the items they name.

    A flag on the index is told at the lowest domain, because that is where something can be done.
    """
    domains = [item for item in items if item.level == "domain"]
    lowest = min(domains, key=lambda item: item.score).item if domains else "index"
    measured = {"index", *(item.item for item in items)}
    marks: dict[str, _FlagsOnItem] = {}
    for flag in flags:
        for reason in flag.reasons:
            # A rule can also ask for a high score ("good at hiring, poor at pay"). The high score
            # is then a condition of the flag, and nothing to be concerned about. A high need is.
            if reason.relation == "below" or reason.item not in measured:
                item = lowest if reason.item == "index" else reason.item
                marks[item] = _mark(marks.get(item, _FlagsOnItem()), flag)
    return marks


def _mark(before: _FlagsOnItem, flag: Flag) -> _FlagsOnItem:
    level: FlagLevel = "serious" if "serious" in {before.level, flag.level} else "watch"
    return _FlagsOnItem(
        [*before.flags, *([flag.flag] if flag.flag not in before.flags else [])], level
    )


def _is_concern(item: _ScoredItem, marks: Mapping[str, _FlagsOnItem]) -> bool:
    if item.item in marks:
        return True
    if item.level == "indicator":
        return item.score < MIDDLE
    return item.score < LOWEST or (item.versus == "below" and item.score < STRONG)


def _is_strength(item: _ScoredItem, marks: Mapping[str, _FlagsOnItem]) -> bool:
    if item.item in marks or item.versus == "below":
        return False
    return item.score >= STRONG or (item.versus == "above" and item.score >= MIDDLE)


def _concern(item: _ScoredItem, marks: _FlagsOnItem) -> Finding:
    weight = TIER[marks.level] + (100 - item.score) / 2 + BEHIND_WEIGHT * item.behind
    return Finding(
        item.item, item.level, "concern", item.score, item.versus, marks.flags, weight, item.domain
    )


def _strength(item: _ScoredItem) -> Finding:
    weight = (
        item.score / 2
        + AHEAD_WEIGHT * (item.versus == "above")
        + DOMAIN_WEIGHT * (item.level == "domain")
    )
    return Finding(
        item.item, item.level, "strength", item.score, item.versus, (), weight, item.domain
    )


def _with_best(
    items: Sequence[_ScoredItem], concerns: Sequence[Finding], marks: Mapping[str, _FlagsOnItem]
) -> list[Finding]:
    """Give a company without strengths its best item as a `relative` strength, beside its concerns.

    The best item has no flag, is not in the lowest band, and is not below comparable companies.
    An item that is no concern goes first, then a domain, then the highest score. If the best item was
    a concern, it is one no longer: an item is never both. Without such an item only concerns remain.
    """
    concerned = {finding.item for finding in concerns}
    candidates = [
        item
        for item in items
        if item.score >= LOWEST and item.versus != "below" and item.item not in marks
    ]
    if not candidates:
        return list(concerns)
    best = min(
        candidates,
        key=lambda item: (item.item in concerned, item.level != "domain", -item.score, item.item),
    )
    return [
        replace(_strength(best), relative=True),
        *(finding for finding in concerns if finding.item != best.item),
    ]


def _needs(
    company_id: str, needs: Needs, marks: Mapping[str, _FlagsOnItem], instrument: Instrument
) -> list[Finding]:
    """Find the needs that are severe or flagged, and those that are ranked and above 0."""
    if company_id not in needs.severity.index:
        return []
    severe, ranks = _row(needs.severe, company_id), _row(needs.priority, company_id)
    findings = []
    for need, severity in _known(
        _row(needs.severity, company_id), [need.id for need in instrument.need]
    ):
        rank = int(ranks[need]) if pd.notna(ranks[need]) else None
        is_severe = bool(severe[need]) if pd.notna(severe[need]) else False
        if is_severe or need in marks or (rank is not None and severity > 0):
            findings.append(_need(need, severity, rank, marks.get(need, _FlagsOnItem())))
    return findings


def _need(need: str, severity: float, rank: int | None, marks: _FlagsOnItem) -> Finding:
    weight = TIER[marks.level] + severity / 4 + RANK_WEIGHT.get(rank or 0, 0)
    return Finding(need, "need", "concern", severity, None, marks.flags, weight)
