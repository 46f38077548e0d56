"""The laws as they stand in `measures.toml`, and which of them are duties of a company."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as record

from diagnostics.findings.facts import CompanyFacts, NumberLimit, holds, within
from diagnostics.records import Finding
from diagnostics.rules import Condition
from survey.common.texts import Line, Text
from survey.common.toml import STRICT
from survey.instrument.records import Id

Country = Literal["SE", "FI", "NO"]
"""Whose laws a programme can show; one of them is `country` in programme.toml."""
Subject = Literal["equality", "environment", "hours", "employment"]
"""What a law is about: equality and harassment, the work environment, working hours, or the terms
of employment and the rest."""
Employees = Annotated[int, Field(ge=1)]


@record(frozen=True, slots=True, kw_only=True, config=STRICT)
class Law:
    """What the law of a country asks of an employer, worded as it is shown to a company.

    `act` and `paragraph` say where it stands, `duty` what it asks, as a whole sentence.
    It applies from `from_employees` to `until_employees` employees (owners not counted), from
    `in_force_from` until `in_force_until`, to companies that meet all of `only_if` and whose trade
    (the background "trade") is among `trades` and not among `not_trades`, or unknown.
    `read_on`: the day on which the law was looked up. Unless `sure`, the page says "as a rule".
    `authority`: the id of the helper to ask about it.
    `shown_by`: scores under which the answers show that the duty is not, or not wholly, done; one
    is enough. Without any, the duty is only listed.
    """

    id: Id
    country: Country
    act: Text
    paragraph: Text
    duty: Text
    subject: Subject = "employment"
    from_employees: Employees = 1
    until_employees: Employees | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    read_on: date
    sure: bool = True
    authority: Id | None = None
    trades: list[Line] = field(default_factory=list)
    not_trades: list[Line] = field(default_factory=list)
    only_if: list[NumberLimit] = field(default_factory=list)
    shown_by: list[Condition] = field(default_factory=list)

    def is_in_force(self, day: date) -> bool:
        """Whether the law applies on `day`."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_until is None or day <= self.in_force_until
        )


@dataclass(frozen=True, slots=True)
class Duty:
    """A law that applies to one company.

    `shown`: its answers show that the duty is not, or not wholly, done. `because`: the findings
    that say so, the heaviest first. `is_employer`: False where nobody knows whether it employs
    anybody.
    """

    law: Law
    shown: bool
    because: Sequence[Finding]
    is_employer: bool = True

    @property
    def is_urgent(self) -> bool:
        """Whether it applies now because somebody has been treated badly."""
        return any(finding.tone == "hurt" for finding in self.because)


def find_duties(
    facts: CompanyFacts,
    findings: Sequence[Finding],
    laws: Sequence[Law],
    country: Country,
    day: date,
) -> list[Duty]:
    """Every duty of a company in `country` on `day`.

    What applies because somebody was treated badly goes first, then what the answers show not done.

    A company that employs nobody has none. Where nobody knows whether it does, the duties of the
    first employee are given, and none is said to be undone.
    """
    if facts.employs is False:
        return []
    duties = [
        _duty(law, facts, findings)
        for law in laws
        if law.country == country and law.is_in_force(day) and applies(law, facts)
    ]
    return sorted(duties, key=lambda duty: (not duty.is_urgent, not duty.shown))


def applies(law: Law, facts: CompanyFacts) -> bool:
    """Whether a law asks something of a company of this size and trade, with these numbers.

    Where the number of employees is unknown, those laws do that begin with the first employee.
    Where the trade is unknown, no law drops out because of it.
    """
    if facts.employs is False or not all(holds(limit, facts.numbers) for limit in law.only_if):
        return False
    if not _is_for_trade(law, facts.trade):
        return False
    if facts.employees is None:
        return law.from_employees == 1
    return within(facts.employees, law.from_employees, law.until_employees)


def _is_for_trade(law: Law, trade: str) -> bool:
    if not trade:
        return True
    return trade not in law.not_trades and (not law.trades or trade in law.trades)


def _duty(law: Law, facts: CompanyFacts, findings: Sequence[Finding]) -> Duty:
    strong = {finding.item for finding in findings if finding.tone == "strength"}
    limits = {
        one.item: one.below
        for one in law.shown_by
        if one.below is not None and one.item not in strong
    }
    because = [
        finding
        for finding in findings
        if finding.item in limits and finding.score < limits[finding.item]
    ]
    low = any(facts.scores.get(item, 100.0) < limit for item, limit in limits.items())
    is_employer = facts.employs is True
    return Duty(law, is_employer and (low or bool(because)), because, is_employer)
