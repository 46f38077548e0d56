import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy.stats import t

from analysis.effects.inference.families import tabulate_effects
from analysis.effects.models.association import associate_hours
from analysis.effects.models.regression import find_freedom
from tests.analysis.effects.studies import change, make_study


def assert_same(rows, others):
    """As tables, where a number that is missing is equal to a missing one."""
    pd.testing.assert_frame_equal(tabulate_effects(rows), tabulate_effects(others))


@pytest.fixture
def study():
    return make_study()


@pytest.fixture
def hours(study):
    drawn = np.random.default_rng(2).poisson(1, (len(study.frame), 3)) * 5.0
    return pd.DataFrame(drawn, study.frame.index, ["advice", "fairs", "seminars"])


def test_hours_go_with_the_follow_up_as_in_one_regression(study, hours):
    study = change(study, after=study.frame["after"] + 0.5 * hours["advice"])
    model = smf.ols(
        "after ~ advice + fairs + seminars + before + need + municipality + size + sector",
        study.frame.join(hours),
    )
    fitted, freedom = (
        model.fit(cov_type="HC2"),
        dict(zip(model.exog_names, find_freedom(model.exog), strict=True)),
    )
    rows = associate_hours(study, hours)
    assert [row.group for row in rows] == list(hours.columns)
    assert [row.estimate for row in rows] == pytest.approx(
        (10 * fitted.params[list(hours.columns)]).tolist()
    )
    assert [row.p for row in rows] == pytest.approx(
        [2 * t.sf(abs(fitted.tvalues[name]), freedom[name]) for name in hours.columns]
    )
    assert (rows[0].n_treated, rows[0].maryland_level) == (int((hours["advice"] > 0).sum()), 2)
    assert rows[0].note.startswith("association, not an effect")


def test_a_company_without_hours_spent_none(study, hours):
    none = hours["fairs"] == 0
    sparse = hours.assign(fairs=hours["fairs"].mask(none))
    assert_same(associate_hours(study, sparse), associate_hours(study, hours))
    assert_same(
        associate_hours(study, hours[(hours > 0).any(axis=1)]), associate_hours(study, hours)
    )


def test_a_kind_that_few_took_part_in_has_no_number_and_leaves_the_others_alone(study, hours):
    rare = hours["fairs"].where(np.arange(220) < 3, 0.0)
    rows = associate_hours(study, hours.assign(fairs=rare))
    others = associate_hours(study, hours.drop(columns="fairs"))
    assert (rows[1].status, np.isnan(rows[1].estimate)) == ("too_few", True)
    assert_same([rows[0], rows[2]], others)


def test_hours_that_follow_from_others_are_not_told_apart(study, hours):
    rows = associate_hours(study, hours.assign(seminars=hours["advice"] + hours["fairs"]))
    assert [row.notes[0].code for row in rows] == ["collinear_hours"] * 3
    assert {row.status for row in rows} == {"not_estimable"}


def test_no_hours_and_no_companies_have_no_numbers(study, hours):
    assert associate_hours(study, hours[[]]) == []
    rows = associate_hours(make_study(n=0, chosen=0), hours)
    assert {row.status for row in rows} == {"too_few"}


def test_an_outcome_that_does_not_vary_says_so(study, hours):
    assert {row.notes[0].code for row in associate_hours(change(study, after=1.0), hours)} == {
        "no_variation"
    }
