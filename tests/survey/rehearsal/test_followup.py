"""The second round of a rehearsal: what changes, what does not, and who answers."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.answers.gather import gather_answers
from survey.answers.records import Answers
from survey.exports.reading import Export, read_export
from survey.instrument.file import load_instrument
from survey.instrument.records import Instrument
from survey.rehearsal import Mess, Rehearsal, RehearsalPlan, rehearse
from survey.rehearsal.followup import (
    FollowupPlan,
    FollowupRehearsal,
    Involvement,
    clear_followup,
    rehearse_followup,
    write_followup,
)
from survey.rehearsal.followup.changes import move_numbers
from survey.rehearsal.followup.turnout import draw_closed, draw_return, read_first_level
from survey.rehearsal.roles import find_roles

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "survey" / "library" / "instrument.toml"
PLACE = ROOT / "survey" / "library" / "place.toml"
SMALL = ROOT / "tests" / "data" / "rehearsal" / "small.toml"
TIDY = Mess(**dict.fromkeys(Mess.__dataclass_fields__, 0.0))
EVERYBODY = RehearsalPlan(
    companies=1500, answering=1.0, blank=0.0, blank_number=0.0, not_applicable=0.0, mess=TIDY
)
SURELY = FollowupPlan(again=0.999999, by_answers=0.0, closing=0.0)


@cache
def instrument(path: Path = SHIPPED) -> Instrument:
    return load_instrument(path)


@cache
def first_round(path: Path = SHIPPED, *, everybody: bool = False) -> Rehearsal:
    return rehearse(
        instrument(path), EVERYBODY if everybody else RehearsalPlan(), np.random.default_rng(26)
    )


def involvement(rehearsal: Rehearsal, **more) -> Involvement:
    """Every third company goes through one stage, every sixth through three: these are treated."""
    ids = rehearsal.register.index
    stages = pd.Series(
        [3 if place % 6 == 0 else int(place % 3 == 0) for place in range(len(ids))], index=ids
    )
    return Involvement(frozenset(ids[stages == 3]), stages[stages > 0], **more)


def second_round(
    rehearsal: Rehearsal, plan: FollowupPlan, path: Path = SHIPPED, seed: int = 5, **more
) -> FollowupRehearsal:
    return rehearse_followup(
        rehearsal,
        instrument(path),
        involvement(rehearsal, **more),
        plan,
        np.random.default_rng(seed),
    )


@cache
def default() -> FollowupRehearsal:
    kinds = {
        "activities": ("advice", "seminar", "other"),
        "events": ("start_up", "support"),
        "place": instrument(PLACE),
    }
    return second_round(first_round(), FollowupPlan(shift=6.0), **kinds)


def gather(
    rehearsal: Rehearsal, answers: pd.DataFrame, path: Path = SHIPPED, wave: str = "followup"
) -> Answers:
    tokens = dict(zip(rehearsal.tokens["token"], rehearsal.tokens["company_id"], strict=True))
    return gather_answers(
        [Export("responses.csv", "csv", answers)],
        instrument(path),
        rehearsal.register,
        tokens,
        wave,
    )


def test_without_an_effect_nothing_that_is_true_changes():
    before, after = first_round().latent, second_round(first_round(), FollowupPlan()).latent
    measured = [
        "STAFFW",
        "STAFFM",
        "LEADW",
        "LEADM",
        "OWNW",
        "OWNM",
        "HIREW",
        "HIREM",
        "PAYW",
        "PAYM",
        "BOARDW",
        "BOARDM",
    ]
    pd.testing.assert_frame_equal(before.truth.levels, after.truth.levels)
    pd.testing.assert_frame_equal(before.numbers[measured], after.numbers[measured])
    pd.testing.assert_series_equal(before.difficulties, after.difficulties)
    assert (before.numbers["FTE"] != after.numbers["FTE"]).mean() > 0.3


def test_an_effect_moves_the_true_levels_of_the_treated_and_of_nobody_else():
    followup = default()
    change = followup.latent.truth.levels - first_round().latent.truth.levels
    treated = followup.truth.set_index("company_id")["treated"]
    room = first_round().latent.truth.levels.le(94)
    assert 190 <= treated.sum() <= 210
    assert (change[~treated] == 0).all(axis=None)
    assert np.allclose(change.to_numpy()[(room & treated.to_numpy()[:, None]).to_numpy()], 6.0)
    assert (followup.truth["planted_shift"] == np.where(treated, 6.0, 0.0)).all()


def test_another_effect_leaves_the_answers_of_the_untreated_as_they_were():
    rehearsal = first_round(everybody=True)
    none, six = (second_round(rehearsal, replace(SURELY, shift=effect)) for effect in (0.0, 6.0))
    whose = none.answers["token"].map(rehearsal.tokens.set_index("token")["company_id"])
    untreated = ~whose.isin(involvement(rehearsal).treated)
    pd.testing.assert_frame_equal(none.answers[untreated], six.answers[untreated])
    assert not none.answers[~untreated].equals(six.answers[~untreated])


def test_balances_and_pay_move_as_many_points_as_the_level():
    latent, roles = first_round(everybody=True).latent, find_roles(instrument())
    before = latent.truth.levels * 0 + 40
    moved = move_numbers(
        latent.numbers, before, before + 10, instrument(), roles, np.random.default_rng(3)
    )
    women, men = latent.numbers["BOARDW"], latent.numbers["BOARDM"]
    target = np.minimum(np.ceil(0.4 * (women + men)), (women + men) // 2)
    room = (target > 0) & (np.minimum(women, men) < target)
    gained = (np.minimum(moved["BOARDW"], moved["BOARDM"]) - np.minimum(women, men)) / target
    assert (moved["BOARDW"] + moved["BOARDM"]).equals(women + men)
    assert 100 * gained[room].mean() == pytest.approx(10, abs=2.5)
    apart = 1 - (latent.numbers["PAYW"] / latent.numbers["PAYM"])
    closer = apart - (1 - moved["PAYW"] / moved["PAYM"])
    assert closer[apart > 0.05].mean() == pytest.approx(0.03, abs=0.003)


def test_those_whose_answers_were_worst_answer_better_though_nothing_changed():
    rehearsal = first_round(everybody=True)
    rounds = (rehearsal.answers, second_round(rehearsal, SURELY).answers)
    one = replace(
        instrument(),
        indicator=[each for each in instrument().indicator if each.domain == "environment"],
    )
    before, after = (read_first_level(answers, rehearsal.tokens, one) for answers in rounds)
    worst = before <= before.quantile(0.1)
    assert after.mean() == pytest.approx(before.mean(), abs=1)
    assert after[worst].mean() - before[worst].mean() > 2


def test_drop_out_depends_on_the_first_answers_and_on_taking_part():
    level = pd.Series(np.tile([30.0, 70.0], 5000))
    nobody, none = np.zeros(10_000, dtype=bool), np.zeros(10_000, dtype=np.int64)
    returning = draw_return(level, none, nobody, FollowupPlan(), np.random.default_rng(1))
    taking_part = draw_return(level, none + 2, nobody, FollowupPlan(), np.random.default_rng(1))
    unknown = draw_return(level * np.nan, none, nobody, FollowupPlan(), np.random.default_rng(1))
    assert returning[1::2].mean() > returning[::2].mean() + 0.1
    assert taking_part.mean() > returning.mean() + 0.1
    assert 0.01 < unknown.mean() < 0.03


def test_the_closed_seldom_answer_and_small_companies_close_sooner():
    level, none = pd.Series(np.full(10_000, 50.0)), np.zeros(10_000, dtype=np.int64)
    plan = FollowupPlan(again=0.8, closed_answering=0.25)
    returning = draw_return(level, none, np.arange(10_000) % 2 == 0, plan, np.random.default_rng(1))
    closed = draw_closed(
        np.tile([0, 40], 5000), FollowupPlan(closing=0.1), np.random.default_rng(1)
    )
    assert returning[::2].mean() == pytest.approx(0.2, abs=0.02)
    assert returning[1::2].mean() == pytest.approx(0.8, abs=0.02)
    assert closed[::2].mean() > 2 * closed[1::2].mean() > 0


def test_most_of_the_first_round_answers_again_and_some_without_a_first_answer():
    first = gather(first_round(), first_round().answers, wave="baseline").companies
    second = gather(first_round(), default().answers).companies
    again = first.index[first["complete"]].intersection(second.index[second["complete"]])
    assert 0.5 < len(again) / first["complete"].sum() < 0.8
    assert 5 < len(second.index.difference(first.index)) < 70


def test_a_closed_company_says_so_and_nothing_else():
    followup = default()
    companies = gather(first_round(), followup.answers).companies
    closed = followup.truth.set_index("company_id")["closed"].reindex(companies.index)
    rest = companies.loc[closed].drop(columns=["complete", "submitted", "language", "RUNS"])
    assert closed.sum() >= 3
    assert (companies.loc[closed, "RUNS"] == "N").all()
    assert (companies.loc[~closed & companies["complete"], "RUNS"] == "Y").all()
    assert (rest.isna() | (rest == "")).all(axis=None)


def test_gains_are_ticked_by_those_who_took_part_and_nothing_goes_with_no_gain():
    companies = gather(first_round(), default().answers).companies
    companies = companies[companies["RUNS"] == "Y"]
    gains = (
        companies[[f"GAVE[{code}]" for code in instrument().lists["gains"].codes if code != "NONE"]]
        == "Y"
    )
    taking_part = companies.index.isin(involvement(first_round()).stages.index)
    nothing = companies["GAVE[NONE]"] == "Y"
    assert gains[taking_part].any(axis="columns").mean() > 0.5
    assert not gains[~taking_part].any(axis=None)
    assert not (nothing & gains.any(axis="columns")).any()
    felt = companies["FELT"]
    assert felt[gains.any(axis="columns")].isin(["BETTR", "BOTH"]).all()
    assert nothing.equals(felt.isin(["SAME", "WORSE"]))
    assert (felt == "WORSE").any()
    assert set(felt[~taking_part].dropna()) <= {"NR", "DK", ""}


def test_only_those_who_were_advised_have_agreed_steps():
    companies = gather(first_round(), default().answers).companies
    stages = involvement(first_round()).stages.reindex(companies.index).fillna(0)
    stated = companies["STEPS"].fillna("") != ""
    areas = (companies[[name for name in companies if name.startswith("STEPA")]] == "Y").any(
        axis="columns"
    )
    assert stated[stages >= 2].mean() > 0.7
    assert not stated[stages < 2].any()
    assert not areas[~stated & (stages < 2)].any()
    assert areas.any()


def test_no_more_steps_are_taken_than_were_agreed_on_nor_in_more_areas():
    companies = gather(first_round(), default().answers).companies
    stated = companies[companies["STEPS"].fillna("") != ""]
    taken, agreed = (pd.to_numeric(stated[name], errors="coerce") for name in ("STEPS", "AGREED"))
    both = taken.notna() & agreed.notna()
    assert (taken[both] <= agreed[both]).all()
    assert (taken[both] == 0).any()
    areas = stated[[name for name in stated if name.startswith("STEPA")]] == "Y"
    assert (areas.sum(axis="columns")[taken.notna()] <= taken[taken.notna()]).all()


def test_who_works_alone_takes_no_steps_about_others():
    followup = default()
    companies = gather(first_round(), followup.answers).companies
    alone = followup.latent.companies["alone"].reindex(companies.index)
    assert alone.sum() > 5
    others = [f"STEPA[{code}]" for code in ("LEAD", "RECR", "WORK", "EVEN")]
    assert not (companies.loc[alone, others] == "Y").any(axis=None)


def test_a_new_employee_is_a_gain_only_where_somebody_was_hired():
    companies = gather(first_round(), default().answers).companies
    told = companies["GAVE[RECR]"] == "Y"
    hired = companies[["HIREW", "HIREM"]].apply(pd.to_numeric, errors="coerce").fillna(0)
    known = companies[["HIREW", "HIREM"]].notna().all(axis="columns")
    assert told.sum() > 3
    assert (hired[told & known].sum(axis="columns") > 0).all()


def test_who_was_in_no_activity_tells_of_no_gain_and_no_step():
    first = first_round()
    kinds = ["advice", "seminar"]
    followup = rehearse_followup(
        first,
        instrument(),
        involvement(first, activities=kinds),
        FollowupPlan(),
        np.random.default_rng(3),
    )
    companies = gather(first, followup.answers).companies
    absent = ~companies.index.isin(followup.activities["company_id"])
    gains = [f"GAVE[{code}]" for code in instrument().lists["gains"].codes if code != "NONE"]
    assert not (companies.loc[absent, gains] == "Y").any(axis=None)
    assert (companies.loc[absent, "STEPS"].fillna("") == "").all()
    assert (companies.loc[~absent, gains] == "Y").any(axis=None)


def test_the_files_of_the_second_round_read_back_as_they_were(tmp_path):
    followup = default()
    write_followup(followup, tmp_path)
    answers = gather(
        first_round(), read_export(tmp_path / "answers" / "followup" / "responses.csv").frame
    ).companies
    pd.testing.assert_frame_equal(answers, gather(first_round(), followup.answers).companies)
    truth = pd.read_csv(tmp_path / "rehearsal" / "truth.csv")
    assert list(truth)[-4:] == ["treated", "planted_shift", "closed", "answered_again"]
    clear_followup(tmp_path)
    assert [path.name for path in sorted(tmp_path.rglob("*")) if path.is_file()] == ["truth.csv"]


def test_activities_follow_the_stages_and_events_add_up():
    followup = default()
    hours = followup.activities.astype({"hours": float}).groupby("company_id")["hours"].sum()
    stages = involvement(first_round()).stages
    start_ups, support = (
        followup.events.loc[followup.events["kind"] == kind, "number"].astype(int)
        for kind in ("start_up", "support")
    )
    assert set(followup.activities["kind"]) == {"advice", "seminar", "other"}
    assert set(hours.index) <= set(stages.index)
    assert (
        hours.reindex(stages.index[stages == 3]).mean()
        > 2 * hours.reindex(stages.index[stages == 1]).mean()
    )
    assert followup.activities["date"].is_monotonic_increasing
    assert followup.activities["date"].max() < "2027-09-06"
    assert start_ups.sum() == len(start_ups) != 219  # no programme ends on the very number
    assert 0.8 * 219 <= len(start_ups) <= 1.1 * 219
    assert 0.8 * 5_200_000 <= support.sum() <= 1.1 * 5_200_000
    assert set(followup.events["municipality"]) <= set(first_round().register["municipality"])


def test_business_developers_answer_for_every_municipality():
    answers = default().place
    place = instrument(PLACE)
    companies = gather_answers(
        [Export("responses.csv", "csv", answers)], place, None, {}, "followup", "id"
    ).companies
    boxes = companies[[f"GAVE[{code}]" for code in place.lists["place_gains"].codes]] == "Y"
    assert (
        set(companies["MUN"])
        == set(place.lists["municipality"].codes)
        == set(instrument().lists["municipality"].codes)
    )
    assert boxes.any(axis="columns").all()
    assert not (boxes["GAVE[NONE]"] & boxes.drop(columns="GAVE[NONE]").any(axis="columns")).any()
    assert "token" not in answers


def test_the_same_seed_gives_the_same_second_round_and_another_seed_another():
    first, again, other = (
        second_round(first_round(), FollowupPlan(), seed=seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first.answers, again.answers)
    pd.testing.assert_frame_equal(first.truth, again.truth)
    assert not first.answers.equals(other.answers)


@pytest.mark.parametrize("companies", [0, 1, 7])
@pytest.mark.parametrize("path", [SHIPPED, SMALL])
def test_any_instrument_and_any_number_of_companies(companies, path):
    for seed in range(4):
        rehearsal = rehearse(
            instrument(path),
            RehearsalPlan(companies=companies, answering=0.6),
            np.random.default_rng(seed),
        )
        followup = second_round(
            rehearsal,
            FollowupPlan(shift=-8.0, late=0.5),
            path,
            seed=seed,
            activities=("advice",),
            events=("network",),
        )
        assert len(followup.truth) == companies
        assert followup.answers.empty or "SUPPORT" not in followup.answers
