"""The exact assignment against every assignment there is."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.selection.assignment.assignment import assign, go_down_list, trim_contrasts
from diagnostics.selection.assignment.integer_programme import solve_exactly
from diagnostics.selection.assignment.records import Assignment, Contrast, Demand, Task

NONE = np.nan


def mask(*positions, size):
    chosen = np.zeros(size, dtype=bool)
    chosen[list(positions)] = True
    return chosen


def task(capacity, size, *, must=(), included=(), demands=(), contrasts=()):
    return Task(
        capacity,
        mask(*must, size=size),
        mask(*included, size=size),
        [
            Demand(number, mask(*members, size=size), least)
            for number, (members, least) in enumerate(demands)
        ],
        [Contrast(np.array(ranks, dtype=float), seats) for ranks, seats in contrasts],
    )


def every_assignment(task):
    """All ways to fill the seats, as (core, contrast) pairs of sets."""
    pools = [
        list(combinations(np.flatnonzero(np.isfinite(pool.ranks)).tolist(), pool.seats))
        for pool in task.contrasts
    ]
    for picks in product(*pools):
        contrast = [company for pick in picks for company in pick]
        if len(set(contrast)) < len(contrast):
            continue
        rest = [company for company in range(task.size) if company not in contrast]
        for core in combinations(
            rest,
            min(task.capacity, task.size) - len(contrast) if len(contrast) <= task.capacity else 0,
        ):
            yield set(core), set(contrast)


def holds(task, core, contrast):
    if len(contrast) + len(core) != min(task.capacity, task.size):
        return False
    forced = set(np.flatnonzero(task.must | task.included))
    return forced <= core and all(
        len((core | contrast) & set(np.flatnonzero(d.members))) >= d.least for d in task.demands
    )


def worth(task, core, contrast):
    first = sum(rank + 1 for rank in core)
    squares = sum((rank + 1) ** 2 for rank in core)
    return first, squares, sum(np.nansum(pool.ranks[sorted(contrast)]) for pool in task.contrasts)


def best(task):
    task = trim_contrasts(task)
    possible = [worth(task, *pair) for pair in every_assignment(task) if holds(task, *pair)]
    return min(possible, default=None)


def found(task, assigned):
    if assigned is None:
        return None
    core, contrast = set(np.flatnonzero(assigned.core)), set(np.flatnonzero(assigned.contrast))
    assert holds(trim_contrasts(task), core, contrast)
    return worth(task, core, contrast)


@st.composite
def tasks(draw):
    size = draw(st.integers(1, 7))
    flags = st.lists(st.booleans(), min_size=size, max_size=size).map(np.array)
    rare = st.lists(st.sampled_from([False, False, False, True]), min_size=size, max_size=size).map(
        np.array
    )
    kind = np.array(draw(st.lists(st.sampled_from([0, 0, 1, 2]), min_size=size, max_size=size)))
    clear = np.array(draw(st.permutations(range(1, size + 1))), dtype=float)
    contrasts = [
        Contrast(np.where(kind == pool, clear, NONE), draw(st.integers(0, 2))) for pool in (1, 2)
    ]
    demands = [
        Demand(number, draw(flags), draw(st.integers(0, 3)))
        for number in range(draw(st.integers(0, 3)))
    ]
    return Task(
        draw(st.integers(0, size)),
        draw(rare),
        draw(rare),
        demands,
        contrasts if draw(st.booleans()) else [],
    )


@given(tasks())
@settings(max_examples=100, deadline=None)
def test_no_assignment_is_better_and_none_is_found_only_where_there_is_none(task):
    assert found(task, assign(task)) == best(task)


@given(tasks())
@settings(max_examples=100, deadline=None)
def test_going_down_the_list_gives_what_the_integer_programme_gives(task):
    trimmed = trim_contrasts(task)
    by_list = go_down_list(trimmed)
    if by_list is not None:
        assert found(task, by_list) == (
            found(task, solve_exactly(trimmed)) if task.size else worth(task, set(), set())
        )


def yielding_best(task):
    """Try all assignments, also those with fewer contrast seats, and take the best.

    Most important are the companies that must go in, then the seats of quotas, then contrast seats,
    then the sums of ranks.
    """
    task = trim_contrasts(task)
    cases = []
    for fewer in product(*(range(pool.seats + 1) for pool in task.contrasts)):
        smaller = replace(
            task,
            contrasts=[
                replace(pool, seats=n) for pool, n in zip(task.contrasts, fewer, strict=True)
            ],
        )
        for core, contrast in every_assignment(smaller):
            if (
                len(core | contrast) != min(task.capacity, task.size)
                or not set(np.flatnonzero(task.included)) <= core
            ):
                continue
            must = len(core & set(np.flatnonzero(task.must)))
            short = sum(
                max(0, d.least - len((core | contrast) & set(np.flatnonzero(d.members))))
                for d in task.demands
            )
            cases.append((-must, short, -len(contrast), *worth(task, core, contrast)))
    return min(cases, default=None)


@given(tasks())
@settings(max_examples=100, deadline=None)
def test_what_the_rule_asks_for_yields_to_decisions_and_no_further_than_it_has_to(task):
    assigned = assign(task, yielding=True)
    least = yielding_best(task)
    if assigned is None:
        assert least is None
        return
    core, contrast = set(np.flatnonzero(assigned.core)), set(np.flatnonzero(assigned.contrast))
    assert worth(task, core, contrast) == least[3:]
    assert len(core & set(np.flatnonzero(task.must))) == -least[0]


def test_the_list_is_followed_where_nothing_else_is_asked():
    assert assign(task(3, 6)).chosen.tolist() == [True] * 3 + [False] * 3


def test_a_quota_takes_the_first_of_its_group_and_gives_up_the_last_of_the_list():
    assert np.flatnonzero(assign(task(3, 8, demands=[([5, 7], 1)])).chosen).tolist() == [0, 1, 5]


@pytest.mark.parametrize("pairs", [2, 3, 4, 5])
def test_of_equal_sums_the_one_with_the_better_last_company(pairs):
    """Only first and last, second and last but one, ... fit together. All sums are equal then.

    The pair in the middle is the least uneven.
    """
    size = 2 * pairs
    mates = [{place, size - 1 - place} for place in range(pairs)]
    demands = [
        ([other for other in range(size) if other not in (one, two)], 1)
        for one, two in combinations(range(size), 2)
    ]
    allowed = [
        (members, least)
        for (members, least), pair in zip(demands, combinations(range(size), 2), strict=True)
        if set(pair) not in mates
    ]
    assigned = assign(task(2, size, demands=allowed))
    assert np.flatnonzero(assigned.chosen).tolist() == [pairs - 1, pairs]


def test_the_least_sum_goes_before_an_even_one():
    """Three pairs of ranks meet every demand: 1 and 6 (sum 7, squares 37), 3 and 5, 3 and 6."""
    demands = [([0, 2], 1), ([4, 5], 1), ([2, 5], 1)]
    assert np.flatnonzero(assign(task(2, 6, demands=demands)).chosen).tolist() == [0, 5]


def test_a_company_that_goes_in_by_order_takes_no_contrast_seat():
    assigned = assign(task(3, 6, contrasts=[([1, NONE, NONE, NONE, 2, 3], 1)]))
    assert (np.flatnonzero(assigned.core).tolist(), np.flatnonzero(assigned.contrast).tolist()) == (
        [0, 1],
        [4],
    )


def test_contrast_seats_without_a_case_go_by_order():
    assert assign(task(2, 4, contrasts=[([NONE] * 4, 1)])).core.tolist() == [
        True,
        True,
        False,
        False,
    ]


def test_seats_for_all_need_no_contrast():
    assert assign(task(4, 3, contrasts=[([1, 2, 3], 2)])) is not None
    assert not assign(task(4, 3, contrasts=[([1, 2, 3], 2)])).contrast.any()


def test_more_must_than_seats_is_no_assignment():
    assert assign(task(1, 3, must=[0, 2])) is None


def test_more_included_than_seats_cannot_even_yield():
    assert assign(task(1, 3, included=[0, 2]), yielding=True) is None


@pytest.mark.parametrize("size", [0, 1])
def test_no_seats_and_nobody(size):
    assert not assign(task(0, size)).chosen.any()
    assert isinstance(assign(task(5, size)), Assignment)


def test_a_hundred_thousand_companies_with_a_quota_that_binds():
    size = 100_000
    members = np.arange(size) % 1000 == 999
    assigned = assign(Task(220, mask(size=size), mask(size=size), [Demand(0, members, 30)]))
    assert np.flatnonzero(assigned.chosen).tolist() == [*range(190), *range(999, 30_000, 1000)]
