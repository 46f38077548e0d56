"""What is worth telling one company: what is strong, what is not, and what it needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from analysis.records import Benchmark, Needs, Scores
from diagnostics.records import Finding, Flag, FlagLevel
from survey.instrument import Instrument

STRONG = 75.0
"""Where the highest band begins: a strength, whatever others have."""
MIDDLE = 50.0
"""Under it an indicator is a concern. Being better than others is a strength only from here."""
LOWEST = 25.0
"""Under it, in the lowest band, a domain is a concern even if all are there."""
TIER: Mapping[FlagLevel | None, float] = {"serious": 200, "watch": 100, None: 0}
"""Flagged items come before the rest: a weight without a flag stays under 100."""
FIRST_PLACES: Mapping[int, float] = {1: 20, 2: 12, 3: 6}

Versus = Literal["below", "within", "above"]


@dataclass(frozen=True, slots=True)
class _Marks:
    """The flags that name an item (by id, in the order they were raised) and the gravest level among them."""

    flags: Sequence[str] = ()
    level: FlagLevel | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """A domain or an indicator that has a score, before it is judged."""

    item: str
    level: Literal["indicator", "domain"]
    domain: str
    score: float
    versus: Versus | None
    behind: bool
    """Its domain lies below the comparable companies'."""


def find(
    company_id: str,
    scores: Scores,
    benchmarks: Sequence[Benchmark],
    flags: Iterable[Flag],
    needs: Needs,
    instrument: Instrument,
) -> list[Finding]:
    """The findings of one company, heaviest first; `benchmarks` are its own, `flags` may be everybody's.

    An item has one finding at most. A missing score gives none, and a hidden benchmark gives no comparison. A company without any strength
    gets what it has come furthest with, marked `relative`.
    """
    items = _items(company_id, scores, {benchmark.item: benchmark for benchmark in benchmarks}, instrument)
    marks = _marks([flag for flag in flags if flag.company_id == company_id], items)
    concerns = [_concern(item, marks.get(item.item, _Marks())) for item in items if _is_concern(item, marks)]
    strengths = [_strength(item) for item in items if _is_strength(item, marks)]
    equality = strengths + concerns if strengths else _with_best(items, concerns, marks)
    return sorted(
        equality + _needs(company_id, needs, marks, instrument), key=lambda finding: (-finding.weight, finding.level, finding.item)
    )


def place(benchmark: Benchmark | None) -> Versus | None:
    """Where the company stands against the middle half of comparable ones; None where that is unknown or hidden."""
    if benchmark is None or benchmark.hidden or benchmark.score is None or benchmark.low is None or benchmark.high is None:
        return None
    if benchmark.score < benchmark.low:
        return "below"
    return "above" if benchmark.score > benchmark.high else "within"


def _items(company_id: str, scores: Scores, benchmarks: Mapping[str, Benchmark], instrument: Instrument) -> list[_Item]:
    versus = {domain: place(benchmarks.get(domain)) for domain in instrument.domains}
    domains = [
        _Item(domain, "domain", domain, score, versus[domain], versus[domain] == "below")
        for domain, score in _known(_row(scores.domains, company_id), instrument.domains)
    ]
    home = {indicator.id: indicator.domain for indicator in instrument.indicator}
    indicators = [
        _Item(item, "indicator", home[item], score, place(benchmarks.get(item)), versus[home[item]] == "below")
        for item, score in _known(_row(scores.points.values, company_id), home)
    ]
    return domains + indicators


def _row(frame: pd.DataFrame, company_id: str) -> pd.Series:
    return frame.loc[[company_id]].iloc[0]


def _known(row: pd.Series, items: Iterable[str]) -> list[tuple[str, float]]:
    """The items that have a number, with it, in the instrument's order."""
    return [(item, float(row[item])) for item in items if item in row.index and pd.notna(row[item])]


def _marks(flags: Sequence[Flag], items: Sequence[_Item]) -> dict[str, _Marks]:
    """What flags say of each item. A flag on the index is told at the lowest domain, which is where something can be done."""
    domains = [item for item in items if item.level == "domain"]
    lowest = min(domains, key=lambda item: item.score).item if domains else "index"
    measured = {"index", *(item.item for item in items)}
    marks: dict[str, _Marks] = {}
    for flag in flags:
        for reason in flag.reasons:
            if reason.relation == "below" or reason.item not in measured:  # what goes well is a flag's setting, not its concern
                item = lowest if reason.item == "index" else reason.item
                marks[item] = _mark(marks.get(item, _Marks()), flag)
    return marks


def _mark(before: _Marks, flag: Flag) -> _Marks:
    level: FlagLevel = "serious" if "serious" in {before.level, flag.level} else "watch"
    return _Marks([*before.flags, *([flag.flag] if flag.flag not in before.flags else [])], level)


def _is_concern(item: _Item, marks: Mapping[str, _Marks]) -> bool:
    if item.item in marks:
        return True
    if item.level == "indicator":
        return item.score < MIDDLE
    return item.score < LOWEST or (item.versus == "below" and item.score < STRONG)


def _is_strength(item: _Item, marks: Mapping[str, _Marks]) -> bool:
    if item.item in marks or item.versus == "below":
        return False
    return item.score >= STRONG or (item.versus == "above" and item.score >= MIDDLE)


def _concern(item: _Item, marks: _Marks) -> Finding:
    weight = TIER[marks.level] + (100 - item.score) / 2 + 25 * item.behind
    return Finding(item.item, item.level, "concern", item.score, item.versus, marks.flags, weight, item.domain)


def _strength(item: _Item) -> Finding:
    weight = item.score / 2 + 25 * (item.versus == "above") + 10 * (item.level == "domain")
    return Finding(item.item, item.level, "strength", item.score, item.versus, (), weight, item.domain)


def _with_best(items: Sequence[_Item], concerns: Sequence[Finding], marks: Mapping[str, _Marks]) -> list[Finding]:
    """The concerns and what the company has come furthest with: an unflagged item, if it can one that is no concern, and a domain first.

    Where everything is a concern the best one becomes the strength instead: an item is never both. Nothing in the lowest band or below
    comparable companies is praised.
    """
    concerned = {finding.item for finding in concerns}
    candidates = [item for item in items if item.score >= LOWEST and item.versus != "below" and item.item not in marks]
    if not candidates:
        return list(concerns)
    best = min(candidates, key=lambda item: (item.item in concerned, item.level != "domain", -item.score, item.item))
    return [replace(_strength(best), relative=True), *(finding for finding in concerns if finding.item != best.item)]


def _needs(company_id: str, needs: Needs, marks: Mapping[str, _Marks], instrument: Instrument) -> list[Finding]:
    """The needs that are severe, flagged, or both ranked among the first and felt at all."""
    if company_id not in needs.severity.index:
        return []
    severe, places = _row(needs.severe, company_id), _row(needs.place, company_id)
    findings = []
    for need, severity in _known(_row(needs.severity, company_id), [need.id for need in instrument.need]):
        ranked = int(places[need]) if pd.notna(places[need]) else None
        is_severe = bool(severe[need]) if pd.notna(severe[need]) else False
        if is_severe or need in marks or (ranked is not None and severity > 0):
            findings.append(_need(need, severity, ranked, marks.get(need, _Marks())))
    return findings


def _need(need: str, severity: float, ranked: int | None, marks: _Marks) -> Finding:
    weight = TIER[marks.level] + severity / 4 + FIRST_PLACES.get(ranked or 0, 0)
    return Finding(need, "need", "concern", severity, None, marks.flags, weight)
