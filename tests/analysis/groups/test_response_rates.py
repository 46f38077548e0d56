import pandas as pd

from analysis.groups.response_rates import COLUMNS, Turnout, tabulate_response
from analysis.rules import PrivacyRules


def respond(places, answered, again):
    frame = pd.DataFrame({"municipality": places})
    turnout = Turnout(pd.Series(answered, dtype=bool), pd.Series(again, dtype=bool))
    table = tabulate_response(turnout, frame, ["municipality"], PrivacyRules())
    assert table.columns.tolist() == COLUMNS
    return table.set_index("group")


def test_the_second_share_is_of_those_who_answered_first():
    row = respond(
        [None] * 40, [True] * 20 + [False] * 20, [True] * 5 + [False] * 15 + [True] * 20
    ).loc["all"]
    assert row[["contacted", "answered", "again"]].tolist() == [40, 20, 5]
    assert row[["share_answered", "share_again"]].tolist() == [0.5, 0.25]


def test_a_small_municipality_is_hidden_with_another_that_would_give_it_away():
    table = respond(["A"] * 30 + ["B"] * 25 + ["C"] * 9, [True] * 64, [True] * 64)
    assert table["status"].to_dict() == {
        "all": "ok",
        "municipality=A": "ok",
        "municipality=B": "hidden",
        "municipality=C": "hidden",
    }
    assert (
        table.loc[
            "municipality=B", ["contacted", "answered", "share_answered", "again", "share_again"]
        ]
        .isna()
        .all()
    )


def test_few_first_answers_hide_only_the_second_share():
    answered = [True] * 5 + [False] * 15 + [True] * 30
    table = respond(["A"] * 20 + ["B"] * 30, answered, [True] * 50)
    assert table.loc["municipality=A", "status"] == "ok"
    assert table["status_again"].to_dict() == {
        "all": "ok",
        "municipality=A": "hidden",
        "municipality=B": "hidden",
    }
    assert pd.isna(table.loc["municipality=A", "again"])


def test_nobody_answered_is_empty_and_not_zero_per_cent():
    row = respond(["A"] * 12, [False] * 12, [False] * 12).loc["all"]
    assert (row["share_answered"], row["status_again"]) == (0.0, "empty")
    assert pd.isna(row["share_again"])
