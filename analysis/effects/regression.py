"""Least squares for one effect, with errors that do not assume equal variances."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import statsmodels.api as sm
from scipy.stats import t

from analysis.effects.power import find_detectable
from analysis.effects.records import Array, Found

Errors = Literal["HC3", "nonrobust"]


@dataclass(frozen=True, slots=True)
class Fit:
    """A coefficient in the outcome's unit, its standard error, and the degrees of freedom of its t distribution."""

    estimate: float
    standard_error: float
    freedom: float

    def tell(self) -> Found:
        """The numbers of a row: 95 % interval, two-sided p, minimum detectable effect."""
        half = float(t.ppf(0.975, self.freedom)) * self.standard_error
        return Found(
            estimate=self.estimate,
            low=self.estimate - half,
            high=self.estimate + half,
            p=2 * float(t.sf(abs(self.estimate) / self.standard_error, self.freedom)),
            minimum_detectable=find_detectable(self.standard_error, self.freedom),
        )


def fit_effects(outcome: Array, effects: Array, controls: Array, errors: Errors = "HC3") -> list[Fit]:
    """The coefficients of the columns `effects` (n x m) beside `controls` (n x k, with a constant; together of full column rank).

    HC3 (MacKinnon and White 1985), the best of its kind in small samples (Long and Ervin 2000), with the t distribution of n - k - m
    degrees of freedom.
    """
    fitted = sm.OLS(outcome, np.column_stack([effects, controls])).fit(cov_type=errors, use_t=True)
    places = range(effects.shape[1])
    return [Fit(float(fitted.params[place]), float(fitted.bse[place]), float(fitted.df_resid)) for place in places]


def fit_effect(outcome: Array, treated: Array, controls: Array, errors: Errors = "HC3") -> Fit:
    """The coefficient of `treated` (n) beside `controls`."""
    return fit_effects(outcome, treated[:, None], controls, errors)[0]
