"""What a company can do about its findings: the three to five actions that fit it best."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from diagnostics.findings.measure_file import Action, ActionLibrary, NumberLimit
from diagnostics.records import Finding
from diagnostics.rules import Condition
from survey.common.texts import Text
from survey.instrument.records import Instrument

FEWEST, MOST = 3, 5
"""How many actions a company gets: at most 5, and at least 3 if so many fit."""


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What the limits of actions are compared with.

    `staff`: people, None if unknown. `numbers`: every number that the company answered, by column.
    """

    staff: int | None
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class FittedAction:
    """An action for one company.

    `because`: the findings that it answers, the heaviest first. `help`: the names of who can help.
    `legal`: the legal ground; None if there is none, or if it does not apply to a company of this size.
    `also`: what to add if the action serves a business need too, else None.
    """

    action: Action
    because: Sequence[Finding]
    help: Sequence[Text]
    legal: Text | None
    also: Text | None


def gather_facts(answers: pd.Series, instrument: Instrument, staff: float | None) -> CompanyFacts:
    """Gather the facts in a company's row of answers (index: columns).

    `staff`: how many people it has; None if neither the register nor the answers say.
    """
    return CompanyFacts(None if staff is None else int(staff), gather_numbers(answers, instrument))


def gather_numbers(answers: pd.Series, instrument: Instrument) -> Mapping[str, float]:
    """Gather every number in a company's row of answers, by column; other answers are left out."""
    columns = [
        name
        for name, column in instrument.columns.items()
        if column.question.kind == "number" and name in answers.index
    ]
    read = pd.to_numeric(answers[columns], errors="coerce").dropna()
    return {str(column): float(number) for column, number in read.items()}


def fit_actions(
    findings: Iterable[Finding],
    facts: CompanyFacts,
    library: ActionLibrary,
    limit: tuple[int, int] = (FEWEST, MOST),
) -> list[FittedAction]:
    """Choose the actions for one company, in the order in which they are worth reading.

    `limit` is the fewest and the most that are wanted. The actions are chosen one after the other:
    1. urgent actions;
    2. for each concern that no chosen action answers, the action that answers the most weight that is
       still unanswered, of equals the one with the least work. Concerns with a flag go first, then
       those of the domain with the fewest chosen actions (needs count as one domain), then the
       heaviest. The last action is for a need if only equality has been answered, and the reverse;
    3. if these are fewer than wanted, actions for strengths to keep;
    4. if they are still fewer, other actions for the same concerns.
    There are fewer than wanted if no more fit.
    """
    ordered = sorted(findings, key=lambda finding: (-finding.weight, finding.item))
    choice = _ChosenActions(
        [action for action in library.measure if allows(action, facts)], ordered
    )
    least, most = limit
    _answer_urgent(choice, most)
    _answer_concerns(choice, most)
    _answer_strengths(choice, least)
    _answer_again(choice, least)
    return [
        _fitted(action, choice.answered_by[action.id], facts, library) for action in choice.chosen
    ]


def allows(action: Action, facts: CompanyFacts) -> bool:
    """Whether the action is meant for the company. A limit on something unknown is not met."""
    return _within(facts.staff, action.staff_least, action.staff_most) and all(
        _holds(limit, facts.numbers) for limit in action.only_if
    )


def answers(action: Action, findings: Sequence[Finding]) -> list[Finding]:
    """List the findings that an action answers, in their order.

    If an indicator that the action mends is a strength, a weak domain alone is no reason for it. The
    need that it also serves is answered only beside another finding.
    """
    fitting = [
        finding
        for finding in findings
        if any(_meets(finding, condition) for condition in action.fits)
    ]
    if not fitting or (
        _is_in_place(action, findings) and all(finding.level == "domain" for finding in fitting)
    ):
        return []
    also = action.together.need if action.together else None
    return [
        finding
        for finding in findings
        if finding in fitting or (finding.level == "need" and finding.item == also)
    ]


def _is_in_place(action: Action, findings: Iterable[Finding]) -> bool:
    mended = {condition.item for condition in action.fits if condition.below is not None}
    return any(
        finding.tone == "strength" and finding.level == "indicator" and finding.item in mended
        for finding in findings
    )


def _within(value: float | None, least: float | None, most: float | None) -> bool:
    if least is None and most is None:
        return True
    return (
        value is not None and (least is None or value >= least) and (most is None or value <= most)
    )


def _holds(limit: NumberLimit, numbers: Mapping[str, float]) -> bool:
    known = all(column in numbers for column in limit.columns)
    return known and _within(
        sum(numbers[column] for column in limit.columns), limit.at_least, limit.at_most
    )


def _meets(finding: Finding, condition: Condition) -> bool:
    """Whether the finding meets the condition; a `relative` strength never meets `at_least`."""
    if finding.item != condition.item:
        return False
    if condition.below is not None:
        return finding.tone == "concern" and finding.score < condition.below
    is_open = finding.level == "need" or (finding.tone == "strength" and not finding.relative)
    return is_open and condition.at_least is not None and finding.score >= condition.at_least


class _ChosenActions:
    """The actions chosen so far, those still open, and the findings that are answered."""

    def __init__(self, allowed: Sequence[Action], findings: Sequence[Finding]) -> None:
        self.answered_by = {action.id: answers(action, findings) for action in allowed}
        self.open = sorted(
            (action for action in allowed if self.answered_by[action.id]),
            key=lambda action: (action.hours, action.id),
        )
        self.findings = findings
        self.chosen: list[Action] = []
        self.answered: set[str] = set()
        self.groups: Counter[str | None] = Counter()

    def waiting(self, tone: str) -> list[Finding]:
        """List the findings of a tone that no chosen action answers, but some open action could."""
        possible = {finding.item for action in self.open for finding in self.answered_by[action.id]}
        return [
            f
            for f in self.findings
            if f.tone == tone and f.item in possible and f.item not in self.answered
        ]

    def choose_for(self, finding: Finding) -> None:
        """Choose the open action that answers `finding` and the most unanswered weight with it."""
        fitting = [action for action in self.open if finding in self.answered_by[action.id]]
        self.take(max(fitting, key=self._gain))

    def take(self, action: Action) -> None:
        """Choose an action and mark its findings as answered.

        The need that it also serves is answered too, but the needs keep their turn.
        """
        because = self.answered_by[action.id]
        self.open.remove(action)
        self.chosen.append(action)
        self.answered |= {finding.item for finding in because}
        self.groups.update(
            {
                finding.domain
                for finding in because
                if any(_meets(finding, condition) for condition in action.fits)
            }
        )

    def _gain(self, action: Action) -> float:
        unanswered = (
            finding for finding in self.answered_by[action.id] if finding.item not in self.answered
        )
        return sum(finding.weight for finding in unanswered if finding.tone == "concern")


def _answer_urgent(choice: _ChosenActions, most: int) -> None:
    for action in [action for action in choice.open if action.urgent][:most]:
        choice.take(action)


def _answer_concerns(choice: _ChosenActions, most: int) -> None:
    while len(choice.chosen) < most and (waiting := choice.waiting("concern")):
        is_last = len(choice.chosen) == most - 1
        choice.choose_for(
            _next(_forgotten(waiting, choice.groups) if is_last else waiting, choice.groups)
        )


def _next(waiting: Sequence[Finding], groups: Counter[str | None]) -> Finding:
    """Choose the next concern: a flagged one, of the least answered domain, the heaviest."""
    return min(waiting, key=lambda finding: (not finding.flags, groups[finding.domain]))


def _forgotten(waiting: Sequence[Finding], groups: Collection[str | None]) -> Sequence[Finding]:
    """List the needs if none is answered, equality if only needs are, or else all that wait."""
    if None not in groups:
        return [finding for finding in waiting if finding.domain is None] or waiting
    if set(groups) == {None}:
        return [finding for finding in waiting if finding.domain is not None] or waiting
    return waiting


def _answer_strengths(choice: _ChosenActions, least: int) -> None:
    while len(choice.chosen) < least and (waiting := choice.waiting("strength")):
        choice.choose_for(waiting[0])


def _answer_again(choice: _ChosenActions, least: int) -> None:
    for finding in choice.findings:
        while len(choice.chosen) < least and any(
            finding in choice.answered_by[action.id] for action in choice.open
        ):
            choice.choose_for(finding)


def _fitted(
    action: Action, because: Sequence[Finding], facts: CompanyFacts, library: ActionLibrary
) -> FittedAction:
    ground = next((ground for ground in library.ground if ground.id == action.legal), None)
    applies = ground is not None and facts.staff is not None and facts.staff >= ground.from_staff
    names = {helper.id: helper.name for helper in library.helper}
    also = (
        action.together
        if action.together and any(finding.item == action.together.need for finding in because)
        else None
    )
    return FittedAction(
        action=action,
        because=because,
        help=[names[helper] for helper in action.help],
        legal=ground.text if ground is not None and applies else None,
        also=also.text if also else None,
    )
