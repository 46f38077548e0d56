"""Compare the instrument with the survey on the server: errors, and harmless differences."""

import re
from collections.abc import Collection, Iterator, Sequence

from survey.common.errors import Problem, nearest
from survey.instrument.records import Instrument, Question, Wave
from survey.limesurvey.questionnaire.conditions import question_relevance
from survey.limesurvey.questionnaire.kinds import SERVER_KINDS
from survey.limesurvey.structure.records import ServerQuestion, ServerStructure


def compare_structure(
    instrument: Instrument, wave: Wave, structure: ServerStructure
) -> list[Problem]:
    """Find languages, questions, rows, codes and types that differ; empty if answers fit."""
    asked = [question for question in instrument.question if wave in question.waves]
    return [
        *_compare_languages(instrument, structure),
        *(
            problem
            for question in asked
            for problem in _compare_question(question, instrument, structure)
        ),
    ]


def find_remarks(instrument: Instrument, wave: Wave, structure: ServerStructure) -> list[Problem]:
    """Find harmless differences: more questions or languages, other duties and conditions."""
    asked = {question.code: question for question in instrument.question if wave in question.waves}
    remarks = list(_remark_on_more(asked, instrument, structure))
    for code, question in asked.items():
        if code in structure.by_code:
            there = structure.by_code[code]
            remarks += _remark_on(question, instrument, there, _name(structure))
    return remarks


def _remark_on_more(
    asked: Collection[str], instrument: Instrument, structure: ServerStructure
) -> Iterator[Problem]:
    """Yield what the survey has and the instrument has not: questions, languages."""
    more = [code for code in structure.by_code if code not in asked]
    languages = [each for each in structure.languages if each not in instrument.languages]
    if more:
        what = f"also asks {', '.join(more)}; these answers are not read."
        yield Problem(_name(structure), what)
    if languages:
        yield Problem(_name(structure), f"also has the languages {', '.join(languages)}.")


def _name(structure: ServerStructure) -> str:
    return f"survey {structure.survey_id}"


def _compare_languages(instrument: Instrument, structure: ServerStructure) -> Iterator[Problem]:
    for language in instrument.languages:
        if language not in structure.languages:
            what = f'has no language "{language}"; it has {", ".join(structure.languages)}.'
            advice = f'Add it in LimeSurvey, or take "{language}" out of `languages`'
            yield Problem(_name(structure), what, f"{advice} in instrument.toml.")


def _compare_question(
    question: Question, instrument: Instrument, structure: ServerStructure
) -> Iterator[Problem]:
    there = structure.by_code.get(question.code)
    if there is None:
        free = [code for code in structure.by_code if code not in instrument.questions]
        yield Problem(
            _name(structure),
            f"question {question.code} is not there.",
            nearest(question.code, free),
        )
    elif there.letter not in SERVER_KINDS[question.kind].letters:
        letter = SERVER_KINDS[question.kind].letter
        what = f'is of the type {there.letter} there; "{question.kind}" is the type {letter}.'
        yield Problem(
            _where(structure, question),
            what,
            "Change the question's type in LimeSurvey, or its `kind` in instrument.toml.",
        )
    else:
        yield from _compare_parts(question, instrument, there, _where(structure, question))


def _where(structure: ServerStructure, question: Question) -> str:
    return f"{_name(structure)}, question {question.code}"


def _compare_parts(
    question: Question, instrument: Instrument, there: ServerQuestion, where: str
) -> Iterator[Problem]:
    codes = list(instrument.lists[question.answers].codes) if question.answers else []
    rows = codes if question.kind == "multiple" else [row.code for row in question.rows]
    answers = [] if question.kind == "multiple" else codes
    yield from _compare_codes(
        "answer" if question.kind == "multiple" else "row", rows, there.rows, where
    )
    yield from _compare_codes("answer", answers, there.answers, where)
    yield from _compare_other(question, there, where)
    yield from _compare_places(question.places or len(codes), there, where)


def _compare_codes(
    what: str, ours: Sequence[str], theirs: Sequence[str], where: str
) -> Iterator[Problem]:
    only_ours = [code for code in ours if code not in theirs]
    only_theirs = [code for code in theirs if code not in ours]
    for code in only_ours:
        yield Problem(where, f"{what} {code} is not there.", nearest(code, only_theirs))
    for code in only_theirs:
        yield Problem(
            where, f"{what} {code} is there, but not in instrument.toml.", nearest(code, only_ours)
        )


def _compare_other(question: Question, there: ServerQuestion, where: str) -> Iterator[Problem]:
    if question.other and not there.other:
        yield Problem(
            where,
            'has no answer "other" there.',
            'Switch it on in LimeSurvey, or take "other" out of instrument.toml.',
        )
    if there.other and not question.other and question.kind in {"choice", "multiple"}:
        yield Problem(
            where,
            'has an answer "other" there.',
            "Write `other = true` in instrument.toml, or switch it off in LimeSurvey.",
        )


def _compare_places(places: int, there: ServerQuestion, where: str) -> Iterator[Problem]:
    if there.places is not None and there.places != places:
        advice = (
            f"Write `places = {there.places}` in instrument.toml, "
            f"or set the maximum columns to {places} in LimeSurvey."
        )
        yield Problem(
            where, f"has {there.places} places there, {places} in instrument.toml.", advice
        )


def _remark_on(
    question: Question, instrument: Instrument, there: ServerQuestion, where: str
) -> Iterator[Problem]:
    if question.required != there.required:
        what = (
            "must be answered there, not in instrument.toml."
            if there.required
            else "need not be answered there."
        )
        yield Problem(f"{where}, question {question.code}", what)
    ours = question_relevance(question, instrument)
    if _bare(ours) != _bare(there.relevance or ours):
        yield Problem(
            f"{where}, question {question.code}",
            f"is shown there when {there.relevance}, in instrument.toml when {ours}.",
        )


def _bare(expression: str) -> str:
    """Remove spaces and brackets, which the server's own editor adds."""
    return re.sub(r"[\s()]", "", expression)
