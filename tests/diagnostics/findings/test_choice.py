"""Which actions a company gets, and in which order, from a small library made here."""

from datetime import date

import pytest

from diagnostics.findings.facts import CompanyFacts
from diagnostics.findings.headline import find_headline
from diagnostics.findings.laws import Duty, Law, find_duties
from diagnostics.findings.library import Action, ActionLibrary, Evidence, Helper
from diagnostics.findings.measures import fit_actions
from diagnostics.records import Finding
from diagnostics.rules import Condition

DAY = date(2026, 11, 25)
SIX = CompanyFacts(6, True)


def finding(item, weight=50.0, score=20.0, tone="concern", level="indicator", **more):
    return Finding(item, level, tone, score, None, (), weight, more.pop("domain", item), **more)


def action(name, *items, grade="promising", **more):
    known = {"source": "A", "year": 2020, "studied_in": {"en": "a"}, "known": {"en": "b"}}
    values = {
        "id": name,
        "title": {"en": name},
        "why": {"en": "Why."},
        "effort": {"en": "1 hour"},
        "hours": 1,
        "first_step": {"en": "begin."},
        "help": ["office"],
        "fits": [Condition(item=item, below=100) for item in items],
        "evidence": Evidence(grade=grade, **known) if grade else None,
    }
    return Action(**(values | more))


def law(name="pay", **more):
    values = {
        "id": name,
        "country": "SE",
        "act": {"en": "Act"},
        "paragraph": {"en": "1"},
        "duty": {"en": "Do it."},
        "read_on": DAY,
        "shown_by": [Condition(item=name, below=100)],
    }
    return Law(**(values | more))


def duties_of(*laws, findings=(), facts=SIX, country="SE", day=DAY):
    return find_duties(facts, findings, laws, country, day)


@pytest.mark.parametrize(("trade", "applies"), [("BUILD", True), ("SHOP", False), ("", True)])
@pytest.mark.parametrize("limits", [{"trades": ["BUILD"]}, {"not_trades": ["SHOP"]}])
def test_a_law_for_some_trades_drops_out_only_where_the_trade_is_known(limits, trade, applies):
    facts = CompanyFacts(6, True, {}, trade)
    assert bool(duties_of(law(**limits), facts=facts)) == applies


def chosen(findings, *actions, facts=SIX, duties=()):
    library = ActionLibrary(measure=list(actions), helper=[Helper(id="office", name={"en": "o"})])
    return [one.action.id for one in fit_actions(findings, facts, library, duties=duties)]


# ------------------------------------------------------------------------------- laws


@pytest.mark.parametrize(
    ("employees", "ids"),
    [(0, []), (1, ["first"]), (9, ["first"]), (10, ["ten"]), (24, ["ten"]), (None, ["first"])],
)
def test_a_law_asks_from_so_many_employees(employees, ids):
    laws = [law("first", until_employees=9), law("ten", from_employees=10, until_employees=24)]
    facts = CompanyFacts(employees, None if employees is None else employees > 0)
    assert [duty.law.id for duty in duties_of(*laws, facts=facts)] == ids


def test_who_employs_nobody_has_no_duties_and_who_may_is_not_said_to_have_missed_any():
    low = [finding("pay")]
    assert duties_of(law(), findings=low, facts=CompanyFacts(None, False)) == []
    (duty,) = duties_of(law(), findings=low, facts=CompanyFacts(None, None))
    assert (duty.shown, duty.is_employer) == (False, False)
    (duty,) = duties_of(law(), findings=low, facts=CompanyFacts(None, True))
    assert (duty.shown, duty.is_employer) == (True, True)


@pytest.mark.parametrize(
    ("day", "applies"),
    [
        (date(2016, 12, 31), False),
        (date(2017, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_law_asks_only_while_it_is_in_force(day, applies):
    dated = law(in_force_from=date(2017, 1, 1), in_force_until=date(2026, 6, 30))
    assert bool(duties_of(dated, day=day)) == applies


def test_only_the_laws_of_the_programmes_country_are_told():
    assert duties_of(law(), country="FI") == []
    assert duties_of(law(country="FI"), country="FI")


def test_what_the_answers_show_not_done_goes_first_and_what_hurts_before_that():
    low = [finding("touch", tone="hurt"), finding("pay")]
    duties = duties_of(law("other", shown_by=[]), law("pay"), law("touch"), findings=low)
    assert [(duty.law.id, duty.shown, duty.is_urgent) for duty in duties] == [
        ("touch", True, True),
        ("pay", True, False),
        ("other", False, False),
    ]


def test_a_low_indicator_shows_a_duty_though_its_strong_domain_has_no_finding_about_it():
    facts = CompanyFacts(6, True, scores={"pay": 33})
    assert duties_of(law(), facts=facts)[0].shown
    assert not duties_of(law(), facts=CompanyFacts(6, True, scores={"pay": 100}))[0].shown
    turned = [finding("pay", score=0, tone="strength", rarity="company")]
    assert not duties_of(law(), facts=facts, findings=turned)[0].shown


# ------------------------------------------------------------------------------- actions


def test_the_headline_has_its_step_however_much_else_there_is():
    found = [finding("head", 90, domain="d"), *(finding(f"i{n}", 80 - n) for n in range(6))]
    actions = [action(f"a{n}", f"i{n}", hours=0.5) for n in range(6)] + [action("step", "head")]
    laws = [law(f"i{n}") for n in range(6)]
    legal = [action(f"law{n}", f"i{n}", legal=[f"i{n}"], grade=None) for n in range(6)]
    duties = duties_of(*laws, findings=found)
    ids = chosen(found, *actions, *legal, duties=duties)
    assert len(ids) == 5
    assert "step" in ids


def test_duties_that_are_not_done_are_read_first_then_what_is_known_best():
    found = [finding("a", 90), finding("b", 80), finding("pay", 10)]
    ids = chosen(
        found,
        action("unknown", "a", grade="unknown"),
        action("effective", "b", grade="effective"),
        action("legal", "pay", grade=None, legal=["pay"]),
        duties=duties_of(law(), findings=found),
    )
    assert ids == ["legal", "effective", "unknown"]


def test_a_step_for_a_duty_is_given_though_the_duty_is_no_finding():
    facts = CompanyFacts(6, True, scores={"pay": 0})
    legal = action("legal", "pay", grade=None, legal=["pay"])
    assert chosen([], legal, facts=facts, duties=duties_of(law(), facts=facts)) == ["legal"]
    assert chosen([], legal, facts=facts) == []


@pytest.mark.parametrize("grade", ["mixed", "avoid"])
def test_what_is_doubtful_is_never_among_the_first_three(grade):
    found = [finding(item, 90 - n) for n, item in enumerate("abcd")]
    doubtful = action("doubtful", "a", grade=grade, legal=["a"])
    duties = duties_of(law("a"), findings=found)
    others = [action(item, item) for item in "bcd"]
    assert chosen(found, doubtful, *others[:2], duties=duties) == ["b", "c"]
    assert chosen(found, doubtful, *others, duties=duties) == ["b", "c", "d", "doubtful"]


def test_what_is_for_those_who_were_hurt_goes_first_and_to_nobody_else():
    help_now = action("help", "touch", "environment", for_hurt=True)
    low = finding("environment", 90, level="domain", domain="environment")
    assert chosen([low], help_now) == []
    found = [finding("touch", 10, tone="hurt"), low]
    assert chosen(found, action("other", "environment"), help_now) == ["help", "other"]


def test_two_steps_for_those_who_were_hurt_leave_room_for_the_rest():
    found = [finding("touch", 10, tone="hurt"), *(finding(item, 60) for item in "abc")]
    helping = [action(f"help{n}", "touch", for_hurt=True, urgent=n > 0) for n in range(4)]
    ids = chosen(found, *helping, *(action(item, item) for item in "abc"))
    assert ids == ["help1", "help2", "a", "b", "c"]


def test_who_was_hurt_is_helped_in_a_company_of_unknown_size_too():
    found = [finding("touch", 10, tone="hurt")]
    together = action("together", "touch", for_hurt=True, staff_least=2)
    alone = action("alone", "touch", for_hurt=True, staff_most=1)
    assert chosen(found, together, alone, facts=CompanyFacts(None, None)) == ["together"]
    assert chosen(found, together, alone, facts=CompanyFacts(0, False)) == ["alone"]


@pytest.mark.parametrize(
    ("limits", "facts", "fits"),
    [
        ({"trades": ["CARE"]}, CompanyFacts(6, True, trade="CARE"), True),
        ({"trades": ["CARE"]}, CompanyFacts(6, True, trade="BUILD"), False),
        ({"trades": ["CARE"]}, SIX, False),
        ({"not_trades": ["CARE"]}, CompanyFacts(6, True, trade="CARE"), False),
        ({"not_trades": ["CARE"]}, SIX, True),
        ({"employees_most": 0}, CompanyFacts(0, False), True),
        ({"employees_most": 0}, CompanyFacts(1, True), False),
        ({"staff_least": 2}, CompanyFacts(1, True), True),
        ({"staff_most": 1}, CompanyFacts(0, False), True),
        ({"employees_least": 1}, CompanyFacts(None, True), True),
        ({"employees_most": 9}, CompanyFacts(None, True), False),
        ({"employees_least": 1}, CompanyFacts(None, None), False),
        ({"unless_done": ["interview"]}, CompanyFacts(6, True, scores={"interview": 100}), False),
        ({"unless_done": ["interview"]}, CompanyFacts(6, True, scores={"interview": 75}), True),
    ],
)
def test_an_action_is_for_some_companies(limits, facts, fits):
    assert bool(chosen([finding("a")], action("one", "a", **limits), facts=facts)) == fits


def test_what_is_in_place_is_not_suggested_because_its_domain_is_low():
    low = finding("recruitment", level="domain", domain="recruitment")
    step = action("step", "recruitment", "interview")
    assert chosen([low], step, facts=CompanyFacts(6, True, scores={"interview": 80})) == []
    assert chosen([low], step, facts=CompanyFacts(6, True, scores={"interview": 20})) == ["step"]


def test_laws_are_quoted_only_where_they_apply():
    step = action("step", "pay", legal=["pay", "ten"])
    library = ActionLibrary(measure=[step], helper=[Helper(id="office", name={"en": "o"})])
    laws = [law(), law("ten", from_employees=10)]
    found = [finding("pay")]
    for facts, quoted in (
        (SIX, ["pay"]),
        (CompanyFacts(None, None), []),
        (CompanyFacts(0, False), []),
    ):
        duties = find_duties(facts, found, laws, "SE", DAY)
        (fitted,) = fit_actions(found, facts, library, duties=duties)
        assert [one.id for one in fitted.laws] == quoted


# ------------------------------------------------------------------------------- the headline


def test_the_headline_is_the_gravest_finding_that_something_can_be_done_about():
    found = [
        finding("pay", 90, level="domain", domain="pay"),
        finding("gap", 40, domain="pay"),
        finding("goal", 80, domain="work"),
        finding("sell", 99, level="need", domain=None),
    ]
    assert find_headline(found, lambda one: True).item == "gap"
    assert find_headline(found, lambda one: one.item != "gap").item == "pay"
    assert find_headline(found, lambda one: one.domain == "work").item == "goal"
    assert find_headline(found, lambda one: one.level == "need") is None


def test_a_duty_keeps_its_findings():
    found = [finding("pay", score=60), finding("gap")]
    assert duties_of(law(), findings=found) == [Duty(law(), True, [found[0]])]


def need(name, rank=None, score=50.0):
    return Finding(name, "need", "concern", score, None, (), score / 4, rank=rank)


def for_need(name, least, *needs, **more):
    return action(name, fits=[Condition(item=item, at_least=least) for item in needs], **more)


def test_the_first_wish_has_its_step_however_much_else_there_is_and_however_small_it_is():
    found = [
        *(finding(f"i{n}", 80 - n) for n in range(6)),
        need("second", 2, 100),
        need("wish", 1, 0),
    ]
    steps = [action(f"a{n}", f"i{n}", hours=0.5) for n in range(6)]
    steps += [for_need("other", 25, "second"), for_need("step", 25, "wish")]
    ids = chosen(found, *steps)
    assert len(ids) == 5
    assert "step" in ids
    last = [*found[:-1], need("wish", 3, 0)]
    assert "step" not in chosen(last, *steps)


def test_an_action_that_only_serves_the_first_wish_beside_something_is_not_its_step():
    found = [finding("a", 90), need("wish", 1)]
    beside = action("beside", "a", together={"need": "wish", "text": {"en": "Also."}})
    assert {*chosen(found, beside, for_need("step", 25, "wish"))} == {"beside", "step"}


def test_what_a_company_does_the_next_time_comes_right_after_what_helps_the_hurt():
    found = [finding("touch", 1000, tone="hurt"), finding("a", 90)]
    help_now = action("help", "touch", for_hurt=True, urgent=True)
    routine = action("routine", "routines", "touch", grade=None, legal=["x"])
    ids = chosen(found, action("known", "a", grade="effective"), routine, help_now)
    assert ids == ["help", "routine", "known"]
    assert chosen(found[1:], action("known", "a", grade="effective"), routine) == ["known"]
