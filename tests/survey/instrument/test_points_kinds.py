from dataclasses import fields
from typing import get_args

import pytest

from analysis.scoring.coding import CODERS
from survey.instrument.points_kinds import POINTS, PointsKind, form_of
from survey.instrument.records import Indicator


def test_every_kind_of_points_has_a_form_and_a_coder():
    assert set(get_args(PointsKind)) == set(POINTS) == set(CODERS)
    assert all((POINTS[kind].gap is None) == (coder.gap is None) for kind, coder in CODERS.items())


def test_a_form_names_settings_that_an_indicator_has():
    settings = {field.name for field in fields(Indicator)}
    assert all({*form.columns, *(form.head_counts or ())} <= settings for form in POINTS.values())


@pytest.mark.parametrize(
    ("kind", "reversible"),
    [("scale", True), ("yes_no", True), ("share", False), ("gap_percent", False)],
)
def test_only_answers_from_worst_to_best_can_be_turned_round(kind, reversible):
    assert form_of(kind).reversible is reversible
    assert form_of(f"{kind}s") is None


@pytest.mark.parametrize(
    ("points", "columns", "expected"),
    [
        ("balance", {"women": "A", "men": "B"}, ("A", "B")),
        ("gap", {"women": "A", "men": "B", "women_count": "C", "men_count": "D"}, ("C", "D")),
        ("share", {"question": "A"}, None),
    ],
)
def test_head_counts_are_people_and_never_pay(points, columns, expected):
    assert (
        Indicator(id="a", domain="b", name={"en": "A"}, points=points, **columns).head_counts
        == expected
    )
