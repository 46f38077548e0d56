"""How many questions a company is shown, by the questionnaire's conditions, and for how long."""

from collections.abc import Mapping, Sequence

import pandas as pd

from survey.answers.skip_logic import are_met, conditions_of
from survey.instrument.records import Instrument, Question, Wave

SECONDS_A_CHOICE, SECONDS_A_NUMBER = 10, 30
"""Time to read and answer. A number often has to be looked up or counted."""


def count_shown(instrument: Instrument, wave: Wave, answers: Mapping[str, str]) -> int:
    """Count the questions of `wave` shown to a company with these `answers`, by column.

    A row of a grid counts as one question. A column that is not in `answers` is not answered.
    """
    given = _lay_out(instrument, answers)
    return sum(_count(question, given, instrument) for question in _asked(instrument, wave))


def estimate_seconds(instrument: Instrument, wave: Wave, answers: Mapping[str, str]) -> int:
    """Estimate how long a company with these `answers`, by column, takes in `wave`."""
    given = _lay_out(instrument, answers)
    return sum(
        _count(question, given, instrument)
        * (SECONDS_A_NUMBER if question.kind == "number" else SECONDS_A_CHOICE)
        for question in _asked(instrument, wave)
    )


def _asked(instrument: Instrument, wave: Wave) -> Sequence[Question]:
    return [question for question in instrument.question if wave in question.waves]


def _lay_out(instrument: Instrument, answers: Mapping[str, str]) -> pd.DataFrame:
    """One row with every column; who gave no answer left it blank."""
    return pd.DataFrame({name: [answers.get(name, "")] for name in instrument.columns})


def _count(question: Question, given: pd.DataFrame, instrument: Instrument) -> int:
    parts: list[str | None] = [row.code for row in question.rows]
    shown = [
        are_met(given, conditions_of(question, instrument, part), instrument)
        for part in parts or [None]
    ]
    return sum(bool(each.all()) for each in shown)
