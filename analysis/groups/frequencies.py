"""How often each answer was given, in each group, through the privacy room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import Mask
from analysis.cells import Counted, Told, tell_counts
from analysis.disclosure import Counts, hide_members, mark_members, round_range, round_share
from analysis.rules import PrivacyRules
from analysis.schemas import FREQUENCIES, check_table
from survey.answers.records import Answers
from survey.instrument.columns import OTHER, columns_of
from survey.instrument.records import Instrument, Question


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """One question with a list of answers.

    `answered`: by company. `chosen`: company x answer, both bool. `single`: a company gives one
    answer. `whole_only`: it says who was treated badly, so it is told of the whole alone.
    """

    name: str
    sensitive: bool
    answers: Sequence[str]
    answered: Mask
    chosen: Mask
    single: bool = True
    whole_only: bool = False


def tabulate_frequencies(
    answers: Answers, instrument: Instrument, groups: Mapping[str, pd.Series], privacy: PrivacyRules
) -> pd.DataFrame:
    """One row per question, group and answer.

    Columns: `group, question, answer, n, share, status, low, high`. `n` companies of the group
    answered the question (of boxes: ticked any), `share` (0-1, rounded by the privacy room) gave
    the answer. `status`: "ok", "range" (so few or so many gave it that it is only said to lie
    from `low` to `high`), "hidden" (too few, or it would give another away) or "empty". Numbers,
    own words, what is about a person and what makes the groups are not in the table. Whether
    anybody was treated badly is told of the whole alone.
    """
    members = mark_members(groups, answers.companies.index)
    families = {name.partition("=")[0] for name in groups}
    grouping = {one.question for one in instrument.background if one.id in families}
    parts = [
        _tabulate_question(one, list(groups), members, privacy)
        for one in list_questions(answers, instrument)
        if one.name not in grouping
    ]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)
    return check_table(table.astype(_KINDS)[_COLUMNS], FREQUENCIES)


def list_questions(answers: Answers, instrument: Instrument) -> Iterator[AnsweredQuestion]:
    """The questions of this wave that have answers to choose from, in their order."""
    sensitive = {column for one in instrument.indicator if one.sensitive for column in one.columns}
    exposure = {column for one in instrument.indicator if one.unscored for column in one.columns}
    for question in instrument.question:
        if question.personal or answers.wave not in question.waves:
            continue
        if question.kind == "multiple":
            yield _read_boxes(question, answers, instrument)
        else:
            yield from _read_choices(question, answers, instrument, sensitive, exposure)


def _read_choices(
    question: Question,
    answers: Answers,
    instrument: Instrument,
    sensitive: set[str],
    exposure: set[str],
) -> Iterator[AnsweredQuestion]:
    for column in columns_of(question, instrument.lists):
        if column.codes is None:
            continue
        codes = _order_codes(question, instrument)
        values = answers.companies[column.name].astype("str")
        chosen = np.column_stack([values.eq(code).to_numpy(dtype=bool) for code in codes])
        yield AnsweredQuestion(
            name=column.name,
            sensitive=column.name in sensitive,
            answers=codes,
            answered=_any(chosen),
            chosen=chosen,
            whole_only=column.name in exposure,
        )


def _order_codes(question: Question, instrument: Instrument) -> Sequence[str]:
    if question.kind == "yes_no":
        return ["Y", "N"]
    codes = instrument.lists[question.answers].codes if question.answers else []
    return [*codes, *([OTHER] if question.other else [])]


def _read_boxes(question: Question, answers: Answers, instrument: Instrument) -> AnsweredQuestion:
    codes = instrument.lists[question.answers].codes if question.answers else []
    names = [f"{question.code}[{code}]" for code in codes]
    chosen = answers.companies[names].isin(["Y"]).to_numpy(dtype=bool)
    return AnsweredQuestion(
        name=question.code,
        sensitive=False,
        answers=codes,
        answered=_any(chosen),
        chosen=chosen,
        single=False,
    )


def _any(chosen: Mask) -> Mask:
    """Who chose any of the answers."""
    return np.asarray(chosen.any(axis=1), dtype=bool)


def _tabulate_question(
    question: AnsweredQuestion, names: Sequence[str], members: Mask, privacy: PrivacyRules
) -> pd.DataFrame:
    here = members & question.answered[:, None]
    n = here.sum(axis=0)
    counts = here.T.astype(np.int64) @ question.chosen.astype(np.int64)
    told = _tell(question, names, here, counts, privacy)
    hidden = (told == "hidden").all(axis=1)
    width = len(question.answers)
    shares = counts / np.maximum(n, 1)[:, None]
    low, high = round_range(n[:, None], most=told == "most")
    in_range = (told == "few") | (told == "most")
    return pd.DataFrame(
        {
            "group": np.repeat(np.array(names, dtype=object), width),
            "question": question.name,
            "answer": np.tile(np.array(question.answers, dtype=object), len(names)),
            "n": pd.array(np.repeat(n, width), dtype="Int64"),
            "share": np.where(told == "ok", round_share(shares), np.nan).ravel(),
            "status": np.where(in_range, "range", told).ravel(),
            "low": np.where(in_range, low, np.nan).ravel(),
            "high": np.where(in_range, high, np.nan).ravel(),
        }
    ).assign(n=lambda table: table["n"].mask(np.repeat(hidden, width)))


def _tell(
    question: AnsweredQuestion,
    names: Sequence[str],
    here: Mask,
    counts: Counts,
    privacy: PrivacyRules,
) -> Told:
    """How each cell is told: "ok", "few", "most", "hidden" or "empty"; group x answer."""
    least = max(privacy.share, privacy.sensitive) if question.sensitive else privacy.share
    hidden = hide_members(names, here, least)
    if question.whole_only:
        hidden |= np.array(["=" in name for name in names]) & (here.sum(axis=0) > 0)
    table = Counted(tuple(names), here.sum(axis=0), counts, single=question.single)
    return tell_counts(table, hidden)


_KINDS = {
    "group": "str",
    "question": "str",
    "answer": "str",
    "n": "Int64",
    "share": "float64",
    "status": "str",
    "low": "float64",
    "high": "float64",
}
_COLUMNS = list(_KINDS)
