"""Compare the columns of an export with those of the instrument."""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from survey.answers.faults import advise
from survey.answers.records import FAULT_COLUMNS
from survey.common.bookkeeping import BOOKKEEPING
from survey.common.errors import AnswersError, Problem, raise_all
from survey.exports.reading import ASK_FOR_CODES, Export
from survey.instrument.columns import columns_of
from survey.instrument.records import Instrument, Question, Wave

WHOLE_FILE = 0
"""The `row` of a fault of the whole file."""
NULL_IN_WORDS = "N/A"
"""What LimeSurvey writes for NULL if it exports `long` answers."""

_PARTICIPANT = re.compile(
    r"attribute_\d+|firstname|lastname|email|interviewtime|groupTime\w*|\w+Time"
)


def refuse_columns(
    exports: Sequence[Export], instrument: Instrument, wave: Wave, company: str
) -> None:
    """Raise AnswersError with everything that makes the files unreadable.

    That is a missing question, a missing column of companies, or answers as texts.
    """
    problems = [
        problem
        for export in exports
        for problem in (
            *_find_missing_company(export, company),
            *_find_missing_questions(export, instrument, wave),
            *_find_long_answers(export, instrument),
        )
    ]
    raise_all(AnswersError, problems)


def _find_missing_company(export: Export, company: str) -> Iterable[Problem]:
    if company in export.frame:
        return
    why = (
        "The survey is anonymous, or has no participant list."
        if company == "token"
        else advise(company, export.frame.columns)
    )
    yield Problem(export.name, f'has no column "{company}", which tells the companies apart.', why)


def _find_missing_questions(
    export: Export, instrument: Instrument, wave: Wave
) -> Iterable[Problem]:
    spare = sorted(
        {name.partition("[")[0] for name in export.frame.columns}
        - set(instrument.questions)
        - set(BOOKKEEPING)
    )
    for question in instrument.question:
        if wave in question.waves and not _present(export, question, instrument):
            advice = advise(question.code, spare) if spare else ""
            yield Problem(export.name, f'question "{question.code}" is not in this export.', advice)


def _present(export: Export, question: Question, instrument: Instrument) -> bool:
    return any(column.name in export.frame for column in columns_of(question, instrument.lists))


def _find_long_answers(export: Export, instrument: Instrument) -> Iterable[Problem]:
    """Find the first cell that shows that answers were exported as texts, not codes."""
    for column in instrument.columns.values():
        if column.codes is not None and column.name in export.frame:
            rows = export.frame[column.name].eq(NULL_IN_WORDS).to_numpy().nonzero()[0]
            if len(rows):
                where = f"{export.name}, row {rows[0] + 1}"
                what = f'"{column.name}" says "{NULL_IN_WORDS}"'
                yield Problem(
                    where, f"{what}: these are answers as texts, not codes.", ASK_FOR_CODES
                )
                return


def note_columns(
    exports: Sequence[Export],
    instrument: Instrument,
    wave: Wave,
    company: str,
    others: Iterable[str],
) -> pd.DataFrame:
    """Return the faults of whole files, as a table of faults.

    These are columns that nothing reads, and missing columns of questions that are partly there.
    The column of companies and `others` count as read.
    """
    own = {*BOOKKEEPING, company, *others}
    notes = [
        (export.name, WHOLE_FILE, "", None, column, "", what)
        for export in exports
        for column, what in (
            *_unknown(export, instrument, own),
            *_partial(export, instrument, wave),
        )
    ]
    table = pd.DataFrame(notes, columns=FAULT_COLUMNS)
    return table.astype({name: "int64" if name == "row" else "str" for name in FAULT_COLUMNS})


def _unknown(export: Export, instrument: Instrument, own: set[str]) -> Iterable[tuple[str, str]]:
    missing = [name for name in instrument.columns if name not in export.frame]
    for name in export.frame.columns:
        if (
            name in instrument.columns
            or name in own
            or _PARTICIPANT.fullmatch(name)
            or _is_spare_place(export, name, instrument)
        ):
            continue
        yield (
            name,
            f'The instrument does not know the column "{name}". {advise(name, missing)}'.strip(),
        )


def _is_spare_place(export: Export, name: str, instrument: Instrument) -> bool:
    """Return whether this is an empty rank that nobody can fill.

    LimeSurvey writes one rank per answer of a ranking, also if fewer may be ranked.
    """
    question = instrument.questions.get(name.partition("[")[0])
    return (
        question is not None
        and question.kind == "ranking"
        and bool(export.frame[name].fillna("").eq("").all())
    )


def _partial(export: Export, instrument: Instrument, wave: Wave) -> Iterable[tuple[str, str]]:
    for column in instrument.columns.values():
        question = column.question
        if (
            column.name not in export.frame
            and wave in question.waves
            and _present(export, question, instrument)
        ):
            spare = [
                name
                for name in export.frame.columns
                if name not in instrument.columns and name not in BOOKKEEPING
            ]
            advice = advise(column.name, spare) if spare else ""
            what = f'The column "{column.name}" is not in this export.'
            yield column.name, f"{what} {advice}".strip()
