"""What no company may ever read, as named rules over one company's answers and what it is told."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.findings.facts import CompanyFacts
from diagnostics.findings.headline import find_headline
from diagnostics.findings.laws import Duty
from diagnostics.findings.library import Action
from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding

TWINS = [
    {"pay_survey", "pay_on_one_page"},
    {"keep_pay_survey", "keep_fair_pay"},
    {"line_for_customers", "your_line_for_customers"},
    {"own_pay", "own_hours"},
    {"pension_every_month", "own_pension"},
    {"stand_in_for_the_owner", "your_own_stand_in"},
    {"round_with_two_pairs_of_eyes", "room_for_everybody"},
]
"""Measures of which a company gets one at most: they say the same to different companies."""
DONE = {
    "interview": "same_questions",
    "promotion": "tell_everybody",
    "pay_comparison": "pay_survey",
    "goal": "one_goal",
    "action": "four_steps",
    "numbers": "count_every_year",
    "meeting_hours": "meetings_in_school_hours",
    "full_time": "ask_the_part_timer",
    "gear": "round_with_two_pairs_of_eyes",
    "contact_person": "two_to_turn_to",
}
"""Indicators whose best answer says that a measure is done already."""


@dataclass(frozen=True, slots=True)
class People:
    """How many women and men."""

    women: float = 0
    men: float = 0

    @property
    def both(self) -> bool:
        return self.women >= 1 and self.men >= 1


@dataclass(frozen=True, slots=True)
class Told:
    """One company: who works there, what it scored, and what its page is made from."""

    name: str
    staff: People
    hired: People
    board: People
    facts: CompanyFacts
    index: float | None
    findings: Sequence[Finding]
    duties: Sequence[Duty]
    actions: Sequence[FittedAction]

    @property
    def ids(self) -> list[str]:
        return [fitted.action.id for fitted in self.actions]

    @property
    def employees(self) -> int:
        return self.facts.employees or 0

    @property
    def is_hurt(self) -> bool:
        return any(finding.tone == "hurt" for finding in self.findings)

    def score(self, indicator: str) -> float:
        """Its points; those of what it was not asked about are full."""
        return self.facts.scores.get(indicator, 100.0)


def find_broken(told: Told, rules: Mapping[str, Callable[[Told], bool]]) -> Iterator[str]:
    """The names of the rules that what the company is told breaks."""
    for name, breaks in rules.items():
        if breaks(told):
            yield name


def same_area_both_ways(told: Told) -> bool:
    strong = {one.domain for one in told.findings if one.tone == "strength"}
    weak = {one.domain for one in told.findings if one.tone in {"hurt", "concern", "next"}}
    return bool(strong & weak - {None})


def first_finding_without_a_step(told: Told) -> bool:
    first = find_headline(told.findings, lambda _: True)
    answered = {finding.item for fitted in told.actions for finding in fitted.because}
    met = find_headline(told.findings, lambda one: one.item in answered)
    return first is not None and (met is None or met.domain != first.domain)


def hurt_without_a_first_step(told: Told) -> bool:
    return told.is_hurt and not (told.actions and told.actions[0].action.urgent)


def hurt_employer_without_the_routine_first(told: Told) -> bool:
    ordinary = [fitted.action.id for fitted in told.actions if not fitted.action.for_hurt]
    return told.is_hurt and told.employees >= 1 and ordinary[:1] != ["one_page_routine"]


def first_wish_without_a_step(told: Told) -> bool:
    wishes = {finding.item for finding in told.findings if finding.is_first_wish}
    made = {condition.item for one in told.actions for condition in one.action.fits}
    return not wishes <= made


def one_or_two_employed_told_of_evenness(told: Told) -> bool:
    about_many = {"board", "managers", "decisions", "front", "successors", "staff", "recruits"}
    return told.employees < 3 and bool(about_many & {finding.item for finding in told.findings})


def stand_at_a_fair_for_a_trade_or_size_without(told: Told) -> bool:
    goes = told.facts.trade in {"MANUF", "SHOP", "TOUR", "REIND"} and told.employees < 10
    return "share_a_stand" in told.ids and not goes


def pictures_counted_where_one_sex_works(told: Told) -> bool:
    return "look_at_your_site" in told.ids and not told.staff.both


def hurt_is_not_told_first(told: Told) -> bool:
    return told.is_hurt and told.findings[0].tone != "hurt"


def step_for_the_hurt_where_nobody_was(told: Told) -> bool:
    return not told.is_hurt and any(fitted.action.for_hurt for fitted in told.actions)


def hurt_lone_owner_sent_to_a_manager(told: Told) -> bool:
    return told.is_hurt and told.facts.employs is False and "find_out_now" in told.ids


def employer_told_that_there_is_no_manager(told: Told) -> bool:
    return told.facts.employs is True and "not_alone" in told.ids


def employer_called_du(told: Told) -> bool:
    return told.employees >= 1 and any(one.action.staff_most == 1 for one in told.actions)


def lone_owner_told_to_advertise_or_interview(told: Told) -> bool:
    wrong = {name for name in told.ids if "advert" in name} | {"same_questions"} & {*told.ids}
    return told.facts.employs is False and bool(wrong)


def employer_told_to_think_a_first_job_through(told: Told) -> bool:
    return told.employees >= 1 and "before_you_hire" in told.ids


def board_advice_without_a_board(told: Told) -> bool:
    people = told.board.women + told.board.men
    return "chair_at_the_board" in told.ids and (people < 2 or told.employees < 1)


def protective_equipment_in_an_office(told: Told) -> bool:
    in_office = told.facts.trade in {"SERV", "SHOP", "TOUR", ""}
    return in_office and "round_with_two_pairs_of_eyes" in told.ids


def pay_of_women_and_men_compared_where_one_sex_works(told: Told) -> bool:
    names = {"pay_survey", "pay_on_one_page", "explain_the_gap", "keep_fair_pay", "keep_pay_survey"}
    return not told.staff.both and bool(names & {*told.ids})


def ten_employees_who_never_compared_pay_get_no_pay_survey(told: Told) -> bool:
    never = told.employees >= 10 and told.staff.both and told.score("pay_comparison") == 0
    return never and not told.is_hurt and "pay_survey" not in told.ids


def told_to_do_what_is_done(told: Told) -> bool:
    return any(
        told.facts.scores.get(indicator) == 100 and name in told.ids
        for indicator, name in DONE.items()
    )


def twice_the_same_advice(told: Told) -> bool:
    twice = len({*told.ids}) < len(told.ids)
    return twice or any(len(twins & {*told.ids}) > 1 for twins in TWINS)


def nothing_to_do_about_what_is_told(told: Told) -> bool:
    return not told.actions and any(one.tone != "strength" for one in told.findings)


def more_than_five_steps(told: Told) -> bool:
    return len(told.actions) > 5


def doubtful_advice_among_the_first_three(told: Told) -> bool:
    return any(_grade(one.action) in {"mixed", "avoid"} for one in told.actions[:3])


def concern_in_the_highest_band(told: Told) -> bool:
    far = told.index is not None and told.index >= 75
    return far and any(one.tone == "concern" and one.level != "need" for one in told.findings)


def newcomers_of_the_rarer_sex_are_a_concern(told: Told) -> bool:
    evens = (told.hired.women > told.hired.men and told.staff.women < told.staff.men) or (
        told.hired.men > told.hired.women and told.staff.men < told.staff.women
    )
    return evens and any(one.item == "recruits" and one.tone != "strength" for one in told.findings)


def need_answered_that_nobody_has(told: Told) -> bool:
    return any(
        finding.level == "need" and finding.score < 25 and not finding.is_first_wish
        for fitted in told.actions
        for finding in fitted.because
    )


def law_that_is_not_theirs(told: Told) -> bool:
    laws = [law for fitted in told.actions for law in fitted.laws]
    laws += [duty.law for duty in told.duties]
    return any(law.country != "SE" or law.from_employees > max(told.employees, 1) for law in laws)


def lone_owner_with_an_employers_duties(told: Told) -> bool:
    quoted = any(fitted.laws for fitted in told.actions)
    return told.facts.employs is False and bool(quoted or told.duties)


def duty_missing(told: Told) -> bool:
    return bool({*_duties_by_the_answers(told)} - {duty.law.id for duty in told.duties})


def duty_not_done_and_not_said(told: Told) -> bool:
    shown = {duty.law.id for duty in told.duties if duty.shown}
    strong = {one.domain for one in told.findings if one.tone == "strength"}
    return bool({*_undone_by_the_answers(told, strong)} - shown)


def _duties_by_the_answers(told: Told) -> Iterator[str]:
    """The Swedish duties that a company of this size has."""
    sizes = {
        "active_measures": 1,
        "guidelines": 1,
        "duty_to_act": 1,
        "work_environment": 1,
        "flexible_work": 1,
        "safety_representative": 5,
        "work_environment_written": 10,
        "written_record": 25,
        "whistle_channel": 50,
    }
    yield from (law for law, least in sizes.items() if told.employees >= least)
    if told.staff.both:
        yield "pay_survey"
        if told.employees >= 10:
            yield "pay_survey_written"


def _undone_by_the_answers(told: Told, strong: Collection[str | None]) -> Iterator[str]:
    """The Swedish duties that an employer's answers show not done, outside its strong areas."""
    if told.employees < 1:
        return
    if "equality_work" not in strong and told.score("action") < 50:
        yield "active_measures"
    if "environment" not in strong and told.score("contact_person") < 50:
        yield "guidelines"
    if "pay" not in strong and told.staff.both and told.score("pay_comparison") < 100:
        yield "pay_survey"
        if told.employees >= 10:
            yield "pay_survey_written"


def _grade(action: Action) -> str | None:
    return action.evidence.grade if action.evidence else None


RULES: Mapping[str, Callable[[Told], bool]] = {
    rule.__name__: rule
    for rule in (
        same_area_both_ways,
        first_finding_without_a_step,
        hurt_without_a_first_step,
        hurt_employer_without_the_routine_first,
        first_wish_without_a_step,
        one_or_two_employed_told_of_evenness,
        stand_at_a_fair_for_a_trade_or_size_without,
        pictures_counted_where_one_sex_works,
        hurt_is_not_told_first,
        step_for_the_hurt_where_nobody_was,
        hurt_lone_owner_sent_to_a_manager,
        employer_told_that_there_is_no_manager,
        employer_called_du,
        lone_owner_told_to_advertise_or_interview,
        employer_told_to_think_a_first_job_through,
        board_advice_without_a_board,
        protective_equipment_in_an_office,
        pay_of_women_and_men_compared_where_one_sex_works,
        ten_employees_who_never_compared_pay_get_no_pay_survey,
        told_to_do_what_is_done,
        twice_the_same_advice,
        nothing_to_do_about_what_is_told,
        more_than_five_steps,
        doubtful_advice_among_the_first_three,
        concern_in_the_highest_band,
        newcomers_of_the_rarer_sex_are_a_concern,
        need_answered_that_nobody_has,
        law_that_is_not_theirs,
        lone_owner_with_an_employers_duties,
        duty_missing,
        duty_not_done_and_not_said,
    )
}
"""Every rule by its name; each says whether what a company is told breaks it."""
