"""Whether what decides when a page, a question or a row is shown can decide it."""

from collections.abc import Iterator, Mapping

from survey.common.errors import Problem, nearest
from survey.instrument.checks.outline import Outline, Table
from survey.instrument.checks.references import check_answers
from survey.instrument.records import WAVES

DECIDING: Mapping[str, frozenset[str]] = {
    "answers": frozenset({"choice", "yes_no", "multiple", ""}),
    "at_least": frozenset({"number", ""}),
}
"""The kinds of question that can decide, by the setting of the condition; "" cannot be read."""


def check_conditions(outline: Outline) -> Iterator[Problem]:
    """Conditions on questions that cannot decide.

    A question cannot decide if it is not there, comes later, is not asked in the same round, or has
    no such answer.
    """
    first = {
        question.word("section"): question for question in reversed(outline.root.tables("question"))
    }
    for section in outline.root.tables("section"):
        asked = first.get(section.word("id"))
        for condition in section.conditions():
            yield from _check_condition(outline, condition, asked)
    for question in outline.root.tables("question"):
        for table in (question, *question.tables("rows")):
            for condition in table.conditions():
                yield from _check_condition(outline, condition, question)
        yield from _check_choice(outline, question)
        yield from _check_spared(outline, question)


def _check_condition(
    outline: Outline, condition: Table, question: Table | None
) -> Iterator[Problem]:
    """A condition of `question`, which is the first on its page where the condition is a page's."""
    code = condition.word("question")
    yield from outline.unknown(condition, "question", "question", code, outline.questions)
    parent = outline.questions.get(code)
    if parent is None:
        return
    yield from check_answers(outline, condition, "answers", parent)
    yield from _check_kind(outline, condition, parent)
    if question is not None:
        yield from _check_order(outline, condition, question, parent)


def _check_kind(outline: Outline, condition: Table, parent: Table) -> Iterator[Problem]:
    given = [setting for setting in DECIDING if setting in condition.values]
    if len(given) != 1:
        yield outline.fault(condition, (), "it needs either `answers` or `at_least`, and not both.")
    for setting in given:
        if outline.kind(parent) not in DECIDING[setting]:
            kinds = " or ".join(f'"{kind}"' for kind in sorted(DECIDING[setting]) if kind)
            code, wanted = parent.word("code"), f"only questions of kind {kinds} can."
            what = f'"{code}" cannot decide by `{setting}`: {wanted}'
            yield outline.fault(condition, "question", what)


def _check_order(
    outline: Outline, condition: Table, question: Table, parent: Table
) -> Iterator[Problem]:
    code = parent.word("code")
    if parent.place >= question.place:
        yield outline.fault(
            condition,
            "question",
            f'"{code}" is asked later.',
            "Move it up, so that it comes first.",
        )
    for wave in sorted(_waves(question) - _waves(parent)):
        what = f'"{code}" is not asked in the wave "{wave}", so this would never be shown there.'
        yield outline.fault(condition, "question", what)


def _waves(question: Table) -> set[str]:
    return {wave for _, wave in question.words("waves")} or set(WAVES)


def _check_choice(outline: Outline, question: Table) -> Iterator[Problem]:
    """`chosen_in`: a question of boxes, asked before, with a box for every row or answer."""
    code = question.word("chosen_in")
    if not code:
        return
    yield from outline.unknown(question, "chosen_in", "question", code, outline.questions)
    parent = outline.questions.get(code)
    if parent is None:
        return
    if outline.kind(parent) not in {"multiple", ""}:
        yield outline.fault(
            question,
            "chosen_in",
            f'"{code}" is a question of kind "{outline.kind(parent)}"; this needs "multiple".',
        )
        return
    yield from _check_order(outline, Table((*question.place, "chosen_in"), {}), question, parent)
    boxes = outline.codes(parent) or []
    for part in _parts(outline, question):
        if boxes and part not in boxes:
            what = f'"{part}" cannot be chosen in the question "{code}".'
            yield outline.fault(question, "chosen_in", what, "Add it there, or leave it out here.")


def _parts(outline: Outline, question: Table) -> list[str]:
    if outline.kind(question) == "grid":
        return [row.word("code") for row in question.tables("rows")]
    return list(outline.codes(question) or [])


def _check_spared(outline: Outline, question: Table) -> Iterator[Problem]:
    """`if_not_asked`: a question with a condition; a number, or one of the boxes."""
    if "if_not_asked" not in question.values:
        return
    answer, boxes = question.values["if_not_asked"], outline.codes(question)
    if outline.kind(question) == "number" and isinstance(answer, str):
        yield outline.fault(question, "if_not_asked", "the answer to this question is a number.")
    if outline.kind(question) == "multiple" and boxes is not None and answer not in boxes:
        what = f'"{answer}" is none of this question\'s boxes.'
        yield outline.fault(question, "if_not_asked", what, nearest(str(answer), boxes))
    if not question.conditions():
        yield outline.fault(
            question,
            "if_not_asked",
            "it means nothing for a question that is always asked.",
            "Leave it out.",
        )
