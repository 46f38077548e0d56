"""An answer is put into the same words for the company and for the adviser."""

import pandas as pd
import pytest

from reports.company.answer_words import answer_words, gather_answers, question_words
from reports.style.language import translator
from tests.reports.evaluation.evaluation_fake import INSTRUMENT

SV = translator("sv")
TEXTS = {
    "STARTY": ("2019", "Vilket år startade företaget?", "2019"),
    "TURN": ("1250000", "Hur stor var omsättningen i ert senaste bokslut?", "1 250 000 kronor"),
    "FTE": ("4.5", "Hur många heltidstjänster", "4,5"),
    "TOP[2]": (
        "N01",
        "Vilka är viktigast för er just nu? Plats 2:",
        "Sälja utanför den egna kommunen",
    ),
    "NEED[N01]": ("-oth-", "Sälja utanför den egna kommunen", "Annat"),
    "HURT[TOUCH]": (
        "PNS",
        "Har någon hos er de senaste 12 månaderna utsatts i arbetet",
        "Vill inte svara",
    ),
}
"""What was answered, how the question begins, and the words for the answer."""


@pytest.mark.parametrize("column", TEXTS)
def test_the_company_and_the_adviser_read_the_same_words(column):
    value, question, words = TEXTS[column]
    told = answer_words(pd.Series({column: value}), column, INSTRUMENT, SV)
    assert told.replace("\u00a0", " ") == words
    assert question_words(column, INSTRUMENT, SV).startswith(question)
    given = [(one.question, one.answer) for one in gather_answers(INSTRUMENT, {column: value}, SV)]
    assert given == ([(question_words(column, INSTRUMENT, SV), told)] if words else [])
