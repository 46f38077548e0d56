"""The instrument: what each question measures, as records.

`survey.instrument.file` reads and checks the file. What is asked stands in `questions`, the columns
of the answers in `columns`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from survey.common.one_person import speak_to_one
from survey.common.texts import Text
from survey.common.toml import STRICT
from survey.instrument.columns import Column, columns_of
from survey.instrument.points_kinds import POINTS, PointsForm, PointsKind
from survey.instrument.questions import (
    WAVES,
    AnswerList,
    AskedIf,
    Code,
    Conditions,
    Id,
    Option,
    Question,
    Row,
    Section,
    Wave,
)

__all__ = [
    "INDEX",
    "WAVES",
    "AnswerList",
    "AskedIf",
    "Background",
    "Check",
    "Code",
    "Conditions",
    "Domain",
    "Followup",
    "Id",
    "Indicator",
    "Instrument",
    "Need",
    "NeedsRule",
    "Option",
    "Outcome",
    "Question",
    "Row",
    "Says",
    "Section",
    "Support",
    "Wave",
]

INDEX = "index"
"""The name of the index where a domain or indicator could stand; none of them can have it."""

Weight = Annotated[float, Field(gt=0)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Domain:
    """A group of indicators, with its weight in the index."""

    id: Id
    name: Text
    short: Text | None = None
    about: Text | None = None
    weight: Weight = 1.0
    one_thing: bool = False
    """Its indicators are meant to measure one and the same thing.

    Then their agreement (Cronbach's alpha) says how well they do. False for a checklist of
    practices: a company can have one without the other.
    """


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Says:
    """What a company reads about an indicator that is high (`strong`, from 75) or low (`weak`).

    `{women}`, `{men}` and `{people}` stand for head counts, `{answer}` for the words of the
    company's own answer, `{gap}` for the size of a gap in per cent: a number without its sign and
    without the word "per cent". `few_` is for a company in which one is employed, and for a lone
    owner where there is no `alone_`. Owners who work together without employees read the others.
    `women_weak` is for a gap in which women get more than men. `act`, of an
    indicator that asks if somebody has been treated badly, is what was done, in words that end the
    sentence "Somebody has been subjected to …".
    """

    strong: Text
    weak: Text
    few_strong: Text | None = None
    few_weak: Text | None = None
    alone_strong: Text | None = None
    alone_weak: Text | None = None
    women_weak: Text | None = None
    act: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Indicator:
    """One measured thing, 0-100 with 100 best.

    `question` is the column of a scale, of a yes_no, of a share (of women, per cent) or of a
    gap_percent (men minus women, per cent of men's pay). `women` and `men` are the columns of a
    balance (head counts) or of a gap (mean pay); `women_count` and `men_count` are a gap's head
    counts. `weight` is the share in the domain; at 0 the indicator is shown and can be flagged, but
    it is no part of any domain.
    """

    id: Id
    domain: Id
    name: Text
    in_sentence: Text | None = None
    """What it is about, as a noun inside a sentence, such as "the way to higher pay"."""
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
    newcomers: bool = False
    """It counts people who were newly employed: of the rarer sex, the more of them the better."""
    told_from: Annotated[int, Field(ge=0)] = 0
    """How many must be employed before it is told: of one or two, nothing can be said to be uneven.

    It counts in points all the same.
    """
    says: Says | None = None

    @property
    def columns(self) -> Sequence[str]:
        """The answer columns the points rest on."""
        named = (self.question, self.women, self.men, self.women_count, self.men_count)
        return [column for column in named if column is not None]

    @property
    def unscored(self) -> bool:
        """Whether it only tells that somebody was treated badly: shown as answers, never scored."""
        return self.sensitive and self.weight == 0

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
    """A business need.

    `severity` is the column of its scale question, `option` its code in the ranking question. Where
    the scale question is only shown for needs that were chosen (`chosen_in`), a need that was left
    out of the choice has the scale's lowest severity: the company needs no help with it.
    """

    id: Id
    name: Text
    severity: str
    option: str | None = None
    to_do: Text | None = None
    """The need as something to get help with, such as "selling outside the municipality"."""
    alone: dict[Literal["name", "to_do"], Text] = field(default_factory=dict)
    """Its texts to one person alone, in the languages where they differ."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NeedsRule:
    """How needs are read.

    `severe_from`: the first code on the severity scale that counts as severe. `ranking`: the
    question with the top places.
    """

    severe_from: str
    ranking: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Outcome:
    """Something the programme wants to move: a number, yes or no, or a count of ticked boxes.

    `yes`: of a question of kind "choice", the answers that count as yes; the others on its scale
    count as no. `when_closed`: what a company that has closed counts as, such as 0 full-time jobs;
    None leaves it out.
    """

    id: Id
    name: Text
    question: str
    yes: list[str] = field(default_factory=list)
    unit: Text | None = None
    when_closed: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Background:
    """A fact that groups companies: a choice, or a number that is cut into classes.

    The number is the answer to `question` or a `sum` of answers. `breaks` [0, 1, 5, 10, 20, 50]
    make the classes 0, 1-4, 5-9, 10-19, 20-49 and 50+, labelled by their bounds. The register's
    column of the same name, where there is one, goes before the answer.
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
    """What the second round tells about a company besides what it measures.

    Each setting names a question, and any may be left out. `running`: yes or no, where "no" means
    that the company has closed. `gains`: what the project has given it; the codes in `nothing` mean
    nothing at all. `steps`: how many of the agreed steps it has taken, `agreed` how many there
    were, `areas` what they were about, `words` the same in its own words.
    """

    running: Code | None = None
    gains: Code | None = None
    nothing: list[str] = field(default_factory=list)
    steps: Code | None = None
    agreed: Code | None = None
    areas: Code | None = None
    words: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Check:
    """Numbers of which the first can be at most the second, or the sum of all that follow.

    For example, those who lead are at most the staff and the owners together.
    """

    at_most: Annotated[list[str], Field(min_length=2)]
    says: Text


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Instrument:
    """Everything the questionnaire asks and what each answer measures."""

    title: Text
    languages: Annotated[list[str], Field(min_length=1)]
    published: bool = False
    """Nobody was asked: the "answers" are figures that the companies published themselves."""
    owners: list[str] = field(default_factory=list)
    """The columns whose sum is how many own the company."""
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
    def to_one(self) -> "Instrument":
        """The instrument as it is quoted to one person alone."""
        return speak_to_one(self)

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
