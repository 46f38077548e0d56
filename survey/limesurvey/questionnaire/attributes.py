"""A question's advanced settings: tips, limits, units, places, answers that exclude others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.common.texts import Text, said
from survey.instrument.records import Instrument, Question
from survey.instrument.wording import to_html

FEW_DECIMALS: Mapping[int, Text] = {
    1: {
        "sv": "Högst en decimal.",
        "en": "At most one decimal.",
        "fi": "Enintään yksi desimaali.",
        "nb": "Høyst én desimal.",
    },
}
MORE_DECIMALS: Text = {
    "sv": "Högst {} decimaler.",
    "en": "At most {} decimals.",
    "fi": "Enintään {} desimaalia.",
    "nb": "Høyst {} desimaler.",
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One setting of a question; `language` is "" where it holds for all of them."""

    name: str
    value: str
    language: str = ""


def find_attributes(question: Question, instrument: Instrument) -> Iterator[Attribute]:
    """Find the settings of a question.

    The names are those of https://www.limesurvey.org/manual/Question_attributes. LimeSurvey's tips
    ("your answer must be at least 0") are hidden everywhere; it still enforces the limits.
    """
    yield Attribute("hide_tip", "1")
    match question.kind:
        case "number":
            yield from _limits(question)
            yield from _decimals(question, instrument)
            yield from _units(question, instrument)
        case "ranking":
            places = str(question.places or len(_codes(question, instrument)))
            yield Attribute("max_subquestions", places)
            yield Attribute("max_answers", places)
            if question.chosen_in:
                yield Attribute("array_filter", question.chosen_in)
        case "multiple":
            if question.places:
                yield Attribute("max_answers", str(question.places))
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


def _decimals(question: Question, instrument: Instrument) -> Iterator[Attribute]:
    """Limit the decimals; LimeSurvey itself can only ask for whole numbers."""
    if question.decimals:
        yield Attribute(
            "em_validation_q", f"is_empty(self) or round(self, {question.decimals}) == self"
        )
        text = FEW_DECIMALS.get(question.decimals, MORE_DECIMALS)
        for language in instrument.languages:
            yield Attribute(
                "em_validation_q_tip", said(text, language).format(question.decimals), language
            )


def _units(question: Question, instrument: Instrument) -> Iterator[Attribute]:
    unit = question.unit or {}
    yield from (
        Attribute("suffix", to_html(unit[language]), language)
        for language in instrument.languages
        if language in unit
    )


def _alone(question: Question, instrument: Instrument) -> Iterator[Attribute]:
    """Find boxes such as "nothing at all", which cannot be ticked beside another."""
    codes = _codes(question, instrument)
    followup = instrument.followup
    nothing = followup.nothing if followup is not None and followup.gains == question.code else []
    outside = instrument.lists[question.answers].outside if question.answers else []
    alone = [code for code in codes if code in {*nothing, *outside}]
    if alone:
        yield Attribute("exclude_all_others", ";".join(alone))


def _codes(question: Question, instrument: Instrument) -> list[str]:
    return list(instrument.lists[question.answers].codes) if question.answers else []
