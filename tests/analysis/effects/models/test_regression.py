import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.effects.models.regression import Fit, find_freedom, fit_effect, fit_effects


def slow_freedom(columns, place):
    """G written out: n x n, as the paper defines it."""
    n, bread = len(columns), np.linalg.inv(columns.T @ columns)
    hat, row = columns @ bread @ columns.T, (bread @ columns.T)[place]
    own = (np.eye(n) - hat) * (row / np.sqrt(1 - np.diag(hat)))
    values = np.linalg.eigvalsh(own.T @ own)
    return values.sum() ** 2 / (values**2).sum()


def test_the_degrees_of_freedom_are_those_of_the_r_package_of_imbens_and_kolesar():
    """`dfadjust` 1.1.0, its own test of HC2."""
    columns = np.column_stack([np.ones(10), np.sin(np.arange(1, 11)), np.sin(np.arange(2, 12))])
    assert find_freedom(columns) == pytest.approx([4.94624731, 3.90754737, 4.77265484], abs=1e-7)


def test_three_treated_of_thirty_have_the_published_two_and_a_half():
    """The example of Angrist and Pischke in Imbens and Kolesár (2016), table 1."""
    treated = np.r_[np.ones(3), np.zeros(27)]
    assert find_freedom(np.column_stack([treated, np.ones(30)]))[0] == pytest.approx(2.5, abs=0.05)


@given(st.integers(0, 2**32 - 1), st.integers(12, 40), st.integers(1, 5))
def test_the_fast_sums_are_those_of_the_slow_matrix(seed, n, k):
    rng = np.random.default_rng(seed)
    columns = np.column_stack([rng.random((n, k)), np.ones(n)])
    assert find_freedom(columns) == pytest.approx(
        [slow_freedom(columns, place) for place in range(k + 1)]
    )


@given(st.integers(0, 2**32 - 1), st.integers(5, 30), st.integers(5, 30))
def test_without_controls_the_error_is_welchs(seed, chosen, others):
    rng = np.random.default_rng(seed)
    one, other = 3 * rng.standard_normal(chosen), rng.standard_normal(others)
    fit = fit_effect(
        np.r_[one, other], np.r_[np.ones(chosen), np.zeros(others)], np.ones((chosen + others, 1))
    )
    welch = stats.ttest_ind(one, other, equal_var=False)
    assert fit.standard_error == pytest.approx(fit.estimate / welch.statistic)
    assert min(chosen, others) - 1 <= fit.freedom <= chosen + others - 2 + 1e-9


def test_hc3_and_ordinary_errors_have_the_residual_degrees_of_freedom():
    rng = np.random.default_rng(1)
    outcome, effects, controls = (
        rng.random(30),
        rng.random((30, 2)),
        np.column_stack([np.ones(30), rng.random((30, 3))]),
    )
    for errors in ("HC3", "nonrobust"):
        assert [fit.freedom for fit in fit_effects(outcome, effects, controls, errors)] == [24, 24]


def test_errors_are_hc2_unless_others_are_asked_for():
    """HC2 by its formula: (X'X)^-1 X' diag(e^2 / (1 - h)) X (X'X)^-1."""
    rng = np.random.default_rng(2)
    outcome, effects, controls = (
        rng.random(25),
        rng.random((25, 2)),
        np.column_stack([np.ones(25), rng.random(25)]),
    )
    columns = np.column_stack([effects, controls])
    bread = np.linalg.inv(columns.T @ columns)
    residual, leverage = (
        outcome - columns @ bread @ columns.T @ outcome,
        np.diag(columns @ bread @ columns.T),
    )
    covariance = bread @ columns.T @ np.diag(residual**2 / (1 - leverage)) @ columns @ bread
    fits = fit_effects(outcome, effects, controls)
    assert [fit.standard_error for fit in fits] == pytest.approx(np.sqrt(np.diag(covariance))[:2])
    assert [fit.freedom for fit in fits] == pytest.approx(find_freedom(columns)[:2])


def test_the_numbers_of_a_row_are_those_of_the_t_distribution():
    """With 10 degrees of freedom t(0.975) is 2.228 and t(0.8) is 0.879.

    The least effect seen is near their sum (Bloom 1995).
    """
    numbers = Fit(estimate=6.684, standard_error=3.0, freedom=10.0).numbers()
    assert (numbers.low, numbers.high) == pytest.approx((0.0, 13.368), abs=2e-3)
    assert numbers.p == pytest.approx(0.05, abs=1e-3)
    assert numbers.minimum_detectable == pytest.approx(3 * (2.228 + 0.879), rel=0.02)
