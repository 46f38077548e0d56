"""What a company can do about its findings: the three to five actions that fit it best."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostics.findings.facts import CompanyFacts, holds, within
from diagnostics.findings.findings import STRONG
from diagnostics.findings.headline import find_headline
from diagnostics.findings.items import FULL
from diagnostics.findings.laws import Duty, Law
from diagnostics.findings.library import Action, ActionLibrary, Evidence, Grade
from diagnostics.records import Finding
from diagnostics.rules import Condition
from survey.common.texts import Text

FEWEST, MOST = 3, 5
"""How many actions a company gets: at most 5, and at least 3 if so many fit."""
MOST_FOR_HURT, MOST_LEGAL = 2, 3
"""The most actions for when somebody was treated badly, and the most that are chosen for duties."""
DOUBTFUL: Collection[Grade] = ("mixed", "avoid")
"""Actions of these grades are never among the first three."""
GRADES: Mapping[Grade | None, int] = {
    "effective": 0,
    "promising": 1,
    None: 2,
    "unknown": 2,
    "mixed": 3,
    "avoid": 4,
}
"""The order of grades, the best first; None is an action that only has a law behind it."""


@dataclass(frozen=True, slots=True)
class FittedAction:
    """An action for one company.

    `because`: the findings that it answers, the heaviest first. `help`: the names of those in
    the library who can help.
    `laws`: those behind it that apply to the company. `also`: what to add if the action serves a
    business need too, else None.
    """

    action: Action
    because: Sequence[Finding]
    help: Sequence[Text]
    laws: Sequence[Law]
    also: Text | None

    @property
    def evidence(self) -> Evidence | None:
        """What research knows of the action."""
        return self.action.evidence


def fit_actions(
    findings: Iterable[Finding],
    facts: CompanyFacts,
    library: ActionLibrary,
    limit: tuple[int, int] = (FEWEST, MOST),
    duties: Sequence[Duty] = (),
) -> list[FittedAction]:
    """Choose the actions for one company, in the order in which they are worth reading.

    `limit` is the fewest and the most that are wanted. The actions are chosen one after the other:
    1. those for when somebody has been treated badly, then other urgent ones, then an ordinary one
       that answers it too: how the company acts the next time;
    2. one for the finding that the page begins with (`find_headline`), and one for the need that
       the company ranks first;
    3. for each duty that the answers show not done, an action that rests on it, if none was chosen;
    4. for each concern that no chosen action answers, the action that answers the most weight that
    is
       still unanswered, of equals the best known, then the one with the least work. Concerns with a
       flag go first, then those of the domain with the fewest chosen actions (needs count as one
       domain), then the heaviest. The last action is for a need if only equality has been answered,
       and the reverse;
    5. if these are fewer than wanted, actions for strengths to keep;
    6. if they are still fewer, other actions for the same concerns.
    There are fewer than wanted if no more fit. Actions of doubtful evidence are chosen only after
    three others. Duties are read first, then what is known best. Somebody alone gets the texts for
    one person.
    """
    ordered = sorted(findings, key=lambda finding: (-finding.weight, finding.item))
    undone = {duty.law.id for duty in duties if duty.shown}
    library = library.to_one if facts.is_alone else library
    choice = _ChosenActions(
        [action for action in library.measure if allows(action, facts)], ordered, facts, duties
    )
    least, most = limit
    _answer_hurt(choice, most)
    _answer_headline(choice, most)
    _answer_first_wish(choice, most)
    _answer_duties(choice, duties, most)
    _answer_concerns(choice, most)
    _answer_strengths(choice, least)
    _answer_again(choice, least)
    laws = {duty.law.id: duty.law for duty in duties if duty.is_employer}
    return [
        _fitted(action, choice.answered_by[action.id], laws, library)
        for action in sorted(
            choice.chosen, key=lambda action: _reading_order(action, undone, ordered)
        )
    ]


def allows(action: Action, facts: CompanyFacts) -> bool:
    """Whether the action is meant for the company. A limit on something unknown is not met.

    Of a company that employs somebody, nobody knows how many, one employee is known. What is for
    those who were treated badly is for companies of unknown size, too: as if they had one employee.
    """
    if facts.employees is None and (facts.employs or (action.for_hurt and facts.employs is None)):
        facts = replace(facts, employees=1)
        if (action.staff_most or action.employees_most) and not action.for_hurt:
            return False
    return (
        within(facts.staff, action.staff_least, action.staff_most)
        and within(facts.employees, action.employees_least, action.employees_most)
        and (not action.trades or facts.trade in action.trades)
        and facts.trade not in action.not_trades
        and not any(facts.scores.get(item) == FULL for item in action.unless_done)
        and all(holds(limit, facts.numbers) for limit in action.only_if)
    )


def answers(
    action: Action, findings: Sequence[Finding], scores: Mapping[str, float] | None = None
) -> list[Finding]:
    """List the findings that an action answers, in their order.

    If an indicator that the action mends is high (`scores`, by indicator), a weak domain alone is
    no reason for it. The need that it also serves is answered only beside another finding. What is
    for those who were treated badly is for nobody else.
    """
    fitting = [finding for finding in findings if is_made_for(action, finding)]
    if action.for_hurt:
        return [finding for finding in fitting if finding.tone == "hurt"]
    if not fitting or (
        _is_in_place(action, findings, scores or {})
        and all(finding.level == "domain" for finding in fitting)
    ):
        return []
    also = action.together.need if action.together else None
    return [
        finding
        for finding in findings
        if finding in fitting or (finding.level == "need" and finding.item == also)
    ]


def is_made_for(action: Action, finding: Finding) -> bool:
    """Whether the finding alone is a reason for the action, and not only beside another."""
    return any(_meets(finding, condition) for condition in action.fits)


def _is_in_place(action: Action, findings: Iterable[Finding], scores: Mapping[str, float]) -> bool:
    mended = {condition.item for condition in action.fits if condition.below is not None}
    return any(scores.get(item, 0.0) >= STRONG for item in mended) or any(
        finding.tone == "strength" and finding.level == "indicator" and finding.item in mended
        for finding in findings
    )


def _meets(finding: Finding, condition: Condition) -> bool:
    """Whether the finding meets the condition; a `relative` strength never meets `at_least`.

    The first wish meets it however small the company says that the need is.
    """
    if finding.item != condition.item:
        return False
    if condition.below is not None:
        return finding.tone != "strength" and finding.score < condition.below
    is_open = finding.level == "need" or (finding.tone == "strength" and not finding.relative)
    return (
        is_open
        and condition.at_least is not None
        and (finding.is_first_wish or finding.score >= condition.at_least)
    )


def _grade(action: Action) -> Grade | None:
    return action.evidence.grade if action.evidence else None


def _reading_order(
    action: Action, undone: Collection[str], findings: Sequence[Finding]
) -> tuple[bool, bool, bool, bool, int]:
    """What hurts first, the urgent before the rest, then duties not done, then what is known best."""
    is_duty = any(law in undone for law in action.legal) and _grade(action) not in DOUBTFUL
    return (
        not action.for_hurt,
        not action.urgent,
        not _answers_hurt(action, findings),
        not is_duty,
        GRADES[_grade(action)],
    )


def _answers_hurt(action: Action, findings: Iterable[Finding]) -> bool:
    """Whether the action is also about somebody having been treated badly."""
    return any(finding.tone == "hurt" and is_made_for(action, finding) for finding in findings)


class _ChosenActions:
    """The actions chosen so far, those still open, and the findings that are answered."""

    def __init__(
        self,
        allowed: Sequence[Action],
        findings: Sequence[Finding],
        facts: CompanyFacts,
        duties: Sequence[Duty],
    ) -> None:
        told = {finding.item for finding in findings}
        self.answered_by = {
            action.id: answers(
                action, [*findings, *_untold(action, duties, facts, told)], facts.scores
            )
            for action in allowed
        }
        self._fitting = sorted(
            (action for action in allowed if self.answered_by[action.id]),
            key=lambda action: (GRADES[_grade(action)], action.hours, action.id),
        )
        self.findings = findings
        self.chosen: list[Action] = []
        self.answered: set[str] = set()
        self.groups: Counter[str | None] = Counter()

    @property
    def open(self) -> list[Action]:
        """The actions that can be chosen next; doubtful ones only after three others."""
        return [
            action
            for action in self._fitting
            if len(self.chosen) >= FEWEST or _grade(action) not in DOUBTFUL
        ]

    def waiting(self, tones: Collection[str]) -> list[Finding]:
        """List the findings of a tone that no chosen action answers, but some open action could."""
        possible = {finding.item for action in self.open for finding in self.answered_by[action.id]}
        return [
            f
            for f in self.findings
            if f.tone in tones and f.item in possible and f.item not in self.answered
        ]

    def choose_for(self, finding: Finding) -> None:
        """Choose the open action that answers `finding` and the most unanswered weight with it."""
        self.take(max(self._open_for(finding), key=self._gain))

    def choose_made_for(self, finding: Finding, most: int) -> None:
        """Choose an open action that is made for `finding`, if there is one and room for it."""
        fitting = [one for one in self._open_for(finding) if is_made_for(one, finding)]
        if fitting and len(self.chosen) < most:
            self.take(max(fitting, key=self._gain))

    def take(self, action: Action) -> None:
        """Choose an action and mark its findings as answered.

        The need that it also serves is answered too, but the needs keep their turn.
        """
        because = self.answered_by[action.id]
        self._fitting.remove(action)
        self.chosen.append(action)
        self.answered |= {finding.item for finding in because}
        self.groups.update(
            {
                finding.domain
                for finding in because
                if any(_meets(finding, condition) for condition in action.fits)
            }
        )

    def leave(self, actions: Collection[Action]) -> None:
        """Choose none of these any more."""
        self._fitting = [action for action in self._fitting if action not in actions]

    def _open_for(self, finding: Finding) -> list[Action]:
        return [action for action in self.open if finding in self.answered_by[action.id]]

    def _gain(self, action: Action) -> float:
        unanswered = (
            finding for finding in self.answered_by[action.id] if finding.item not in self.answered
        )
        return sum(finding.weight for finding in unanswered if finding.tone != "strength")


def _untold(
    action: Action, duties: Sequence[Duty], facts: CompanyFacts, told: Collection[str]
) -> list[Finding]:
    """The low indicators that show a duty of the action not done, and are no findings themselves.

    They may lie in a domain that is strong as a whole.
    """
    low = {
        condition.item: facts.scores[condition.item]
        for duty in duties
        if duty.shown and duty.law.id in action.legal
        for condition in duty.law.shown_by
        if condition.item in facts.scores and condition.item not in told
        if condition.below is not None and facts.scores[condition.item] < condition.below
    }
    return [
        Finding(item, "indicator", "concern", score, None, (), (FULL - score) / 2, "")
        for item, score in low.items()
    ]


def _answer_hurt(choice: _ChosenActions, most: int) -> None:
    helping = [action for action in choice.open if action.for_hurt]
    for action in sorted(helping, key=lambda action: not action.urgent)[:MOST_FOR_HURT]:
        choice.take(action)
    choice.leave([action for action in choice.open if action.for_hurt])
    for action in [action for action in choice.open if action.urgent][: most - len(choice.chosen)]:
        choice.take(action)
    for action in [one for one in choice.open if _answers_hurt(one, choice.findings)][:1]:
        choice.take(action)


def _answer_headline(choice: _ChosenActions, most: int) -> None:
    possible = {finding.item for action in choice.open for finding in choice.answered_by[action.id]}
    headline = find_headline(
        choice.findings, lambda finding: finding.item in possible | choice.answered
    )
    if headline and headline.item not in choice.answered and len(choice.chosen) < most:
        choice.choose_for(headline)


def _answer_first_wish(choice: _ChosenActions, most: int) -> None:
    """Choose for the need that the company ranks first, if no chosen action is made for it."""
    for wish in [finding for finding in choice.findings if finding.is_first_wish]:
        if not any(is_made_for(action, wish) for action in choice.chosen):
            choice.choose_made_for(wish, most)


def _answer_duties(choice: _ChosenActions, duties: Sequence[Duty], most: int) -> None:
    """Choose for the duties that are not done, and leave one action for the needs."""
    has_need = None not in choice.groups and any(
        finding.level == "need" for finding in choice.waiting({"concern"})
    )
    room = min(MOST_LEGAL, most - len(choice.chosen) - has_need)
    for law in [duty.law.id for duty in duties if duty.shown]:
        fitting = [action for action in choice.open if law in action.legal]
        if room > 0 and fitting and not any(law in action.legal for action in choice.chosen):
            choice.take(fitting[0])
            room -= 1


def _answer_concerns(choice: _ChosenActions, most: int) -> None:
    while len(choice.chosen) < most and (waiting := choice.waiting({"hurt", "concern", "next"})):
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
    while len(choice.chosen) < least and (waiting := choice.waiting({"strength"})):
        choice.choose_for(waiting[0])


def _answer_again(choice: _ChosenActions, least: int) -> None:
    for finding in choice.findings:
        while len(choice.chosen) < least and any(
            finding in choice.answered_by[action.id] for action in choice.open
        ):
            choice.choose_for(finding)


def _fitted(
    action: Action, because: Sequence[Finding], laws: Mapping[str, Law], library: ActionLibrary
) -> FittedAction:
    names = {helper.id: helper.name for helper in library.helper}
    also = action.together
    serves = also is not None and any(finding.item == also.need for finding in because)
    return FittedAction(
        action=action,
        because=because,
        help=[names[helper] for helper in action.help if helper in names],
        laws=[laws[name] for name in action.legal if name in laws],
        also=also.text if also and serves else None,
    )
