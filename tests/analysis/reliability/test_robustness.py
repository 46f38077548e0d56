import numpy as np
import pytest

from analysis.reliability.robustness import (
    leave_each_answer_out,
    leave_each_indicator_out,
    leave_out,
    measure,
    rest_on,
    vary,
)
from analysis.rules import RobustnessRules, ScoringRules
from analysis.scoring.coding import code_points
from analysis.scoring.scoring import score
from tests.analysis.analysis_data import make_answers

SCORING = ScoringRules()
COMPANIES = {
    "a": {
        "PLAN": "Y",
        "USED": "A3",
        "JOKES": "A1",
        "STAFFW": "4",
        "STAFFM": "9",
        "PAYW": "90",
        "PAYM": "100",
        "TOPSHARE": "40",
        "GAP": "0",
    },
    "b": {"PLAN": "N", "JOKES": "A4", "STAFFW": "1", "STAFFM": "1", "TOPSHARE": "10", "GAP": "19"},
    "c": {"PLAN": "N"},
}


@pytest.fixture
def points(instrument):
    return code_points(make_answers(instrument, COMPANIES), instrument)


def test_measured_holds_what_score_gives(instrument, points):
    scores, measured = (
        score(points, instrument, SCORING, "baseline"),
        measure(points, instrument, SCORING),
    )
    np.testing.assert_array_equal(measured.of("index"), scores.index)
    np.testing.assert_array_equal(measured.of("people"), scores.domains["people"])
    np.testing.assert_array_equal(measured.of("jokes"), points.values["jokes"])
    assert list(measured.companies) == ["a", "b", "c"]


def test_variants_stay_between_the_plausible_extremes(instrument, points):
    variants = list(
        vary(
            points,
            instrument,
            SCORING,
            RobustnessRules(variants=300, thresholds=5),
            np.random.default_rng(3),
        )
    )
    assert len(variants) == 300
    shifts = np.array([variant.shift for variant in variants])
    assert -5 <= shifts.min() < -4.5
    assert 4.5 < shifts.max() <= 5
    work = np.array([variant.measured.of("work")[1] for variant in variants])
    plan, jokes = points.values.loc["b", ["plan", "jokes"]]
    extremes = [
        (plan * one + jokes * other) / (one + other) for one, other in ((0.75, 1.25), (1.25, 0.75))
    ]
    assert min(extremes) <= work.min() < work.max() <= max(extremes)
    assert work.max() - work.min() > 0.8 * (max(extremes) - min(extremes))


def test_variants_take_either_aggregation(instrument, points):
    rules = RobustnessRules(variants=60, weights=0, thresholds=0)
    found = {
        round(v.measured.of("index")[1], 6)
        for v in vary(points, instrument, SCORING, rules, np.random.default_rng(3))
    }
    expected = {
        round(score(points, instrument, ScoringRules(aggregation=kind), "baseline").index["b"], 6)
        for kind in ("geometric", "arithmetic")
    }
    assert found == expected
    assert len(found) == 2


def test_indicators_stay_as_they_are_in_every_variant(instrument, points):
    variants = list(
        vary(points, instrument, SCORING, RobustnessRules(variants=5), np.random.default_rng(3))
    )
    assert len(variants) == 5
    for variant in variants:
        np.testing.assert_array_equal(variant.measured.of("top"), points.values["top"])


def test_one_seed_gives_the_same_variants_again(instrument, points):
    one, other = (
        [
            (v.shift, v.measured.values)
            for v in vary(
                points, instrument, SCORING, RobustnessRules(variants=4), np.random.default_rng(7)
            )
        ]
        for _ in range(2)
    )
    for (shift, values), (shift_again, values_again) in zip(one, other, strict=True):
        assert shift == shift_again
        np.testing.assert_array_equal(values, values_again)


def test_an_indicator_left_out_leaves_the_denominator_too(instrument, points):
    measured = leave_out(points, instrument, SCORING, ["used"])
    assert np.isnan(measured.of("used")).all()
    assert measured.of("work")[0] == pytest.approx(100)
    measured = leave_out(points, instrument, SCORING, ["plan", "used", "jokes"])
    assert np.isnan(measured.of("work")).all()
    assert measured.of("index")[0] == pytest.approx(measured.of("people")[0])


def test_each_indicator_is_left_out_once(instrument, points):
    left_out = [
        variant.left_out for variant in leave_each_indicator_out(points, instrument, SCORING)
    ]
    assert left_out == [frozenset({indicator.id}) for indicator in instrument.indicator]


def test_a_head_count_left_out_takes_all_that_rests_on_it(instrument, points):
    assert rest_on(instrument)["STAFFW"] == {"staff", "pay"}
    variants = {
        variant.left_out: variant.measured
        for variant in leave_each_answer_out(points, instrument, SCORING)
    }
    assert frozenset({"staff", "pay"}) in variants
    assert frozenset({"pay"}) in variants
    measured = variants[frozenset({"staff", "pay"})]
    assert measured.of("people")[0] == pytest.approx(100)
