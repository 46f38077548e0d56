import pytest

from analysis.programme.goal_settings import HorizontalCriterion
from analysis.programme.horizontal_criteria import (
    ProgrammeEvidence,
    judge_criteria,
    tabulate_criteria,
)

TEXT = {"en": "In the plan"}
SEEN = ProgrammeEvidence(
    frozenset({"advice"}), frozenset({"network"}), {"index": 40, "hired_women": 4}
)
FULL = {
    "background": TEXT,
    "activities": ["advice"],
    "events": ["network"],
    "costs": TEXT,
    "followup": ["index"],
}


def judge(**settings):
    return judge_criteria(
        [HorizontalCriterion(id="equality", name={"en": "Equality"}, **settings)], SEEN, 5
    )[0]


def lacks(judged):
    return [f"{lack.code} {lack.item}".rstrip() for part in judged.parts for lack in part.lacks]


@pytest.mark.parametrize(
    ("left_out", "grade", "lacking"),
    [
        ((), "active", []),
        (("background",), "partly", ["not_described"]),
        (("costs",), "partly", ["no_costs"]),
        (("activities",), "active", []),
        (("events",), "active", []),
        (("activities", "events"), "partly", ["no_activity_named"]),
        (("followup",), "partly", ["no_measure_named"]),
        (("costs", "followup"), "not", ["no_costs", "no_measure_named"]),
        (("background", "activities", "events", "costs", "followup"), "not", None),
    ],
)
def test_three_parts_are_active_and_two_are_partly(left_out, grade, lacking):
    judged = judge(**{name: value for name, value in FULL.items() if name not in left_out})
    assert judged.grade == grade
    assert lacking is None or lacks(judged) == lacking


def test_all_that_is_named_has_to_be_there():
    judged = judge(
        **FULL
        | {
            "activities": ["advice", "seminar"],
            "events": ["start_up"],
            "followup": ["index", "hired_women", "pay"],
        }
    )
    assert judged.grade == "not"
    assert lacks(judged) == [
        "activity_not_done seminar",
        "event_not_done start_up",
        "not_measured hired_women",
        "not_measured pay",
    ]


def test_an_activity_does_not_stand_in_for_an_event_of_the_same_name():
    assert lacks(judge(**FULL | {"activities": ["network"]})) == ["activity_not_done network"]


def test_what_is_lacking_reads_in_english():
    judged = judge(background=TEXT, activities=["seminar"], followup=["pay"])
    assert [str(lack) for part in judged.parts for lack in part.lacks] == [
        "no hours of the activity seminar",
        "the budget is not said to hold it",
        "too few companies with pay in the follow-up",
    ]


def test_the_table_has_a_row_a_criterion_and_part():
    table = tabulate_criteria([judge(**FULL | {"activities": ["seminar"], "costs": None})])
    assert table.to_dict("split")["data"] == [
        ["equality", "partly", "background", True, ""],
        ["equality", "partly", "activities", False, "activity_not_done: seminar; no_costs"],
        ["equality", "partly", "followup", True, ""],
    ]
    assert tabulate_criteria([]).empty
