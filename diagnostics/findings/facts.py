"""What is known of a company that decides which actions and laws are for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import pandas as pd
from pydantic import Field
from pydantic.dataclasses import dataclass as record

from survey.common.toml import STRICT
from survey.instrument.records import AskedIf, Indicator, Instrument

STAFF, TRADE = "size", "trade"
"""The backgrounds that say how many are employed, and in which trade the company works."""


@record(frozen=True, slots=True, kw_only=True, config=STRICT)
class NumberLimit:
    """Answer columns whose sum must lie from `at_least` to `at_most`.

    If an answer is missing, the limit is not met.
    """

    columns: Annotated[list[str], Field(min_length=1)]
    at_least: float | None = None
    at_most: float | None = None


def is_about_hurt(indicator: Indicator) -> bool:
    """Whether an indicator asks if somebody has been treated badly.

    Such an indicator is sensitive and has no weight: it is told and flagged, and never counted.
    """
    return indicator.sensitive and indicator.weight == 0


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What the limits of actions and laws are compared with.

    `employees`: how many are employed, owners not counted; None if unknown. `employs`: whether
    anybody is; None if unknown, and known without the number where only that was answered.
    `numbers`: every number that the company answered, by column. `trade`: the code of its trade, ""
    if unknown. `scores`: its points (0-100) by indicator. `owners`: how many own it, None if
    unknown.
    """

    employees: int | None
    employs: bool | None
    numbers: Mapping[str, float] = field(default_factory=dict)
    trade: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)
    owners: int | None = None

    @property
    def staff(self) -> int | None:
        """How many people work there: the employees, and the owners: at least one."""
        return None if self.employees is None else self.employees + max(self.owners or 1, 1)

    @property
    def is_alone(self) -> bool:
        """Whether the company is one person, as far as is known."""
        return is_one_person(self.employees, self.owners)


def is_one_person(employees: int | None, owners: int | None) -> bool:
    """Whether a company is one person: nobody employed, and at most one owner.

    Who does not say how many own the company counts as one owner.
    """
    return employees == 0 and (owners is None or owners <= 1)


def count_owners(answers: pd.Series, instrument: Instrument) -> int | None:
    """How many own the company, from its row of answers; None if no number was answered."""
    given = pd.to_numeric(answers.reindex(instrument.owners), errors="coerce").dropna()
    return None if given.empty else int(given.sum())


def gather_facts(
    answers: pd.Series,
    instrument: Instrument,
    employees: float | None,
    trade: str = "",
    points: pd.Series | None = None,
) -> CompanyFacts:
    """Gather the facts in a company's row of answers (index: columns).

    `employees`: how many are employed; None if neither the answers nor the register say.
    `points`: its points by indicator, missing where there are none.
    """
    known = None if employees is None else int(employees)
    return CompanyFacts(
        employees=known,
        employs=_answered_employs(answers, instrument) if known is None else known > 0,
        numbers=gather_numbers(answers, instrument),
        trade=trade,
        scores={} if points is None else _known(points),
        owners=count_owners(answers, instrument),
    )


def gather_numbers(answers: pd.Series, instrument: Instrument) -> Mapping[str, float]:
    """Gather every number in a company's row of answers, by column; other answers are left out."""
    columns = [
        name
        for name, column in instrument.columns.items()
        if column.question.kind == "number" and name in answers.index
    ]
    return _known(pd.to_numeric(answers[columns], errors="coerce"))


def within(value: float | None, least: float | None, most: float | None) -> bool:
    """Whether a number keeps to its limits. A limit on something unknown is not met."""
    if least is None and most is None:
        return True
    return (
        value is not None and (least is None or value >= least) and (most is None or value <= most)
    )


def holds(limit: NumberLimit, numbers: Mapping[str, float]) -> bool:
    """Whether a company's numbers meet the limit."""
    known = all(column in numbers for column in limit.columns)
    return known and within(
        sum(numbers[column] for column in limit.columns), limit.at_least, limit.at_most
    )


def _known(row: pd.Series) -> Mapping[str, float]:
    return {str(name): float(number) for name, number in row.dropna().items()}


def _answered_employs(answers: pd.Series, instrument: Instrument) -> bool | None:
    """Whether the company employs anybody, by the question that the numbers of employees hang on."""
    conditions = _staff_conditions(instrument)
    given = [answers.get(condition.question) for condition in conditions]
    if not given or any(value is None or pd.isna(value) or value == "" for value in given):
        return None
    return all(
        str(value) in condition.answers for value, condition in zip(given, conditions, strict=True)
    )


def _staff_conditions(instrument: Instrument) -> Sequence[AskedIf]:
    columns = [one.sum for one in instrument.background if one.id == STAFF]
    questions = [instrument.columns[name].question for names in columns for name in names[:1]]
    return [
        condition for question in questions for condition in question.asked_if if condition.answers
    ]
