import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from linearmodels.datasets import jobtraining
from scipy.stats import t

from analysis.effects.designs import code_numbers, find_independent, lay_design, pool_rare
from analysis.effects.models.ancova import (
    estimate_ancova,
    estimate_ancova_drawn,
    estimate_ancova_hc3,
    estimate_ancova_ruled,
)
from analysis.effects.models.before_after import (
    Pairs,
    compare_gains,
    estimate_before_after,
    fit_mean,
)
from analysis.effects.models.regression import find_freedom, fit_effect
from analysis.effects.records import Least, Study
from tests.analysis.effects.studies import change, make_study


@pytest.fixture(scope="module")
def firms():
    """Firm training grants 1987-88: 125 firms with hours in both years, 31 with a grant in 1988."""
    years = (
        jobtraining.load()
        .query("year in (1987, 1988)")
        .pivot_table(index="fcode", columns="year", values=["hrsemp", "grant"])
    )
    known = years.dropna(subset=[("hrsemp", 1987), ("hrsemp", 1988)])
    before, after = (known[("hrsemp", year)].to_numpy() for year in (1987, 1988))
    return Pairs(before, after, known[("grant", 1988)].to_numpy() == 1, before)


def test_firm_training_is_that_of_the_published_data(firms):
    assert (firms.sides.treated, len(firms.before)) == (31, 125)
    gains = compare_gains(firms, "nonrobust")
    assert (gains.estimate, gains.standard_error) == pytest.approx((27.8779, 3.1292), abs=5e-4)
    controls = np.column_stack([np.ones(125), firms.before])
    ancova = fit_effect(firms.after, firms.treated.astype(float), controls, "nonrobust")
    assert (ancova.estimate, ancova.standard_error) == pytest.approx((28.0174, 3.1314), abs=5e-4)
    assert fit_mean(firms.gain[firms.treated]).estimate == pytest.approx(28.3873, abs=5e-4)


def test_hc3_is_as_written_out_by_hand(firms):
    columns = np.column_stack([firms.treated, np.ones(125), firms.before])
    bread = np.linalg.inv(columns.T @ columns)
    left = firms.after - columns @ bread @ columns.T @ firms.after
    own = np.einsum("ij,jk,ik->i", columns, bread, columns)
    sandwich = bread @ (columns.T * (left / (1 - own)) ** 2) @ columns @ bread
    assert fit_effect(
        firms.after, columns[:, 0], columns[:, 1:], "HC3"
    ).standard_error == pytest.approx(np.sqrt(sandwich[0, 0]))


def test_a_study_gives_what_a_formula_does():
    study = make_study(effect=6)
    model = smf.ols("after ~ treated + before + need + municipality + size + sector", study.frame)
    hc2, hc3, named = (
        model.fit(cov_type="HC2"),
        model.fit(cov_type="HC3", use_t=True),
        "treated[T.True]",
    )
    row, wide = estimate_ancova(study), estimate_ancova_hc3(study)
    assert row.estimate == wide.estimate == pytest.approx(hc2.params[named])
    freedom = find_freedom(model.exog)[model.exog_names.index(named)]
    assert row.p == pytest.approx(2 * t.sf(hc2.params[named] / hc2.bse[named], freedom))
    assert (row.high - row.low) / 2 == pytest.approx(hc2.bse[named] * t.ppf(0.975, freedom))
    assert (wide.low, wide.high, wide.p) == pytest.approx(
        (*hc3.conf_int().loc[named], hc3.pvalues[named])
    )
    assert (row.n_treated, row.n_comparison, row.maryland_level, row.status) == (40, 180, 3, "ok")


def test_what_the_selection_could_not_read_is_itself_a_control():
    study = make_study(effect=6)
    unread = study.frame["need"].mask(np.arange(len(study.frame)) % 4 == 0)
    frame = study.frame.assign(
        need=unread.fillna(unread.mean()), unread=unread.isna().astype(float)
    )
    model = smf.ols(
        "after ~ treated + before + need + unread + municipality + size + sector", frame
    ).fit()
    assert estimate_ancova(change(study, need=unread)).estimate == pytest.approx(
        model.params["treated[T.True]"]
    )


def test_an_outcome_without_any_baseline_is_compared_without_one():
    study = make_study(effect=6)
    row = estimate_ancova(change(study, before=np.nan))
    assert row.status == "ok"
    assert (estimate_before_after(change(study, before=np.nan)).status, row.n_treated) == (
        "not_estimable",
        40,
    )


def test_who_is_missing_is_told():
    study = make_study()
    frame = study.frame.sort_values("treated")
    after = frame["after"].where(np.arange(220) >= 10)
    before = frame["before"].where(np.arange(220) < 218)
    closed, override = np.arange(220) < 3, np.arange(220) == 50
    row = estimate_ancova(
        change(
            study,
            after=after,
            before=before,
            closed=pd.Series(closed, frame.index),
            override=override,
        )
    )
    assert (row.n_treated, row.n_comparison) == (38, 170)
    assert [(note.code, dict(note.values)) for note in row.notes] == [
        ("lost", {"treated": 0, "comparison": 10}),
        ("without_baseline", {"n": 2}),
        ("closed", {"n": 3}),
        ("overrides", {"n": 1}),
    ]


def test_companies_that_are_not_eligible_are_no_comparison():
    study = make_study()
    outside = study.frame.assign(eligible=False, after=1000.0).rename(index="other {}".format)
    both = Study(study.outcome, pd.concat([study.frame, outside]), study.covariates)
    assert estimate_ancova(both).estimate == pytest.approx(estimate_ancova(study).estimate)


def test_decisions_against_the_rule_can_be_left_out():
    study = make_study()
    override = study.frame.index.isin(study.frame.index[study.frame["treated"]][:4])
    odd = change(study, override=override, after=study.frame["after"] + 1000 * override)
    assert estimate_ancova(odd).estimate > 50
    row = estimate_ancova_ruled(odd)
    assert abs(row.estimate) < 10
    assert (row.estimator, row.n_treated) == ("ancova_ruled", 36)


def test_a_lottery_is_randomised_and_needs_no_more_than_the_baseline_and_the_stratum():
    study = make_study(effect=6, lottery=True)
    row = estimate_ancova_drawn(study)
    model = smf.ols("after ~ treated + before", study.frame).fit()
    assert row.maryland_level == 5
    assert row.estimate == pytest.approx(model.params["treated[T.True]"])


@pytest.mark.parametrize(
    ("study", "status", "code"),
    [
        (make_study(n=100, chosen=4), "too_few", "too_few_companies"),
        (make_study(n=0, chosen=0), "too_few", "too_few_companies"),
        (make_study(n=24, chosen=12), "too_few", "too_few_freedom"),
        (
            change(make_study(), need=make_study().frame["treated"] * 7.0),
            "not_estimable",
            "collinear",
        ),
        (change(make_study(), after=3.0), "not_estimable", "no_variation"),
    ],
)
def test_what_cannot_be_estimated_is_a_row_with_a_reason_and_no_number(study, status, code):
    row = estimate_ancova(study, Least(freedom=20))
    assert (row.status, row.notes[0].code) == (status, code)
    assert np.isnan([row.estimate, row.low, row.high, row.p, row.minimum_detectable]).all()


def test_a_company_with_a_leverage_of_one_is_set_aside_and_told():
    study = make_study()
    column = pd.Series(0.0, study.frame.index)
    column.iloc[0] = 1.0
    alone = change(study, need=column)
    row, without = (
        estimate_ancova(alone),
        estimate_ancova(change(study, need=0.0).narrow(column == 0)),
    )
    assert (row.estimate, row.p) == pytest.approx((without.estimate, without.p))
    assert row.n_treated + row.n_comparison == 219
    assert "1 companies that nothing resembles" in row.note


def test_the_design_has_full_rank_and_the_same_columns_for_any_order_of_companies():
    study = change(make_study(), sector="one")
    design = lay_design(study)
    assert np.linalg.matrix_rank(design.controls) == design.controls.shape[1]
    other = lay_design(Study(study.outcome, study.frame.iloc[::-1], study.covariates))
    assert other.controls[::-1] == pytest.approx(design.controls)


def test_a_column_spanned_by_those_before_it_is_left_out():
    one, two = np.arange(5.0), np.array([1.0, 0, 0, 1, 0])
    assert find_independent(np.column_stack([one, two, one + 2 * two, np.ones(5)])).shape == (5, 3)


@pytest.mark.parametrize(
    ("values", "pooled"),
    [
        ("aaaaaaabbbbbbcc", "aaaaaaa(((((((("),
        ("aaaaaabbbbbbccddd", "aaaaaabbbbbb((((("),
        ("aaaaaabbbbbb", "aaaaaabbbbbb"),
        ("abc", "((("),
    ],
)
def test_rare_categories_are_pooled_until_they_are_not_rare(values, pooled):
    found = pool_rare(pd.Series(list(values)), least=5)
    assert "".join(name[0] for name in found) == pooled


def test_before_after_is_fooled_by_selection_and_the_main_estimate_is_not():
    rejected = {"before_after": 0, "ancova": 0}
    for seed in range(120):
        study = make_study(seed, n=150, chosen=30)
        for row in (estimate_before_after(study), estimate_ancova(study)):
            rejected[row.estimator] += row.p < 0.05
    assert rejected["before_after"] > 40
    assert rejected["ancova"] <= 13


def test_a_planted_effect_comes_back_with_honest_coverage():
    rows = [estimate_ancova(make_study(seed, n=150, chosen=30, effect=6.0)) for seed in range(120)]
    assert np.mean([row.estimate for row in rows]) == pytest.approx(6.0, abs=0.8)
    assert sum(row.low <= 6.0 <= row.high for row in rows) >= 107


def test_what_few_companies_miss_is_one_column_for_all_of_it():
    frame = pd.DataFrame(
        {"one": [np.nan, *range(11)], "two": [*range(10), np.nan, np.nan]}, dtype=float
    )
    columns = list(code_numbers(frame))
    assert len(columns) == 3
    assert columns[2].tolist() == [1.0] + [0.0] * 9 + [1.0, 1.0]
    assert columns[0].mean() == pytest.approx(0)
    assert columns[0][0] == pytest.approx(0)
