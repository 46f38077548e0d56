"""Facts a company states in numbers: people by sex, pay by sex, turnover.

They are the same whenever it is asked.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.instrument.records import Indicator, Instrument, Question
from survey.rehearsal.roles import Group, Pair, Roles, asked_in

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

EVEN_FROM = 85.0
"""The true level from which a group has as many of each sex as there are to choose from."""
WIDEST_GAP = 0.3
"""The pay gap at a true level of 0, as a share of men's pay; at 100 there is none."""
MEN_EARN_MORE = 0.85
"""In which share of companies a pay gap is to men's favour."""
MONTHLY_PAY = 33_000
PAY_SPREAD = 0.12
"""One person's pay against the mean of her or his sex, as a share."""
TURNOVER_EACH = 1_300_000
_MONEY = frozenset({"kronor", "kr", "sek", "nok", "kroner", "eur", "euro", "€"})
_OWNER_EMPLOYED = 0.7
_OWNER_ALONE = 0.85
"""The share of the companies without employees that have one owner."""


def draw_numbers(
    companies: pd.DataFrame,
    levels: pd.DataFrame,
    instrument: Instrument,
    roles: Roles,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Every company's number for each number column of the first wave.

    NaN where it has none, such as the pay of no women.
    """
    share, people_rng, pay_rng, rest_rng, owners_rng = rng.spawn(5)
    counts = _draw_counts(
        companies, _women_shares(companies, levels, roles, share), roles, people_rng
    )
    numbers: dict[str, FloatArray] = {name: values.astype(float) for name, values in counts.items()}
    owners = _draw_owners(instrument, len(companies), rest_rng)
    numbers |= _leave_alone(owners, companies["staff"].to_numpy(), owners_rng)
    for indicator in roles.pays:
        numbers |= _draw_pay(indicator, companies, levels, counts, pay_rng)
    measured = {
        indicator.question: indicator
        for indicator in instrument.indicator
        if indicator.form.is_percent
    }
    for question in asked_in(instrument):
        if question.kind == "number" and question.code not in numbers:
            drawn = _draw_other(
                question, measured.get(question.code), companies, levels, roles, rest_rng
            )
            numbers[question.code] = np.clip(drawn, question.least, question.most).round(
                question.decimals
            )
    return hold_checks(pd.DataFrame(numbers, index=companies.index), instrument)


def _draw_owners(
    instrument: Instrument, size: int, rng: np.random.Generator
) -> Mapping[str, FloatArray]:
    """The owners, by the instrument or by what its checks add to the staff: at least one."""
    beside = [column for check in instrument.check for column in check.at_most[2:]]
    columns = dict.fromkeys([*beside, *instrument.owners])
    owners = {column: rng.poisson(0.8, size).astype(float) for column in columns}
    if owners:
        last = list(owners)[-1]
        owners[last] = np.where(sum(owners.values()) == 0, 1.0, owners[last])
    return owners


def _leave_alone(
    owners: Mapping[str, FloatArray], staff: IntArray, rng: np.random.Generator
) -> Mapping[str, FloatArray]:
    """The owners, of whom there is one alone in most of the companies that employ nobody."""
    alone = (staff == 0) & (rng.random(len(staff)) < _OWNER_ALONE)
    left = np.ones(len(staff))
    kept: dict[str, FloatArray] = {}
    for column, people in owners.items():
        kept[column] = np.where(alone, np.minimum(people, left), people)
        left = left - np.minimum(people, left)
    return kept


def total_staff(numbers: pd.DataFrame, companies: pd.DataFrame, roles: Roles) -> IntArray:
    """People in the company as it would state them, which is what the register's size is."""
    if roles.staff is None:
        return companies["staff"].to_numpy(dtype=np.int64)
    return numbers[list(roles.staff)].sum(axis="columns").to_numpy(dtype=np.int64)


def hold_checks(numbers: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """No part greater than its whole: honest companies know that."""
    for part, *wholes in (check.at_most for check in instrument.check):
        if {part, *wholes} <= set(numbers.columns):
            most = numbers[wholes].sum(axis="columns", min_count=1)
            numbers = numbers.assign(**{part: numbers[part].clip(upper=most)})
    return numbers


def _women_shares(
    companies: pd.DataFrame, levels: pd.DataFrame, roles: Roles, rng: np.random.Generator
) -> Mapping[Pair, FloatArray]:
    """The share of women each group is drawn with.

    The smaller sex is rare where the domain's level or the trade is low.
    """
    trade = companies["women"].to_numpy()
    few_women = rng.random(len(companies)) < 1 / (1 + np.exp(-12 * (0.5 - trade)))
    shares = {}
    for group in roles.groups:
        even = np.minimum(trade, 1 - trade) / 0.5
        level = levels[group.domain].to_numpy() / EVEN_FROM if group.domain else even
        smaller = 0.5 * np.clip(level, 0, 1) * (0.7 + 0.3 * even)
        shares[group.pair] = np.where(few_women, smaller, 1 - smaller)
    return shares


def _draw_counts(
    companies: pd.DataFrame,
    shares: Mapping[Pair, FloatArray],
    roles: Roles,
    rng: np.random.Generator,
) -> dict[str, IntArray]:
    counts: dict[str, IntArray] = {}
    gated = {column for columns in roles.gates.values() for column in columns}
    for group in roles.groups:
        people = _draw_people(group, companies, roles, rng, gated=group.pair[0] in gated)
        women = rng.binomial(people, shares[group.pair])
        if group.whole:
            women, people = _fit_in(women, people, *(counts[column] for column in group.whole))
        counts |= {group.pair[0]: women, group.pair[1]: people - women}
    return counts


def _draw_people(
    group: Group, companies: pd.DataFrame, roles: Roles, rng: np.random.Generator, *, gated: bool
) -> IntArray:
    """How many people a group has.

    That is all staff, a part of it that leads the rest, or a few that grow with the company.
    """
    staff = companies["staff"].to_numpy(dtype=np.int64)
    if group.pair == roles.staff:
        owners = 0 if gated else rng.random(len(staff)) < _OWNER_EMPLOYED
        return np.asarray(staff + owners, dtype=np.int64)
    if group.whole:
        leading = np.rint(0.45 * staff**0.6 * np.exp(rng.normal(0, 0.3, len(staff))))
        return leading.astype(np.int64)
    around = rng.poisson(0.9 * np.sqrt(staff))
    return around if gated else np.where(around > 0, around, 1)


def _fit_in(
    women: IntArray, people: IntArray, most_women: IntArray, most_men: IntArray
) -> tuple[IntArray, IntArray]:
    """The part's women and people, held within the whole's women and men."""
    fitting_women = np.minimum(women, most_women)
    fitting_men = np.minimum(people - women, most_men)
    return fitting_women, fitting_women + fitting_men


def _draw_pay(
    indicator: Indicator,
    companies: pd.DataFrame,
    levels: pd.DataFrame,
    counts: Mapping[str, IntArray],
    rng: np.random.Generator,
) -> Mapping[str, FloatArray]:
    """Mean monthly pay by sex, in hundreds: the true gap, and the chance of who works there."""
    base = MONTHLY_PAY * np.exp(rng.normal(0, 0.1, len(companies)))
    women_lose = rng.random(len(companies)) < MEN_EARN_MORE
    gap = _true_gap(levels[indicator.domain].to_numpy())
    pay = {
        indicator.women: (
            base * np.where(women_lose, 1 - gap, 1),
            counts.get(indicator.women_count or ""),
        ),
        indicator.men: (
            base * np.where(women_lose, 1, 1 - gap),
            counts.get(indicator.men_count or ""),
        ),
    }
    return {column: _average(mean, people, rng) for column, (mean, people) in pay.items() if column}


def _true_gap(level: FloatArray) -> FloatArray:
    return WIDEST_GAP * (1 - level / 100)


def _average(mean: FloatArray, people: IntArray | None, rng: np.random.Generator) -> FloatArray:
    """The mean of `people` drawn around `mean`; missing where there is nobody."""
    size = np.full(len(mean), 5) if people is None else people
    drawn = mean * (1 + PAY_SPREAD * rng.standard_normal(len(mean)) / np.sqrt(np.maximum(size, 1)))
    return np.where(size > 0, np.round(drawn, -2), np.nan)


def _draw_other(
    question: Question,
    indicator: Indicator | None,
    companies: pd.DataFrame,
    levels: pd.DataFrame,
    roles: Roles,
    rng: np.random.Generator,
) -> FloatArray:
    """A number that is neither people nor pay.

    It is what the register knows, a percentage that measures something, money, or the like.
    """
    background = roles.background_of(question)
    if background:
        return companies[background].to_numpy().astype(float)
    if indicator:
        return _measure_percent(indicator, companies, levels, rng)
    people = companies["staff"].to_numpy() + (0 if roles.is_for_employers(question) else 1)
    return _draw_free_number(question, people, rng)


def _measure_percent(
    indicator: Indicator, companies: pd.DataFrame, levels: pd.DataFrame, rng: np.random.Generator
) -> FloatArray:
    """A share of women or a pay gap, in per cent."""
    level = levels[indicator.domain].to_numpy(dtype=float)
    if indicator.form.gap:
        sign = np.where(rng.random(len(level)) < MEN_EARN_MORE, 1.0, -1.0)
        return 100 * _true_gap(level) * sign + rng.normal(0, 2, len(level))
    smaller = 50 * np.clip(level / EVEN_FROM, 0, 1)
    return np.where(companies["women"] < 0.5, smaller, 100 - smaller) + rng.normal(0, 4, len(level))


def _draw_free_number(question: Question, people: IntArray, rng: np.random.Generator) -> FloatArray:
    """A number that grows with the `people` it is about: staff, with the owner where asked."""
    size = len(people)
    if question.most is not None:
        least = question.least or 0.0
        return least + (question.most - least) * rng.beta(2, 3, size)
    if is_money(question):
        return np.round(people * TURNOVER_EACH * np.exp(rng.normal(0, 0.5, size)), -4)
    return people * rng.uniform(0.6, 1.0, size)


def is_money(question: Question) -> bool:
    """Whether the answer is a sum of money, by its unit."""
    return any(text.casefold() in _MONEY for text in (question.unit or {}).values())
