"""Count the questions that a company is shown, by the questionnaire's own conditions."""

from collections.abc import Mapping

import pandas as pd

from survey.answers.skip_logic import are_met, conditions_of
from survey.instrument.records import Instrument, Question, Wave

SECONDS_A_QUESTION = 7


def count_shown(instrument: Instrument, wave: Wave, answers: Mapping[str, str]) -> int:
    """Count the questions of `wave` shown to a company with these `answers`, by column.

    A row of a grid counts as one question. A column that is not in `answers` is not answered.
    """
    given = pd.DataFrame({name: [answers.get(name, "")] for name in instrument.columns})
    asked = [question for question in instrument.question if wave in question.waves]
    return sum(_count(question, given, instrument) for question in asked)


def _count(question: Question, given: pd.DataFrame, instrument: Instrument) -> int:
    parts: list[str | None] = [row.code for row in question.rows]
    shown = [
        are_met(given, conditions_of(question, instrument, part), instrument)
        for part in parts or [None]
    ]
    return sum(bool(each.all()) for each in shown)
