import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import State
from analysis.scoring.coding import code_gaps, code_points, scale_points
from tests.analysis.analysis_data import make_answers


def code(instrument, indicator, cells, **kwargs):
    points = code_points(make_answers(instrument, {"c": cells}, **kwargs), instrument)
    value = points.values.at["c", indicator]
    return (
        State(points.states.at["c", indicator]).name,
        None if np.isnan(value) else value,
        points.people.at["c", indicator],
    )


@pytest.mark.parametrize(
    ("indicator", "cells", "state", "value", "people"),
    [
        ("plan", {"PLAN": "Y"}, "OK", 100, 1),
        ("plan", {"PLAN": "N"}, "OK", 0, 1),
        ("plan", {"PLAN": ""}, "NOT_ANSWERED", None, 0),
        ("plan", {}, "NOT_ANSWERED", None, 0),
        ("used", {"PLAN": "Y", "USED": "A2"}, "OK", 25, 1),
        ("used", {"PLAN": "Y", "USED": "A5"}, "OK", 100, 1),
        ("used", {"PLAN": "Y", "USED": "A9"}, "NOT_APPLICABLE", None, 1),
        ("used", {"PLAN": "Y", "USED": "-oth-"}, "NOT_APPLICABLE", None, 1),
        ("used", {"PLAN": "Y"}, "NOT_ANSWERED", None, 0),
        ("used", {"PLAN": "N"}, "NOT_ASKED", None, 0),
        ("used", {}, "NOT_ASKED", None, 0),
        ("used", {"PLAN": "N", "USED": ""}, "NOT_ANSWERED", None, 0),
        ("jokes", {"JOKES": "A2"}, "OK", 75, 1),
        ("after", {"WAYS[N2]": "Y", "AFTER": "N"}, "OK", 100, 1),
        ("after", {"WAYS[N2]": "Y"}, "NOT_ANSWERED", None, 0),
        ("after", {"WAYS[N3]": "Y", "WAYS[N1]": ""}, "NOT_ASKED", None, 0),
        ("after", {}, "NOT_ASKED", None, 0),
        ("top", {"TOPSHARE": "a half"}, "NOT_CALCULABLE", None, 1),
        ("staff", {"STAFFW": "1", "STAFFM": "3"}, "OK", 50, 4),
        ("staff", {"STAFFW": "1", "STAFFM": "0"}, "NOT_APPLICABLE", None, 1),
        ("staff", {"STAFFW": "1"}, "NOT_ANSWERED", None, 0),
        ("top", {"TOPSHARE": "20"}, "OK", 50, 1),
        ("top", {"TOPSHARE": "120"}, "NOT_CALCULABLE", None, 1),
        ("reported", {"GAP": "15"}, "OK", 67.5, 1),
        ("reported", {"GAP": "-15"}, "OK", 67.5, 1),
    ],
)
def test_each_kind_of_points_and_each_kind_of_missing(
    instrument, indicator, cells, state, value, people
):
    assert code(instrument, indicator, cells) == (state, value, people)


STAFF = {"STAFFW": "3", "STAFFM": "4"}


@pytest.mark.parametrize(
    ("cells", "state", "value", "people"),
    [
        (STAFF | {"PAYW": "90", "PAYM": "100"}, "OK", 87.5, 7),
        (STAFF | {"PAYW": "0", "PAYM": "100"}, "NOT_CALCULABLE", None, 7),
        (STAFF | {"PAYW": "", "PAYM": "100"}, "NOT_ANSWERED", None, 7),
        ({"STAFFW": "2", "STAFFM": "9", "PAYW": "90", "PAYM": "100"}, "NOT_CALCULABLE", None, 11),
        ({"STAFFW": "2", "STAFFM": "9"}, "NOT_CALCULABLE", None, 11),
        ({"PAYW": "90", "PAYM": "100"}, "NOT_ANSWERED", None, 0),
        ({"STAFFW": "4", "STAFFM": "3", "PAYW": "90", "PAYM": "100"}, "OK", 87.5, 7),
        ({"STAFFW": "4", "STAFFM": "2", "PAYW": "90", "PAYM": "100"}, "NOT_CALCULABLE", None, 6),
        ({"STAFFW": "3", "STAFFM": "3"}, "NOT_ANSWERED", None, 6),
        ({"STAFFW": "4", "STAFFM": "2"}, "NOT_CALCULABLE", None, 6),
    ],
)
def test_a_gap_needs_three_of_each_and_their_pay(instrument, cells, state, value, people):
    assert code(instrument, "pay", cells) == (state, value, people)


def test_a_question_of_another_wave_is_not_asked(instrument):
    cells = {"LATER": "Y"}
    assert code(instrument, "later", cells)[0] == "NOT_ASKED"
    assert code(instrument, "later", cells, wave="followup")[:2] == ("OK", 100)


def test_a_fault_is_not_calculable_only_in_the_response_that_counts(instrument):
    assert code(instrument, "plan", {}, faults=[("c", "PLAN", True)])[0] == "NOT_CALCULABLE"
    assert code(instrument, "plan", {}, faults=[("c", "PLAN", False)])[0] == "NOT_ANSWERED"


def test_a_fault_in_one_of_several_cells_goes_before_every_other_reason(instrument):
    assert code(instrument, "staff", {}, faults=[("c", "STAFFM", True)])[0] == "NOT_CALCULABLE"


def test_direction_is_kept_where_the_size_is_scored(instrument):
    companies = {
        "men more": STAFF | {"PAYW": "90", "PAYM": "100", "GAP": "12"},
        "women more": STAFF | {"PAYW": "130", "PAYM": "100", "GAP": "-12"},
        "too few": {"STAFFW": "2", "STAFFM": "4", "PAYW": "90", "PAYM": "100"},
    }
    gaps = code_gaps(make_answers(instrument, companies), instrument)
    np.testing.assert_allclose(gaps, [[0.1, 0.12], [-0.3, -0.12], [np.nan, np.nan]])
    assert list(gaps.columns) == ["pay", "reported"]


def test_no_company_has_no_points(instrument):
    assert code_points(make_answers(instrument, {}), instrument).values.shape == (
        0,
        len(instrument.indicator),
    )


@given(st.integers(2, 12))
def test_scale_is_evenly_spaced_and_reversible(size):
    codes = [f"A{place}" for place in range(size)]
    up, down = scale_points(codes), scale_points(codes, reverse=True)
    assert [up[code] for code in codes] == pytest.approx(
        [100 * place / (size - 1) for place in range(size)]
    )
    assert all(up[code] + down[code] == pytest.approx(100) for code in codes)
