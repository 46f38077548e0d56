"""Whether one company's change is more than chance."""

from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import Literal

ChangeVerdict = Literal["better", "worse", "within_error", "not_calculable"]


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """A company's `change` beside the change that is `expected` of companies that were not helped.

    Both are in points of a score; higher is better. So far from the expected as `limit` is chance.
    NaN where a measurement is missing or nobody can tell; the verdict is then "not_calculable".
    """

    change: float
    expected: float
    limit: float
    verdict: ChangeVerdict


def judge_change(before: float, after: float, expected: float, limit: float) -> ReliableChange:
    """Hold a change against the score that is `expected` after and the `limit` of chance.

    All are points (0-100). A company is better only where it lies over what was expected of it by
    more than the limit and over where it began; worse likewise.
    """
    if any(map(isnan, (before, after, expected))) or not isfinite(limit):
        return ReliableChange(after - before, nan, nan, "not_calculable")
    beyond = after - expected
    return ReliableChange(
        after - before, expected - before, limit, _judge(after - before, beyond, limit)
    )


def _judge(change: float, beyond: float, limit: float) -> ChangeVerdict:
    if abs(beyond) <= limit or change * beyond <= 0:
        return "within_error"
    return "better" if beyond > 0 else "worse"
