"""Whether pages, answer lists and questions of an instrument fit together.

What decides when they are shown is checked in `conditions`.
"""

from collections.abc import Iterator, Mapping

from survey.common.errors import Problem
from survey.instrument.checks.outline import Outline, Table

LISTED = frozenset({"choice", "multiple", "ranking", "grid"})
"""Kinds of question that need an answer list; the others must not name one."""
ONLY_FOR: Mapping[str, frozenset[str]] = {
    "answers": LISTED,
    "rows": frozenset({"grid"}),
    "places": frozenset({"ranking", "multiple"}),
    "other": frozenset({"choice", "multiple"}),
    "least": frozenset({"number"}),
    "most": frozenset({"number"}),
    "decimals": frozenset({"number"}),
    "if_not_asked": frozenset({"number", "multiple"}),
    "chosen_in": frozenset({"ranking", "grid"}),
}
"""Settings that mean something for some kinds of question only."""


def check_questions(outline: Outline) -> Iterator[Problem]:
    """References between pages, lists and questions; settings that do not fit the kind."""
    for listed in outline.root.tables("answers"):
        yield from _check_list(outline, listed)
    for question in outline.root.tables("question"):
        yield from _check_references(outline, question)
        yield from _check_settings(outline, question)


def _check_list(outline: Outline, listed: Table) -> Iterator[Problem]:
    codes = [option.word("code") for option in listed.tables("options")]
    for setting in ("not_applicable", "not_answered"):
        for position, code in listed.words(setting):
            yield from outline.unknown(listed, (setting, position), "answer", code, codes)
    inapplicable = {code for _, code in listed.words("not_applicable")}
    for position, code in listed.words("not_answered"):
        if code in inapplicable:
            yield outline.fault(
                listed,
                ("not_answered", position),
                f'"{code}" cannot be both `not_applicable` and `not_answered`.',
                "Leave it out of one of them.",
            )


def _check_references(outline: Outline, question: Table) -> Iterator[Problem]:
    yield from outline.unknown(
        question, "section", "section", question.word("section"), outline.sections
    )
    yield from outline.unknown(
        question, "answers", "answer list", question.word("answers"), outline.lists
    )


def _check_settings(outline: Outline, question: Table) -> Iterator[Problem]:
    kind = outline.kind(question)
    for setting, kinds in ONLY_FOR.items():
        if kind and setting in question.values and kind not in kinds:
            yield outline.fault(
                question,
                setting,
                f'"{setting}" means nothing for a question of kind "{kind}".',
                "Leave it out.",
            )
    for setting in ("answers", "rows"):
        if kind in ONLY_FOR[setting] and not question.values.get(setting):
            yield outline.fault(
                question, setting, f'"{setting}" is missing: a question of kind "{kind}" needs it.'
            )
    yield from _check_bounds(outline, question)


def _check_bounds(outline: Outline, question: Table) -> Iterator[Problem]:
    least, most = question.number("least"), question.number("most")
    if least is not None and most is not None and least > most:
        yield outline.fault(
            question, "least", f"the least ({least:g}) is more than the most ({most:g})."
        )
    places, codes = question.number("places"), outline.codes(question)
    if places is not None and codes and places > len(codes):
        yield outline.fault(
            question, "places", f"there are {places:g} places but only {len(codes)} answers."
        )
