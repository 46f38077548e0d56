"""The instrument: what each question measures, as records. `survey.instrument_file` reads and checks the file."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass

from survey.common.texts import Text
from survey.common.toml import STRICT
from survey.instrument.points_kinds import POINTS, PointsForm, PointsKind, QuestionKind

Wave = Literal["baseline", "followup"]
WAVES: tuple[Wave, ...] = ("baseline", "followup")

INDEX = "index"
"""The name of the index where a domain or indicator could stand; no domain or indicator can have it."""

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,19}$")]
"""A LimeSurvey question code: letters and digits, a letter first, at most 20 characters."""
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Weight = Annotated[float, Field(gt=0)]

OTHER = "-oth-"
"""What LimeSurvey stores as the answer when "other" is chosen; the words stand in the column `code[other]`."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Option:
    """One answer a person can choose: the `code` that is stored and the text that is shown."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,5}$")]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AnswerList:
    """Answers in their order; `not_applicable` are codes such as "don't know", outside the scale."""

    id: Id
    options: list[Option]
    not_applicable: list[str] = field(default_factory=list)

    @property
    def codes(self) -> Sequence[str]:
        """All codes, in order."""
        return [option.code for option in self.options]

    @property
    def scale(self) -> Sequence[str]:
        """The codes that are positions on a scale, in order."""
        return [code for code in self.codes if code not in self.not_applicable]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AskedIf:
    """A condition on what `question` was answered with: one of `answers`, or a number of `at_least`.

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


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Question:
    """One question. `answers` names the answer list of a choice, multiple, ranking or grid question.

    `least` and `most` bound a number; `places` is how many answers can be ranked, or ticked.
    `if_not_asked` is the number of a company to which the question was not shown because of what it
    answered before: who has no employees has 0.
    `chosen_in` names a question of kind "multiple": of a grid's rows or a ranking's answers only those
    are shown whose boxes were ticked there.
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
    if_not_asked: float | None = None
    chosen_in: Code | None = None
    waves: list[Wave] = field(default_factory=lambda: ["baseline", "followup"])
    personal: bool = False
    """Free text or a detail that could point at a person: never printed in anything that leaves the office."""
    only_asked: bool = False
    """It is asked to be read: nothing is made of its answers."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Domain:
    """A group of indicators, with its weight in the index."""

    id: Id
    name: Text
    short: Text | None = None
    about: Text | None = None
    weight: Weight = 1.0
    one_thing: bool = False
    """Its indicators are meant to measure one and the same thing, so that their agreement (Cronbach's alpha) says how well they do.

    False for a checklist of practices: a company can have one without the other.
    """


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Says:
    """What a company reads about an indicator when it is high (`strong`, from 75) or low (`weak`, under 50).

    `{women}`, `{men}` and `{people}` stand for head counts, `{answer}` for the words of the company's own answer, `{gap}` for the size of
    a gap in per cent: a number without its sign and without the word "per cent".
    """

    strong: Text
    weak: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Indicator:
    """One measured thing, 0-100 with 100 best.

    `question` is the column of a scale, yes_no, share (of women, per cent) or gap_percent (men minus women, per cent of men's pay);
    `women` and `men` are the columns of a balance (head counts) or a gap (mean pay), and `women_count` and `men_count` a gap's head counts.
    """

    id: Id
    domain: Id
    name: Text
    points: PointsKind
    question: str | None = None
    women: str | None = None
    men: str | None = None
    women_count: str | None = None
    men_count: str | None = None
    reversed: bool = False
    weight: Annotated[float, Field(ge=0)] = 1.0
    sensitive: bool = False
    """Harassment items: aggregates need more respondents."""
    treatment: bool = False
    """It measures the work that a programme itself brings: it rises by taking part.

    It is kept out of the scores on which effects are estimated.
    """
    says: Says | None = None

    @property
    def columns(self) -> Sequence[str]:
        """The answer columns the points rest on."""
        named = (self.question, self.women, self.men, self.women_count, self.men_count)
        return [column for column in named if column is not None]

    @property
    def form(self) -> PointsForm:
        """What is known of its kind of points."""
        return POINTS[self.points]

    @property
    def head_counts(self) -> tuple[str, str] | None:
        """The columns with the numbers of women and men, None where the points rest on none."""
        women, men = (getattr(self, role) for role in self.form.head_counts or ("women", "men"))
        return (women, men) if self.form.head_counts and women and men else None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Need:
    """A business need: `severity` is the column of its scale question, `option` its code in the ranking question.

    Where the scale question is only shown for needs that were chosen (`chosen_in`), a need that was left
    out of the choice has the scale's lowest severity: the company says that it needs no help with it.
    """

    id: Id
    name: Text
    severity: str
    option: str | None = None
    to_do: Text | None = None
    """The need as something to get help with, e.g. "selling outside the municipality", for the company's page."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NeedsRule:
    """`severe_from` is the first code on the severity scale that counts as severe; `ranking` the question with the top places."""

    severe_from: str
    ranking: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Outcome:
    """Something the programme wants to move, measured in both waves: a number or a count of one question.

    `when_closed` is what a company that has closed counts as, such as 0 full-time jobs; None leaves it out.
    """

    id: Id
    name: Text
    question: str
    unit: Text | None = None
    when_closed: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Background:
    """A fact that groups companies. From a choice (`question`), or a number or a `sum` of numbers cut at `breaks`.

    `breaks` [0, 1, 5, 10, 20, 50] make the classes 0, 1-4, 5-9, 10-19, 20-49 and 50+, labelled by their bounds.
    The register's column of the same name, where there is one, goes before the answer.
    """

    id: Id
    name: Text
    question: str | None = None
    sum: list[str] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Support:
    """The question "do you want support", and the answers that mean yes."""

    question: Code
    yes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Followup:
    """What the second round tells about a company besides what it measures; each names a question, and any may be left out.

    `running`: yes or no, where "no" means that the company has closed. `gains`: what the project has given it; the codes in `nothing`
    mean nothing at all. `steps`: how many of the agreed steps it has taken, `areas` what they were about, `words` in its own words.
    """

    running: Code | None = None
    gains: Code | None = None
    nothing: list[str] = field(default_factory=list)
    steps: Code | None = None
    areas: Code | None = None
    words: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Check:
    """Two numbers of which the first can be at most the second, such as managers and staff."""

    at_most: Annotated[list[str], Field(min_length=2, max_length=2)]
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Column:
    """One column of the answers: its name as LimeSurvey exports it, the question behind it and the codes it may hold."""

    name: str
    question: Question
    codes: frozenset[str] | None
    part: str | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Instrument:
    """Everything the questionnaire asks and what each answer measures."""

    title: Text
    languages: Annotated[list[str], Field(min_length=1)]
    welcome: Text | None = None
    goodbye: Text | None = None
    section: list[Section]
    answers: list[AnswerList] = field(default_factory=list)
    question: Annotated[list[Question], Field(min_length=1)]
    domain: list[Domain] = field(default_factory=list)
    indicator: list[Indicator] = field(default_factory=list)
    needs: NeedsRule | None = None
    need: list[Need] = field(default_factory=list)
    outcome: list[Outcome] = field(default_factory=list)
    background: list[Background] = field(default_factory=list)
    support: Support | None = None
    followup: Followup | None = None
    check: list[Check] = field(default_factory=list)

    @cached_property
    def lists(self) -> Mapping[str, AnswerList]:
        """Answer lists by id."""
        return {answers.id: answers for answers in self.answers}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Questions by code."""
        return {question.code: question for question in self.question}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Pages by id."""
        return {section.id: section for section in self.section}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return {indicator.id: indicator for indicator in self.indicator}

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        """Domains by id."""
        return {domain.id: domain for domain in self.domain}

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Answer columns by their name in an export, in the questionnaire's order."""
        return {
            column.name: column
            for question in self.question
            for column in columns_of(question, self.lists)
        }


def columns_of(question: Question, lists: Mapping[str, AnswerList]) -> Sequence[Column]:
    """The columns LimeSurvey writes for a question (see its "Columns" in the export's description)."""
    codes = lists[question.answers].codes if question.answers and question.answers in lists else []
    match question.kind:
        case "grid":
            return [
                Column(
                    name=f"{question.code}[{row.code}]",
                    question=question,
                    codes=frozenset(codes),
                    part=row.code,
                )
                for row in question.rows
            ]
        case "ranking":
            places = range(1, (question.places or len(codes)) + 1)
            return [
                Column(
                    name=f"{question.code}[{place}]",
                    question=question,
                    codes=frozenset(codes),
                    part=str(place),
                )
                for place in places
            ]
        case "multiple":
            parts = [
                Column(
                    name=f"{question.code}[{code}]",
                    question=question,
                    codes=frozenset({"Y"}),
                    part=code,
                )
                for code in codes
            ]
            return parts + _other(question)
        case "choice":
            allowed = frozenset(codes) | ({OTHER} if question.other else set())
            return [Column(name=question.code, question=question, codes=allowed), *_other(question)]
        case "yes_no":
            return [Column(name=question.code, question=question, codes=frozenset({"Y", "N"}))]
        case _:
            return [Column(name=question.code, question=question, codes=None)]


def _other(question: Question) -> list[Column]:
    return (
        [Column(name=f"{question.code}[other]", question=question, codes=None, part="other")]
        if question.other
        else []
    )
