"""The domains and indicators of one company that have a score, before they are judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from analysis.records import Benchmark, Scores
from diagnostics.records import Flag, FlagLevel, Rarity
from survey.instrument.records import Indicator, Instrument

FULL = 100.0
"""An indicator with so many points has nothing left to do."""

Versus = Literal["below", "within", "above"]


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """A domain or an indicator with a score (0-100).

    `judged` is the score by which it can be a concern: 100 for newcomers of the rarer sex.
    `behind`: whether its domain, so judged, lies below comparable companies.
    """

    item: str
    level: Literal["indicator", "domain"]
    domain: str
    score: float
    judged: float
    versus: Versus | None
    behind: bool
    rarity: Rarity | None = None


@dataclass(frozen=True, slots=True)
class FlagsOnItem:
    """The ids of the flags that name one item, in order, and the gravest of their levels."""

    flags: Sequence[str] = ()
    level: FlagLevel | None = None


def list_items(
    company_id: str,
    scores: Scores,
    benchmarks: Mapping[str, Benchmark],
    instrument: Instrument,
    rare: Mapping[str, Rarity],
) -> list[ScoredItem]:
    """The company's domains, then its indicators, each in the instrument's order."""
    points = dict(
        known_in(row_of(scores.points.values, company_id), [one.id for one in instrument.indicator])
    )
    own = dict(known_in(row_of(scores.domains, company_id), instrument.domains))
    judged = {
        domain: _judge(domain, score, points, rare, instrument) for domain, score in own.items()
    }
    behind = {
        domain
        for domain, score in judged.items()
        if compare(_moved(benchmarks.get(domain), score)) == "below"
    }
    domains = [
        ScoredItem(
            domain,
            "domain",
            domain,
            own[domain],
            judged[domain],
            compare(benchmarks.get(domain)),
            domain in behind,
        )
        for domain in instrument.domains
        if domain in own
    ]
    indicators = [
        ScoredItem(
            one.id,
            "indicator",
            one.domain,
            points[one.id],
            FULL if one.id in rare else points[one.id],
            compare(benchmarks.get(one.id)),
            one.domain in behind,
            rare.get(one.id),
        )
        for one in instrument.indicator
        if one.id in points
    ]
    return domains + indicators


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


def row_of(frame: pd.DataFrame, company_id: str) -> pd.Series:
    """The row of a company that the frame holds."""
    return frame.loc[[company_id]].iloc[0]


def known_in(row: pd.Series, items: Iterable[str]) -> list[tuple[str, float]]:
    """List the items that have a score, each with its score, in the order of `items`."""
    return [(item, float(row[item])) for item in items if item in row.index and pd.notna(row[item])]


def mark_items(flags: Sequence[Flag], items: Sequence[ScoredItem]) -> dict[str, FlagsOnItem]:
    """Sort one company's flags by the items they name.

    A flag on the index is told at the lowest domain, because that is where something can be done.
    """
    domains = [item for item in items if item.level == "domain"]
    lowest = min(domains, key=lambda item: item.score).item if domains else "index"
    measured = {"index", *(item.item for item in items)}
    marks: dict[str, FlagsOnItem] = {}
    for flag in flags:
        for reason in flag.reasons:
            # A rule can also ask for a high score ("good at hiring, poor at pay"). The high score
            # is then a condition of the flag, and nothing to be concerned about. A high need is.
            if reason.relation == "below" or reason.item not in measured:
                item = lowest if reason.item == "index" else reason.item
                marks[item] = _mark(marks.get(item, FlagsOnItem()), flag)
    return marks


def _mark(before: FlagsOnItem, flag: Flag) -> FlagsOnItem:
    level: FlagLevel = "serious" if "serious" in {before.level, flag.level} else "watch"
    return FlagsOnItem(
        [*before.flags, *([flag.flag] if flag.flag not in before.flags else [])], level
    )


def _judge(
    domain: str,
    score: float,
    points: Mapping[str, float],
    rare: Mapping[str, Rarity],
    instrument: Instrument,
) -> float:
    """A domain's score as it were if newcomers of the rarer sex had all points."""
    inside = [one for one in instrument.indicator if one.domain == domain and one.id in points]
    whole = sum(one.weight for one in inside)
    return score + sum(_missing(one, points) for one in inside if one.id in rare) / (whole or 1)


def _missing(indicator: Indicator, points: Mapping[str, float]) -> float:
    return indicator.weight * (FULL - points[indicator.id])


def _moved(benchmark: Benchmark | None, score: float | None) -> Benchmark | None:
    """The comparison with the score that the domain is judged by."""
    if benchmark is None or benchmark.score is None or score is None:
        return benchmark
    return replace(benchmark, score=score)
