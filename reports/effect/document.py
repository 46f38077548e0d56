"""What a company's effect report holds, in words and numbers.

Template and figures read nothing else.
"""

from dataclasses import dataclass

from analysis.effects.reliable_change import ChangeVerdict
from reports.company.records import Method, Sender, StatedNeed, SuggestedAction


@dataclass(frozen=True, slots=True)
class Shift:
    """One domain, or the index: points (0-100, None where unknown) `before` and `after`.

    `low` to `high`: the 95 % interval of the second measurement if there is nothing but measurement
    error; None where it is unknown. `others`: the mean change of `n` similar companies, described
    by `group`; None (with n = 0) where they are too few to be shown. `missing` says why there is no
    verdict, else "". `short` is its name inside a sentence. `told`: the points before in the
    company's diagnosis, where these are others; else None.
    """

    name: str
    before: float | None
    after: float | None
    low: float | None
    high: float | None
    verdict: ChangeVerdict
    others: float | None
    n: int
    group: str
    missing: str = ""
    short: str = ""
    told: float | None = None


@dataclass(frozen=True, slots=True)
class IndexChange:
    """The index in both rounds: its bands (1-4, None where not calculable).

    `verdict` says whether its points moved by more than chance.
    """

    before: int | None
    after: int | None
    verdict: ChangeVerdict


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question whose answer has changed, in words."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the company in both rounds, with its unit in the `name`.

    "" where it was not asked or not answered.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Activity:
    """A kind of activity: how many `times` the company took part, and the sum of its `hours`."""

    name: str
    times: int
    hours: float


@dataclass(frozen=True, slots=True)
class FlaggedArea:
    """An area that the diagnosis marked because it was low, with its points (0-100) then and now.

    `after` is None where it was not measured again. `sure`: it rose by more than chance.
    """

    name: str
    before: float
    after: float | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Hurt:
    """What the company tells of somebody who was treated badly, without numbers.

    `again`: it told of it last time too. `told`: the instrument's sentences. `steps`: what to do in
    the coming days, the first one first; none where no action answers it.
    """

    again: bool
    told: tuple[str, ...]
    steps: tuple[SuggestedAction, ...]


@dataclass(frozen=True, slots=True)
class EarlierAction:
    """An action that the diagnosis suggested.

    `in_place`: whether the second round's answers show it; None where they say nothing of it.
    """

    title: str
    in_place: bool | None


@dataclass(frozen=True, slots=True)
class ActionsTaken:
    """What the company says it has done of what was agreed.

    `suggested`: the actions of its diagnosis, those that are in place now first. `steps`: the
    number of actions it says it has taken, and `agreed` how many it had agreed on with the
    adviser; None without an answer. `areas`: what these were about.
    `words`: what it wrote about them, "" where nothing is cleared for print.
    """

    suggested: tuple[EarlierAction, ...]
    steps: int | None
    areas: tuple[str, ...]
    words: str
    agreed: int | None = None


@dataclass(frozen=True, slots=True)
class Gains:
    """What the company says the project gave it; `none`: it answered that there was nothing.

    `meant`: its own answer about better or worse, "" where that was not asked or not answered.
    `worse`: that answer says that something got worse.
    """

    named: tuple[str, ...]
    none: bool
    meant: str = ""
    worse: bool = False


@dataclass(frozen=True, slots=True)
class ActionAhead:
    """An action that suits the company now.

    `again`: why it is suggested again, where its diagnosis suggested it too; else "".
    """

    step: SuggestedAction
    again: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Everything on one company's effect report.

    `company_id` names files and is not printed. `opening` says how it has gone, what the company
    did and what is next, and `summary` which answers moved; both are Markdown, all other words are
    plain text. `first` and `second` are the days of the two answers in words, "" if unknown.
    `staff` and `staff_before` are head counts, None if unknown. `is_alone`: the company is one
    person, who is told "du" where the language does so. `hurt_before`: what is said where somebody
    was treated badly last time and the company tells of nothing now, else "". `shifts` are in the
    instrument's order; `risen` and `fallen` are the answers that moved most.
    """

    company_id: str
    name: str
    language: str
    simulated: bool
    sender: Sender
    municipality: str
    staff: int | None
    first: str
    second: str
    hurt: Hurt | None
    opening: str
    summary: str
    whole: IndexChange
    shifts: tuple[Shift, ...]
    risen: tuple[AnswerChange, ...]
    fallen: tuple[AnswerChange, ...]
    figures: tuple[Figure, ...]
    activities: tuple[Activity, ...]
    gains: Gains
    taken: ActionsTaken
    flags: tuple[FlaggedArea, ...]
    needs: tuple[StatedNeed, ...]
    ahead: tuple[ActionAhead, ...]
    method: Method
    is_alone: bool = False
    staff_before: int | None = None
    hurt_before: str = ""
