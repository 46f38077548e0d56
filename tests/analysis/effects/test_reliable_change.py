import numpy as np
import pytest

from analysis.effects.reliable_change import reliable_change


def test_the_index_is_that_of_jacobson_and_truax():
    """Their example (1991): 47.5 before, 32.5 after, SD 7.5, reliability 0.80 gives an index of -3.16."""
    found = reliable_change(47.5, 32.5, 7.5, 0.80)
    assert found.rci == pytest.approx(-3.16, abs=0.005)
    assert (found.change, found.expected, found.verdict) == (-15.0, 0.0, "worse")


@pytest.mark.parametrize(
    ("after", "verdict"),
    [(59.2, "within_error"), (59.4, "better"), (40.8, "within_error"), (40.6, "worse")],
)
def test_the_verdict_turns_at_the_limit(after, verdict):
    found = reliable_change(50.0, after, 7.5, 0.80)
    assert found.limit == pytest.approx(9.2977, abs=1e-3)
    assert found.verdict == verdict


def test_nothing_happens_to_one_company_in_twenty_even_if_it_was_chosen_for_its_baseline():
    rng = np.random.default_rng(1)
    truth = 50 + 10 * np.sqrt(0.7) * rng.standard_normal(20_000)
    before, after = truth + 10 * np.sqrt(0.3) * rng.standard_normal((2, 20_000))
    worst = before < 35
    naive, regressed = (
        [
            reliable_change(b, a, 10.0, 0.7, mean).verdict != "within_error"
            for b, a in zip(before[worst], after[worst], strict=True)
        ]
        for mean in (None, 50.0)
    )
    assert np.mean(regressed) == pytest.approx(0.05, abs=0.012)
    assert np.mean(naive) > 0.06


@pytest.mark.parametrize(
    ("before", "after", "spread", "reliability"),
    [
        (np.nan, 50, 10, 0.8),
        (50, np.nan, 10, 0.8),
        (50, 60, 0, 0.8),
        (50, 60, 10, np.nan),
        (50, 60, 10, -0.2),
        (50, 60, 10, 1.0),
    ],
)
def test_without_a_measurement_or_a_reliability_there_is_no_verdict(
    before, after, spread, reliability
):
    found = reliable_change(before, after, spread, reliability)
    assert (found.verdict, np.isnan(found.rci), np.isnan(found.limit)) == (
        "not_calculable",
        True,
        True,
    )


def test_the_change_stands_even_where_nothing_can_be_said_of_it():
    assert reliable_change(50, 60, 10, np.nan).change == 10


def test_the_index_of_a_low_company_counts_only_what_exceeds_its_regression():
    """By hand: of 20 points below the mean a quarter comes back, and the error is 10 sqrt(1 - 0.75^2)."""
    found = reliable_change(30.0, 45.0, 10.0, 0.75, 50.0)
    assert found.expected == pytest.approx(5)
    assert found.rci == pytest.approx((15 - 5) / 6.614378)
    assert found.verdict == "within_error"


def test_a_measure_that_repeats_nothing_still_has_a_limit():
    """At reliability 0 two measurements differ as two companies do: 1.96 * 10 * sqrt(2)."""
    assert reliable_change(50.0, 60.0, 10.0, 0.0).limit == pytest.approx(27.718, abs=1e-3)


@pytest.mark.parametrize(
    ("after", "verdict"), [(50.01, "better"), (49.99, "worse"), (50.0, "within_error")]
)
def test_an_exact_measure_shows_the_smallest_change(after, verdict):
    assert reliable_change(50.0, after, 1e-3, 0.8).verdict == verdict
