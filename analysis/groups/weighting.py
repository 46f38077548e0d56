"""Weights that make those who answered stand for everybody in the register.

Raking (iterative proportional fitting).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import Array, Integers
from analysis.groups.proportions import effective_n
from survey.common.errors import AnswersError, Problem, nearest, raise_all

CAP = 5.0
"""The largest weight, in multiples of the mean.

One answer should not speak for too many (DeBell and Krosnick 2009, for the ANES).
"""

ROUNDS = 1000
CLOSE = 1e-8
"""Margins are met when no category's share is further off than this."""


@dataclass(frozen=True, slots=True)
class Raked:
    """The `weights` by company, with mean 1 unless some were cut.

    `effective_n` is Kish's: how many equal weights would be as sure. `capped` weights were cut to
    the cap; `off` is the largest difference this leaves between a category's weighted share and the
    share it should have (0-1).
    """

    weights: pd.Series
    effective_n: float
    capped: int
    off: float


@dataclass(frozen=True, slots=True)
class Margin:
    """One column to rake to.

    `codes` number each company's category. `shares` (sum 1) are what the categories should have.
    """

    codes: Integers
    shares: Array


def weigh_to(sample: pd.DataFrame, register: pd.DataFrame) -> pd.Series:
    """Weigh the companies in `sample` so that its columns add up to those of the `register`."""
    return rake(
        sample, {str(column): register[column].value_counts() for column in sample.columns}
    ).weights


def rake(sample: pd.DataFrame, margins: Mapping[str, pd.Series], cap: float = CAP) -> Raked:
    """Rake `sample` (company x column of categories) to `margins`.

    Margins give, by column, how many each category should be, or what share. Margins need not add
    up to the same number: each is read as shares. Where a weight would be over `cap`, it is cut in
    every round, and what that leaves undone is told. AnswersError names categories that only one of
    the two has, companies without one, and margins that cannot hold together.
    """
    raise_all(AnswersError, _find_mismatches(sample, margins))
    tables = [_number(sample[column], margin) for column, margin in margins.items()]
    weights = _settle(tables, len(sample), np.inf)
    if _off(weights, tables) > CLOSE:
        raise AnswersError(_disagree(margins))
    if np.any(weights > cap):
        weights = _settle(tables, len(sample), cap)
    return Raked(
        weights=pd.Series(weights, sample.index, name="weight"),
        effective_n=effective_n(weights),
        capped=int(np.sum(weights >= cap)),
        off=_off(weights, tables),
    )


def _settle(margins: Sequence[Margin], n: int, cap: float) -> Array:
    """Meet one margin after the other, and cut, until nothing moves."""
    weights = np.ones(n)
    for _ in range(ROUNDS):
        before = weights
        for margin in margins:
            weights = (
                weights
                * (n * margin.shares / np.bincount(margin.codes, weights, len(margin.shares)))[
                    margin.codes
                ]
            )
        weights = np.minimum(weights, cap)
        if np.allclose(weights, before, rtol=0, atol=CLOSE / 10):
            break
    return weights


def _off(weights: Array, margins: Sequence[Margin]) -> float:
    """The largest difference between a category's weighted share and the share it should have."""
    reached = [
        np.bincount(margin.codes, weights, len(margin.shares)) / weights.sum() for margin in margins
    ]
    return max(
        (
            float(np.abs(shares - margin.shares).max())
            for shares, margin in zip(reached, margins, strict=True)
        ),
        default=0.0,
    )


def _number(categories: pd.Series, margin: pd.Series) -> Margin:
    wanted = margin[margin > 0]
    return Margin(
        wanted.index.get_indexer(pd.Index(categories)),
        (wanted / wanted.sum()).to_numpy(dtype=float),
    )


def _find_mismatches(sample: pd.DataFrame, margins: Mapping[str, pd.Series]) -> Iterator[Problem]:
    for column, margin in margins.items():
        wanted, there = set(margin.index[margin > 0]), set(sample[column].dropna())
        unknown = int(sample[column].isna().sum())
        if unknown:
            yield Problem(
                column,
                f"{unknown} of the companies that answered have none, so they cannot be weighted.",
                "Add it to the register.",
            )
        for category in sorted(there - wanted):
            yield Problem(
                column,
                f'"{category}" is among the answers but not in the register.',
                nearest(str(category), map(str, wanted)),
            )
        for category in sorted(wanted - there):
            yield Problem(
                column,
                f'nobody from "{category}" answered, so no answer can stand for it.',
                f'Put it together with another category, or take "{column}" out of weight_to.',
            )


def _disagree(margins: Mapping[str, pd.Series]) -> Problem:
    return Problem(
        " and ".join(margins),
        "no weights meet these together: too few answered where they cross.",
        "Take one out of weight_to.",
    )
