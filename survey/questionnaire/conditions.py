"""When a question is shown, in LimeSurvey's own language of expressions."""

from survey.instrument import AskedIf

ALWAYS = "1"


def write_relevance(condition: AskedIf | None) -> str:
    """The expression: true if the other question has one of the answers; an answer that was never given is none (`NAOK`).

    https://www.limesurvey.org/manual/ExpressionScript_-_Presentation, "Relevance".
    """
    if condition is None:
        return ALWAYS
    return " or ".join(f'{condition.question}.NAOK == "{answer}"' for answer in condition.answers)
