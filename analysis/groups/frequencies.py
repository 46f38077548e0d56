"""How often each answer was given, in each group, through the privacy room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import Mask
from analysis.disclosure import hide_members, mark_members, round_share
from analysis.rules import PrivacyRules
from analysis.schemas import FREQUENCIES, check_table
from survey.answers.records import Answers
from survey.instrument.columns import OTHER, columns_of
from survey.instrument.records import Instrument, Question


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """One question with a list of answers.

    `answered`: by company. `chosen`: company x answer, both bool.
    """

    name: str
    sensitive: bool
    answers: Sequence[str]
    answered: Mask
    chosen: Mask


def tabulate_frequencies(
    answers: Answers, instrument: Instrument, groups: Mapping[str, pd.Series], privacy: PrivacyRules
) -> pd.DataFrame:
    """One row per question, group and answer.

    Columns: `group, question, answer, n, share, status`. `n` companies of the group answered the
    question (of boxes: ticked any), `share` (0-1, rounded by the privacy room) gave the answer.
    `status`: "ok", "hidden" (too few, or it would give a hidden group away) or "empty". Numbers,
    own words, what is about a person and what makes the groups are not in the table. A sensitive
    question is told of the whole alone where all in some group of a background answered it alike.
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
    for question in instrument.question:
        if question.personal or answers.wave not in question.waves:
            continue
        if question.kind == "multiple":
            yield _read_boxes(question, answers, instrument)
        else:
            yield from _read_choices(question, answers, instrument, sensitive)


def _read_choices(
    question: Question, answers: Answers, instrument: Instrument, sensitive: set[str]
) -> Iterator[AnsweredQuestion]:
    for column in columns_of(question, instrument.lists):
        if column.codes is None:
            continue
        codes = _order_codes(question, instrument)
        values = answers.companies[column.name].astype("str")
        chosen = np.column_stack([values.eq(code).to_numpy(dtype=bool) for code in codes])
        is_sensitive = column.name in sensitive
        yield AnsweredQuestion(column.name, is_sensitive, codes, _any(chosen), chosen)


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
    share = counts / np.maximum(n, 1)[:, None]
    hidden = _hide(question, names, here, share, privacy)
    shown = ~hidden & (n > 0)
    width = len(question.answers)
    rounded = round_share(share, coarse=question.sensitive)
    return pd.DataFrame(
        {
            "group": np.repeat(np.array(names, dtype=object), width),
            "question": question.name,
            "answer": np.tile(np.array(question.answers, dtype=object), len(names)),
            "n": pd.array(np.repeat(n, width), dtype="Int64"),
            "share": np.where(shown[:, None], rounded, np.nan).ravel(),
            "status": np.repeat(np.where(hidden, "hidden", np.where(n > 0, "ok", "empty")), width),
        }
    ).assign(n=lambda table: table["n"].mask(np.repeat(hidden, width)))


def _hide(
    question: AnsweredQuestion,
    names: Sequence[str],
    here: Mask,
    share: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    privacy: PrivacyRules,
) -> Mask:
    """Groups to hide; of a sensitive question a whole family in which some group is of one mind."""
    least = max(privacy.share, privacy.sensitive) if question.sensitive else privacy.share
    hidden = hide_members(names, here, least)
    if not question.sensitive:
        return hidden
    families = np.array([name.partition("=")[0] for name in names])
    alike = ~hidden & (here.sum(axis=0) > 0) & (share.max(axis=1) >= 1)
    within = np.array([("=" in name) for name in names])
    return np.asarray(hidden | (np.isin(families, families[alike]) & within), dtype=bool)


_KINDS = {
    "group": "str",
    "question": "str",
    "answer": "str",
    "n": "Int64",
    "share": "float64",
    "status": "str",
}
_COLUMNS = list(_KINDS)
