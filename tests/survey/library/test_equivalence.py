"""Every answer means the same in each language, by a table that a person has filled in.

`equivalence.csv` holds each answer's texts as they were reviewed, what it means, and how often it
says something happens. A changed text turns a test red until somebody has read all four languages
again and written them there. `frequencies.csv` has the words for how often, from the longest to the
shortest where one holds another.
"""

import csv
import re
from pathlib import Path

import pytest

import survey
from survey.instrument.file import load_instrument

HERE = Path(__file__).parent
LIBRARY = Path(survey.__file__).parent / "library"
LANGUAGES = ("sv", "en", "fi", "nb")


def read(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def name_of(row):
    return f"{row['file']}-{row['list']}-{row['code']}"


REVIEWED = read("equivalence.csv")
FREQUENCIES = read("frequencies.csv")


@pytest.mark.parametrize("file", ["instrument", "place"])
def test_every_answer_stands_in_the_table_as_it_was_reviewed(file):
    asked = [
        (answers.id, option.code, *(option.text[language] for language in LANGUAGES))
        for answers in load_instrument(LIBRARY / f"{file}.toml").answers
        for option in answers.options
    ]
    columns = ("list", "code", *LANGUAGES)
    assert asked == [tuple(row[key] for key in columns) for row in REVIEWED if row["file"] == file]


def test_every_answer_has_a_meaning():
    assert not [name_of(row) for row in REVIEWED if not row["meaning"].strip()]


def claims(words, language):
    """What a text says about how often: each phrase once, the longest first."""
    left, found = words.casefold(), []
    for frequency in FREQUENCIES:
        phrase = rf"\b{re.escape(frequency[language])}\b"
        if re.search(phrase, left):
            found.append(frequency["frequency"])
            left = re.sub(phrase, "", left)
    return found


@pytest.mark.parametrize("row", REVIEWED, ids=name_of)
def test_no_two_languages_claim_a_different_frequency(row):
    told = [each for each in row["frequency"].split("; ") if each]
    for language in LANGUAGES:
        assert claims(row[language], language) == told, language


def test_a_frequency_that_only_one_language_claims_is_found():
    assert claims("Flera gånger om året", "sv") != claims("Two times a year", "en")
    assert claims("Kerran tai muutaman kerran vuodessa", "fi") == ["once to a few times a year"]
