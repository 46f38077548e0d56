import numpy as np
import pandas as pd
import pytest

from analysis.programme.perceived_benefits import COLUMNS, share_given
from analysis.rules import PrivacyRules


def boxes(yes, n, silent=0):
    return pd.DataFrame(
        {"NEWB": [*([True] * yes), *([False] * (n - yes)), *([None] * silent)]}, dtype="boolean"
    )


def share(answers, privacy, **groups):
    index = answers.index
    named = {
        name.replace("_", "="): pd.Series(index.isin(list(places)), index=index)
        for name, places in groups.items()
    }
    return share_given(
        answers, {"all": pd.Series(data=True, index=index)} | named, privacy
    ).set_index("group")


def test_a_share_has_wilsons_interval_of_those_who_answered():
    row = share(boxes(7, 20, silent=5), PrivacyRules()).loc["all"]
    assert (row["n"], row["status"]) == (20, "ok")
    assert (row["share"], round(row["low"], 2), round(row["high"], 2)) == (0.35, 0.18, 0.57)


@pytest.mark.parametrize(("n", "status"), [(10, "ok"), (9, "hidden"), (1, "hidden"), (0, "empty")])
def test_few_are_hidden_and_nobody_is_empty(n, status):
    row = share(boxes(0, n, silent=2), PrivacyRules()).loc["all"]
    assert row["status"] == status
    assert np.isnan(row["share"]) == np.isnan(row["low"]) == (status != "ok")
    assert (row["n"] is pd.NA) == (status == "hidden")


def test_what_would_give_a_hidden_group_away_is_hidden_too():
    table = share(boxes(8, 24), PrivacyRules(), part_chosen=range(6), part_others=range(6, 24))
    assert table["status"].to_dict() == {
        "all": "ok",
        "part=chosen": "hidden",
        "part=others": "hidden",
    }


def test_no_answers_at_all_make_an_empty_table():
    table = share_given(
        pd.DataFrame(index=range(3)), {"all": pd.Series(data=True, index=range(3))}, PrivacyRules()
    )
    assert table.columns.tolist() == COLUMNS
    assert table.empty
