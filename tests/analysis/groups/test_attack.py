"""No company can be worked out from the region's two tables, by rows, totals or means."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cells import Counted, tell_counts
from analysis.disclosure import mark_members, round_share
from analysis.groups.frequencies import list_questions, tabulate_frequencies
from analysis.groups.groups import name_groups
from analysis.groups.region import COARSE_QUESTION, tabulate_region
from analysis.rules import PrivacyRules
from jamna.pipeline.scores import PICTURED_BY
from jamna.pipeline.steps import compute_step, read_step
from jamna.workspace.layout import open_workspace
from tests.analysis.groups.attack import Published, attack
from tests.jamna.small_programme import quick_programme, silent

MOST = 15
"""Cells tried of each question: enough that a rule that fails is seen."""


@pytest.fixture(scope="module", params=[(70, 3), (150, 11)])
def world(request, tmp_path_factory):
    companies, seed = request.param
    root = quick_programme(tmp_path_factory.mktemp("region") / "w", seed=seed, companies=companies)
    inputs = read_step(open_workspace(root), silent())
    return inputs, compute_step(inputs, silent())


def groups_of(inputs, numbers):
    known = [name for name in PICTURED_BY if name in inputs.backgrounds]
    return name_groups(inputs.backgrounds, known, numbers.target_groups.iloc[:, :0])


def points_of(question, inputs, numbers):
    """The indicator of the question, and the points of each answer; None where it has none."""
    for one in inputs.instrument.indicator:
        if one.question == question.name and one.weight > 0:
            values = numbers.scores.points.values[one.id].to_numpy(dtype=float)
            points = [values[mask] for mask in question.chosen.T]
            if all(len(own) and not np.isnan(own).any() for own in points):
                return one.id, np.array([own[0] for own in points])
    return None


def publish(question, inputs, numbers, tables):
    groups = groups_of(inputs, numbers)
    here = mark_members(groups, inputs.answers.companies.index) & question.answered[:, None]
    shown = tables[1][tables[1]["question"] == question.name]
    shape = len(groups), len(question.answers)
    status = shown["status"].to_numpy().reshape(shape)
    low = shown["low"].to_numpy(dtype=float).reshape(shape)
    told = np.where(status == "range", np.where(low == 0, "few", "most"), status)
    scale = points_of(question, inputs, numbers)
    row = tables[0][(tables[0]["group"] == "all") & (tables[0]["item"] == (scale or [""])[0])]
    has_mean = len(row) == 1 and row["status"].iloc[0] == "ok"
    return Published(
        names=list(groups),
        n=here.sum(axis=0),
        told=told,
        share=shown["share"].to_numpy(dtype=float).reshape(shape),
        counts=here.T.astype(int) @ question.chosen.astype(int),
        single=question.single,
        points=scale[1] if scale and has_mean else None,
        mean=float(row["mean"].iloc[0]) if scale and has_mean else None,
        within=2.5 if has_mean and row["n"].iloc[0] < COARSE_QUESTION else 0.5,
    )


def test_no_company_is_worked_out_from_a_simulated_region(world):
    inputs, numbers = world
    groups, draw = groups_of(inputs, numbers), np.random.default_rng(7)
    tables = (
        tabulate_region(numbers.scores, inputs.instrument, groups, inputs.settings.privacy),
        tabulate_frequencies(inputs.answers, inputs.instrument, groups, inputs.settings.privacy),
    )
    asked = [*list_questions(inputs.answers, inputs.instrument)]
    named = [one for one in asked if one.name in {*tables[1]["question"]}]
    found = [
        (one.name, place)
        for one in named
        for place in attack(publish(one, inputs, numbers, tables), draw, MOST)
    ]
    assert len(named) > 30
    assert found == []


def test_exposure_has_no_mean_and_is_told_of_the_whole_alone(world):
    inputs, numbers = world
    groups, privacy = groups_of(inputs, numbers), PrivacyRules()
    exposure = [one for one in inputs.instrument.indicator if one.unscored]
    region = tabulate_region(numbers.scores, inputs.instrument, groups, privacy)
    assert len(exposure) == 3
    assert not {one.id for one in exposure} & {*region["item"]}
    told = tabulate_frequencies(inputs.answers, inputs.instrument, groups, privacy)
    here = told[told["question"].isin([one.question for one in exposure])]
    assert (here[here["group"] != "all"]["status"].isin(["hidden", "empty"])).all()
    assert {*here[here["group"] == "all"]["status"]} & {"ok", "range"}


def test_a_mean_that_is_a_share_is_told_of_the_whole_alone(world):
    inputs, numbers = world
    groups = groups_of(inputs, numbers)
    region = tabulate_region(numbers.scores, inputs.instrument, groups, PrivacyRules())
    rows = region[region["level"] == "indicator"]
    assert not (rows[rows["group"] != "all"]["status"] == "ok").any()
    whole = rows[(rows["group"] == "all") & (rows["status"] == "ok")]
    near = np.minimum(whole["mean"], 100 - whole["mean"]) * whole["n"] / 100
    assert len(whole)
    assert (near >= 1.5).all()


counts = st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=2, max_size=5).map(
    np.array
)


@settings(max_examples=60, deadline=None)
@given(counts, st.booleans())
def test_no_cell_of_any_small_table_is_worked_out(parts, single):
    whole = np.vstack([parts.sum(axis=0), parts])
    names = ["all", *(f"town={place}" for place in range(len(parts)))]
    n = (
        whole.sum(axis=1)
        if single
        else np.full(len(whole), 42) * np.array([len(parts), *[1] * len(parts)])
    )
    told = tell_counts(Counted(tuple(names), n, whole, single=single), (n > 0) & (n < 10))
    share = round_share(whole / np.maximum(n, 1)[:, None])
    shown = Published(names, n, told, share, whole, single)
    if not (told[0] == "hidden").all():
        assert attack(shown, np.random.default_rng(1), 20) == []
