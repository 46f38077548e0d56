from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import (
    hide_groups,
    least_for_mean,
    least_for_quartiles,
    least_for_share,
    mark_members,
    overlap,
    round_down,
    round_up,
)
from analysis.rules import PrivacyRules

LEAST = 10


def hidden_of(groups, least=LEAST):
    masks = {name: pd.Series(mask) for name, mask in groups.items()}
    everybody = pd.Series(data=True, index=next(iter(masks.values())).index)
    hidden = hide_groups(overlap(masks, everybody), least)
    return {name for name, is_hidden in zip(groups, hidden, strict=True) if is_hidden}


def parts(sizes, family="municipality"):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    whole = {"all": np.ones(len(labels), dtype=bool)}
    return whole | {f"{family}={place}": labels == place for place in range(len(sizes))}


def test_a_small_group_is_hidden():
    assert hidden_of(parts([40, 9, 8])) == {"municipality=1", "municipality=2"}


def test_one_hidden_part_would_be_total_minus_the_rest():
    assert hidden_of(parts([40, 12, 30, 9])) == {"municipality=3", "municipality=1"}


def test_two_hidden_parts_that_are_few_together_hide_a_third():
    assert hidden_of(parts([40, 12, 3, 4])) == {
        "municipality=1",
        "municipality=2",
        "municipality=3",
    }


def test_an_empty_part_hides_nobody():
    assert hidden_of(parts([40, 12, 0])) == set()


def test_companies_of_unknown_part_can_cover_a_hidden_one():
    groups = parts([40, 12, 9, 20])
    del groups["municipality=3"]
    assert hidden_of(groups) == {"municipality=2"}


def test_exactly_the_least_can_be_left_over():
    groups = parts([40, 20, LEAST])
    del groups["municipality=2"]
    assert hidden_of(groups) == set()


def test_a_target_group_whose_complement_is_small_is_hidden():
    groups = {"all": np.ones(50, dtype=bool), "target_group=women": np.arange(50) < 45}
    assert hidden_of(groups) == {"target_group=women"}


def test_a_group_nested_in_another_is_hidden_if_few_are_between_them():
    groups = {
        "all": np.ones(90, dtype=bool),
        "target_group=young": np.arange(90) < 30,
        "target_group=new": np.arange(90) < 25,
    }
    assert hidden_of(groups) == {"target_group=new"}


def test_target_groups_that_share_nobody_tell_of_those_between_them():
    young, old, women = np.arange(90) < 30, np.arange(90) >= 35, np.arange(90) % 2 == 0
    groups = {
        "all": np.ones(90, dtype=bool),
        "target_group=young": young,
        "target_group=women": women,
        "target_group=old": old,
    }
    assert hidden_of(groups) == {"target_group=young"}


def test_many_parts_are_looked_through_quickly():
    assert hidden_of(parts([12] * 60)) == set()


def test_only_respondents_count():
    masks = {name: pd.Series(mask) for name, mask in parts([20, 20]).items()}
    respondents = pd.Series([True] * 29 + [False] * 11)
    assert hide_groups(overlap(masks, respondents), LEAST).tolist() == [False, True, True]


def remainders(groups, shown):
    """Find every rest: a shown group without one or more disjoint shown groups of a family."""
    for whole in shown:
        for family in {name.partition("=")[0] for name in shown}:
            inside = [
                name
                for name in shown
                if name.partition("=")[0] == family
                and name != whole
                and (groups[name] <= groups[whole]).all()
            ]
            for size in range(1, len(inside) + 1):
                for chosen in combinations(inside, size):
                    taken = np.sum([groups[name] for name in chosen], axis=0)
                    if taken.max() <= 1:
                        yield int(groups[whole].sum() - taken.sum())


@given(
    st.lists(st.integers(0, 25), min_size=1, max_size=6),
    st.lists(st.integers(0, 60), max_size=3),
    st.randoms(),
)
def test_nothing_shown_tells_of_fewer_than_the_least(sizes, targets, random):
    groups = parts(sizes)
    people = sum(sizes)
    for place, size in enumerate(targets):
        drawn = np.zeros(people, dtype=bool)
        drawn[random.sample(range(people), min(size, people))] = True
        groups[f"target_group={place}"] = drawn
    hidden = hidden_of(groups)
    shown = [name for name, mask in groups.items() if name not in hidden and mask.any()]
    assert all(groups[name].sum() >= LEAST for name in shown)
    assert all(left == 0 or left >= LEAST for left in remainders(groups, shown))


@pytest.mark.parametrize(
    ("value", "down", "up"),
    [(0, 0, 0), (41.2, 40, 45), (45, 45, 45), (74.9999999999999, 75, 75), (99, 95, 100)],
)
def test_quartiles_are_rounded_outwards(value, down, up):
    assert (round_down(value), round_up(value)) == (down, up)


def test_the_strictest_rule_that_fits_is_used():
    privacy = PrivacyRules(mean=12, share=10, distribution=8, sensitive=20)
    assert least_for_share(privacy) == 12
    assert least_for_quartiles(privacy, sensitive=False) == 8
    assert least_for_quartiles(privacy, sensitive=True) == 20


def test_a_company_that_a_group_does_not_know_is_outside_it():
    members = mark_members(
        {"all": pd.Series([True, True], ["a", "b"]), "x=1": pd.Series([True], ["a"])},
        pd.Index(["a", "b"]),
    )
    assert members.tolist() == [[True, True], [True, False]]


@pytest.mark.parametrize(
    ("privacy", "sensitive", "least"),
    [
        (PrivacyRules(), False, 5),
        (PrivacyRules(), True, 20),
        (PrivacyRules(mean=30), True, 30),
        (PrivacyRules(mean=7), False, 7),
    ],
)
def test_a_mean_of_anything_about_harassment_needs_more(privacy, sensitive, least):
    assert least_for_mean(privacy, sensitive=sensitive) == least
