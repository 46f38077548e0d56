"""Measures: what a company can do about its findings, and which three to five fit this one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from diagnostics.measure_file import Measure, MeasureLibrary, NumberLimit, load_measures
from diagnostics.records import Finding
from diagnostics.rules import Condition
from survey.instrument import Instrument
from survey.texts import Text

__all__ = ["Facts", "FittedMeasure", "fit_measures", "load_measures", "read_facts", "read_numbers"]

FEWEST, MOST = 3, 5


@dataclass(frozen=True, slots=True)
class Facts:
    """What a measure's limits are held against: `staff` (people, None if unknown) and every number the company gave, by column."""

    staff: int | None
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class FittedMeasure:
    """A measure for one company.

    `because`: the findings it answers, heaviest first. `help`: the names of who can help. `legal`: the ground, None where the measure
    has none or it does not apply to a company of this size. `also`: what to add where the measure serves a business need too.
    """

    measure: Measure
    because: Sequence[Finding]
    help: Sequence[Text]
    legal: Text | None
    also: Text | None


def read_facts(answers: pd.Series, instrument: Instrument, staff: float | None) -> Facts:
    """The facts in a company's row of answers; `staff` is how many people it has, None where neither register nor answers know."""
    return Facts(None if staff is None else int(staff), read_numbers(answers, instrument))


def read_numbers(answers: pd.Series, instrument: Instrument) -> Mapping[str, float]:
    """Every number in a company's row of answers, by column; what is no number is not there."""
    columns = [name for name, column in instrument.columns.items() if column.question.kind == "number" and name in answers.index]
    read = pd.to_numeric(answers[columns], errors="coerce").dropna()
    return {str(column): float(number) for column, number in read.items()}


def fit_measures(
    findings: Iterable[Finding], facts: Facts, library: MeasureLibrary, limit: tuple[int, int] = (FEWEST, MOST)
) -> list[FittedMeasure]:
    """The measures for one company, at most the second of `limit`, in the order they are worth reading.

    Urgent measures first, then one finding at a time: flagged before unflagged, then domains (or needs) without a measure before those
    with one, then the heaviest. It gets the measure that answers the most weight of what is still unanswered, of equals the one with the
    least work. The last place goes to the needs if only equality has been answered, and the reverse. If that gives fewer than the first of
    `limit`, strengths to keep are answered too, then concerns a second time; and if there is no more that fits, there are fewer.
    """
    ordered = sorted(findings, key=lambda finding: (-finding.weight, finding.item))
    choice = _Choice([measure for measure in library.measure if allows(measure, facts)], ordered)
    least, most = limit
    _answer_urgent(choice, most)
    _answer_concerns(choice, most)
    _answer_strengths(choice, least)
    _answer_again(choice, least)
    return [_fitted(measure, choice.answered_by[measure.id], facts, library) for measure in choice.chosen]


def allows(measure: Measure, facts: Facts) -> bool:
    """Whether the company is one the measure is meant for; what is unknown is never enough."""
    return _within(facts.staff, measure.staff_least, measure.staff_most) and all(_holds(limit, facts.numbers) for limit in measure.only_if)


def answers(measure: Measure, findings: Sequence[Finding]) -> list[Finding]:
    """The findings a measure answers, in their order.

    A domain alone is not enough where the very thing the measure is about is already strong, and the need it also serves is answered only
    beside another finding.
    """
    fitting = [finding for finding in findings if any(_meets(finding, condition) for condition in measure.fits)]
    if not fitting or (_is_in_place(measure, findings) and all(finding.level == "domain" for finding in fitting)):
        return []
    also = measure.together.need if measure.together else None
    return [finding for finding in findings if finding in fitting or (finding.level == "need" and finding.item == also)]


def _is_in_place(measure: Measure, findings: Iterable[Finding]) -> bool:
    mended = {condition.item for condition in measure.fits if condition.below is not None}
    return any(finding.tone == "strength" and finding.level == "indicator" and finding.item in mended for finding in findings)


def _within(value: float | None, least: float | None, most: float | None) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


def _holds(limit: NumberLimit, numbers: Mapping[str, float]) -> bool:
    known = all(column in numbers for column in limit.columns)
    return known and _within(sum(numbers[column] for column in limit.columns), limit.at_least, limit.at_most)


def _meets(finding: Finding, condition: Condition) -> bool:
    """`below` answers a concern; `at_least` a need or a strength, not one that is merely the best of a weak lot."""
    if finding.item != condition.item:
        return False
    if condition.below is not None:
        return finding.tone == "concern" and finding.score < condition.below
    is_open = finding.level == "need" or (finding.tone == "strength" and not finding.relative)
    return is_open and condition.at_least is not None and finding.score >= condition.at_least


class _Choice:
    """The measures chosen so far, what each that is allowed answers, and what is answered."""

    def __init__(self, allowed: Sequence[Measure], findings: Sequence[Finding]) -> None:
        self.answered_by = {measure.id: answers(measure, findings) for measure in allowed}
        self.open = sorted(
            (measure for measure in allowed if self.answered_by[measure.id]), key=lambda measure: (measure.hours, measure.id)
        )
        self.findings = findings
        self.chosen: list[Measure] = []
        self.answered: set[str] = set()
        self.groups: Counter[str | None] = Counter()

    def waiting(self, tone: str) -> list[Finding]:
        """Findings of a tone that no chosen measure answers and some open measure could."""
        possible = {finding.item for measure in self.open for finding in self.answered_by[measure.id]}
        return [f for f in self.findings if f.tone == tone and f.item in possible and f.item not in self.answered]

    def choose_for(self, finding: Finding) -> None:
        """Take the open measure that answers `finding` and with it the most weight not yet answered."""
        fitting = [measure for measure in self.open if finding in self.answered_by[measure.id]]
        self.take(max(fitting, key=self._gain))

    def take(self, measure: Measure) -> None:
        """Choose a measure. What it answers beside its own purpose is answered, but its group is not served by that."""
        because = self.answered_by[measure.id]
        self.open.remove(measure)
        self.chosen.append(measure)
        self.answered |= {finding.item for finding in because}
        self.groups.update({finding.domain for finding in because if any(_meets(finding, condition) for condition in measure.fits)})

    def _gain(self, measure: Measure) -> float:
        unanswered = (finding for finding in self.answered_by[measure.id] if finding.item not in self.answered)
        return sum(finding.weight for finding in unanswered if finding.tone == "concern")


def _answer_urgent(choice: _Choice, most: int) -> None:
    for measure in [measure for measure in choice.open if measure.urgent][:most]:
        choice.take(measure)


def _answer_concerns(choice: _Choice, most: int) -> None:
    while len(choice.chosen) < most and (waiting := choice.waiting("concern")):
        is_last = len(choice.chosen) == most - 1
        choice.choose_for(_next(_forgotten(waiting, choice.groups) if is_last else waiting, choice.groups))


def _next(waiting: Sequence[Finding], groups: Counter[str | None]) -> Finding:
    """The first by flag, then by how rarely its domain (needs are one) has been answered; the heaviest of equals."""
    return min(waiting, key=lambda finding: (not finding.flags, groups[finding.domain]))


def _forgotten(waiting: Sequence[Finding], groups: Collection[str | None]) -> Sequence[Finding]:
    """Needs where none has been answered, equality where only needs have; else all that wait."""
    if None not in groups:
        return [finding for finding in waiting if finding.domain is None] or waiting
    if set(groups) == {None}:
        return [finding for finding in waiting if finding.domain is not None] or waiting
    return waiting


def _answer_strengths(choice: _Choice, least: int) -> None:
    while len(choice.chosen) < least and (waiting := choice.waiting("strength")):
        choice.choose_for(waiting[0])


def _answer_again(choice: _Choice, least: int) -> None:
    for finding in choice.findings:
        while len(choice.chosen) < least and any(finding in choice.answered_by[measure.id] for measure in choice.open):
            choice.choose_for(finding)


def _fitted(measure: Measure, because: Sequence[Finding], facts: Facts, library: MeasureLibrary) -> FittedMeasure:
    ground = next((ground for ground in library.ground if ground.id == measure.legal), None)
    applies = ground is not None and facts.staff is not None and facts.staff >= ground.from_staff
    names = {helper.id: helper.name for helper in library.helper}
    also = measure.together if measure.together and any(finding.item == measure.together.need for finding in because) else None
    return FittedMeasure(
        measure=measure,
        because=because,
        help=[names[helper] for helper in measure.help],
        legal=ground.text if ground is not None and applies else None,
        also=also.text if also else None,
    )
