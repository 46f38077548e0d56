"""What becomes of each company between the rounds: its true levels, and the numbers it would state.

Nothing changes by itself but money and hours: that scores drift towards the mean follows from the
errors of the answers alone.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.instrument.records import Indicator, Instrument, Question
from survey.rehearsal.followup.plan import FollowupPlan
from survey.rehearsal.people import EVEN_FROM, WIDEST_GAP, hold_checks, is_money
from survey.rehearsal.roles import Pair, Roles, asked_in

FloatArray = npt.NDArray[np.float64]

_APPLYING = 0.22
_MEAN_APPLIED = 90_000.0
_MEAN_COUNT = 0.7
"""The share that applies for support, the median sum, and the mean of other counts.

The last is for each root of people in the company.
"""


def raise_levels(
    levels: pd.DataFrame, treated: npt.NDArray[np.bool_], shift: float
) -> pd.DataFrame:
    """True levels after the programme, 0-100: `shift` points more for each of the `treated`."""
    return (levels + shift * treated[:, np.newaxis]).clip(0, 100)


def move_numbers(
    numbers: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
    instrument: Instrument,
    roles: Roles,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The numbers that measure something, moved as far as the true levels were.

    A balance rises by as many points as its domain where so many more of the smaller sex take the
    place of the larger. People come whole, so the part of a person is a chance.
    """
    gained = (after - before).to_numpy(dtype=float)
    by_domain = dict(zip(before.columns, gained.T, strict=True))
    moved: dict[str, FloatArray] = {}
    for group in roles.groups:
        chance = rng.random(len(numbers))
        if group.domain:
            moved |= _swap_people(group.pair, numbers, by_domain[group.domain], chance)
    for indicator in instrument.indicator:
        moved |= _move_indicator(indicator, numbers, by_domain[indicator.domain])
    return hold_checks(numbers.assign(**moved), instrument)


def draw_business(
    numbers: pd.DataFrame,
    companies: pd.DataFrame,
    instrument: Instrument,
    roles: Roles,
    plan: FollowupPlan,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The money and the full-time jobs as they have grown, and the numbers that are new."""
    grown = numbers.copy()
    spared = _measured_columns(instrument) | {question.code for question in roles.facts.values()}
    for question in asked_in(instrument, "followup"):
        if question.kind != "number":
            continue
        if question.code not in numbers:
            grown[question.code] = _draw_new(question, companies, rng)
        elif question.code not in spared:
            stray = rng.standard_normal(len(numbers))
            drift = (
                plan.growth + plan.growth_spread * stray
                if is_money(question)
                else plan.hours_spread * stray
            )
            grown[question.code] = _round(
                numbers[question.code].to_numpy() * np.exp(drift), question
            )
    return grown


def _swap_people(
    pair: Pair, numbers: pd.DataFrame, gained: FloatArray, chance: FloatArray
) -> Mapping[str, FloatArray]:
    """One sex in the place of the other: the balance rises by `gained` points on average."""
    women, men = (numbers[column].to_numpy(dtype=float) for column in pair)
    people, smaller = women + men, np.minimum(women, men)
    target = np.minimum(np.ceil(0.4 * people), people // 2)
    wanted = np.floor(target * gained / 100 + chance)
    swapped = np.clip(wanted, -smaller, np.maximum(people // 2 - smaller, 0))
    more_women = np.where(women <= men, swapped, -swapped)
    return {pair[0]: women + more_women, pair[1]: men - more_women}


def _move_indicator(
    indicator: Indicator, numbers: pd.DataFrame, gained: FloatArray
) -> Mapping[str, FloatArray]:
    """The number behind a pay gap or a share of women, moved by `gained` points."""
    closer = WIDEST_GAP * gained / 100
    match indicator.points:
        case "gap" if indicator.women and indicator.men:
            return _close_gap(indicator.women, indicator.men, numbers, closer)
        case "gap_percent" if indicator.question:
            gap = numbers[indicator.question].to_numpy(dtype=float)
            return {indicator.question: np.sign(gap) * np.maximum(np.abs(gap) - 100 * closer, 0)}
        case "share" if indicator.question:
            share = numbers[indicator.question].to_numpy(dtype=float)
            towards = 50 * gained / EVEN_FROM
            return {
                indicator.question: np.where(
                    share <= 50, np.minimum(share + towards, 50), np.maximum(share - towards, 50)
                )
            }
        case _:
            return {}


def _close_gap(
    women: str, men: str, numbers: pd.DataFrame, closer: FloatArray
) -> Mapping[str, FloatArray]:
    """The lower mean pay, raised by a share of the higher one but not above it, in hundreds."""
    pay_women, pay_men = (numbers[column].to_numpy(dtype=float) for column in (women, men))
    higher = np.maximum(pay_women, pay_men)

    def _raise(pay: FloatArray) -> FloatArray:
        low = (pay < higher) & (closer != 0)
        return np.where(low, np.round(np.minimum(pay + closer * higher, higher), -2), pay)

    return {women: _raise(pay_women), men: _raise(pay_men)}


def _measured_columns(instrument: Instrument) -> set[str]:
    counted = {column for indicator in instrument.indicator for column in indicator.columns}
    return counted | {column for check in instrument.check for column in check.at_most}


def _draw_new(question: Question, companies: pd.DataFrame, rng: np.random.Generator) -> FloatArray:
    """Something new to count: a sum of money that few have, else people or customers.

    Larger companies have more of them.
    """
    size = len(companies)
    people = companies["staff"].to_numpy(dtype=float) + 1
    if is_money(question):
        sums = _MEAN_APPLIED * np.exp(0.7 * rng.standard_normal(size))
        return np.where(rng.random(size) < _APPLYING, np.round(sums, -3), 0.0)
    return _round(rng.poisson(_MEAN_COUNT * np.sqrt(people)).astype(float), question)


def _round(values: FloatArray, question: Question) -> FloatArray:
    bounded = np.clip(values, question.least, question.most)
    return np.round(bounded, -4 if is_money(question) else question.decimals)
