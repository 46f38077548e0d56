"""Write the instrument as LimeSurvey's file of a survey's structure (.lss)."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from survey.common.errors import ConfigurationError, Problem, raise_all
from survey.instrument.records import Instrument, Wave
from survey.limesurvey.questionnaire.document import write_document
from survey.limesurvey.questionnaire.layout import Item, SurveyPage, items_of, lay_out
from survey.limesurvey.questionnaire.tables import Plan, make_tables

_LEAST_ID, _IDS = 100_000, 900_000


def write_lss(instrument: Instrument, wave: Wave, survey_id: int | None = None) -> bytes:
    """Write the questionnaire of `wave` as an .lss file; one instrument gives the same bytes.

    LimeSurvey uses the number `survey_id` unless another survey has it. ConfigurationError if the
    wave has no questions, or a question is shown before the one that its condition needs.
    """
    pages = lay_out(instrument, wave)
    raise_all(ConfigurationError, _find_faults(pages, wave))
    number = survey_id if survey_id is not None else suggest_survey_id(instrument, wave)
    return write_document(instrument.languages, make_tables(Plan(instrument, pages, number)))


def suggest_survey_id(instrument: Instrument, wave: Wave) -> int:
    """A number of six digits, always the same for this questionnaire and wave."""
    name = "|".join([wave, *instrument.title.values()])
    return _LEAST_ID + int.from_bytes(sha256(name.encode()).digest()[:8]) % _IDS


def _find_faults(pages: Sequence[SurveyPage], wave: Wave) -> Iterator[Problem]:
    if not pages:
        yield Problem(
            "instrument.toml",
            f'no question is asked in the wave "{wave}".',
            'Name the wave in the questions\' "waves".',
        )
    asked: set[str] = set()
    for page, item in items_of(pages):
        for code in _parents(page, item):
            if code not in asked:
                what = (
                    f'it is asked only after an answer to "{code}", which stands on a later page.'
                )
                yield Problem(
                    f"instrument.toml, question {item.question.code}",
                    what,
                    "Change the order of the pages.",
                )
        asked.add(item.question.code)


def _parents(page: SurveyPage, item: Item) -> Iterator[str]:
    """The questions that decide whether an item is shown, each once."""
    question = item.question
    conditions = [
        *page.section.asked_if,
        *question.asked_if,
        *(each for row in question.rows for each in row.asked_if),
    ]
    codes = [condition.question for condition in conditions] + (
        [question.chosen_in] if question.chosen_in else []
    )
    yield from dict.fromkeys(codes)
