from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import diagnostics
import survey
from diagnostics.findings.facts import CompanyFacts, gather_facts, is_about_hurt
from diagnostics.findings.measure_file import read_actions
from diagnostics.findings.measures import allows, answers, fit_actions
from diagnostics.records import Finding
from survey.common.toml import read_toml
from survey.instrument.file import load_instrument

SHIPPED = Path(diagnostics.__file__).parent / "library" / "measures.toml"
INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")
LIBRARY = read_actions(read_toml(SHIPPED), INSTRUMENT)
NEEDS = [need.id for need in INSTRUMENT.need]
HOME = {
    **{domain: domain for domain in INSTRUMENT.domains},
    **{item.id: item.domain for item in INSTRUMENT.indicator},
}
HURTING = {item.id for item in INSTRUMENT.indicator if is_about_hurt(item)}
DOUBTED = {
    one.id for one in LIBRARY.measure if one.evidence and one.evidence.grade in {"mixed", "avoid"}
}
TEXTS = ("title", "why", "effort", "first_step")


def concern(item, weight=50.0, score=20.0, flags=()):
    level = "need" if item in NEEDS else "domain" if item in INSTRUMENT.domains else "indicator"
    tone = "hurt" if item in HURTING else "concern"
    return Finding(
        item,
        level,
        tone,
        100 - score if level == "need" else score,
        None,
        flags,
        weight,
        HOME.get(item),
    )


def strength(item, weight=40.0, score=90.0, *, relative=False):
    level = "domain" if item in INSTRUMENT.domains else "indicator"
    return Finding(item, level, "strength", score, None, (), weight, HOME[item], relative)


def company(people, **numbers):
    """A company in which so many people work, one of them its owner."""
    given = {name: float(number) for name, number in numbers.items()}
    return CompanyFacts(people - 1, people > 1, given)


def ids(fitted):
    return [action.action.id for action in fitted]


# ---------------------------------------------------------------------------------------------------- the shipped library


def test_there_are_enough_measures_and_every_text_is_in_every_language():
    languages = set(INSTRUMENT.languages)
    assert len(LIBRARY.measure) >= 28
    texts = [(measure.id, getattr(measure, name)) for measure in LIBRARY.measure for name in TEXTS]
    texts += [
        (measure.id, measure.together.text) for measure in LIBRARY.measure if measure.together
    ]
    texts += [(helper.id, helper.name) for helper in LIBRARY.helper]
    texts += [(law.id, text) for law in LIBRARY.law for text in (law.act, law.paragraph, law.duty)]
    assert [name for name, text in texts if not languages <= set(text)] == []


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("staff", [1, 6, 40])
def test_every_need_has_a_measure_for_every_size(need, staff):
    assert fit_actions([concern(need)], company(staff), LIBRARY)


@pytest.mark.parametrize("domain", INSTRUMENT.domains)
def test_every_domain_has_three_measures_and_one_for_a_sole_owner(domain):
    mending = [measure for measure in LIBRARY.measure if answers(measure, [concern(domain)])]
    assert len(mending) >= 3
    assert any(allows(measure, company(1)) for measure in mending)
    assert sum(allows(measure, company(4)) for measure in mending) >= 2


@pytest.mark.parametrize("indicator", INSTRUMENT.indicators)
def test_every_indicator_has_a_measure_for_six_people(indicator):
    people = dict.fromkeys(("STAFFW", "STAFFM", "BOARDW", "BOARDM"), 3)
    assert fit_actions([concern(indicator)], company(7, **people), LIBRARY)


@pytest.mark.parametrize("domain", INSTRUMENT.domains)
def test_a_company_with_nothing_wrong_gets_something_to_keep(domain):
    fitted = fit_actions([strength(domain)], company(8), LIBRARY)
    assert 1 <= len(fitted) <= 3
    assert all(finding.tone == "strength" for measure in fitted for finding in measure.because)


def right_company(measure):
    """A company that the measure is for."""
    least = max(measure.employees_least or 0, (measure.staff_least or 1) - 1)
    most = min(measure.employees_most or 99, (measure.staff_most or 99) - 1)
    employees = 0 if measure.employees_most == 0 else max(least, min(5, most))
    numbers = {column: limit.at_least or 0 for limit in measure.only_if for column in limit.columns}
    return CompanyFacts(employees, employees > 0, numbers, next(iter(measure.trades), ""))


@pytest.mark.parametrize("measure", LIBRARY.measure, ids=lambda measure: measure.id)
def test_no_measure_is_out_of_reach(measure):
    """A company that it is for, with a finding that it answers, can get it.

    What is doubted comes after three others, for which there are other findings.
    """
    found = [
        strength(one.item)
        if one.at_least is not None and one.item not in NEEDS
        else concern(one.item)
        for one in measure.fits
    ]
    others = [concern(need) for need in NEEDS[:3]] if measure.id in DOUBTED else []
    assert any(
        measure.id in ids(fit_actions([one, *others], right_company(measure), LIBRARY, (30, 30)))
        for one in found
    )


# ---------------------------------------------------------------------------------------------------- fitting


def test_a_measure_serves_a_need_beside_what_it_mends_and_says_so():
    both = fit_actions([concern("channel", 60), concern("recruit_staff", 40)], company(14), LIBRARY)
    (fitted,) = [one for one in both if one.action.id == "advertise_openly"]
    assert [finding.item for finding in fitted.because] == ["channel", "recruit_staff"]
    assert fitted.also is not None
    (alone, *_) = fit_actions([concern("channel", 60)], company(14), LIBRARY)
    assert (alone.action.id, alone.also) == ("advertise_openly", None)


def test_flagged_findings_are_answered_before_heavier_looking_ones():
    found = [concern("gear", 75), concern("fathers", 60, flags=["leave"]), concern("digital", 45)]
    assert ids(fit_actions(found, company(12), LIBRARY))[0] == "ask_fathers_too"


def test_what_is_urgent_goes_before_everything_else():
    found = [concern(item, 190, flags=["low"]) for item in ("channel", "gear", "board")] + [
        concern("unwelcome_touch", 10)
    ]
    assert ids(fit_actions(found, company(12), LIBRARY))[0] == "find_out_now"
    assert ids(fit_actions(found, company(1), LIBRARY))[0] == "not_alone"


def test_a_need_served_on_the_side_does_not_take_the_needs_turn():
    items = ["action", "channel", "gear", "fathers", "board"]
    found = [concern(item, 70 - position) for position, item in enumerate(items)] + [
        concern("trade_cooperation", 9),
        concern("digital", 8),
    ]
    chosen = ids(fit_actions(found, company(12), LIBRARY))
    assert "visit_another_company" in chosen
    assert chosen[-1] == "watch_a_customer"


def test_domains_take_turns():
    items = ["channel", "interview", "advert", "promotion", "gear", "fathers"]
    found = [concern(item, 70 - position) for position, item in enumerate(items)]
    fitted = fit_actions(found, company(12), LIBRARY)
    assert len(fitted) == 5
    answered = {finding.item for measure in fitted for finding in measure.because}
    assert {"channel", "gear", "fathers"} <= answered


def test_the_last_place_is_kept_for_the_needs():
    items = ["channel", "gear", "fathers", "board", "pension", "pictures"]
    found = [concern(item, 70 - position) for position, item in enumerate(items)] + [
        concern("budgeting", 20)
    ]
    assert ids(fit_actions(found, company(12), LIBRARY))[-1] == "cash_for_twelve_months"


def test_equality_is_not_crowded_out_by_needs():
    found = [concern(need, 150, flags=["need"]) for need in NEEDS] + [concern("gear", 60)]
    assert "room_for_everybody" in ids(fit_actions(found, company(12), LIBRARY))


def test_fewer_than_three_are_given_where_no_more_fit():
    assert ids(fit_actions([concern("budgeting")], company(6), LIBRARY)) == [
        "cash_for_twelve_months"
    ]
    assert fit_actions([], company(6), LIBRARY) == []


def test_what_is_in_place_is_not_recommended_because_its_domain_is_low():
    found = [concern("parenthood"), strength("meeting_hours"), strength("flexible_hours")]
    assert not {"meetings_in_school_hours", "schedule_ahead"} & set(
        ids(fit_actions(found, company(12), LIBRARY, (9, 9)))
    )


def test_what_is_merely_the_best_of_a_weak_lot_is_nothing_to_show_others():
    assert fit_actions([strength("pay", relative=True)], company(12), LIBRARY) == []


def test_unknown_staff_satisfies_no_limit_and_is_quoted_no_law():
    fitted = fit_actions(
        [concern("unpaid_work"), concern("gear")], CompanyFacts(None, None), LIBRARY
    )
    assert {*ids(fitted)} == {"room_for_everybody", "settle_the_help"}
    assert [one.laws for one in fitted] == [[], []]


findings_of_anything = st.lists(
    st.one_of(
        st.builds(
            concern,
            st.sampled_from([*HOME, *NEEDS]),
            st.floats(0, 99),
            st.floats(0, 74),
            st.sampled_from([(), ("flagged",)]),
        ),
        st.builds(strength, st.sampled_from(list(HOME)), st.floats(0, 99), st.floats(75, 100)),
    ),
    max_size=25,
    unique_by=lambda finding: finding.item,
)
sizes = st.one_of(st.none(), st.integers(0, 60))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(findings_of_anything, sizes, st.randoms(use_true_random=False))
def test_fitting_keeps_its_promises(findings, staff, random):
    facts = CompanyFacts(staff, None if staff is None else staff > 0)
    fitted = fit_actions(findings, facts, LIBRARY)
    assert len(fitted) <= 5
    assert len(set(ids(fitted))) == len(fitted)
    for measure in fitted:
        assert measure.because
        if measure.action.for_hurt:
            continue
        assert set(measure.because) <= set(findings)
        assert measure.action.staff_least is None or (
            staff is not None and staff + 1 >= measure.action.staff_least
        )
        assert measure.action.staff_most is None or (
            staff is not None and staff + 1 <= measure.action.staff_most
        )
    shuffled = random.sample(findings, len(findings))
    assert fit_actions(shuffled, facts, LIBRARY) == fitted
    assert_nothing_is_answered_twice_while_another_waits(findings, facts, fitted)


def assert_nothing_is_answered_twice_while_another_waits(findings, facts, fitted):
    possible = [
        {f.item for f in answers(measure, findings)}
        for measure in LIBRARY.measure
        if allows(measure, facts) and measure.id not in DOUBTED
    ]
    concerns = {finding.item for finding in findings if finding.tone != "strength"}
    reachable = set().union(*possible) & concerns if possible else set()
    seen = {finding.item for measure in fitted for finding in measure.because}
    assert reachable <= seen or len(fitted) == 5
    assert len(fitted) >= min(3, len([items for items in possible if items]))


# ---------------------------------------------------------------------------------------------------- facts


def test_facts_are_the_numbers_given_and_nothing_is_made_up():
    row = pd.Series(
        {
            "STAFFW": "3",
            "STAFFM": "11.0000000000",
            "HIREW": "0",
            "HIREM": pd.NA,
            "BOARDW": "",
            "FREE": "12",
        },
        dtype="object",
    )
    assert gather_facts(row, INSTRUMENT, 14.0) == CompanyFacts(
        14, True, {"STAFFW": 3, "STAFFM": 11, "HIREW": 0}
    )


@pytest.mark.parametrize(
    ("answer", "employs"), [("Y", True), ("N", False), ("", None), (pd.NA, None)]
)
def test_whether_anybody_is_employed_is_known_without_the_number(answer, employs):
    facts = gather_facts(pd.Series({"EMPL": answer}, dtype="object"), INSTRUMENT, None)
    assert (facts.employees, facts.employs, facts.staff) == (None, employs, None)


def test_a_sole_owner_with_one_employee_is_two_people_and_an_employer():
    facts = gather_facts(pd.Series({"EMPL": "Y"}, dtype="object"), INSTRUMENT, 1.0)
    assert (facts.employees, facts.employs, facts.staff) == (1, True, 2)


@pytest.mark.parametrize(
    ("employees", "owners", "staff", "alone"),
    [
        (0, 1, 1, True),
        (0, None, 1, True),
        (0, 2, 2, False),
        (1, 1, 2, False),
        (None, 1, None, False),
    ],
)
def test_one_person_is_one_owner_and_nobody_employed(employees, owners, staff, alone):
    facts = CompanyFacts(employees=employees, employs=None, owners=owners)
    assert (facts.staff, facts.is_alone) == (staff, alone)
