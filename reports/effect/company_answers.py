"""What the company itself answered: then and now, its numbers, what it got and what it did."""

from collections.abc import Sequence

import pandas as pd

from diagnostics.findings.facts import is_about_hurt
from reports.company.answer_words import answer_words, indicator_answer, number
from reports.effect.document import ActionsTaken, Activity, AnswerChange, Figure, Gains
from reports.effect.source import EffectSource
from reports.effect.suggestions import build_suggested
from reports.style.cells import number_in, row_of, text_in
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import Followup, Indicator, Instrument, Option, Outcome

RISEN, FALLEN = 3, 2
"""The largest number of answers in either direction."""


def build_risen(
    company_id: str, source: EffectSource, language: Language
) -> tuple[AnswerChange, ...]:
    """The answers that rose most.

    Harassment is left out: a little less of it is nothing to praise.
    """
    return _build_turns(company_id, source, language, 1)[:RISEN]


def build_fallen(
    company_id: str, source: EffectSource, language: Language
) -> tuple[AnswerChange, ...]:
    """The answers that fell most.

    Harassment is left out here too: it is told first of all, and without the words of an answer.
    """
    return _build_turns(company_id, source, language, -1)[:FALLEN]


def find_open(source: EffectSource) -> Sequence[Indicator]:
    """The indicators whose answers can be told then and now."""
    return [one for one in source.after.instrument.indicator if not is_about_hurt(one)]


def find_turned(company_id: str, source: EffectSource, sign: int) -> Sequence[Indicator]:
    """What the answers that moved in the direction of `sign` are about; the largest move first."""
    before, after = (
        row_of(one.scores.points.values, company_id) for one in (source.before, source.after)
    )
    moved = [(sign * _difference(before, after, one), one) for one in find_open(source)]
    ordered = sorted((pair for pair in moved if pair[0] > 0), key=lambda pair: -pair[0])
    return [indicator for _, indicator in ordered]


def count_compared(company_id: str, source: EffectSource) -> int:
    """How many answers there are in both rounds."""
    rows = [row_of(one.scores.points.values, company_id) for one in (source.before, source.after)]
    return sum(all(number_in(row, one.id) is not None for row in rows) for one in find_open(source))


def _build_turns(
    company_id: str, source: EffectSource, language: Language, sign: int
) -> tuple[AnswerChange, ...]:
    """The answers that moved in the direction of `sign`, in words; the largest move first."""
    turned = find_turned(company_id, source, sign)
    told = (_build_turn(company_id, indicator, source, language) for indicator in turned)
    return tuple(turn for turn in told if turn is not None)


def _difference(before: pd.Series, after: pd.Series, indicator: Indicator) -> float:
    was, became = number_in(before, indicator.id), number_in(after, indicator.id)
    return 0.0 if was is None or became is None else became - was


def _build_turn(
    company_id: str, indicator: Indicator, source: EffectSource, language: Language
) -> AnswerChange | None:
    """None where one of the rounds has no answer, or where both have the same words."""
    rows = [row_of(one.answers.companies, company_id) for one in (source.before, source.after)]
    was, became = (
        indicator_answer(row, indicator, source.after.instrument, language) for row in rows
    )
    if was is None or became is None or was.answer == became.answer:
        return None
    return AnswerChange(became.question, was.answer, became.answer)


def build_figures(company_id: str, source: EffectSource, language: Language) -> tuple[Figure, ...]:
    """The outcomes that are numbers and that the company answered in the second round.

    Outcomes that stand elsewhere on the page are left out, and those that were 0 all the time.
    """
    instrument = source.after.instrument
    told = instrument.followup or Followup()
    own = [
        outcome
        for outcome in instrument.outcome
        if outcome.question not in {told.running, told.gains, told.steps}
        and not _is_choice(outcome, instrument)
    ]
    figures = [_build_figure(company_id, outcome, source, language) for outcome in own]
    return tuple(
        figure
        for outcome, figure in zip(own, figures, strict=True)
        if figure.after
        and {figure.before, figure.after} - {"", "0"}
        and (figure.before or not _is_asked_first(outcome, instrument))
    )


def _is_asked_first(outcome: Outcome, instrument: Instrument) -> bool:
    """Whether the first round asks for it: then a number without one before tells nothing."""
    column = instrument.columns.get(outcome.question)
    return column is not None and "baseline" in column.question.waves


def _build_figure(
    company_id: str, outcome: Outcome, source: EffectSource, language: Language
) -> Figure:
    values = [
        number_in(row_of(frame, company_id), outcome.id)
        for frame in (source.facts.before, source.facts.after)
    ]
    before, after = (
        _number_words(value, outcome, source.after.instrument, language) for value in values
    )
    name = said(outcome.name, language.code)
    return Figure(
        f"{name} ({said(outcome.unit, language.code)})" if outcome.unit else name, before, after
    )


def _number_words(
    value: float | None, outcome: Outcome, instrument: Instrument, language: Language
) -> str:
    if value is None:
        return ""
    column = instrument.columns.get(outcome.question)
    return language.number(value, column.question.decimals if column else 0)


def build_activities(
    company_id: str, source: EffectSource, language: Language
) -> tuple[Activity, ...]:
    """What the company took part in, in the programme's order of kinds."""
    own = source.activities[source.activities["company_id"] == company_id]
    hours = {kind.id: own.loc[own["kind"] == kind.id, "hours"] for kind in source.kinds}
    return tuple(
        Activity(said(kind.name, language.code), len(hours[kind.id]), float(hours[kind.id].sum()))
        for kind in source.kinds
        if len(hours[kind.id])
    )


def build_gains(company_id: str, source: EffectSource, language: Language) -> Gains:
    """What it ticked; `none` only where it answered that there was nothing."""
    told = source.after.instrument.followup or Followup()
    named = _ticked(
        row_of(source.facts.gains, company_id), told.gains, source.after.instrument, language
    )
    gained = source.facts.gained.get(company_id)
    return Gains(
        named,
        none=gained is not None and not pd.isna(gained) and not bool(gained),
        meant=_format_meant(company_id, source, language),
        worse=_is_worse(company_id, source),
    )


def _is_worse(company_id: str, source: EffectSource) -> bool:
    """Whether it answered that something got worse.

    Of the outcomes that are choices the first is about better, and the others about worse.
    """
    instrument = source.after.instrument
    choices = [one for one in instrument.outcome if _is_choice(one, instrument)]
    row = row_of(source.after.answers.companies, company_id)
    return any(text_in(row, one.question) in one.yes for one in choices[1:])


def _format_meant(company_id: str, source: EffectSource, language: Language) -> str:
    """Its answer about what the project has meant, for better or worse.

    That is the outcome that is a choice, such as `project_meant`.
    """
    instrument = source.after.instrument
    asked = next((one for one in instrument.outcome if _is_choice(one, instrument)), None)
    row = row_of(source.after.answers.companies, company_id)
    if asked is None or text_in(row, asked.question) not in _scale_of(asked.question, instrument):
        return ""
    return answer_words(row, asked.question, instrument, language)


def _is_choice(outcome: Outcome, instrument: Instrument) -> bool:
    question = instrument.questions.get(outcome.question)
    return question is not None and question.kind == "choice"


def _scale_of(question: str, instrument: Instrument) -> Sequence[str]:
    """The answers to a choice that say something, without "does not apply"."""
    answers = instrument.questions[question].answers
    return instrument.lists[answers].scale if answers else ()


def build_taken(company_id: str, source: EffectSource, language: Language) -> ActionsTaken:
    """What was suggested to it, and what it says it has done."""
    told = source.after.instrument.followup or Followup()
    steps = source.facts.steps.get(company_id)
    return ActionsTaken(
        suggested=build_suggested(company_id, source, language),
        steps=None if steps is None or pd.isna(steps) else int(steps),
        areas=_ticked(
            row_of(source.facts.areas, company_id), told.areas, source.after.instrument, language
        ),
        words=source.cleared.get(company_id, ""),
        agreed=_count_agreed(company_id, source),
    )


def _count_agreed(company_id: str, source: EffectSource) -> int | None:
    """How many steps it says it agreed on; None without an answer."""
    told = source.after.instrument.followup or Followup()
    agreed = number(row_of(source.after.answers.companies, company_id), told.agreed)
    return None if agreed is None else int(agreed)


def _ticked(
    row: pd.Series, question: str | None, instrument: Instrument, language: Language
) -> tuple[str, ...]:
    """The texts of the boxes that are ticked, in the questionnaire's order."""
    ticked = {str(code) for code, value in row.items() if not pd.isna(value) and bool(value)}
    answers = instrument.questions[question].answers if question else None
    options: Sequence[Option] = instrument.lists[answers].options if answers else ()
    return tuple(said(option.text, language.code) for option in options if option.code in ticked)
