"""What is often shown instead of an effect, labelled as what it is.

Beside it stands the gain that choosing the worst gives with no help at all.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from analysis.arrays import Array, Mask
from analysis.effects.designs import NoEstimate, find_few
from analysis.effects.models.ancova import LEAST, find_level
from analysis.effects.models.regression import Errors, Fit, fit_effect
from analysis.effects.notes import Note
from analysis.effects.records import (
    ASSOCIATED,
    NAIVE,
    NO_EFFECT,
    RANDOMISED,
    Estimate,
    EstimateNumbers,
    Estimator,
    Least,
    Sides,
    Study,
    count_sides,
    make_row,
    refuse_row,
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The eligible companies with a baseline and a follow-up of the outcome (n each).

    `everybody` is the baseline of all eligible companies.
    """

    before: Array
    after: Array
    treated: Mask
    everybody: Array

    @property
    def gain(self) -> Array:
        """After less before."""
        return self.after - self.before

    @property
    def sides(self) -> Sides:
        """How many are treated and not."""
        return count_sides(self.treated)


def estimate_before_after(study: Study, least: Least = LEAST) -> Estimate:
    """The mean gain of the chosen, with the paired t test."""
    pairs = find_pairs(study)
    sides, gain = Sides(pairs.sides.treated, 0), pairs.gain[pairs.treated]
    few = (
        None
        if len(gain) >= least.companies
        else NoEstimate(
            "too_few", Note("too_few_chosen", {"n": len(gain), "least": least.companies})
        )
    )
    refusal = _find_refusal(study, gain, few)
    if refusal is not None:
        return refuse_row(study, "before_after", refusal.status, sides, NAIVE, refusal.note)
    return make_row(study, "before_after", fit_mean(gain).numbers(), sides, NAIVE, Note("naive"))


def estimate_difference_in_differences(study: Study, least: Least = LEAST) -> Estimate:
    """The mean gain of the chosen less the mean gain of the others.

    Y1 - Y0 is fitted on treatment alone, with HC2 errors (Welch's).
    """
    # Sherman and others 1997: 3 asks for groups that are alike; choosing the worst breaks that.
    pairs, level = find_pairs(study), find_level(study)
    level = level if level == RANDOMISED else ASSOCIATED
    refusal = _find_refusal(study, pairs.gain, find_few(pairs.sides, least.companies))
    if refusal is not None:
        return refuse_row(
            study, "difference_in_differences", refusal.status, pairs.sides, level, refusal.note
        )
    found = compare_gains(pairs).numbers()
    return make_row(
        study, "difference_in_differences", found, pairs.sides, level, Note("same_trend")
    )


def expect_before_after(study: Study, least: Least = LEAST) -> Estimate:
    """What before-after finds if nothing happens.

    The chosen regress towards the mean of all eligible companies.
    """
    pairs = find_pairs(study)
    return _expect(
        study,
        "before_after_expected",
        pairs,
        float(np.mean(pairs.everybody)) if len(pairs.everybody) else np.nan,
        least,
    )


def expect_difference_in_differences(study: Study, least: Least = LEAST) -> Estimate:
    """What difference-in-differences finds if nothing happens.

    Both groups regress to the mean, and the group with the worse baseline regresses more.
    """
    pairs = find_pairs(study)
    base = float(np.mean(pairs.before[~pairs.treated])) if pairs.sides.comparison else np.nan
    return _expect(study, "difference_in_differences_expected", pairs, base, least)


def expected_regression_gain(share: float, reliability: float) -> float:
    """The gain of the worst `share` (0-1) of companies if nothing happens, in SD of the baseline.

    (1 - r) phi(z) / p. For a normal baseline with this `reliability` (0-1) and the same one
    afterwards (Davis 1976).
    """
    return (1 - reliability) * float(norm.pdf(norm.ppf(share))) / share


def regress_to(mean: float, chosen: float, reliability: float) -> float:
    """The expected gain in the outcome's unit: (1 - r) (mean - chosen).

    The companies' baseline averages `chosen`; they move towards `mean`.
    """
    return (1 - reliability) * (mean - chosen)


def find_slope(pairs: Pairs) -> float:
    """The slope of the others' follow-up on their baseline.

    It stands in for a reliability that is not known. NaN where their baseline does not vary.
    """
    before, after = pairs.before[~pairs.treated], pairs.after[~pairs.treated]
    spread = float(np.sum((before - np.mean(before)) ** 2)) if len(before) else 0.0
    return (
        float(np.sum((before - np.mean(before)) * after)) / spread if spread > 0 else float("nan")
    )


def find_pairs(study: Study) -> Pairs:
    """The companies that before-after and difference-in-differences rest on."""
    frame = study.frame[study.frame["eligible"]]
    both = frame[frame["before"].notna() & frame["after"].notna()]
    before, after = both["before"].to_numpy(dtype=float), both["after"].to_numpy(dtype=float)
    return Pairs(
        before,
        after,
        both["treated"].to_numpy(dtype=bool),
        frame["before"].dropna().to_numpy(dtype=float),
    )


def fit_mean(gain: Array) -> Fit:
    """The mean of `gain` (at least two) and its standard error."""
    return Fit(
        float(np.mean(gain)), float(np.std(gain, ddof=1) / np.sqrt(len(gain))), len(gain) - 1.0
    )


def compare_gains(pairs: Pairs, errors: Errors = "HC2") -> Fit:
    """The difference of the mean gains."""
    return fit_effect(
        pairs.gain, pairs.treated.astype(float), np.ones((len(pairs.gain), 1)), errors
    )


def _expect(
    study: Study, estimator: Estimator, pairs: Pairs, mean: float, least: Least
) -> Estimate:
    refusal = _refuse_expected(study, pairs, least)
    if refusal is not None:
        return refuse_row(study, estimator, refusal.status, pairs.sides, NO_EFFECT, refusal.note)
    chosen, slope = float(np.mean(pairs.before[pairs.treated])), find_slope(pairs)
    known = not np.isnan(study.reliability)
    observed = Note(
        "expected_gain_observed", {"gain": regress_to(mean, chosen, slope), "slope": slope}
    )
    stated = [Note("expected_gain", {"reliability": study.reliability})] if known else []
    found = EstimateNumbers(
        estimate=regress_to(mean, chosen, study.reliability if known else slope)
    )
    return make_row(
        study,
        estimator,
        found,
        pairs.sides,
        NO_EFFECT,
        *stated,
        *([] if np.isnan(slope) else [observed]),
    )


def _refuse_expected(study: Study, pairs: Pairs, least: Least) -> NoEstimate | None:
    """The others are needed for the slope, and for the mean they regress to themselves."""
    if not study.has_baseline:
        return NoEstimate("not_estimable", Note("no_baseline"))
    few = find_few(pairs.sides, least.companies)
    if few is None and np.isnan(study.reliability) and np.isnan(find_slope(pairs)):
        return NoEstimate("not_estimable", Note("no_reliability"))
    return few


def _find_refusal(study: Study, gain: Array, few: NoEstimate | None) -> NoEstimate | None:
    if not study.has_baseline:
        return NoEstimate("not_estimable", Note("no_baseline"))
    if few is None and np.ptp(gain) == 0:
        return NoEstimate("not_estimable", Note("no_variation"))
    return few
