"""Weights make the answers add up to the register. It has names where answers have codes."""

from dataclasses import replace

import pandas as pd
import pytest

from jamna.pipeline.inputs import read_inputs
from jamna.pipeline.scores import weigh_to_register
from jamna.workspace.layout import Workspace
from tests.jamna.small_programme import quick_programme


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return read_inputs(
        Workspace(quick_programme(tmp_path_factory.mktemp("weights") / "arena", companies=400))
    )


def weigh(inputs, *columns):
    settings = replace(
        inputs.settings, needs=replace(inputs.settings.needs, weight_to=list(columns))
    )
    return weigh_to_register(replace(inputs, settings=settings))


@pytest.mark.parametrize("column", ["municipality", "trade"])
def test_weighted_answers_of_a_rehearsal_have_the_shares_of_the_register(inputs, column):
    weights = weigh(inputs, column)
    names = inputs.register.loc[weights.index, column]
    reached = weights.groupby(names).sum() / weights.sum()
    wanted = inputs.register[column].value_counts(normalize=True)
    assert len(wanted) > 3
    pd.testing.assert_series_equal(
        reached.sort_index(), wanted.sort_index(), check_names=False, rtol=1e-6
    )


def test_two_columns_at_once_hold_both(inputs):
    weights = weigh(inputs, "municipality", "trade")
    for column in ("municipality", "trade"):
        reached = weights.groupby(inputs.register.loc[weights.index, column]).sum() / weights.sum()
        wanted = inputs.register[column].value_counts(normalize=True)
        assert (reached - wanted).abs().max() < 0.05


def test_without_the_wish_there_are_none(inputs):
    assert weigh(inputs) is None
