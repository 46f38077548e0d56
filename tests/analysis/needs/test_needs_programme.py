import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.groups.proportions import effective_n
from analysis.needs.needs import rank_programme
from analysis.records import Needs
from analysis.rules import PrivacyRules
from tests.analysis.analysis_data import under_the_floors

COLUMNS = [
    "group",
    "need",
    "n",
    "share_severe",
    "low",
    "high",
    "mean_severity",
    "first_choice_share",
    "rank",
    "status",
]
OPEN = under_the_floors(mean=1, share=1)
NAMES = ["selling", "recruiting", "digital"]


def make_needs(severity, first):
    """`severity`: a row a company; `first`: the need each put first, by name or None."""
    index = pd.Index([f"c{place}" for place in range(len(severity))])
    frame = pd.DataFrame(severity, index, NAMES, dtype=float)
    place = pd.DataFrame(
        [[1.0 if name == chosen else np.nan for name in NAMES] for chosen in first],
        index,
        NAMES,
        dtype=float,
    )
    return Needs("baseline", frame, place, (frame >= 75).astype("boolean").mask(frame.isna()))


def everybody(needs):
    return {"all": pd.Series(data=True, index=needs.severity.index)}


def table_of(*args):
    return rank_programme(*args).set_index(["group", "need"])


def test_published_wilson_interval_comes_out_of_answers():
    needs = make_needs([[100, 0, 0]] * 7 + [[25, 0, np.nan]] * 13, [None] * 20)
    row = table_of(needs, everybody(needs), PrivacyRules()).loc["all", "selling"]
    assert (row["n"], row["share_severe"], row["status"]) == (20, pytest.approx(0.35), "ok")
    assert (round(row["low"], 2), round(row["high"], 2)) == (0.18, 0.57)
    assert row["mean_severity"] == pytest.approx((7 * 100 + 13 * 25) / 20)


def test_a_few_answers_are_hidden_and_none_is_empty():
    needs = make_needs([[100, 0, np.nan]] * 9 + [[25, np.nan, np.nan]] * 3, ["selling"] * 12)
    table = table_of(needs, everybody(needs), PrivacyRules()).loc["all"]
    assert table["status"].to_dict() == {
        "selling": "ok",
        "recruiting": "hidden",
        "digital": "empty",
    }
    assert table.loc["recruiting"].drop("status").isna().all()
    assert table.loc["digital", "n"] == 0
    assert table["rank"].isna().tolist() == [False, True, True]


def test_the_next_smallest_municipality_is_hidden_with_the_only_small_one():
    needs = make_needs([[100, 0, 0]] * 60, ["selling"] * 60)
    home = pd.Series(["ARJ"] * 5 + ["ARV"] * 12 + ["GAL"] * 43, index=needs.severity.index)
    groups = everybody(needs) | {
        f"municipality={name}": home == name for name in ("ARJ", "ARV", "GAL")
    }
    table = rank_programme(needs, groups, PrivacyRules())
    status = table.groupby("group")["status"].agg(set).to_dict()
    assert status == {
        "all": {"ok"},
        "municipality=ARJ": {"hidden"},
        "municipality=ARV": {"hidden"},
        "municipality=GAL": {"ok"},
    }
    assert table.loc[table["status"] == "hidden", COLUMNS[2:9]].isna().all(axis=None)


def test_forced_choice_is_hidden_by_those_who_made_it():
    needs = make_needs([[100, 0, 0]] * 20, ["selling"] * 9 + [None] * 11)
    table = rank_programme(needs, everybody(needs), PrivacyRules())
    assert table["first_choice_share"].isna().all()
    assert set(table["status"]) == {"ok"}


def test_ties_are_broken_by_mean_then_first_choices_then_the_instrument():
    by_mean = make_needs([[75, 100, 0]] * 10, ["selling"] * 10)
    assert rank_programme(by_mean, everybody(by_mean), OPEN)["rank"].tolist() == [2, 1, 3]
    by_choice = make_needs([[75, 75, 75]] * 10, ["digital"] * 6 + ["recruiting"] * 4)
    assert rank_programme(by_choice, everybody(by_choice), OPEN)["rank"].tolist() == [3, 2, 1]
    by_order = make_needs([[75, 75, 75]] * 10, [None] * 10)
    assert rank_programme(by_order, everybody(by_order), OPEN)["rank"].tolist() == [1, 2, 3]


def test_rank_is_of_unrounded_shares():
    needs = make_needs([[100, 75, 0]] * 500 + [[0, 75, 0]] + [[0, 0, 0]] * 500, [None] * 1001)
    assert rank_programme(needs, everybody(needs), OPEN)["rank"].tolist() == [2, 1, 3]


SEVERITY = st.one_of(st.none(), st.sampled_from([0, 25, 50, 75, 100]))
COMPANY = st.tuples(
    st.tuples(SEVERITY, SEVERITY, SEVERITY),
    st.one_of(st.none(), st.sampled_from(NAMES)),
    st.booleans(),
    st.floats(0.2, 5),
)


def slow_row(rows, need):
    """n, share, effective n, mean and first share of (severities, first, weight) rows."""
    held = [
        (severities[need], weight) for severities, _, weight in rows if severities[need] is not None
    ]
    chose = [(first, weight) for _, first, weight in rows if first is not None]
    whole, chosen = sum(weight for _, weight in held), sum(weight for _, weight in chose)
    return (
        len(held),
        sum(weight for value, weight in held if value >= 75) / whole if held else np.nan,
        sum(value * weight for value, weight in held) / whole if held else np.nan,
        sum(weight for first, weight in chose if first == NAMES[need]) / chosen
        if chose
        else np.nan,
        effective_n([weight for _, weight in held]),
    )


@given(st.lists(COMPANY, min_size=1, max_size=12), st.booleans())
def test_shares_are_those_of_the_slow_and_obvious_version(companies, weighted):
    severities, firsts, inside, weights = zip(*companies, strict=True)
    needs = make_needs(
        [[np.nan if one is None else one for one in row] for row in severities], firsts
    )
    index = needs.severity.index
    groups = everybody(needs) | {"target_group=some": pd.Series(inside, index=index)}
    weight = pd.Series(weights, index=index) if weighted else None
    table = table_of(needs, groups, OPEN, weight)
    used = weights if weighted else [1.0] * len(companies)
    rows = list(zip(severities, firsts, used, strict=True))
    chosen = {
        "all": rows,
        "target_group=some": [row for row, is_in in zip(rows, inside, strict=True) if is_in],
    }
    for group, members in chosen.items():
        for place, need in enumerate(NAMES):
            found, expected = table.loc[(group, need)], slow_row(members, place)
            n, share, mean, first, effective = expected
            assert found["n"] == n
            row = found[["share_severe", "mean_severity"]].astype(float).tolist()
            assert row == pytest.approx([share, mean], nan_ok=True)
            assert found["first_choice_share"] == pytest.approx(first, nan_ok=True)
            if n:
                z = 1.959963984540054
                assert (share - found["low"]) ** 2 == pytest.approx(
                    z**2 * found["low"] * (1 - found["low"]) / effective, abs=1e-9
                )


def test_an_instrument_without_needs_gives_an_empty_table():
    index = pd.Index(["a", "b"], name="company_id")
    nothing = pd.DataFrame(index=index)
    table = rank_programme(
        Needs("baseline", nothing, nothing, nothing),
        {"all": pd.Series(data=True, index=index)},
        PrivacyRules(),
    )
    assert table.empty


@pytest.mark.parametrize("weights", [[2.8, 2.5, 0.1], [0.1, 0.7, 0.1]])
def test_rounding_carries_no_weighted_mean_out_of_its_scale(weights):
    needs = make_needs([[100.0] * 3] * 3, ["selling"] * 3)
    table = table_of(needs, everybody(needs), OPEN, pd.Series(weights, needs.severity.index))
    assert table["mean_severity"].max() <= 100
    assert table["first_choice_share"].max() <= 1


def test_a_company_without_a_weight_counts_nothing():
    needs = make_needs([[100, 0, 0]] * 10 + [[0, 0, 0]] * 10, ["selling"] * 10 + ["digital"] * 10)
    weights = pd.Series(1.0, index=needs.severity.index[:10])
    row = table_of(needs, everybody(needs), PrivacyRules(), weights).loc["all", "selling"]
    assert (row["share_severe"], row["mean_severity"], row["first_choice_share"]) == (1, 100, 1)
    assert row["n"] == 20
