"""What LimeSurvey calls the advanced settings of a question: limits, units, places, answers that exclude the others."""

from collections.abc import Iterator
from dataclasses import dataclass

from survey.instrument import Instrument, Question
from survey.questionnaire.wording import to_html


@dataclass(frozen=True, slots=True)
class Attribute:
    """One setting of a question; `language` is "" where it holds for all of them."""

    name: str
    value: str
    language: str = ""


def find_attributes(question: Question, instrument: Instrument) -> Iterator[Attribute]:
    """The settings of a question; the names are those of https://www.limesurvey.org/manual/Question_attributes."""
    match question.kind:
        case "number":
            yield from _limits(question)
            yield from _units(question, instrument)
        case "ranking":
            places = str(question.places or len(_codes(question, instrument)))
            yield Attribute("max_subquestions", places)
            yield Attribute("max_answers", places)
        case "multiple":
            yield from _alone(question, instrument)


def write_number(value: float) -> str:
    """A limit as digits: no exponent, no ".0"."""
    return str(int(value)) if value == int(value) else repr(value)


def _limits(question: Question) -> Iterator[Attribute]:
    if question.least is not None:
        yield Attribute("min_num_value_n", write_number(question.least))
    if question.most is not None:
        yield Attribute("max_num_value_n", write_number(question.most))
    yield Attribute("num_value_int_only", "1" if question.decimals == 0 else "0")


def _units(question: Question, instrument: Instrument) -> Iterator[Attribute]:
    unit = question.unit or {}
    yield from (Attribute("suffix", to_html(unit[language]), language) for language in instrument.languages if language in unit)


def _alone(question: Question, instrument: Instrument) -> Iterator[Attribute]:
    """Boxes such as "nothing at all", which cannot be ticked beside another."""
    codes = _codes(question, instrument)
    followup = instrument.followup
    nothing = followup.nothing if followup is not None and followup.gains == question.code else []
    outside = instrument.lists[question.answers].not_applicable if question.answers else []
    alone = [code for code in codes if code in {*nothing, *outside}]
    if alone:
        yield Attribute("exclude_all_others", ";".join(alone))


def _codes(question: Question, instrument: Instrument) -> list[str]:
    return list(instrument.lists[question.answers].codes) if question.answers else []
