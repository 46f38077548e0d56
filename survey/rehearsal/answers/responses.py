"""The answers of every response, column by column, in the shape of a LimeSurvey export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.answers.skip_logic import are_met, conditions_of
from survey.instrument.columns import Column, columns_of
from survey.instrument.records import Indicator, Instrument, Question, Wave
from survey.rehearsal.answers.facts import choices, open_gate, state_fact, state_number
from survey.rehearsal.answers.marks import (
    choose_not_applicable,
    draw_marks,
    draw_rare_marks,
    draw_severity_marks,
    draw_unmeasured,
    error_spread,
    marked_indicators,
)
from survey.rehearsal.answers.remarks import draw_remarks
from survey.rehearsal.answers.wishes import (
    draw_choice,
    draw_ranking,
    draw_support,
    find_choices,
    find_chosen,
)
from survey.rehearsal.cells import Cells, Sheet, blank_out, fill
from survey.rehearsal.plan import RehearsalPlan
from survey.rehearsal.roles import Roles, asked_in, sections_of
from survey.rehearsal.truth import Truth

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the questionnaire asks, one row a response.

    `companies`: who they are; `truth`: their truth; `numbers`: what they would state; `languages`:
    the language of each. `given`: answers that are settled before, by column, such as what became
    of the company; all columns of a question or none.
    """

    companies: pd.DataFrame
    truth: Truth
    numbers: pd.DataFrame
    languages: Cells
    given: Sheet = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What they are asked in a wave.

    `roles`: the parts that the questions play; `difficulties`: how hard each is (points by column).
    """

    instrument: Instrument
    roles: Roles
    difficulties: "pd.Series[float]"
    plan: RehearsalPlan
    marked: Mapping[str, Indicator]
    spreads: Mapping[str, float]
    wave: Wave


def lay_out(
    instrument: Instrument,
    roles: Roles,
    difficulties: "pd.Series[float]",
    plan: RehearsalPlan,
    wave: Wave = "baseline",
) -> Questionnaire:
    """The questionnaire as the answers need it."""
    marked, spreads = marked_indicators(instrument), error_spread(instrument, plan.reliability)
    return Questionnaire(instrument, roles, difficulties, plan, marked, spreads, wave)


def fill_sheet(
    asked: Asked, pages: npt.NDArray[np.int64], form: Questionnaire, rng: np.random.Generator
) -> Sheet:
    """All answer columns of the wave.

    First what people would say, then what they leave blank, are not shown, or do not reach.

    `pages`: the last page that each response sent.
    """
    say, skip = rng.spawn(2)
    page_of = sections_of(form.instrument, form.wave)
    careless = skip.gamma(0.8, 1 / 0.8, size=len(pages))
    sheet: dict[str, Cells] = {}
    for question in asked_in(form.instrument, form.wave):
        said = _answer(question, asked, sheet, form, say)
        left = dict(_leave_blank(said, question, careless, form.plan, skip))
        for column in columns_of(question, form.instrument.lists):
            shown = _is_shown(column, sheet, len(pages), form.instrument)
            left |= _hide(column, left, ~shown | (pages < page_of[question.section]))
        sheet |= left
    return sheet


def _is_shown(column: Column, sheet: Sheet, size: int, instrument: Instrument) -> Flags:
    """Whether the conditions of a question or row are met by the answers so far."""
    conditions = conditions_of(column.question, instrument, column.part)
    codes = {condition.question for condition in conditions}
    names = [name for name in sheet if name.partition("[")[0] in codes]
    return are_met(
        pd.DataFrame({name: sheet[name] for name in names}, index=range(size)),
        conditions,
        instrument,
    )


def _hide(column: Column, answers: Sheet, unseen: Flags) -> Sheet:
    """A column's answers, NULL where it is not seen; a ranking's extra columns go with its last."""
    names = [column.name]
    if column.question.kind == "ranking":
        names = list(answers)
    return {name: blank_out(answers[name], unseen, None) for name in names}


def _answer(
    question: Question, asked: Asked, sheet: Sheet, form: Questionnaire, rng: np.random.Generator
) -> Sheet:
    """The columns of a question as every company would answer it, were it shown to all."""
    columns = columns_of(question, form.instrument.lists)
    if asked.given.keys() >= {column.name for column in columns}:
        return {column.name: asked.given[column.name] for column in columns}
    match question.kind:
        case "text" | "long_text":
            return {question.code: draw_remarks(asked.languages, rng)}
        case "number":
            return {question.code: state_number(asked.numbers[question.code], question)}
        case "ranking":
            return draw_ranking(
                question, asked.truth.severities, find_chosen(question, sheet), form.instrument, rng
            )
        case "multiple" if question.code in find_choices(form.instrument):
            return draw_choice(question, asked.truth.severities, form.instrument, rng)
        case _:
            fact = _find_fact(question, asked, form, rng)
            return (
                _answer_columns(columns, asked, form, rng)
                if fact is None
                else state_fact(columns, fact)
            )


def _find_fact(
    question: Question, asked: Asked, form: Questionnaire, rng: np.random.Generator
) -> Cells | None:
    """The answer where it is a fact rather than a mark."""
    background = form.roles.background_of(question)
    support = form.instrument.support
    if background:
        return asked.companies[background].to_numpy(dtype=object)
    if question.code in form.roles.gates and question.kind in {"choice", "yes_no"}:
        return open_gate(question, asked.companies, asked.numbers, form.instrument, form.roles, rng)
    if support and support.question == question.code:
        return draw_support(
            support,
            choices(question, form.instrument),
            asked.truth.severities,
            form.plan.wanting_support,
            rng,
        )
    return None


def _answer_columns(
    columns: Sequence[Column], asked: Asked, form: Questionnaire, rng: np.random.Generator
) -> Sheet:
    return {
        column.name: choose_not_applicable(
            _answer_column(column, asked, form, rng), column, form.instrument, form.plan, rng
        )
        for column in columns
    }


def _answer_column(
    column: Column, asked: Asked, form: Questionnaire, rng: np.random.Generator
) -> Cells:
    """A mark for what the column measures: an indicator, a need, or nothing the truth knows of."""
    indicator = form.marked.get(column.name)
    need = next((need.id for need in form.instrument.need if need.severity == column.name), None)
    if column.part == "other":
        return fill("", len(asked.companies))
    if indicator:
        levels = asked.truth.levels[indicator.domain].to_numpy() + form.difficulties[column.name]
        if not indicator.weight:
            return draw_rare_marks(column, levels, form.instrument, indicator, rng)
        return draw_marks(
            column, levels, form.spreads[indicator.domain], form.instrument, indicator, rng
        )
    if need:
        return draw_severity_marks(
            column, asked.truth.severities[need].to_numpy(), form.instrument, rng
        )
    return draw_unmeasured(column, len(asked.companies), form.instrument, rng)


def _leave_blank(
    answers: Sheet,
    question: Question,
    careless: npt.NDArray[np.float64],
    plan: RehearsalPlan,
    rng: np.random.Generator,
) -> Sheet:
    """Some answers left out: NULL for numbers, "" for all else.

    A ranking or list of boxes is left out as a whole, a grid row by row.
    """
    if question.required or question.kind in {"text", "long_text"}:
        return answers
    blank = None if question.kind == "number" else ""
    share = np.clip(
        careless * (plan.blank_number if question.kind == "number" else plan.blank), 0, 0.9
    )
    together = rng.random(len(careless)) < share
    skipped = (
        rng.random(len(careless)) < share if question.kind == "grid" else together for _ in answers
    )
    return {
        name: blank_out(cells, where, blank)
        for (name, cells), where in zip(answers.items(), skipped, strict=True)
    }
