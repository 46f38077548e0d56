"""The short survey of the municipalities' business developers: what the programme gave them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey.answers.gather import gather_answers
from survey.answers.identity import BY_RESPONSE
from survey.answers.records import Answers
from survey.common.errors import ConfigurationError, Problem, nearest, raise_all
from survey.exports.reading import read_export
from survey.instrument.file import load_instrument
from survey.instrument.records import Instrument
from survey.register.activities import municipality_codes


@dataclass(frozen=True, slots=True)
class PlaceAnswers:
    """The business developers' `instrument` and `answers`: one row of `companies` per person."""

    instrument: Instrument
    answers: Answers


def read_place_survey(
    questionnaire: Path, sources: Sequence[Path], instrument: Instrument, office: str | None = None
) -> PlaceAnswers:
    """The answers in the files `sources`; AnswersError if a file cannot be read.

    ConfigurationError if the `questionnaire` does not fit the programme's instrument.
    """
    place = load_instrument(questionnaire, office)
    raise_all(ConfigurationError, check_place(place, instrument, questionnaire.name))
    exports = [read_export(path) for path in sources]
    return PlaceAnswers(place, gather_answers(exports, place, None, {}, "followup", BY_RESPONSE))


def check_place(place: Instrument, instrument: Instrument, name: str) -> Iterator[Problem]:
    """One problem per municipality that the programme does not have, or one if there is none."""
    ours, theirs = (sorted(set(municipality_codes(each).values())) for each in (instrument, place))
    if not theirs:
        advice = "Add one that rests on a question with the municipalities as answers."
        yield Problem(name, 'has no [[background]] "municipality".', advice)
    for code in theirs:
        if ours and code not in ours:
            yield Problem(
                name,
                f'has a municipality "{code}", which the programme does not have.',
                nearest(code, ours),
            )
