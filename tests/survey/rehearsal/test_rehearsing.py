"""The simulated programme: its shape, its truth, and answers that follow from it with error."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pingouin
import pytest

from survey.common.errors import ConfigurationError
from survey.instrument.file import load_instrument
from survey.instrument.records import Instrument
from survey.rehearsal import Mess, Rehearsal, RehearsalPlan, rehearse
from survey.rehearsal.answers.marks import error_spread, marked_indicators, nearest_codes
from survey.rehearsal.names import name_companies

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "survey" / "library" / "instrument.toml"
SMALL = ROOT / "tests" / "data" / "rehearsal" / "small.toml"
SEEDS = [3, 14, 159]
TIDY = Mess(**dict.fromkeys(Mess.__dataclass_fields__, 0.0))
EVERYBODY = RehearsalPlan(
    companies=4000, answering=1.0, blank=0.0, blank_number=0.0, not_applicable=0.0, mess=TIDY
)


@cache
def instrument(path: Path = SHIPPED) -> Instrument:
    return load_instrument(path)


@cache
def default(seed: int) -> Rehearsal:
    return rehearse(instrument(), RehearsalPlan(), np.random.default_rng(seed))


@cache
def everybody(path: Path = SHIPPED) -> Rehearsal:
    return rehearse(instrument(path), EVERYBODY, np.random.default_rng(26))


def answers_by_company(rehearsal: Rehearsal) -> pd.DataFrame:
    """The last complete answer of every company that gave one."""
    complete = rehearsal.answers[rehearsal.answers["submitdate"].notna()].merge(
        rehearsal.tokens, on="token"
    )
    return (
        complete.sort_values("submitdate")
        .drop_duplicates("company_id", keep="last")
        .set_index("company_id")
    )


def points(rehearsal: Rehearsal, path: Path) -> pd.DataFrame:
    """The answers to scales and yes-no questions as 0-100, by indicator, the slow way."""
    answers = answers_by_company(rehearsal)
    table = {}
    for column, indicator in marked_indicators(instrument(path)).items():
        answer_list = instrument(path).columns[column].question.answers
        codes = list(instrument(path).lists[answer_list].scale) if answer_list else ["N", "Y"]
        worth = {code: 100 * place / (len(codes) - 1) for place, code in enumerate(codes)}
        table[indicator.id] = (
            answers[column].map(worth)
            if not indicator.reversed
            else 100 - answers[column].map(worth)
        )
    return pd.DataFrame(table)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_default_has_the_north_arena_shape(seed):
    rehearsal = default(seed)
    answering = answers_by_company(rehearsal).index
    sizes = rehearsal.register["municipality"].value_counts()
    assert len(rehearsal.register) == 1200
    assert 360 <= len(answering) <= 490
    assert len(sizes) == 8
    assert sizes.max() > 3 * sizes.min()
    assert rehearsal.register["name"].is_unique
    assert rehearsal.register["language"].value_counts(normalize=True)["sv"] > 0.85
    assert {"sv", "en"} == set(rehearsal.answers["startlanguage"])


@pytest.mark.parametrize("seed", SEEDS)
def test_nine_of_those_who_answer_have_serious_problems_and_as_large_a_share_of_the_others(seed):
    rehearsal = default(seed)
    serious = rehearsal.truth.set_index("company_id")["serious"]
    answering = answers_by_company(rehearsal).index
    assert serious[answering].sum() == 9
    assert serious.drop(answering).sum() == 17


def test_serious_companies_are_low_in_several_domains_which_vary_and_the_others_nowhere():
    latent = rehearse(instrument(), RehearsalPlan(companies=8000), np.random.default_rng(8)).latent
    companies, truth = latent.companies, latent.truth
    serious = truth.serious
    low = truth.levels.lt(25) & truth.levels.gt(10)
    assert low[serious].sum(axis="columns").isin([3, 4]).all()
    assert (low[serious] == truth.problems[serious]).all(axis=None)
    assert companies.loc[serious, "staff"].min() >= 6
    assert truth.problems[serious].mean().between(0.4, 0.75).all()
    assert not low[~serious].any(axis=None)
    beside = truth.levels.where(~truth.problems)
    assert (beside[serious].mean() < beside[~serious].mean() - 5).all()


def test_the_truth_table_says_what_is_wrong():
    rehearsal = default(3)
    table = rehearsal.truth.set_index("company_id")
    row = table[table["serious"]].iloc[0]
    problems = row["problems"].split(";")
    levels = row[[f"true_{domain}" for domain in instrument().domains]].astype(float)
    assert list(table.columns) == [
        "serious",
        "problems",
        *(f"true_{domain}" for domain in instrument().domains),
        "needs",
    ]
    assert {name.removeprefix("true_") for name in levels.index[levels < 25]} == set(problems)
    severities = rehearsal.latent.truth.severities.loc[row.name]
    assert (
        row["needs"].split(";")
        == severities.sort_values(ascending=False, kind="stable").index.tolist()
    )
    assert (table.loc[~table["serious"], "problems"] == "").all()


def test_needs_lead_in_the_instruments_order():
    rehearsal = everybody()
    order = [need.id for need in instrument().need]
    stated = (
        answers_by_company(rehearsal)[[need.severity for need in instrument().need]]
        .astype(float)
        .mean()
    )
    firsts = answers_by_company(rehearsal)["TOP[1]"].value_counts()
    assert (
        rehearsal.latent.truth.severities.mean().sort_values(ascending=False).index.tolist()
        == order
    )
    assert stated.is_monotonic_decreasing
    assert firsts.index.tolist() == [need.option for need in instrument().need]


def test_what_a_company_ranks_first_is_among_its_most_severe_needs():
    rehearsal = everybody()
    option = {need.option: need.id for need in instrument().need}
    first = answers_by_company(rehearsal)["TOP[1]"].replace("", np.nan).dropna().map(option)
    place = rehearsal.latent.truth.severities.rank(axis="columns", ascending=False)
    assert np.mean([place.loc[company, need] for company, need in first.items()]) < 2


@pytest.mark.parametrize("path", [SHIPPED, SMALL])
def test_scales_are_as_reliable_as_the_plan_says(path):
    stated = points(everybody(path), path)
    for domain in instrument(path).domains:
        scales = [
            each.id
            for each in instrument(path).indicator
            if each.domain == domain and each.points == "scale" and each.weight
        ]
        if len(scales) >= 3:
            alpha, _ = pingouin.cronbach_alpha(stated[scales].dropna())
            assert 0.72 <= alpha <= 0.87, domain


def test_the_worst_answers_lie_below_the_truth_of_those_who_gave_them():
    rehearsal = everybody()
    stated = points(rehearsal, SHIPPED)
    for domain, level in rehearsal.latent.truth.levels.items():
        mean = stated[
            [each for each in stated if instrument().indicators[each].domain == domain]
        ].mean(axis="columns")
        worst = mean[mean <= mean.quantile(0.1)]
        shift = level[mean.index].mean() - mean.mean()
        assert level[worst.index].mean() - shift > worst.mean() + 2, domain


def test_more_even_companies_have_more_of_the_smaller_sex():
    rehearsal = everybody()
    numbers = rehearsal.latent.numbers
    people = numbers["STAFFW"] + numbers["STAFFM"]
    large = people >= 10
    smaller = (numbers[["STAFFW", "STAFFM"]].min(axis="columns") / people)[large]
    assert np.corrcoef(smaller, rehearsal.latent.truth.levels.loc[large, "recruitment"])[0, 1] > 0.3


def test_the_trade_decides_which_sex_is_the_smaller():
    latent = everybody().latent
    staff = latent.numbers[["STAFFW", "STAFFM"]].groupby(latent.companies["trade"]).sum()
    women = staff["STAFFW"] / staff.sum(axis="columns")
    assert women["BUILD"] < 0.3
    assert women["CARE"] > 0.65
    assert 0.35 < women["SERV"] < 0.65


def test_pay_is_further_apart_where_the_truth_is_worse():
    rehearsal = everybody()
    numbers = rehearsal.latent.numbers
    enough = (numbers["STAFFW"] >= 3) & (numbers["STAFFM"] >= 3)
    apart = ((numbers["PAYM"] - numbers["PAYW"]) / numbers["PAYM"])[enough]
    assert np.corrcoef(apart, rehearsal.latent.truth.levels.loc[enough, "pay"])[0, 1] < -0.2


def test_numbers_hold_together():
    numbers = everybody().latent.numbers
    for sex in "WM":
        assert (numbers[f"LEAD{sex}"] <= numbers[f"STAFF{sex}"] + numbers[f"OWN{sex}"]).all()
    assert (numbers["OWNW"] + numbers["OWNM"] >= 1).all()
    assert (numbers.dropna() >= 0).all(axis=None)
    assert numbers["PAYW"].isna().eq(numbers["STAFFW"] == 0).all()


def test_most_who_employ_nobody_own_the_company_alone_and_all_say_so():
    answers = answers_by_company(default(14))
    nobody = answers[answers["EMPL"] == "N"]
    counts = nobody[["OWNW", "OWNM"]].apply(pd.to_numeric, errors="coerce")
    owners = counts.sum(axis="columns", min_count=2).dropna()
    assert len(owners) >= 0.8 * len(nobody)
    assert 0.7 <= (owners == 1).mean() < 1


def test_those_who_employ_nobody_are_not_asked_about_employees():
    rehearsal = default(14)
    answers = answers_by_company(rehearsal)
    nobody = answers["EMPL"] == "N"
    choices = [question for question in instrument().question if question.kind == "choice"]
    conditional = [
        question.code
        for question in choices
        if [each.question for each in question.asked_if] == ["EMPL"]
    ]
    assert nobody.mean() > 0.1
    assert answers.loc[nobody, [*conditional, "LEADW", "PAYM", "RECR[ADV]"]].isna().all(axis=None)
    assert answers.loc[answers["EMPL"] == "Y", conditional].notna().all(axis=None)
    assert (rehearsal.latent.companies.loc[nobody.index[nobody], "staff"] == 0).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_those_who_break_off_leave_the_later_pages_null(seed):
    answers = default(seed).answers
    broken = answers[answers["submitdate"].isna()]
    pages = broken["lastpage"].fillna("0").astype(int)
    assert len(broken) > 15
    assert pages.max() < 11
    assert broken["SUPPORT"][pages < 10].isna().all()
    assert broken["MUN"][pages >= 2].notna().all()
    assert answers.loc[answers["submitdate"].notna(), "FREE"].notna().all()


def test_harassment_is_rare_rarer_where_the_truth_is_better_and_touch_is_told_of_too():
    rehearsal = everybody()
    answers = answers_by_company(rehearsal)
    level = rehearsal.latent.truth.levels["environment"].reindex(answers.index)
    for row in ("JOKES", "WORDS", "TOUCH"):
        happened = answers[f"HURT[{row}]"].isin(["ONCE", "OFTEN"])
        assert 0.02 < happened.mean() < 0.15
        assert happened[level < 40].mean() > 2 * happened[level > 70].mean()
    assert answers["HURT[TOUCH]"].eq("NO").mean() > 0.8


def test_a_lone_owner_is_asked_about_harassment():
    answers = answers_by_company(default(14))
    assert answers.loc[answers["EMPL"] == "N", "HURT[JOKES]"].notna().all()


def test_blank_is_empty_text_but_null_for_numbers():
    answers = answers_by_company(default(159))
    assert (answers["AWAY"] == "").any()
    assert answers["AWAY"].notna().all()
    assert answers["STARTY"].isna().any()
    assert not (answers["STARTY"] == "").any()


def test_large_companies_and_some_trades_answer_more():
    rehearsal = rehearse(instrument(), RehearsalPlan(companies=20_000), np.random.default_rng(5))
    companies = rehearsal.latent.companies
    answered = pd.Series(
        companies.index.isin(answers_by_company(rehearsal).index), index=companies.index
    )
    assert (
        answered[companies["staff"] >= 10].mean() > answered[companies["staff"] == 0].mean() + 0.03
    )
    assert (
        answered[companies["trade"] == "SERV"].mean()
        > answered[companies["trade"] == "BUILD"].mean() + 0.03
    )
    assert answered.mean() == pytest.approx(423 / 1200, abs=0.02)


def test_the_same_seed_gives_the_same_programme_and_another_seed_another():
    first, again, other = (
        rehearse(instrument(), RehearsalPlan(companies=200), np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )
    for name in ("register", "tokens", "answers", "planted", "truth"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))
    assert not first.register.equals(other.register)


@pytest.mark.parametrize("companies", [0, 1, 2, 7])
@pytest.mark.parametrize("path", [SHIPPED, SMALL])
def test_any_number_of_companies(companies, path):
    for seed in range(4):
        rehearsal = rehearse(
            instrument(path),
            RehearsalPlan(companies=companies, answering=0.6),
            np.random.default_rng(seed),
        )
        assert len(rehearsal.register) == len(rehearsal.truth) == len(rehearsal.tokens) == companies
        assert set(instrument(path).columns) >= {
            name for name in rehearsal.answers if "[" in name and not name.startswith("TOP")
        }


def test_another_instrument_gets_answers_of_its_own_kinds():
    answers = answers_by_company(everybody(SMALL))
    levels = everybody(SMALL).latent.truth.levels["people"]
    share = answers["SHARE"].astype(float)
    assert set(answers["BOX[W1]"]) == {"", "Y"}
    assert "SINCE" not in answers
    assert answers["PLACE"].value_counts()["P1"] > 1.3 * answers["PLACE"].value_counts()["P2"]
    assert share.between(0, 100).all()
    assert np.corrcoef(np.minimum(share, 100 - share), levels[share.index])[0, 1] > 0.5
    assert np.corrcoef(answers["GAP"].astype(float).abs(), levels[share.index])[0, 1] < -0.5
    assert answers["WHY"].isna().eq(answers["MONEY"] != "Y").all()
    assert (answers["YOUNG"].dropna().astype(int) <= answers["NM"].dropna().astype(int)).all()


def test_mess_spares_questions_that_open_others_and_texts_that_were_not_shown():
    messy = RehearsalPlan(companies=800, mess=replace(TIDY, unknown_code=0.5, test_row=0.3))
    rehearsal = rehearse(instrument(SMALL), messy, np.random.default_rng(4))
    tests = rehearsal.answers[rehearsal.answers["token"].isna()]
    spoilt = rehearsal.planted.loc[rehearsal.planted["what"] == "unknown_code", "column"]
    assert set(spoilt) == {
        "PLACE",
        "LINE",
        "HOW[R1]",
        "HOW[R2]",
        "HOW[R3]",
        "HOW[R4]",
        "NEED[W1]",
        "NEED[W2]",
    }
    assert set(tests.loc[tests["MONEY"] == "Y", "WHY"]) == {"test test"}
    assert tests.loc[tests["MONEY"] != "Y", "WHY"].isna().all()


def test_an_instrument_that_lacks_what_a_rehearsal_needs_is_told_everything():
    bare = replace(
        instrument(),
        indicator=[],
        background=[each for each in instrument().background if each.id != "municipality"],
    )
    unasked = replace(
        bare,
        background=[
            replace(each, question=None) if each.id == "trade" else each for each in bare.background
        ],
    )
    with pytest.raises(ConfigurationError) as caught:
        rehearse(unasked, RehearsalPlan(), np.random.default_rng(1))
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 3
    assert "no indicators" in told[0]
    assert '"municipality"' in told[1]
    assert "trade" in told[2]


def test_errors_are_set_by_the_spearman_brown_formula():
    spread = error_spread(instrument(), reliability=0.8)
    own = [each for each in instrument().indicator if each.domain == "environment"]
    items = len([each for each in own if each.weight])
    one = 15.0**2 / (15.0**2 + spread["environment"] ** 2)
    assert items * one / (1 + (items - 1) * one) == pytest.approx(0.8)


def test_the_nearest_answer_is_chosen():
    stated = np.array([-30.0, 12.0, 13.0, 50.0, 88.0, 140.0])
    assert nearest_codes(stated, ["a", "b", "c", "d", "e"]).tolist() == [
        "a",
        "a",
        "b",
        "c",
        "e",
        "e",
    ]


def test_companies_of_one_name_are_numbered():
    names = name_companies([["Bygg"]] * 3000, np.random.default_rng(1))
    assert len(set(names)) == 3000
    assert any(name.endswith(" Bygg 2 AB") for name in names)
