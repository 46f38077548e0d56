"""Least squares for one effect, with errors that do not assume equal variances."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import statsmodels.api as sm
from scipy.stats import t

from analysis.arrays import Array
from analysis.effects.power import find_detectable
from analysis.effects.records import EstimateNumbers

Errors = Literal["HC2", "HC3", "nonrobust"]


@dataclass(frozen=True, slots=True)
class Fit:
    """A coefficient in the outcome's unit, with its standard error.

    `freedom`: the degrees of freedom of its t distribution.
    """

    estimate: float
    standard_error: float
    freedom: float

    def numbers(self) -> EstimateNumbers:
        """The numbers of a row: 95 % interval, two-sided p, minimum detectable effect."""
        half = float(t.ppf(0.975, self.freedom)) * self.standard_error
        return EstimateNumbers(
            estimate=self.estimate,
            low=self.estimate - half,
            high=self.estimate + half,
            p=2 * float(t.sf(abs(self.estimate) / self.standard_error, self.freedom)),
            minimum_detectable=find_detectable(self.standard_error, self.freedom),
        )


def fit_effects(
    outcome: Array, effects: Array, controls: Array, errors: Errors = "HC2"
) -> list[Fit]:
    """Fit the coefficients of the columns `effects` (n x m) beside `controls` (n x k).

    The controls hold a constant. Together the columns have full rank. HC2 errors with the t
    distribution of Bell and McCaffrey's (2002) degrees of freedom, which Imbens and Kolesár (2016)
    advise where few are treated. HC3 (MacKinnon and White 1985) and ordinary errors have n - k - m
    degrees of freedom.
    """
    columns = np.column_stack([effects, controls])
    fitted = sm.OLS(outcome, columns).fit(cov_type=errors)
    positions = range(effects.shape[1])
    freedom = (
        find_freedom(columns) if errors == "HC2" else np.full(columns.shape[1], fitted.df_resid)
    )
    return [
        Fit(float(fitted.params[position]), float(fitted.bse[position]), float(freedom[position]))
        for position in positions
    ]


def fit_effect(outcome: Array, treated: Array, controls: Array, errors: Errors = "HC2") -> Fit:
    """The coefficient of `treated` (n) beside `controls`."""
    return fit_effects(outcome, treated[:, None], controls, errors)[0]


def find_freedom(columns: Array) -> Array:
    """Bell and McCaffrey's degrees of freedom of each coefficient's HC2 variance.

    `columns` (n x k) have full rank, and no row has a leverage of 1. (sum l)^2 / sum l^2 over the
    eigenvalues l of G'G, where column i of G is (I - H)_i a_i / sqrt(1 - h_i) and a is the
    coefficient's row of (X'X)^-1 X' (Imbens and Kolesár 2016, equation 11). G is n x n, but both
    sums need only n x k: the first is a'a, the second sum d^2 (1 - 2 h) + |Q'DQ|^2 with d_i = a_i^2
    / (1 - h_i) and Q an orthonormal basis of X.
    """
    basis, triangle = np.linalg.qr(columns)
    rows = np.linalg.solve(triangle, basis.T)
    leverage = np.sum(basis**2, axis=1)
    weights = rows**2 / (1 - leverage)
    squares = weights**2 @ (1 - 2 * leverage) + np.array(
        [np.sum((basis.T @ (one[:, None] * basis)) ** 2) for one in weights]
    )
    return np.asarray(np.sum(rows**2, axis=1) ** 2 / squares, dtype=float)
