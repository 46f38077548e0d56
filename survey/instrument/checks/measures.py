"""Whether what is measured rests on questions that can carry it."""

from collections.abc import Iterator
from itertools import pairwise

from survey.common.errors import Problem
from survey.instrument.checks.outline import Outline, Table
from survey.instrument.checks.references import check_answers, check_column, scale_of
from survey.instrument.points_kinds import NUMBER, POINTS, PointsForm, form_of

COLUMNS = frozenset().union(*(form.columns for form in POINTS.values()))
"""Every setting that names a column of an indicator."""


def check_measures(outline: Outline) -> Iterator[Problem]:
    """References from all that is measured to the questions, and settings that do not fit."""
    root = outline.root
    for indicator in root.tables("indicator"):
        yield from _check_indicator(outline, indicator)
    yield from _check_domains(outline)
    for outcome in root.tables("outcome"):
        yield from _check_outcome(outline, outcome)
    for background in root.tables("background"):
        yield from _check_background(outline, background)
    yield from _check_support(outline)
    for check in root.tables("check"):
        yield from _check_numbers(outline, check, "at_most")
    yield from _check_numbers(outline, root, "owners")


def _check_indicator(outline: Outline, indicator: Table) -> Iterator[Problem]:
    yield from outline.unknown(
        indicator, "domain", "domain", indicator.word("domain"), outline.domains
    )
    points = indicator.word("points")
    form = form_of(points)
    if form is not None:
        for role, kinds in form.columns.items():
            if role not in indicator.values:
                yield outline.fault(
                    indicator, role, f'"{role}" is missing: points of kind "{points}" need it.'
                )
            yield from check_column(outline, indicator, role, indicator.word(role), kinds)
        yield from _check_superfluous(outline, indicator, points, form)
    if points == "scale":
        yield from _check_scale(outline, indicator)


def _check_superfluous(
    outline: Outline, indicator: Table, points: str, form: PointsForm
) -> Iterator[Problem]:
    """Points that are best in the middle have no direction to turn round."""
    meaningless = COLUMNS - form.columns.keys() | (set() if form.reversible else {"reversed"})
    for setting in sorted(meaningless & indicator.values.keys()):
        yield outline.fault(
            indicator,
            setting,
            f'"{setting}" means nothing for points of kind "{points}".',
            "Leave it out.",
        )


def _check_scale(outline: Outline, indicator: Table) -> Iterator[Problem]:
    question = outline.asked_by(indicator.word("question"))
    scale = scale_of(outline, question) if question else None
    if scale is not None and len(scale) < 2:
        yield outline.fault(
            indicator,
            "question",
            "its answers are no scale: fewer than two of them stand on one.",
        )


def _check_outcome(outline: Outline, outcome: Table) -> Iterator[Problem]:
    """A number, yes or no, boxes, or a choice with the answers that mean yes."""
    column = outcome.word("question")
    kinds = {"number", "yes_no", "multiple", "choice"}
    yield from check_column(outline, outcome, "question", column, kinds)
    asked = outline.asked_by(column)
    kind = outline.kind(asked) if asked else ""
    if asked and kind == "choice":
        yield from check_answers(outline, outcome, "yes", asked)
        if not outcome.values.get("yes"):
            what = f'"yes" is missing: which answers to "{column}" count as yes?'
            yield outline.fault(outcome, "yes", what)
    elif kind and "yes" in outcome.values:
        what = f'"yes" means nothing for a question of kind "{kind}".'
        yield outline.fault(outcome, "yes", what, "Leave it out.")


def _check_domains(outline: Outline) -> Iterator[Problem]:
    indicators = outline.root.tables("indicator")
    measured = {indicator.word("domain") for indicator in indicators}
    weighing = {each.word("domain") for each in indicators if each.values.get("weight") != 0}
    for name, domain in outline.domains.items():
        if name in measured - weighing:
            yield outline.fault(
                domain,
                (),
                "all its indicators have the weight 0, so that it has no score.",
                "Give one of them a weight.",
            )
        if name not in measured:
            yield outline.fault(
                domain,
                (),
                "no indicator belongs to this domain.",
                "Add one, or leave the domain out.",
            )


def _check_background(outline: Outline, background: Table) -> Iterator[Problem]:
    question, breaks = background.word("question"), background.values.get("breaks")
    if bool(question) == bool(background.words("sum")):
        yield outline.fault(background, (), "it needs either `question` or `sum`, and not both.")
    yield from check_column(
        outline, background, "question", question, {"choice", "yes_no", "number"}
    )
    yield from _check_numbers(outline, background, "sum")
    asked = outline.asked_by(question)
    is_number = bool(background.words("sum")) or (
        asked is not None and outline.kind(asked) == "number"
    )
    if is_number and not breaks:
        yield outline.fault(
            background,
            (),
            "a number needs `breaks`, which cut it into classes.",
            "For example: breaks = [0, 10, 50].",
        )
    if breaks and asked is not None and not is_number:
        yield outline.fault(
            background, "breaks", "only numbers can be cut into classes.", "Leave it out."
        )
    yield from _check_rising(outline, background)


def _check_rising(outline: Outline, background: Table) -> Iterator[Problem]:
    breaks = background.values.get("breaks")
    numbers = (
        [item for item in breaks if isinstance(item, int | float)]
        if isinstance(breaks, list)
        else []
    )
    for before, after in pairwise(numbers):
        if after <= before:
            yield outline.fault(
                background, "breaks", f"the breaks must rise, but {after} comes after {before}."
            )


def _check_numbers(outline: Outline, table: Table, key: str) -> Iterator[Problem]:
    words = table.words(key)
    for position, column in words:
        yield from check_column(outline, table, (key, position), column, NUMBER)
    if len(words) != len({column for _, column in words}):
        yield outline.fault(table, key, "the same question stands here twice.")


def _check_support(outline: Outline) -> Iterator[Problem]:
    support = outline.root.table("support")
    if support is None:
        return
    code = support.word("question")
    yield from outline.unknown(support, "question", "question", code, outline.questions)
    asked = outline.questions.get(code)
    if asked is not None:
        yield from check_column(outline, support, "question", code, {"choice", "yes_no"})
        yield from check_answers(outline, support, "yes", asked)
