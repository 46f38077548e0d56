"""The overview as frozen records.

Words are in the reader's language; numbers are not rounded (shares 0-1, scores 0-100).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from diagnostics.records import FlagKind, FlagLevel, Outcome, SeatKind
from diagnostics.selection.binding_decisions import Standing
from reports.company.records import GivenAnswer
from reports.overview.answer_quality import Completeness, Discrimination, FaultGroup, Scale

CellStatus = Literal["ok", "hidden", "empty"]


@dataclass(frozen=True, slots=True)
class Company:
    """A company's name, and its backgrounds in words (ordered as `Overview.facts`).

    `href` is the path of its report, `card` that of its card with all answers; None without one.
    """

    id: str
    name: str
    facts: Sequence[str]
    href: str | None
    card: str | None = None


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat in words, its `kind` (None in reserve), and who decided it, if a person did."""

    kind: SeatKind | None
    words: str
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class ChosenCompany:
    """A company of the last stage in one row.

    `place`: municipality, trade and employees in words. `sentence`: what its answers show.
    `level`: the gravest of its equality flags. `stable`: the share of variants that select it.
    """

    company: Company
    place: str
    sentence: str
    level: FlagLevel | None
    seat: Seated
    stable: float | None


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A company that is not chosen, what its answers show, and what became of it (`standing`)."""

    company: Company
    place: str
    sentence: str
    standing: str


@dataclass(frozen=True, slots=True)
class FirstView:
    """What the page begins with: the last stage, by name, its companies and its reserve.

    `waiting`: with a serious flag, and not on the list. `unvisited`: of the others not chosen,
    those in which somebody was treated badly. `order`: what puts one company before another, in
    words.
    """

    stage: str
    capacity: int
    chosen: Sequence[ChosenCompany]
    reserve: Sequence[ChosenCompany]
    waiting: Sequence[WaitingView]
    unvisited: Sequence[WaitingView]
    order: str


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A level of the funnel.

    `of_first` and `of_previous` are shares; `capacity` is None where there is no limit.
    """

    name: str
    companies: int
    of_first: float
    of_previous: float | None
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Split:
    """The funnel for one value of a background.

    The number of companies at each step; `response` is the share of the contacted that answered.
    """

    name: str
    companies: Sequence[int]
    response: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps from all contacts to the last stage.

    `started`: began to answer and did not finish. `by`: the background of `splits`.
    """

    steps: Sequence[FunnelStep]
    started: int
    by: str
    splits: Sequence[Split]


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A condition that was met: the `item` in words, its score and limit (0-100), the answers."""

    item: str
    score: float
    relation: Literal["below", "at_least"]
    limit: float
    answers: Sequence[GivenAnswer]


@dataclass(frozen=True, slots=True)
class FlagView:
    """One flag in words.

    `stands` is a share of variants; `firm` is None where it rests on a single answer.
    """

    name: str
    kind: FlagKind
    level: FlagLevel
    stands: float
    firm: bool | None
    reasons: Sequence[ReasonView]


@dataclass(frozen=True, slots=True)
class FlaggedCompany:
    """A company with its flags, the most serious first.

    `sentence`: what its answers show. `answers`: those behind the flags, each once. `standing`: how
    far it came. `in_last`: it is selected at the last stage.
    """

    company: Company
    flags: Sequence[FlagView]
    sentence: str
    answers: Sequence[GivenAnswer]
    standing: str
    in_last: bool


@dataclass(frozen=True, slots=True)
class FlagCount:
    """How many companies a rule marks, and how many of them firmly."""

    name: str
    kind: FlagKind
    level: FlagLevel
    companies: int
    firm: int | None


@dataclass(frozen=True, slots=True)
class Flagged:
    """The flagged companies.

    `companies` are the most serious ones, up to a limit; `total` is the number of all; `counts` is
    the number per rule, of all companies.
    """

    total: int
    serious: int
    serious_chosen: int
    counts: Sequence[FlagCount]
    companies: Sequence[FlaggedCompany]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company at one stage.

    `stable` is the share of variants in which it is selected; `why` are reasons in words.
    """

    company: Company
    outcome: Outcome
    rule_outcome: Outcome
    place: SeatKind | None
    rank: int | None
    priority: int | None
    why: Sequence[str]
    stable: float | None
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage and its companies: selected, in reserve, or decided about.

    `unlisted` is how many of these are over the limit of the list.
    """

    name: str
    capacity: int | None
    selected: int
    reserve: int
    candidates: Sequence[Candidate]
    unlisted: int


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a person decided, and what it changed.

    The rule's own outcome and the present one are None for a company that is not there. `standing`
    says whether the decision still binds; `fell_out` and `moved_up` are the companies that lost or
    won a place by it when it was recorded.
    """

    company: Company
    stage: str
    include: bool
    reason: str
    note: str
    by: str
    at: datetime
    rank_before: int | None
    rank_after: int | None
    rule_outcome: Outcome | None
    outcome: Outcome | None
    standing: Standing
    fell_out: Sequence[Company]
    moved_up: Sequence[Company]


@dataclass(frozen=True, slots=True)
class Ineligible:
    """A reason not to be in the funnel: how many companies, and who of them answered."""

    reason: str
    companies: int
    named: Sequence[Company]


@dataclass(frozen=True, slots=True)
class Draw:
    """One company in the lottery: the number it drew, and whether that let it in.

    The number is hexadecimal digits; the lowest comes first.
    """

    company: Company
    priority: int
    draw: str
    won: bool


@dataclass(frozen=True, slots=True)
class LotteryView:
    """A draw that anybody can repeat with its `seed`."""

    stage: str
    seed: int
    draws: Sequence[Draw]


@dataclass(frozen=True, slots=True)
class ChosenView:
    """The selection: the last stage first, then the ones before it."""

    stages: Sequence[StageView]
    decisions: Sequence[DecisionView]
    ineligible: Sequence[Ineligible]
    lottery: LotteryView | None
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need of the programme.

    The share that calls it severe with its 95 % Wilson interval, and the share that puts it first.
    """

    name: str
    rank: int | None
    status: CellStatus
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    first_choice: float | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Needs (rows) by group (columns): `cells[need][group]`."""

    title: str
    columns: Sequence[str]
    rows: Sequence[str]
    cells: Sequence[Sequence[NeedRow]]


@dataclass(frozen=True, slots=True)
class NeedsView:
    """The programme's needs, most widespread first, and the same by background and target group."""

    rows: Sequence[NeedRow]
    matrices: Sequence[Matrix]


@dataclass(frozen=True, slots=True)
class Quality:
    """What the answers are worth."""

    responses: int
    complete: int
    incomplete: int
    twice: Sequence[Company]
    twice_total: int
    faults: Sequence[FaultGroup]
    faults_total: int
    completeness: Sequence[Completeness]
    scales: Sequence[Scale]
    weak: Sequence[Discrimination]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page in one language (`language`, a code)."""

    language: str
    title: str
    data_date: date | None
    simulated: bool
    snapshot: str
    instrument_hash: str
    version: str
    seed: int | None
    facts: Sequence[str]
    first: FirstView | None
    funnel: Funnel
    flagged: Flagged
    chosen: ChosenView
    needs: NeedsView
    quality: Quality
    share_least: int
