import numpy as np
import pytest
import statsmodels.api as sm

from analysis.effects.designs import lay_design
from analysis.effects.models.aipw import Residuals, estimate_aipw, find_residuals, weigh_residuals
from analysis.effects.models.overlap import estimate_chance, find_mixed, find_overlap
from tests.analysis.effects.studies import change, make_study


def test_companies_of_a_stratum_that_all_went_in_could_not_have_gone_either_way():
    study = make_study(blur=15.0)
    must = study.frame["treated"] & (np.arange(220) % 2 == 0)
    overlap = find_overlap(change(study, stratum=np.where(must, "must", "border")))
    assert not overlap.companies[must.to_numpy()].any()
    assert overlap.companies.sum() > 100
    assert overlap.without_comparison >= int(must.sum())


def test_where_the_rule_decided_all_alone_nobody_overlaps():
    study = make_study()
    overlap = find_overlap(change(study, stratum=np.where(study.frame["treated"], "in", "out")))
    assert (overlap.companies.any(), overlap.without_comparison) == (False, 40)


def test_a_lottery_leaves_almost_everybody_a_comparison():
    overlap = find_overlap(make_study(lottery=True))
    assert overlap.companies.mean() > 0.9


def test_companies_without_a_follow_up_are_no_overlap():
    study = make_study(lottery=True)
    lost = np.arange(220) < 50
    overlap = find_overlap(change(study, after=study.frame["after"].mask(lost)))
    assert not overlap.companies[lost].any()


def test_the_chosen_with_a_chance_that_no_other_company_has_are_outside():
    study = make_study(n=400, chosen=100, blur=8.0)
    design = lay_design(study)
    chance, chosen = estimate_chance(design.treated, design.controls), design.treated > 0
    expected = np.where(chosen, chance <= chance[~chosen].max(), chance >= chance[chosen].min())
    assert find_overlap(study).companies.tolist() == expected.tolist()


def test_with_many_companies_the_chance_is_that_of_a_plain_logit():
    design = lay_design(make_study(n=4_000, chosen=1_500, blur=10.0))
    plain = sm.Logit(design.treated, design.controls).fit(disp=False).predict()
    assert estimate_chance(design.treated, design.controls) == pytest.approx(plain, abs=0.01)


def test_a_column_that_separates_the_chosen_still_has_a_chance():
    treated = np.repeat([1.0, 0.0], [10, 30])
    chance = estimate_chance(
        treated, np.column_stack([np.ones(40), np.where(treated > 0, 1.7, -0.6)])
    )
    assert 0 < chance.min() < chance.max() < 1


def test_strata_are_mixed_among_the_measured_only():
    study = make_study(n=6, chosen=3)
    treated = study.frame["treated"].to_numpy()
    stratum = study.frame["stratum"].where([True] * 6)
    assert find_mixed(stratum, study.frame["treated"], np.ones(6, dtype=bool)).all()
    assert not find_mixed(stratum, study.frame["treated"], treated).any()


def test_the_residuals_of_the_others_are_predictions_without_themselves():
    design = lay_design(make_study(n=120, chosen=40, blur=10.0))
    found = find_residuals(design)
    others = np.flatnonzero(design.treated == 0)
    for place, row in list(enumerate(others))[:10]:
        rest = others[others != row]
        fitted = np.linalg.lstsq(design.controls[rest], design.outcome[rest], rcond=None)[0]
        assert found.comparison[place] == pytest.approx(
            design.outcome[row] - design.controls[row] @ fitted
        )


def test_residuals_are_weighed_as_written_out_by_hand():
    fit = weigh_residuals(
        Residuals(np.array([4.0, 6.0, 8.0]), np.array([1.0, -1.0, 3.0]), np.array([1.0, 2.0, 1.0]))
    )
    assert fit.estimate == pytest.approx(6.0 - 0.5)
    assert fit.standard_error**2 == pytest.approx(
        4 / 3 + (0.25 * 0.5) ** 2 + (0.5 * 1.5) ** 2 + (0.25 * 2.5) ** 2
    )


@pytest.mark.parametrize("effect", [0.0, 6.0])
def test_the_effect_on_the_chosen_comes_back_with_honest_coverage(effect):
    studies = [make_study(seed, n=260, chosen=60, effect=effect, blur=12.0) for seed in range(60)]
    rows = [
        row
        for row in (estimate_aipw(study, find_overlap(study)) for study in studies)
        if row.status == "ok"
    ]
    assert len(rows) > 50
    assert np.mean([row.estimate for row in rows]) == pytest.approx(effect, abs=0.8)
    assert np.mean([row.low <= effect <= row.high for row in rows]) > 0.87


def test_the_row_says_how_much_hangs_on_one_company():
    study = make_study(n=260, chosen=60, blur=12.0)
    assert estimate_aipw(study, find_overlap(study)).notes[0].code == "weights"


@pytest.mark.parametrize(
    ("study", "status", "code"),
    [
        (
            change(make_study(), stratum=np.where(make_study().frame["treated"], "in", "out")),
            "not_estimable",
            "no_overlap",
        ),
        (make_study(n=120, chosen=4, blur=20.0), "too_few", "too_few_companies"),
        (make_study(n=44, chosen=22, blur=20.0), "too_few", "too_few_freedom"),
    ],
)
def test_too_little_overlap_is_a_row_without_numbers(study, status, code):
    row = estimate_aipw(study, find_overlap(study))
    assert (row.status, row.notes[0].code) == (status, code)
    assert np.isnan([row.estimate, row.low, row.p]).all()
