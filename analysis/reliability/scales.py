"""How well the questions measure.

Whether a scale is one thing, and whether a question separates anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import f as f_distribution
from statsmodels.multivariate.factor import Factor

from analysis.arrays import Array
from analysis.disclosure import least_for_share
from analysis.records import Points
from analysis.rules import PrivacyRules
from survey.instrument.records import Instrument

TOP = 100.0
EVERYBODY = 0.95
"""A question that so large a share passes in full separates nobody.

This is the complaint about Index Egapro.
"""

CODING = "coding"
"""The note on a negative alpha: an item is coded in the wrong direction."""

FEWEST_ITEMS = 3
FEWEST_ROWS = 2
ROUNDS = 500
"""Rounds in which the communalities are to settle."""

DTYPES = {
    "level": "str",
    "item": "str",
    "n": "int64",
    "alpha": "float64",
    "low": "float64",
    "high": "float64",
    "omega": "float64",
    "top_share": "float64",
    "with_rest": "float64",
    "separates_nobody": "boolean",
    "note": "str",
}
COLUMNS = list(DTYPES)


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha (at most 1) with its interval, of `n` complete rows.

    NaN with fewer than two items or rows, or without variance.
    """

    value: float
    low: float
    high: float
    n: int


def assess_reliability(
    points: Points, instrument: Instrument, privacy: PrivacyRules | None = None
) -> pd.DataFrame:
    """One row per domain that is meant to be one thing, then one per indicator; `COLUMNS`.

    A domain has `alpha` with its 95 % interval (`low`, `high`), `omega`, and the `note` "coding"
    where alpha is negative: an item runs the wrong way. An indicator has `top_share` (0-1 of those
    with points that have 100), `with_rest` (the correlation, -1 to 1, with the mean of the rest of
    its domain) and `separates_nobody`. `n` companies stand behind a row; where they are too few,
    nothing else is shown.
    """
    rules = privacy or PrivacyRules()
    scales = [
        _assess_domain(points, instrument, domain.id)
        for domain in instrument.domain
        if domain.one_thing
    ]
    items = [
        row
        for domain in instrument.domain
        for row in _assess_indicators(points, instrument, domain.id)
    ]
    table = pd.DataFrame([*scales, *items], columns=COLUMNS).astype(DTYPES)
    few = table["n"] < [_least(item, instrument, rules) for item in table["item"]]
    return table.mask(few.to_numpy()[:, None] & ~table.columns.isin(["level", "item", "n"]))


def estimate_alpha(items: pd.DataFrame, confidence: float = 0.95) -> Alpha:
    """Cronbach's alpha of `items` (row x item), over complete rows.

    The interval is Feldt's (Feldt, Woodruff and Salih 1987).
    """
    complete = items.dropna()
    n, k = complete.shape
    covariance = _covariance(complete)
    if n < 2 or k < 2 or covariance.sum() <= 0:
        return Alpha(np.nan, np.nan, np.nan, n)
    alpha = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
    tail = (1 - confidence) / 2
    low, high = 1 - (1 - alpha) * f_distribution.isf([tail, 1 - tail], n - 1, (n - 1) * (k - 1))
    return Alpha(float(alpha), float(low), float(high), n)


def estimate_omega(items: pd.DataFrame) -> float:
    """McDonald's omega total (0-1) of `items` (row x item), over complete rows.

    From one factor by principal axes. NaN where one factor cannot be told: fewer than three items,
    one that does not vary, or one with less than no variance of its own.
    """
    covariance = _covariance(items.dropna())
    spread = np.sqrt(np.diagonal(covariance))
    if len(spread) < FEWEST_ITEMS or not np.all(spread > 0):
        return float("nan")
    fitted = Factor(
        corr=covariance / np.outer(spread, spread), n_factor=1, method="pa", smc=False
    ).fit(maxiter=ROUNDS)
    if np.any(fitted.uniqueness < 0):
        return float("nan")
    common = float((fitted.loadings[:, 0] * spread).sum()) ** 2
    return common / (common + float((fitted.uniqueness * spread**2).sum()))


def correlate_with_rest(items: pd.DataFrame) -> pd.Series:
    """The correlation of each item with the mean of the other items that a row has.

    NaN where one of the two does not vary.
    """
    return pd.Series(
        {
            name: _correlate(items[name], items.drop(columns=name).mean(axis=1))
            for name in items.columns
        },
        dtype=float,
    )


def _assess_domain(points: Points, instrument: Instrument, domain: str) -> Mapping[str, object]:
    items = _items(points, instrument, domain)
    alpha = estimate_alpha(items)
    found = {
        "level": "domain",
        "item": domain,
        "n": alpha.n,
        "alpha": alpha.value,
        "low": alpha.low,
        "high": alpha.high,
    }
    return found | {"omega": estimate_omega(items), "note": CODING if alpha.value < 0 else None}


def _assess_indicators(
    points: Points, instrument: Instrument, domain: str
) -> Sequence[Mapping[str, object]]:
    items = _items(points, instrument, domain)
    with_rest = correlate_with_rest(items)
    return [
        _assess_indicator(str(item), answers.dropna(), float(with_rest[str(item)]))
        for item, answers in items.items()
    ]


def _assess_indicator(item: str, answers: pd.Series, with_rest: float) -> Mapping[str, object]:
    top = float((answers >= TOP).mean())
    found = {
        "level": "indicator",
        "item": item,
        "n": len(answers),
        "top_share": top,
        "with_rest": with_rest,
    }
    return found | {"separates_nobody": top >= EVERYBODY}


def _items(points: Points, instrument: Instrument, domain: str) -> pd.DataFrame:
    """The domain's indicators in which anybody has points.

    A question of the other wave is no item of this one.
    """
    items = points.values[
        [indicator.id for indicator in instrument.indicator if indicator.domain == domain]
    ]
    return items.dropna(axis="columns", how="all")


def _least(item: str, instrument: Instrument, privacy: PrivacyRules) -> int:
    sensitive = any(one.sensitive for one in instrument.indicator if item in (one.id, one.domain))
    return (
        max(privacy.sensitive, least_for_share(privacy)) if sensitive else least_for_share(privacy)
    )


def _covariance(complete: pd.DataFrame) -> Array:
    if len(complete) < FEWEST_ROWS:
        return np.zeros((complete.shape[1], complete.shape[1]))
    return np.atleast_2d(np.cov(complete.to_numpy(dtype=float), rowvar=False))


def _correlate(one: pd.Series, other: pd.Series) -> float:
    both = pd.concat([one, other], axis=1).dropna().to_numpy(dtype=float)
    if len(both) < FEWEST_ROWS or np.any(np.ptp(both, axis=0) == 0):
        return float("nan")
    return float(np.corrcoef(both, rowvar=False)[0, 1])
