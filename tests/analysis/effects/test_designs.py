"""The limits from which a regression is estimated, and how its columns are coded."""

import numpy as np
import pandas as pd
import pytest

from analysis.effects.designs import (
    Design,
    code_backgrounds,
    code_numbers,
    find_few,
    find_refusal,
    pool_rare,
)
from analysis.effects.records import Least, Sides


def make_design(n, controls):
    rng = np.random.default_rng(1)
    columns = np.column_stack([np.ones(n), rng.standard_normal((n, controls - 1))])
    return Design(
        pd.RangeIndex(n), rng.standard_normal(n), (np.arange(n) % 2).astype(float), columns
    )


def test_ten_residual_degrees_of_freedom_are_enough_and_nine_are_not():
    """20 companies, 9 or 10 controls and the treatment: 20 - 9 - 1 and 20 - 10 - 1."""
    assert make_design(20, 9).freedom == 10
    assert find_refusal(make_design(20, 9), Least()) is None
    refusal = find_refusal(make_design(20, 10), Least())
    assert (refusal.status, refusal.note.code) == ("too_few", "too_few_freedom")
    assert refusal.note.values == {"n": 20, "parameters": 11, "least": 10}


@pytest.mark.parametrize(
    ("sides", "refused"),
    [(Sides(5, 9), False), (Sides(9, 5), False), (Sides(4, 9), True), (Sides(9, 4), True)],
)
def test_five_companies_on_either_side_are_enough(sides, refused):
    assert (find_few(sides, 5) is not None) == refused


@pytest.mark.parametrize(("missing", "own", "shared"), [(10, 1, 0), (9, 0, 9)])
def test_ten_missing_values_have_a_column_of_their_own_and_nine_share_one(missing, own, shared):
    values = pd.DataFrame({"x": [np.nan] * missing + [float(number) for number in range(20)]})
    numbers, *marks, rare = list(code_numbers(values))
    assert numbers[:missing] == pytest.approx(np.zeros(missing))
    assert [column.sum() for column in marks] == [missing] * own
    assert rare.sum() == shared


def test_every_category_but_the_largest_has_a_column():
    frame = pd.DataFrame({"size": ["small"] * 12 + ["large"] * 30 + ["middle"] * 15})
    small, middle = list(code_backgrounds(frame))
    assert small.tolist() == [1.0] * 12 + [0.0] * 45
    assert middle.tolist() == [0.0] * 42 + [1.0] * 15


def test_ten_companies_are_a_category_and_nine_are_pooled():
    names = pool_rare(pd.Series(["a"] * 10 + ["b"] * 9 + ["c"] * 9 + ["d"] * 30))
    assert sorted(set(names)) == ["(pooled)", "a", "d"]
    assert (names == "(pooled)").sum() == 18
