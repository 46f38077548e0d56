"""The company's own answers behind a flag, with their questions."""

from collections.abc import Mapping, Sequence

import pandas as pd

from reports.company.answer_words import answer_words, question_words
from reports.overview.document import GivenAnswer
from reports.style.language import Language
from survey.instrument.records import Instrument


def give_answers(
    instrument: Instrument, answers: Mapping[str, str], language: Language
) -> Sequence[GivenAnswer]:
    """Answers in words by column, the same words as on the company's page; others are left out."""
    row = pd.Series(answers, dtype="object")
    told = [(column, answer_words(row, column, instrument, language)) for column in answers]
    return [
        GivenAnswer(question_words(column, instrument, language), words)
        for column, words in told
        if words
    ]
