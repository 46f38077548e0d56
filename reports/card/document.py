"""A card as frozen records: words in the office's language, numbers not rounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diagnostics.records import FlagKind, FlagLevel, Outcome
from reports.company.records import Area, GivenAnswer, StatedNeed


@dataclass(frozen=True, slots=True)
class CardFlag:
    """A flag: `stands` is the share (0-1) of variants; `firm` is None of a need flag."""

    name: str
    kind: FlagKind
    level: FlagLevel
    stands: float
    firm: bool | None


@dataclass(frozen=True, slots=True)
class RoundAnswers:
    """One question and its answer in each round.

    `rounds` has one text a round; None where it was not asked there, "" where nobody answered.
    """

    question: str
    rounds: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    """A page of the questionnaire with what was answered on it."""

    title: str
    answers: Sequence[RoundAnswers]


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """What became of the company at a stage, and what the rule alone would have done."""

    stage: str
    outcome: Outcome
    rule_outcome: Outcome


@dataclass(frozen=True, slots=True)
class CardDecision:
    """What a person decided about the company."""

    at: datetime
    by: str
    stage: str
    action: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """One company, whole.

    `place`: municipality, trade and employees in words. `days`: when it answered, one a round.
    `sentence`: what its answers show. `behind`: the answers behind its flags, each once.
    `stable`: the share (0-1) of variants that select it at the last stage; None if none does.
    `facts`: the register's columns. `report`: the path of its own report, None without one.
    """

    company_id: str
    name: str
    language: str
    title: str
    simulated: bool
    version: str
    place: str
    days: Sequence[str]
    sentence: str
    flags: Sequence[CardFlag]
    behind: Sequence[GivenAnswer]
    stable: float | None
    index: float | None
    areas: Sequence[Area]
    needs: Sequence[StatedNeed]
    sections: Sequence[AnsweredSection]
    private: Sequence[RoundAnswers]
    facts: Sequence[GivenAnswer]
    stages: Sequence[StageOutcome]
    decisions: Sequence[CardDecision]
    report: str | None
