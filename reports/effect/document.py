"""What a company's effect report holds, already in words and numbers: template and figures read nothing else."""

from dataclasses import dataclass

from analysis.effects.reliable_change import ChangeVerdict
from reports.company.records import Method, Sender, Step, Wish


@dataclass(frozen=True, slots=True)
class Shift:
    """One domain, or the whole: points (0-100, None without) `before` and `after`.

    `low` to `high`: where the second measurement lands with 95 % if measurement error alone is at work; None where nobody can tell.
    `others`: the mean change of `n` similar companies named by `group`; None (n is 0) where these are too few to be shown.
    `missing` says why there is no verdict, else "".
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


@dataclass(frozen=True, slots=True)
class Whole:
    """The index: bands (1-4, None where not calculable) in both rounds, and whether the points moved by more than chance."""

    before: int | None
    after: int | None
    verdict: ChangeVerdict


@dataclass(frozen=True, slots=True)
class Turn:
    """A question whose answer has changed, in words."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the company, with its unit in the `name`, in both rounds; "" where it was not asked or not answered."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Activity:
    """A kind of activity that the company took part in: how many `times`, and `hours` all in all."""

    name: str
    times: int
    hours: float


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark of the first round; `still` there in the second (None: the answers do not say)."""

    title: str
    still: bool | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What the company says it has done of what was agreed.

    `suggested`: the measures of its diagnosis. `steps`: how many agreed steps it has taken, None without an answer; `areas` what they
    were about. `words`: what it wrote about them, "" where nothing is cleared for print.
    """

    suggested: tuple[str, ...]
    steps: int | None
    areas: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Gains:
    """What the project has given the company in its own answers; `none`: it answered that it was nothing in particular."""

    named: tuple[str, ...]
    none: bool


@dataclass(frozen=True, slots=True)
class Next:
    """A measure that suits the company now; `again`: its diagnosis suggested it too."""

    step: Step
    again: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """Everything on one company's effect report.

    `company_id` names files and is not printed. `summary` is Markdown, other words are plain. `first` and `second` are the days of the two
    answers in words ("" if unknown); `staff` a head count (None if unknown). `shifts` in the instrument's order, `risen` and `fallen` the
    answers that moved most.
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
    summary: str
    whole: Whole
    shifts: tuple[Shift, ...]
    risen: tuple[Turn, ...]
    fallen: tuple[Turn, ...]
    figures: tuple[Figure, ...]
    activities: tuple[Activity, ...]
    gains: Gains
    taken: Taken
    marked: tuple[Marked, ...]
    needs: tuple[Wish, ...]
    ahead: tuple[Next, ...]
    method: Method
