"""Whether a company has hired mostly of the sex that is rarer with it, or in its trade."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from diagnostics.findings.facts import STAFF, CompanyFacts
from diagnostics.records import Rarity
from survey.instrument.records import Indicator, Instrument

Sex = Literal["women", "men"]

LEAST_SHARE = 0.40
"""A sex with a smaller share than this is the rarer one.

Swedish official statistics call 40-60 per cent even.
"""
LEAST_COMPANIES = 10
"""The fewest companies from whose answers the rarer sex of a trade is told: a share needs ten."""


def find_rare_newcomers(
    facts: CompanyFacts, instrument: Instrument, rarer: Mapping[str, Sex]
) -> Mapping[str, Rarity]:
    """The indicators of newly employed people of whom most are of the rarer sex, and where so.

    `rarer`: the rarer sex by trade, as `find_rarer_by_trade` gives it.
    """
    found: dict[str, Rarity] = {}
    for indicator in instrument.indicator:
        if indicator.newcomers and (place := _find_place(indicator, facts, instrument, rarer)):
            found[indicator.id] = place
    return found


def find_rarer_by_trade(
    trades: pd.Series, answers: pd.DataFrame, instrument: Instrument
) -> Mapping[str, Sex]:
    """The rarer sex among the employees of each trade in which one is, from all answers together.

    `trades`: each company's trade (same index as `answers`, missing if unknown).
    """
    columns = _staff_columns(instrument)
    if columns is None or not {*columns} <= {*answers.columns}:
        return {}
    counts = answers[list(columns)].apply(pd.to_numeric, errors="coerce").dropna()
    counts.columns = pd.Index(["women", "men"])
    by_trade = counts.groupby(trades.reindex(counts.index))
    enough = by_trade.size() >= LEAST_COMPANIES
    return {
        str(trade): sex
        for trade, women, men in by_trade.sum()[enough].itertuples()
        if (sex := _rarer(women, men, LEAST_SHARE))
    }


def _find_place(
    indicator: Indicator,
    facts: CompanyFacts,
    instrument: Instrument,
    rarer: Mapping[str, Sex],
) -> Rarity | None:
    hired = _hired_most(indicator, facts)
    if hired is None:
        return None
    if hired == _rarer_in_staff(facts, instrument):
        return "company"
    return "trade" if hired == rarer.get(facts.trade) else None


def _hired_most(indicator: Indicator, facts: CompanyFacts) -> Sex | None:
    """The sex of most newcomers; None where they are as many of each, or unknown."""
    counts = _counts(indicator.head_counts, facts)
    if counts is None or counts[0] == counts[1]:
        return None
    return "women" if counts[0] > counts[1] else "men"


def _rarer_in_staff(facts: CompanyFacts, instrument: Instrument) -> Sex | None:
    counts = _counts(_staff_columns(instrument), facts)
    return None if counts is None else _rarer(*counts, 0.5)


def _counts(columns: Sequence[str] | None, facts: CompanyFacts) -> tuple[float, float] | None:
    if columns is None or any(column not in facts.numbers for column in columns):
        return None
    women, men = (facts.numbers[column] for column in columns)
    return women, men


def _rarer(women: float, men: float, least: float) -> Sex | None:
    """The sex whose share is under `least`."""
    if women < least * (women + men):
        return "women"
    return "men" if men < least * (women + men) else None


def _staff_columns(instrument: Instrument) -> tuple[str, str] | None:
    """The columns with the numbers of women and men employed."""
    sums = [{*one.sum} for one in instrument.background if one.id == STAFF and one.sum]
    pairs = [one.head_counts for one in instrument.indicator if one.head_counts]
    return next((pair for pair in pairs if {*pair} in sums), None)
