from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.needs.needs import rank_own, read_needs, tabulate_needs
from analysis.records import Needs
from tests.analysis.analysis_data import make_answers

COMPANIES = {
    "a": {"NEED[N1]": "5", "NEED[N2]": "3", "NEED[N3]": "9", "TOP[1]": "N2", "TOP[2]": "N3"},
    "b": {"NEED[N1]": "4", "NEED[N2]": "4", "NEED[N3]": "1", "TOP[1]": "", "TOP[2]": ""},
    "c": {},
}


def test_severity_place_and_limit_are_read_apart(instrument):
    needs = read_needs(make_answers(instrument, COMPANIES), instrument)
    np.testing.assert_equal(
        needs.severity.to_numpy(), [[100, 50, np.nan], [75, 75, 0], [np.nan] * 3]
    )
    np.testing.assert_equal(needs.priority.to_numpy(), [[np.nan, 1, 2], [np.nan] * 3, [np.nan] * 3])
    assert needs.severe.astype(object).where(needs.severe.notna(), None).to_numpy().tolist() == [
        [True, False, None],
        [True, True, False],
        [None] * 3,
    ]


def test_table_puts_the_companys_own_choice_before_severity(instrument):
    table = tabulate_needs(read_needs(make_answers(instrument, COMPANIES), instrument))
    assert list(table.columns) == ["company_id", "wave", "need", "severity", "priority", "rank"]
    ranks = table["rank"].astype(object).where(table["rank"].notna(), None).tolist()
    assert ranks == [3, 1, 2, 1, 1, 3, None, None, None]
    assert table["priority"].isna().tolist() == [True, False, False] + [True] * 6


def slow_ranks(places, severities):
    def key(need):
        place, severity = places[need], severities[need]
        if place is not None:
            return (0, place)
        return (1, -severity) if severity is not None else None

    keys = [key(need) for need in range(len(places))]
    return [
        None if one is None else 1 + sum(other is not None and other < one for other in keys)
        for one in keys
    ]


CASE = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 3)),
        st.one_of(st.none(), st.sampled_from([0, 25, 50, 75, 100])),
    ),
    min_size=1,
)


@given(CASE)
def test_own_order_is_that_of_the_slow_and_obvious_version(case):
    places, severities = ([pair[part] for pair in case] for part in (0, 1))
    frame = [pd.DataFrame([values], dtype=float) for values in (severities, places)]
    needs = Needs("baseline", *frame, severe=frame[0] >= 75)
    assert rank_own(needs).iloc[0].tolist() == pytest.approx(
        [np.nan if rank is None else rank for rank in slow_ranks(places, severities)], nan_ok=True
    )


def test_an_instrument_without_a_ranking_has_no_places(instrument):
    from dataclasses import replace

    without = replace(instrument, needs=None)
    needs = read_needs(make_answers(without, COMPANIES), without)
    assert needs.priority.isna().all(axis=None)
    assert not needs.severe.fillna(value=False).any(axis=None)


def test_a_need_that_stands_twice_in_the_ranking_has_its_best_rank(instrument):
    needs = read_needs(
        make_answers(instrument, {"a": {"TOP[1]": "N2", "TOP[2]": "N2"}}), instrument
    )
    np.testing.assert_equal(needs.priority.to_numpy(), [[np.nan, 1, np.nan]])


def test_without_a_ranking_or_an_option_of_it_there_is_no_priority(instrument):
    answers = make_answers(instrument, COMPANIES)
    unranked = replace(instrument, needs=replace(instrument.needs, ranking=None))
    assert read_needs(answers, unranked).priority.isna().all(axis=None)
    first, *others = instrument.need
    without_options = replace(
        instrument, need=[first, *(replace(need, option=None) for need in others)]
    )
    assert read_needs(answers, without_options).priority.isna().all(axis=None)
