from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Points, State
from analysis.rules import ScoringRules
from analysis.scoring.aggregation import Cells, Weights, score_arrays, take_mean
from analysis.scoring.coding import code_gaps, code_points
from analysis.scoring.scoring import band, score, tabulate_missing, tabulate_scores
from tests.analysis.analysis_data import make_answers

EIGE_WEIGHTS = (0.193, 0.1541, 0.216, 0.1459, 0.1909, 0.1001)
ARITHMETIC = ScoringRules(aggregation="arithmetic")
STATES = list(State)


@pytest.mark.parametrize(
    ("domains", "index"),
    [
        ((83.0, 85.9, 74.6, 90.1, 84.6, 95.2), 83.9),
        ((71.7, 82.6, 62.5, 64.9, 57.2, 88.7), 68.6),
        ((65.6, 72.8, 55.8, 44.7, 28.8, 85.8), 53.4),
    ],
)
def test_geometric_mean_gives_the_published_gender_equality_index(domains, index):
    values = np.array([domains])
    mean = take_mean(values, np.array(EIGE_WEIGHTS), np.ones(values.shape, dtype=bool), "geometric")
    assert mean == pytest.approx([index], abs=0.1)


def test_a_mean_is_taken_of_what_is_held():
    values, weights = (
        np.array([[10.0, 40.0, np.nan], [np.nan, 50.0, 90.0], [1.0, 1.0, 1.0]]),
        np.array([1.0, 1.0, 3.0]),
    )
    held = np.array([[True, True, False], [False, True, True], [False, False, False]])
    assert take_mean(values, weights, held, "geometric") == pytest.approx(
        [20, (50 * 90**3) ** 0.25, np.nan], nan_ok=True
    )
    assert take_mean(values, weights, held, "arithmetic") == pytest.approx(
        [25, 80, np.nan], nan_ok=True
    )


def make_points(instrument, cells):
    """Points of companies from {indicator: value or State}; what is not named is not applicable."""
    ids = [indicator.id for indicator in instrument.indicator]
    states = pd.DataFrame(
        [[_state(row.get(name, State.NOT_APPLICABLE)) for name in ids] for row in cells],
        columns=ids,
        dtype=np.int8,
    )
    values = pd.DataFrame(
        [[_value(row.get(name)) for name in ids] for row in cells], columns=ids, dtype=float
    )
    index = pd.Index([f"c{place}" for place in range(len(cells))], name="company_id")
    return Points(
        values.set_axis(index),
        states.set_axis(index),
        (states == 0).astype(np.int32).set_axis(index),
    )


def no_gaps(companies):
    return pd.DataFrame(index=range(companies))


def _state(cell):
    return cell if isinstance(cell, State) else State.OK


def _value(cell):
    return np.nan if cell is None or isinstance(cell, State) else cell


def slow_mean(pairs, least):
    """(value or State, weight) pairs -> value or None, completeness or None."""
    asked = [
        (cell, weight)
        for cell, weight in pairs
        if not any(cell is state for state in (State.NOT_ASKED, State.NOT_APPLICABLE))
    ]
    if not asked:
        return None, None
    held = [(cell, weight) for cell, weight in asked if not isinstance(cell, State)]
    whole = sum(weight for _, weight in asked)
    share = sum(weight for _, weight in held) / whole
    if not held or share < least - 1e-9:
        return None, share
    return sum(cell * weight for cell, weight in held) / sum(weight for _, weight in held), share


def slow_score(instrument, row, rules):
    domains = {}
    for domain in instrument.domain:
        pairs = [
            (row.get(one.id, State.NOT_APPLICABLE), one.weight)
            for one in instrument.indicator
            if one.domain == domain.id
        ]
        domains[domain.id] = slow_mean(pairs, rules.least_complete)
    lift = (lambda x: np.log(1 + 0.99 * x)) if rules.aggregation == "geometric" else (lambda x: x)
    lower = (
        (lambda x: (np.exp(x) - 1) / 0.99) if rules.aggregation == "geometric" else (lambda x: x)
    )
    pairs = []
    for domain in instrument.domain:
        value, share = domains[domain.id]
        cell = (
            State.NOT_APPLICABLE
            if share is None
            else State.NOT_CALCULABLE
            if value is None
            else lift(value)
        )
        pairs.append((cell, domain.weight))
    index, share = slow_mean(pairs, rules.least_complete)
    return domains, (None if index is None else lower(index), share)


CELL = st.one_of(st.floats(0, 100), st.sampled_from(STATES[1:]))


@given(st.data(), st.sampled_from(["geometric", "arithmetic"]), st.sampled_from([0, 0.5, 0.75, 1]))
def test_scores_are_those_of_the_slow_and_obvious_version(instrument, data, aggregation, least):
    ids = [indicator.id for indicator in instrument.indicator]
    rows = data.draw(
        st.lists(st.fixed_dictionaries(dict.fromkeys(ids, CELL)), min_size=1, max_size=4)
    )
    rules = ScoringRules(aggregation=aggregation, least_complete=least)
    scores = score(make_points(instrument, rows), instrument, rules, "baseline")
    for place, row in enumerate(rows):
        domains, index = slow_score(instrument, row, rules)
        found = {
            name: (scores.domains.iloc[place][name], scores.domain_completeness.iloc[place][name])
            for name in scores.domains.columns
        }
        for name, expected in (domains | {"index": index}).items():
            pair = found.get(
                name, (scores.index.iloc[place], scores.index_completeness.iloc[place])
            )
            assert pair == pytest.approx(
                [np.nan if one is None else one for one in expected], nan_ok=True, abs=1e-7
            )


@given(st.floats(0, 100))
def test_equal_domains_have_an_index_equal_to_them(instrument, value):
    scores = score(
        make_points(instrument, [{"plan": value, "staff": value}]),
        instrument,
        ScoringRules(),
        "baseline",
    )
    assert scores.index.iloc[0] == pytest.approx(value, abs=1e-7)


@given(st.lists(st.floats(0, 100), min_size=2, max_size=2))
def test_geometric_index_is_never_above_the_arithmetic_one(instrument, values):
    points = make_points(instrument, [dict(zip(("plan", "staff"), values, strict=True))])
    geometric, arithmetic = (
        score(points, instrument, rules, "baseline").index.iloc[0]
        for rules in (ScoringRules(), ARITHMETIC)
    )
    assert geometric <= arithmetic + 1e-9


@pytest.mark.parametrize("weights", [(1, 1, 1, 1), (0.1, 0.4, 0.1, 0.2), (0.1, 0.5, 0.6, 0.4)])
def test_exactly_three_quarters_is_enough(weights):
    weights = np.array(weights, dtype=float)
    calculable = np.array([[True, True, True, False]])
    structure = Weights(weights, np.ones(1), np.ones((4, 1), dtype=bool))
    cells = Cells(np.full((1, 4), 40.0), calculable, np.ones((1, 4), dtype=bool))
    assert score_arrays(cells, structure, ScoringRules()).index.score[0] == pytest.approx(40)
    structure = Weights(weights * (1, 1, 1, 1.01), np.ones(1), structure.member)
    assert np.isnan(score_arrays(cells, structure, ScoringRules()).index.score[0])


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9)), min_size=1, max_size=7))
def test_a_mean_at_a_whole_number_is_that_number_exactly(cells):
    steps, weights = zip(*cells, strict=True)
    mean = Fraction(sum(step * weight for step, weight in cells) * 100, 6 * sum(weights))
    values = np.array([[100 * step / 6 for step in steps]])
    structure = Weights(np.array(weights) / 10, np.ones(1), np.ones((len(weights), 1), dtype=bool))
    everywhere = np.ones(values.shape, dtype=bool)
    scored = score_arrays(Cells(values, everywhere, everywhere), structure, ScoringRules())
    assert scored.domains.score[0, 0] == pytest.approx(float(mean), abs=1e-9)
    if mean.denominator == 1:
        assert (scored.domains.score[0, 0], scored.index.score[0]) == (mean, mean)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0, 1),
        (24.999, 1),
        (25, 2),
        (49.9, 2),
        (50, 3),
        (74.9, 3),
        (75, 4),
        (100, 4),
        (np.nan, None),
    ],
)
def test_a_border_belongs_to_the_band_above(score, expected):
    assert band(score) == expected


def test_table_has_a_row_for_every_item_and_says_why_a_score_is_missing(instrument):
    rows = [
        {"plan": 100.0, "used": 50.0, "staff": 80.0, "pay": State.NOT_CALCULABLE},
        {"plan": State.NOT_ANSWERED},
    ]
    table = tabulate_scores(
        score(make_points(instrument, rows), instrument, ScoringRules(), "followup"),
        instrument,
        no_gaps(2),
    )
    assert list(table.columns) == [
        "company_id",
        "wave",
        "level",
        "item",
        "score",
        "completeness",
        "status",
        "n",
        "favours",
    ]
    assert len(table) == 2 * (len(instrument.indicator) + len(instrument.domain) + 1)
    assert set(table["wave"]) == {"followup"}
    found = (
        table.astype(object)
        .set_index(["company_id", "item"])
        .drop(columns=["wave", "favours"])
        .T.to_dict("list")
    )
    assert found["c0", "used"] == ["indicator", 50, 1, "ok", 1]
    assert found["c0", "pay"] == [
        "indicator",
        pytest.approx(np.nan, nan_ok=True),
        0,
        "not_calculable",
        0,
    ]
    nan = pytest.approx(np.nan, nan_ok=True)
    assert found["c0", "jokes"] == ["indicator", nan, nan, "not_applicable", 0]
    assert found["c0", "work"] == ["domain", pytest.approx(200 / 3), 1, "ok", 2]
    assert found["c0", "people"] == [
        "domain",
        pytest.approx(np.nan, nan_ok=True),
        0.5,
        "not_calculable",
        1,
    ]
    assert found["c0", "index"][0] == "index"
    assert found["c0", "index"][2:] == [pytest.approx(1 / 3), "not_calculable", 2]
    assert found["c1", "people"][2:] == [pytest.approx(np.nan, nan_ok=True), "not_applicable", 0]


def test_table_says_whom_a_gap_favours_and_nothing_of_other_items(instrument):
    companies = {
        "men": {"STAFFW": "3", "STAFFM": "4", "PAYW": "90", "PAYM": "100", "GAP": "12"},
        "women": {"STAFFW": "3", "STAFFM": "4", "PAYW": "130", "PAYM": "100", "GAP": "-12"},
        "neither": {"STAFFW": "3", "STAFFM": "4", "PAYW": "100", "PAYM": "100", "GAP": "-5"},
        "too few": {"STAFFW": "2", "STAFFM": "4", "PAYW": "90", "PAYM": "100"},
    }
    answers = make_answers(instrument, companies)
    scores = score(code_points(answers, instrument), instrument, ScoringRules(), "baseline")
    table = tabulate_scores(scores, instrument, code_gaps(answers, instrument))
    told = (
        table[table["favours"].notna()][["company_id", "item", "favours"]]
        .astype(str)
        .to_numpy()
        .tolist()
    )
    assert told == [
        [who, item, who] for who in ("men", "women", "neither") for item in ("pay", "reported")
    ]


def test_each_kind_of_missing_keeps_its_name(instrument):
    rows = [
        {
            "plan": 100.0,
            "used": State.NOT_ASKED,
            "jokes": State.NOT_ANSWERED,
            "pay": State.NOT_CALCULABLE,
        }
    ]
    missing = tabulate_missing(make_points(instrument, rows))
    states = dict(zip(missing["item"], missing["state"], strict=True))
    assert states["used"] == "not_asked"
    assert set(missing["company_id"]) == {"c0"}
    assert (states["jokes"], states["pay"], states["staff"]) == (
        "not_answered",
        "not_calculable",
        "not_applicable",
    )
    assert "plan" not in states


def test_answers_become_scores(instrument):
    companies = {
        "a": {
            "PLAN": "Y",
            "USED": "A3",
            "JOKES": "A1",
            "STAFFW": "2",
            "STAFFM": "2",
            "TOPSHARE": "40",
            "GAP": "0",
        }
    }
    points = code_points(make_answers(instrument, companies), instrument)
    scores = score(points, instrument, ARITHMETIC, "baseline")
    assert scores.domains.loc["a"].tolist() == pytest.approx([75, 100])
    assert scores.index["a"] == pytest.approx((75 + 2 * 100) / 3)


def test_an_instrument_that_measures_nothing_scores_nothing(instrument):
    from dataclasses import replace

    bare = replace(instrument, indicator=[], domain=[])
    points = code_points(make_answers(bare, {"a": {"PLAN": "Y"}}), bare)
    table = tabulate_scores(score(points, bare, ScoringRules(), "baseline"), bare, no_gaps(1))
    assert table[["item", "status"]].astype(str).to_numpy().tolist() == [
        ["index", "not_applicable"]
    ]
    assert tabulate_missing(points).empty
