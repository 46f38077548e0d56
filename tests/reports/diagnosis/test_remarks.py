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
from reports.diagnosis.remarks import format_lead, gather_remarks
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


def lead_of(*findings, steps=None):
    steps = [step_for(*findings)] if steps is None else steps
    return format_lead(findings, steps, context(), calculable=True)


def test_the_page_begins_with_what_goes_well_and_what_is_most_to_be_done():
    told = lead_of(finding("gear", "strength", 60), finding("goal", "concern", 50))
    assert told.startswith("You have come far with **work environment**.")
    assert "There is most to do in **equality work**." in told


def test_what_no_step_is_for_is_not_the_headline():
    low, lower = finding("goal", "concern", 50), finding("channel", "concern", 60)
    assert "in **recruitment**" in lead_of(low, lower)
    told = lead_of(low, lower, steps=[step_for(low)])
    assert "in **equality work**" in told
    assert "recruitment" not in told
    assert lead_of(low, steps=[]) == "Here is what your answers show\\."


def test_in_the_highest_band_nothing_needs_to_change():
    told = lead_of(finding("gear", "strength", 60), finding("goal", "next", 50))
    assert "Next, you could take on **equality work**." in told
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


def test_hiring_the_rarer_sex_is_praised_and_the_points_are_explained():
    rare = replace(finding("recruits", "strength", 9), score=0.0, rarity="company")
    row = pd.Series({"HIREW": "2", "HIREM": "0"})
    (remark,) = gather_remarks([rare], ("strength",), replace(context(), row=row), 3)
    assert "rarer in your company (women 2, men 0)" in remark.sentence
    assert "step towards balance" in remark.sentence
