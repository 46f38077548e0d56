"""Whether one company's change is more than measurement error."""

from dataclasses import dataclass
from math import isnan, sqrt
from typing import Literal

from scipy.stats import norm

ChangeVerdict = Literal["better", "worse", "within_error", "not_calculable"]

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """A company's `change` beside the change that is `expected` if nothing happened.

    Both are in the outcome's unit; higher is better. `rci`: what the change is over the expected,
    in standard errors of a difference. `limit`: so far from the expected is measurement error with
    95 %. NaN where a measurement or the reliability is missing; the verdict is then
    "not_calculable".
    """

    change: float
    expected: float
    rci: float
    limit: float
    verdict: ChangeVerdict


def reliable_change(
    before: float, after: float, spread: float, reliability: float, mean: float | None = None
) -> ReliableChange:
    """Jacobson and Truax (1991): (after - before) / (spread * sqrt(2 (1 - reliability))) over 1.96.

    `spread`: the standard deviation of the measured outcome before; `reliability`: 0 to under 1,
    such as Cronbach's alpha of the scale. With the `mean` of all companies before, the company is
    expected to regress towards it, and the error is that of the prediction, spread * sqrt(1 -
    reliability^2) (Speer 1992; Hageman and Arrindell 1993 on why): a company chosen for its low
    score needs this form.
    """
    if (
        any(map(isnan, (before, after, spread, reliability)))
        or not 0 <= reliability < 1
        or spread <= 0
    ):
        return ReliableChange(
            after - before, float("nan"), float("nan"), float("nan"), "not_calculable"
        )
    expected = 0.0 if mean is None else (1 - reliability) * (mean - before)
    error = spread * sqrt(2 * (1 - reliability) if mean is None else 1 - reliability**2)
    limit = float(norm.ppf((1 + CONFIDENCE) / 2)) * error
    return ReliableChange(
        after - before,
        expected,
        (after - before - expected) / error,
        limit,
        _judge(after - before - expected, limit),
    )


def _judge(beyond: float, limit: float) -> ChangeVerdict:
    if abs(beyond) <= limit:
        return "within_error"
    return "better" if beyond > 0 else "worse"
