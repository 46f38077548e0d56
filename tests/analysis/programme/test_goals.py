from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from analysis.programme.goal_groups import name_parts
from analysis.programme.goal_settings import Goal
from analysis.programme.goals import Achieved, count_results
from analysis.rules import PrivacyRules, TargetGroup
from tests.analysis.analysis_data import under_the_floors

COMPANIES = pd.Index([f"C{number:02}" for number in range(1, 25)], name="company_id", dtype="str")
"""12 in PAJ, 8 in KIR, 2 in HAP, 2 nobody knows where."""
MUNICIPALITY = ["PAJ"] * 12 + ["KIR"] * 8 + ["HAP"] * 2 + [None] * 2
FOUNDER = (["W"] * 6 + ["M"] * 6) * 2
WOMEN = TargetGroup(id="women", name={"en": "Women"}, background="founder_sex", values=["W"])
OPEN = under_the_floors(mean=1, share=1)


def make_backgrounds(municipality=MUNICIPALITY, founder=FOUNDER):
    return pd.DataFrame(
        {"municipality": municipality, "founder_sex": founder}, index=COMPANIES, dtype="str"
    )


def goal(counts="participants", **settings):
    return Goal(id="goal", name={"en": "A goal"}, counts=counts, **({"target": 10} | settings))


def make_events(*rows):
    frame = pd.DataFrame(rows, columns=["kind", "municipality", "number"])
    return frame.astype({"kind": "str", "municipality": "str", "number": "float64"})


NOTHING = Achieved(None, {}, pd.DataFrame(), pd.DataFrame(), make_events())


def count(wanted, achieved, privacy=OPEN, backgrounds=None):
    backgrounds = make_backgrounds() if backgrounds is None else backgrounds
    return count_results([wanted], achieved, name_parts(backgrounds, [WOMEN]), privacy).set_index(
        "group"
    )


def first(number):
    return frozenset(COMPANIES[:number])


def jobs(before, after, participants=24):
    frames = [
        pd.DataFrame({"fte": values}, index=COMPANIES[: len(values)], dtype="float64")
        for values in (before, after)
    ]
    return replace(NOTHING, participants=first(participants), before=frames[0], after=frames[1])


def test_the_whole_is_held_against_its_target_and_its_parts_add_up_to_it():
    table = count(goal(target=48), replace(NOTHING, participants=first(24)))
    assert table.loc["all", ["value", "target", "share", "n"]].tolist() == [24, 48, 0.5, 24]
    parts = table.drop(["all", "target_group=women"])
    assert parts["value"].to_dict() == {
        "municipality=HAP": 2,
        "municipality=KIR": 8,
        "municipality=PAJ": 12,
        "no_municipality": 2,
    }
    assert parts[["target", "share"]].isna().all(axis=None)


def test_a_target_group_counts_those_known_to_belong_and_says_of_how_many_nobody_knows():
    table = count(
        goal(),
        replace(NOTHING, participants=first(14)),
        backgrounds=make_backgrounds(founder=["W"] * 6 + ["M"] * 5 + [None] * 13),
    )
    assert table.loc["target_group=women", ["value", "missing", "status"]].tolist() == [6, 3, "ok"]
    assert table.loc["all", "missing"] == 0


def test_a_start_year_that_nobody_knows_is_missing_too():
    young = TargetGroup(id="new", name={"en": "New"}, background="start_year", least=2023)
    backgrounds = make_backgrounds().assign(
        start_year="x", start_year_number=[2024.0] * 5 + [2000.0] * 5 + [np.nan] * 14
    )
    table = count_results(
        [goal()], replace(NOTHING, participants=first(12)), name_parts(backgrounds, [young]), OPEN
    ).set_index("group")
    assert table.loc["target_group=new", ["value", "missing"]].tolist() == [5, 2]


def test_where_nothing_is_written_down_it_is_missing_and_not_zero():
    for wanted in (
        goal(),
        goal("stage", stage="deep"),
        goal("jobs", outcome="fte"),
        goal("event", kind="network"),
    ):
        table = count(wanted, NOTHING)
        assert set(table["status"]) == {"missing"}
        assert table[["value", "share"]].isna().all(axis=None)


def test_a_part_where_nobody_took_part_has_zero():
    table = count(goal(), replace(NOTHING, participants=first(12)))
    assert table.loc["municipality=HAP", ["value", "status"]].tolist() == [0, "ok"]


def test_a_stage_counts_the_companies_that_reached_it():
    assert (
        count(
            goal("stage", stage="deep"),
            replace(NOTHING, stages={"deep": first(5), "advised": first(9)}),
        ).loc["all", "value"]
        == 5
    )


def test_few_companies_are_hidden_and_so_is_what_would_give_them_away():
    table = count(goal(), replace(NOTHING, participants=first(24)), PrivacyRules())
    hidden = table[table["status"] == "hidden"]
    assert set(hidden.index) == {"municipality=HAP", "no_municipality", "municipality=KIR"}
    assert hidden[["value", "n", "missing"]].isna().all(axis=None)
    assert table.loc["all", "value"] == 24


def test_companies_without_a_municipality_are_hidden_together_with_the_municipalities():
    backgrounds = make_backgrounds(
        municipality=["PAJ"] * 8 + ["KIR"] * 7 + ["HAP"] * 3 + [None] * 6
    )
    table = count(goal(), replace(NOTHING, participants=first(24)), PrivacyRules(), backgrounds)
    assert set(table.index[table["status"] == "hidden"]) == {"municipality=HAP", "no_municipality"}


def test_a_total_of_few_companies_is_all_that_is_shown():
    table = count(goal(), replace(NOTHING, participants=first(3)), PrivacyRules())
    assert table["status"].to_dict() == {
        name: "ok" if name == "all" else "hidden" for name in table.index
    }
    assert table.loc["all", "value"] == 3


@given(
    st.lists(st.sampled_from(["A", "B", "C", "D", None]), min_size=24, max_size=24),
    st.lists(st.booleans(), min_size=24, max_size=24),
)
def test_shown_municipalities_leave_nobody_or_enough_over(places, taking_part):
    participants = frozenset(COMPANIES[taking_part])
    table = count(
        goal(),
        replace(NOTHING, participants=participants),
        PrivacyRules(),
        make_backgrounds(municipality=places),
    )
    shown = table.drop(["all", "target_group=women"])["value"].dropna()
    left = len(participants) - shown.sum()
    assert left == 0 or left >= 5 or shown.empty
    assert not ((shown > 0) & (shown < 5)).any()


def test_jobs_are_the_change_in_participants_known_in_both_rounds_and_a_closed_one_has_none():
    table = count(
        goal("jobs", outcome="fte"),
        jobs([1.5, 2.0, 4.0, np.nan], [2.1, 0.0, np.nan, 3.0], participants=4),
    )
    row = table.loc["all"]
    assert row[["before", "after", "value", "n", "missing"]].tolist() == [3.5, 2.1, -1.4, 2, 2]
    assert row["share"] == pytest.approx(-0.14)
    assert row["status"] == "ok"


def test_the_rounding_of_the_machine_is_no_part_of_the_jobs():
    assert count(goal("jobs", outcome="fte"), jobs([0.1], [0.3])).loc["all", "value"] == 0.2


def test_jobs_miss_the_participants_of_whom_nobody_knows_whether_they_belong():
    backgrounds = make_backgrounds(founder=["W"] * 3 + ["M"] * 18 + [None] * 3)
    table = count(
        goal("jobs", outcome="fte"), jobs([1.0, 1.0], [2.0, 2.0]), backgrounds=backgrounds
    )
    assert table.loc["target_group=women", ["value", "n", "missing"]].tolist() == [2, 2, 4]


def test_jobs_of_companies_that_did_not_take_part_do_not_count():
    assert (
        count(goal("jobs", outcome="fte"), jobs([1.0] * 24, [2.0] * 24, participants=10)).loc[
            "all", "value"
        ]
        == 10
    )


def test_jobs_with_no_number_at_all_are_missing_with_everybody():
    table = count(goal("jobs", outcome="fte"), replace(NOTHING, participants=first(7)))
    assert table.loc["all", ["status", "n", "missing"]].tolist() == ["missing", 0, 7]


def test_jobs_of_few_companies_are_hidden_even_for_the_whole():
    table = count(goal("jobs", outcome="fte"), jobs([1.0] * 4, [2.0] * 4), PrivacyRules())
    assert table.loc["all", "status"] == "hidden"
    assert table.loc["all", ["value", "before", "after"]].isna().all()


def test_events_add_up_by_municipality_and_what_has_none_stands_by_itself():
    events = make_events(
        ("network", "PAJ", 2),
        ("network", "PAJ", 1),
        ("network", None, 4),
        ("network", "LUL", 3),
        ("start_up", "PAJ", 50),
    )
    table = count(goal("event", kind="network"), replace(NOTHING, events=events))
    assert table.loc["all", ["value", "share", "n"]].tolist() == [10, 1.0, 4]
    assert table["value"].dropna().to_dict() == {
        "all": 10,
        "municipality=LUL": 3,
        "municipality=PAJ": 3,
        "no_municipality": 4,
    }
    assert table.loc["municipality=KIR", "status"] == "missing"
    assert "target_group=women" not in table.index


def test_a_zero_that_somebody_wrote_down_is_zero():
    table = count(
        goal("event", kind="network"), replace(NOTHING, events=make_events(("network", None, 0)))
    )
    assert table.loc["all", ["value", "status"]].tolist() == [0, "ok"]


def test_private_amounts_of_few_are_hidden_where_others_are_not():
    events = make_events(
        *[("support", "PAJ", 1000.0)] * 6,
        *[("support", "KIR", 9000.0)] * 6,
        *[("support", "HAP", 7.0)] * 2,
    )
    plain = count(goal("event", kind="support"), replace(NOTHING, events=events), PrivacyRules())
    private = count(
        goal("event", kind="support", private=True), replace(NOTHING, events=events), PrivacyRules()
    )
    assert set(plain["status"]) == {"ok"}
    assert private["value"].dropna().to_dict() == {"all": 60014, "municipality=KIR": 54000}
    assert private.loc["municipality=PAJ", "status"] == "hidden"


def test_goals_keep_their_order_and_no_goals_make_an_empty_table():
    parts = name_parts(make_backgrounds(), [])
    goals = [replace(goal(), id=name) for name in ("b", "a")]
    assert count_results(goals, NOTHING, parts, OPEN)["goal"].unique().tolist() == ["b", "a"]
    assert count_results([], NOTHING, parts, OPEN).empty


def test_a_register_without_municipalities_has_a_whole():
    parts = name_parts(make_backgrounds().drop(columns="municipality"), [])
    assert [part.name for part in parts] == ["all", "no_municipality"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"counts": "event"}, 'counts = "event" needs `kind`'),
        ({"counts": "jobs", "kind": "network"}, 'counts = "jobs" needs `outcome`'),
        (
            {"counts": "participants", "stage": "deep"},
            '`stage` means nothing where counts = "participants"',
        ),
        (
            {"counts": "jobs", "outcome": "fte", "private": True},
            '`private` means nothing where counts = "jobs"',
        ),
        ({"counts": "participants", "target": 0}, "greater than 0"),
    ],
)
def test_a_goal_says_what_it_counts_and_nothing_else(settings, says):
    with pytest.raises(ValidationError, match=says):
        TypeAdapter(Goal).validate_python(
            {"id": "goal", "name": {"en": "A goal"}, "target": 10} | settings
        )
