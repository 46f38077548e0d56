from math import ceil, floor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.groups.benchmarks import compare, find_quartiles
from analysis.records import Scores
from analysis.rules import ComparisonRules
from tests.analysis.analysis_data import under_the_floors

RULES = ComparisonRules(groups=[["trade", "size"], ["trade"], []])
PRIVACY = under_the_floors(distribution=3, sensitive=6)


def make_scores(index, work=None):
    companies = pd.Index([f"c{place}" for place in range(len(index))], name="company_id")
    series = pd.Series(index, companies, dtype=float)
    domains = pd.DataFrame(
        {"work": index if work is None else work, "people": index}, companies, dtype=float
    )
    return Scores("baseline", None, domains, series, domains, series)


def make_backgrounds(trade, size=None):
    companies = [f"c{place}" for place in range(len(trade))]
    return pd.DataFrame(
        {"trade": trade, "size": size or ["1"] * len(trade)}, companies, dtype="str"
    )


SCORE = st.one_of(st.just(np.nan), st.floats(0, 100), st.sampled_from([0.0, 50.0, 100.0]))


@given(st.lists(SCORE, min_size=1, max_size=15))
def test_quartiles_are_numpys_without_the_company_itself(values):
    found = find_quartiles(np.array(values))
    for place in range(len(values)):
        others = [
            value for other, value in enumerate(values) if other != place and not np.isnan(value)
        ]
        assert found.n[place] == len(others)
        expected = np.quantile(others, [0.25, 0.75]) if others else [np.nan, np.nan]
        assert [found.low[place], found.high[place]] == pytest.approx(expected, nan_ok=True)


def slow_benchmark(place, companies, least):
    """`companies` are (score, trade, size)."""
    for size, names in ((2, ("trade", "size")), (1, ("trade",)), (0, ())):
        own = companies[place][1 : 1 + size]
        alike = [
            other
            for other in companies[:place] + companies[place + 1 :]
            if other[1 : 1 + size] == own
        ]
        others = [score for score, *_ in alike if not np.isnan(score)]
        if None not in own and len(others) >= least:
            low, high = np.quantile(others, [0.25, 0.75])
            return (
                5 * floor(round(low / 5, 9)),
                5 * ceil(round(high / 5, 9)),
                len(others),
                dict(zip(names, own, strict=True)),
                False,
            )
    return None, None, 0, {}, True


COMPANY = st.tuples(
    SCORE, st.sampled_from(["SHOP", "BUILD", None]), st.sampled_from(["1-4", "5-9"])
)


@given(st.lists(COMPANY, min_size=1, max_size=14))
def test_the_first_large_enough_group_is_the_slow_and_obvious_one(instrument, companies):
    values, trades, sizes = (list(part) for part in zip(*companies, strict=True))
    found = compare(
        make_scores(values), make_backgrounds(trades, sizes), instrument, RULES, PRIVACY
    )
    for place, benchmarks in enumerate(found.values()):
        for benchmark, least in zip(benchmarks, (3, 6, 3), strict=True):
            shown = (
                benchmark.low,
                benchmark.high,
                benchmark.n,
                dict(benchmark.group),
                benchmark.hidden,
            )
            assert shown == slow_benchmark(place, companies, least)
            assert (benchmark.score is None) == np.isnan(values[place])


def test_index_comes_first_and_then_every_domain(instrument):
    found = compare(
        make_scores([10.0] * 8), make_backgrounds(["SHOP"] * 8), instrument, RULES, PRIVACY
    )
    assert [benchmark.item for benchmark in found["c0"]] == ["index", "work", "people"]
    assert found["c0"][0].group == {"trade": "SHOP", "size": "1"}


def test_the_company_itself_is_not_among_the_others(instrument):
    found = compare(
        make_scores([0.0, 50, 50, 50]), make_backgrounds(["SHOP"] * 4), instrument, RULES, PRIVACY
    )
    assert (found["c0"][0].low, found["c0"][0].high, found["c0"][0].n) == (50, 50, 3)


def test_a_domain_with_a_sensitive_item_needs_more_others(instrument):
    found = compare(
        make_scores([50.0] * 6), make_backgrounds(["SHOP"] * 6), instrument, RULES, PRIVACY
    )
    assert [benchmark.hidden for benchmark in found["c0"]] == [False, True, False]
    assert found["c0"][1].score == 50


def test_a_company_nobody_knows_the_trade_of_is_compared_with_all(instrument):
    found = compare(
        make_scores([50.0] * 5), make_backgrounds([None] + ["SHOP"] * 4), instrument, RULES, PRIVACY
    )
    assert (found["c0"][0].group, found["c0"][0].n) == ({}, 4)
