"""What is asked: pages, answer lists and questions, as records."""

from collections.abc import Sequence
from dataclasses import field
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass

from survey.common.texts import Text
from survey.common.toml import STRICT
from survey.instrument.points_kinds import QuestionKind

Wave = Literal["baseline", "followup"]
WAVES: tuple[Wave, ...] = ("baseline", "followup")

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,19}$")]
"""A LimeSurvey question code: letters and digits, a letter first, at most 20 characters."""
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
TextAlone = dict[Literal["text"], Text]
"""The `text` as it is quoted to one person alone, in the languages where that differs."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Option:
    """One answer a person can choose: the `code` that is stored and the text that is shown."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,5}$")]
    text: Text
    alone: TextAlone = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AnswerList:
    """Answers in their order, those of a scale from one end to the other.

    Two kinds of answer stand outside the scale. Who chooses one of `not_applicable` ("does not
    apply to us") is not judged by the question: it leaves the denominator. Who chooses one of
    `not_answered` ("don't know", "would rather not say") has not answered it, as if the question
    were left blank: it counts against completeness.
    """

    id: Id
    options: list[Option]
    not_applicable: list[str] = field(default_factory=list)
    not_answered: list[str] = field(default_factory=list)

    @property
    def codes(self) -> Sequence[str]:
        """All codes, in order."""
        return [option.code for option in self.options]

    @property
    def scale(self) -> Sequence[str]:
        """The codes that are positions on a scale, in order."""
        return [code for code in self.codes if code not in self.outside]

    @property
    def outside(self) -> Sequence[str]:
        """The codes that are no positions on a scale, in order."""
        named = {*self.not_applicable, *self.not_answered}
        return [code for code in self.codes if code in named]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AskedIf:
    """What `question` has to have as its answer: one of `answers`, or a number of `at_least`.

    Of a question of kind "multiple", `answers` are boxes, of which one has to be ticked.
    """

    question: Code
    answers: list[str] = field(default_factory=list)
    at_least: float | None = None


Conditions = Annotated[
    list[AskedIf], BeforeValidator(lambda one: one if isinstance(one, list) else [one])
]
"""One condition, or a list of which all have to hold."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Section:
    """A page of the questionnaire (a question group in LimeSurvey)."""

    id: Id
    title: Text
    intro: Text | None = None
    asked_if: Conditions = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Row:
    """A row of a grid (a subquestion in LimeSurvey)."""

    code: Code
    text: Text
    asked_if: Conditions = field(default_factory=list)
    alone: TextAlone = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Question:
    """One question; `answers` names the list of a choice, multiple, ranking or grid question.

    `least` and `most` bound a number; `places` is how many answers can be ranked, or ticked.
    `if_not_asked` is the answer of a company to which the question was not shown because of what it
    answered before: a number (who has no employees has 0), or the box of a multiple question that
    counts as ticked (to whom the project made no difference, it gave nothing).
    `chosen_in` names a question of kind "multiple": of a grid's rows or a ranking's answers only
    those are shown whose boxes were ticked there.
    """

    code: Code
    section: Id
    kind: QuestionKind
    text: Text
    help: Text | None = None
    answers: Id | None = None
    rows: list[Row] = field(default_factory=list)
    places: Annotated[int, Field(ge=1)] | None = None
    other: bool = False
    least: float | None = None
    most: float | None = None
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    unit: Text | None = None
    required: bool = False
    asked_if: Conditions = field(default_factory=list)
    if_not_asked: float | str | None = None
    chosen_in: Code | None = None
    waves: list[Wave] = field(default_factory=lambda: ["baseline", "followup"])
    personal: bool = False
    """Free text, or a detail that could point at a person.

    It is never printed in anything that leaves the office.
    """
    only_asked: bool = False
    """It is asked to be read: nothing is made of its answers."""
    alone: TextAlone = field(default_factory=dict)
