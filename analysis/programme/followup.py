"""What the second round tells about each company.

Its outcomes as numbers, whether it has closed, what the project gave it, and the steps it took.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.answers.records import Answers
from survey.instrument.records import Column, Followup, Instrument, Outcome, columns_of


@dataclass(frozen=True, slots=True)
class FollowupFacts:
    """Every company that answered in either round.

    Every frame has the same index, `company_id`, sorted. `before`, `after`: company x outcome,
    float, NaN missing (not asked in that round, not answered, not calculable). `answered_before`,
    `answered_after`: a complete answer in the round. `closed`: it said that it no longer runs.
    `gains`: company x answer that means something, boolean, missing where the company ticked no box
    at all; `gained`: whether it ticked any of these, boolean, missing likewise. `steps`: how many
    agreed steps it has taken, float, NaN missing. `areas`: company x answer, bool. `words`: what it
    wrote about its steps, text, missing where nothing.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    answered_before: "pd.Series[bool]"
    answered_after: "pd.Series[bool]"
    closed: "pd.Series[bool]"
    gains: pd.DataFrame
    gained: "pd.Series[bool]"
    steps: "pd.Series[float]"
    areas: pd.DataFrame
    words: "pd.Series[str]"


def gather_followup(before: Answers, after: Answers, instrument: Instrument) -> FollowupFacts:
    """Put the two rounds side by side."""
    index = before.companies.index.union(after.companies.index).sort_values()
    asked = instrument.followup or Followup()
    later = after.companies.reindex(index)
    boxes = _read_boxes(later, asked.gains, instrument)
    meant = [code for code in boxes if code not in asked.nothing]
    return FollowupFacts(
        before=read_outcomes(before, instrument).reindex(index),
        after=read_outcomes(after, instrument).reindex(index),
        answered_before=_answered(before, index),
        answered_after=_answered(after, index),
        closed=_closed(after, instrument).reindex(index, fill_value=False),
        gains=boxes[meant],
        gained=boxes[meant]
        .any(axis="columns")
        .astype("boolean")
        .where(boxes.notna().any(axis="columns")),
        steps=_numbers(later[asked.steps]) if asked.steps else pd.Series(np.nan, index=index),
        areas=_read_boxes(later, asked.areas, instrument).fillna(value=False).astype(bool),
        words=_texts(later[asked.words])
        if asked.words
        else pd.Series(None, index=index, dtype="str"),
    )


def read_outcomes(answers: Answers, instrument: Instrument) -> pd.DataFrame:
    """Each company's outcomes as numbers: company x outcome, float.

    A number stands as it is; yes is 1 and no is 0; boxes are counted, without those that mean
    nothing. NaN where it was not asked or not answered. A company that has closed counts as the
    outcome's `when_closed`, where there is one.
    """
    closed = _closed(answers, instrument)
    return pd.DataFrame(
        {
            outcome.id: _close(
                _read_outcome(outcome, answers.companies, instrument), closed, outcome
            )
            for outcome in instrument.outcome
        },
        index=answers.companies.index,
        dtype="float64",
    )


def _read_outcome(outcome: Outcome, companies: pd.DataFrame, instrument: Instrument) -> pd.Series:
    question = instrument.questions[outcome.question.partition("[")[0]]
    if question.kind == "multiple" and outcome.question == question.code:
        boxes = _read_boxes(companies, question.code, instrument)
        nothing = (
            instrument.followup.nothing
            if instrument.followup and instrument.followup.gains == question.code
            else []
        )
        ticked = boxes.drop(columns=[code for code in boxes if code in nothing])
        return (
            ticked.astype("float64")
            .sum(axis="columns", skipna=True)
            .mask(boxes.isna().any(axis="columns"))
        )
    if question.kind in {"multiple", "yes_no"}:
        return _map(
            companies[outcome.question],
            {"Y": 1.0, "N": 0.0} if question.kind == "yes_no" else {"Y": 1.0, "": 0.0},
        )
    return _numbers(companies[outcome.question])


def _close(values: pd.Series, closed: pd.Series, outcome: Outcome) -> pd.Series:
    return values if outcome.when_closed is None else values.mask(closed, outcome.when_closed)


def _closed(answers: Answers, instrument: Instrument) -> "pd.Series[bool]":
    """Whether each company said that it no longer runs.

    In a round that does not ask, nobody has said so.
    """
    running = instrument.followup.running if instrument.followup else None
    if running is None:
        return pd.Series(data=False, index=answers.companies.index)
    return answers.companies[running].eq("N").fillna(value=False).astype(bool)


def _answered(answers: Answers, index: pd.Index) -> "pd.Series[bool]":
    return answers.companies["complete"].astype(bool).reindex(index, fill_value=False)


def _read_boxes(companies: pd.DataFrame, code: str | None, instrument: Instrument) -> pd.DataFrame:
    """The ticked boxes of a question of kind "multiple": company x answer, boolean.

    A row is missing where the company ticked no box. LimeSurvey cannot tell "none of these" from
    "passed over"; a questionnaire that wants to know has an answer for it.
    """
    columns: list[Column] = []
    if code:
        columns = [
            column
            for column in columns_of(instrument.questions[code], instrument.lists)
            if column.part != "other"
        ]
    ticked = pd.DataFrame(
        {column.part or "": companies[column.name].eq("Y") for column in columns},
        index=companies.index,
    )
    boxes = ticked.fillna(value=False).astype("boolean")
    untouched = ~boxes.to_numpy(dtype=bool).any(axis=1, keepdims=True)
    return boxes.mask(np.repeat(untouched, boxes.shape[1], axis=1))


def _numbers(values: pd.Series) -> "pd.Series[float]":
    return pd.to_numeric(values, errors="coerce").astype("float64")


def _map(values: pd.Series, worth: Mapping[str, float]) -> "pd.Series[float]":
    return values.map(worth).astype("float64")


def _texts(values: pd.Series) -> "pd.Series[str]":
    return values.mask(values == "", np.nan)
