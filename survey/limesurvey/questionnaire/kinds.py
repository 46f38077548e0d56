"""How each kind of question is called in LimeSurvey."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.instrument.points_kinds import QuestionKind


@dataclass(frozen=True, slots=True)
class ServerKind:
    """A kind of question in LimeSurvey.

    `letters`: LimeSurvey's types that fit, of which `jamna questionnaire` writes the first.
    `theme`: the question theme that draws it.
    """

    letters: str
    theme: str

    @property
    def letter(self) -> str:
        """The type that is written."""
        return self.letters[0]


SERVER_KINDS: Mapping[QuestionKind, ServerKind] = {
    "choice": ServerKind("L!O5G", "listradio"),
    "yes_no": ServerKind("Y", "yesno"),
    "number": ServerKind("N", "numerical"),
    "text": ServerKind("STU", "shortfreetext"),
    "long_text": ServerKind("TUS", "longfreetext"),
    "multiple": ServerKind("MP", "multiplechoice"),
    "ranking": ServerKind("R", "ranking"),
    "grid": ServerKind("FH", "arrays/array"),
}
"""The letters are those of https://www.limesurvey.org/manual/Question_object_types."""
