"""When a page, a question or a row is shown, in LimeSurvey's own language of expressions."""

from collections.abc import Sequence

from survey.answers.skip_logic import choice_conditions
from survey.instrument.records import AskedIf, Instrument, Question, Row

ALWAYS = "1"


def question_relevance(question: Question, instrument: Instrument) -> str:
    """When a question is shown on a page that is."""
    return write_relevance(
        [*question.asked_if, *choice_conditions(question, instrument)], instrument
    )


def row_relevance(row: Row, question: Question, instrument: Instrument) -> str:
    """When a row is shown in a grid that is."""
    chosen = choice_conditions(question, instrument, row.code)
    return write_relevance([*row.asked_if, *chosen], instrument)


def write_relevance(conditions: Sequence[AskedIf], instrument: Instrument) -> str:
    """The expression: true if all conditions hold; an answer that was never given is none (`NAOK`).

    https://www.limesurvey.org/manual/ExpressionScript_-_Presentation, "Relevance".
    """
    written = [_write(condition, instrument) for condition in conditions]
    if len(written) < 2:
        return written[0] if written else ALWAYS
    return " and ".join(f"({each})" for each in written)


def _write(condition: AskedIf, instrument: Instrument) -> str:
    code = condition.question
    if condition.at_least is not None:
        return f"sum({code}.NAOK) >= {condition.at_least:g}"
    if instrument.questions[code].kind == "multiple":
        return " or ".join(f'{code}_{box}.NAOK == "Y"' for box in condition.answers)
    return " or ".join(f'{code}.NAOK == "{answer}"' for answer in condition.answers)
