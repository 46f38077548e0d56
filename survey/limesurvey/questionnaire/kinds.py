"""How each kind of question is called in LimeSurvey."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.instrument.points_kinds import QuestionKind


@dataclass(frozen=True, slots=True)
class ServerKind:
    """LimeSurvey's letter for a kind of question, and the theme that draws it."""

    letter: str
    theme: str


SERVER_KINDS: Mapping[QuestionKind, ServerKind] = {
    "choice": ServerKind("L", "listradio"),
    "yes_no": ServerKind("Y", "yesno"),
    "number": ServerKind("N", "numerical"),
    "text": ServerKind("S", "shortfreetext"),
    "long_text": ServerKind("T", "longfreetext"),
    "multiple": ServerKind("M", "multiplechoice"),
    "ranking": ServerKind("R", "ranking"),
    "grid": ServerKind("F", "arrays/array"),
}
"""The letters are those of https://www.limesurvey.org/manual/Question_object_types."""
