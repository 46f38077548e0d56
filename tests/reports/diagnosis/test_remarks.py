from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import survey
from diagnostics.findings.library import Action
from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding
from diagnostics.rules import Condition
from reports.company.context import CompanyContext
from reports.diagnosis.remarks import format_lead, gather_remarks, list_answered
from reports.style.language import translator
from survey.instrument.file import load_instrument
from survey.instrument.records import Says

INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")


def finding(item, tone, weight):
    home = INSTRUMENT.indicators[item].domain
    return Finding(
        item, "indicator", tone, 90.0 if tone == "strength" else 10.0, None, (), weight, home
    )


def step_for(*findings):
    action = Action(
        id="one",
        title={"en": "One"},
        why={"en": "Why."},
        effort={"en": "1 hour"},
        hours=1,
        first_step={"en": "begin."},
        help=["office"],
        fits=[Condition(item="pay", below=75)],
    )
    return FittedAction(action, findings, [], [], None)


def context(employees=12, *, to_one=False):
    language = translator("en", to_one=to_one)
    return CompanyContext(pd.Series(dtype="str"), INSTRUMENT, language, employees)


def lead_of(*findings, steps=None, band=2):
    steps = [step_for(*findings)] if steps is None else steps
    return format_lead(findings, steps, context(), band)


def test_the_page_begins_with_what_goes_well_and_what_is_most_to_be_done():
    told = lead_of(finding("gear", "strength", 60), finding("goal", "concern", 50))
    assert told.startswith("Things are going well with **work environment**.")
    assert "There is most to do in **work for gender equality**." in told


@pytest.mark.parametrize(
    ("band", "relative", "told"),
    [
        (4, False, "You have come far, above all with **work environment**."),
        (3, False, "You have come far, above all with **work environment**."),
        (3, True, "As a whole you have come far."),
        (2, False, "Things are going well with **work environment**. As a whole you have some way"),
        (1, True, "As a whole you have some way to go."),
        (None, False, "Things are going well with **work environment**."),
        (None, True, "Thank you for answering."),
    ],
)
def test_the_first_sentence_follows_the_group(band, relative, told):
    good = replace(finding("gear", "strength", 60), relative=relative)
    assert lead_of(good, finding("goal", "concern", 50), band=band).startswith(told)


@pytest.mark.parametrize("band", [None, 1, 2, 3, 4])
def test_where_somebody_was_treated_badly_nothing_is_praised_first(band):
    hurt = finding("unwelcome_touch", "hurt", 1000)
    told = lead_of(hurt, finding("gear", "strength", 60), finding("goal", "concern", 50), band=band)
    assert told.startswith("The rest of the report is about the rest")
    assert "far" not in told
    assert "well" not in told
    assert "most to do" in told


def test_what_no_step_is_for_is_not_the_headline():
    low, lower = finding("goal", "concern", 50), finding("channel", "concern", 60)
    assert "in **recruitment**" in lead_of(low, lower)
    told = lead_of(low, lower, steps=[step_for(low)])
    assert "in **work for gender equality**" in told
    assert "recruitment" not in told
    assert lead_of(low, steps=[]) == "As a whole you have some way to go."


def test_in_the_highest_band_nothing_needs_to_change():
    told = lead_of(finding("gear", "strength", 60), finding("goal", "next", 50))
    assert "Next, you could take on **work for gender equality**." in told
    assert "most to do" not in told


@pytest.mark.parametrize(
    ("employees", "to_one", "told"),
    [(5, False, "many"), (1, False, "few"), (0, True, "alone"), (0, False, "many")],
)
def test_each_size_has_its_own_sentence(employees, to_one, told):
    """Owners who work together without employees are several, and none of them is employed."""
    says = Says(
        strong={"en": "many"},
        weak={"en": "many"},
        few_weak={"en": "few"},
        alone_weak={"en": "alone"},
    )
    first = replace(INSTRUMENT.indicators["pension"], says=says)
    others = [one for one in INSTRUMENT.indicator if one.id != "pension"]
    company = context(employees, to_one=to_one)
    own = replace(company, instrument=replace(INSTRUMENT, indicator=[first, *others]))
    (remark,) = gather_remarks([finding("pension", "concern", 9)], ("concern",), own, 3)
    assert remark.sentence == told


def test_a_sentence_about_a_low_score_is_not_said_of_a_middling_one():
    middling = replace(finding("goal", "next", 9), score=67.0)
    (remark,) = gather_remarks([middling], ("next",), context(), 3)
    assert remark.sentence == "Here there is a little left to do."


def test_a_best_area_without_an_answer_that_was_good_is_left_out():
    best = replace(
        finding("gear", "strength", 9), item="environment", level="domain", score=55, relative=True
    )
    assert gather_remarks([best], ("strength",), context(), 3) == ()
    middling = replace(best, item="gear", level="indicator", score=50)
    assert gather_remarks([best, middling], ("strength",), context(), 3) == ()
    good = replace(middling, score=90)
    (remark,) = gather_remarks([best, good], ("strength",), context(), 3)
    assert "fit both women and men" in remark.sentence


def test_an_area_ahead_of_others_is_not_said_to_go_well_by_itself():
    ahead = replace(finding("gear", "strength", 9), item="environment", level="domain", score=55)
    (remark,) = gather_remarks([ahead], ("strength",), context(), 3)
    assert remark.sentence == "Here you are ahead of many others."


def test_hiring_the_rarer_sex_is_praised_and_the_points_are_explained():
    rare = replace(finding("recruits", "strength", 9), score=0.0, rarity="company")
    row = pd.Series({"HIREW": "2", "HIREM": "0"})
    (remark,) = gather_remarks([rare], ("strength",), replace(context(), row=row), 3)
    assert "rarer in your company (women 2, men 0)" in remark.sentence
    assert "step towards balance" in remark.sentence


def with_gap(gap):
    says = Says(
        strong={"en": "Alike: {gap}."},
        weak={"en": "Women get {gap} per cent less."},
        women_weak={"en": "Women get {gap} per cent more."},
    )
    own = replace(INSTRUMENT.indicators["goal"], says=says, points="gap_percent", question="GAP")
    others = [one for one in INSTRUMENT.indicator if one.id != "goal"]
    return replace(
        context(),
        row=pd.Series({"GAP": gap}),
        instrument=replace(INSTRUMENT, indicator=[own, *others]),
    )


@pytest.mark.parametrize(
    ("gap", "told"),
    [("31", "Women get 31 per cent less."), ("-47", "Women get 47 per cent more.")],
)
def test_a_gap_says_which_way_it_goes_and_also_where_it_is_middling(gap, told):
    middling = replace(finding("goal", "next", 9), score=60.0)
    (remark,) = gather_remarks([middling], ("next",), with_gap(gap), 3)
    assert remark.sentence == told


def test_a_headline_without_a_sentence_says_with_which_step_to_begin():
    middling = replace(finding("goal", "next", 9), score=67.0)
    told = lead_of(middling)
    assert told.endswith(
        r"take on **work for gender equality**. You could begin with the step “One”\."
    )


def test_an_answer_that_a_sentence_tells_is_known_as_told():
    low = finding("goal", "concern", 9)
    assert list_answered([low], ("concern",), with_gap("31"), 3) == {"goal"}
    assert list_answered([low], ("concern",), context(), 3) == frozenset()
