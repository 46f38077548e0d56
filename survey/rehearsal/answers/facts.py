"""Answers that are facts: backgrounds, and whether there is anything to ask about."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.instrument.columns import Column
from survey.instrument.records import Instrument, Question
from survey.rehearsal.answers.paradata import write_number
from survey.rehearsal.cells import Cells, Sheet, choose_any, fill
from survey.rehearsal.roles import Roles


def state_number(values: "pd.Series[float]", question: Question) -> Cells:
    """The number a company would state; NULL where it has none."""
    written = {
        value: write_number(value, question.decimals) for value in values.dropna().unique().tolist()
    }
    return np.array([written.get(value) for value in values.tolist()], dtype=object)


def state_fact(columns: Sequence[Column], fact: Cells) -> Sheet:
    """A choice that is known, nothing written under "other"."""
    return {columns[0].name: fact} | {column.name: fill("", len(fact)) for column in columns[1:]}


def open_gate(
    gate: Question,
    companies: pd.DataFrame,
    numbers: pd.DataFrame,
    instrument: Instrument,
    roles: Roles,
    rng: np.random.Generator,
) -> Cells:
    """The answer that opens the questions behind a gate, from those they concern.

    The others give another answer.
    """
    opening = sorted(
        {answer for question in instrument.question for answer in _opens(question, gate)}
    )
    closing = [answer for answer in choices(gate, instrument) if answer not in opening] or opening
    people = (
        companies["staff"]
        if roles.opens_staff(gate.code)
        else numbers[list(roles.gates[gate.code])].sum(axis="columns")
    )
    return np.where(
        people > 0, choose_any(opening, len(people), rng), choose_any(closing, len(people), rng)
    )


def choices(question: Question, instrument: Instrument) -> Sequence[str]:
    """All answers of a choice or yes-no question."""
    return instrument.lists[question.answers].codes if question.answers else ["Y", "N"]


def _opens(question: Question, gate: Question) -> Sequence[str]:
    return [
        answer
        for condition in question.asked_if
        if condition.question == gate.code
        for answer in condition.answers
    ]
