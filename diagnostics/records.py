"""The records of this floor: flags, candidates, selections and findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pandas as pd

from survey.instrument.records import Wave

FlagKind = Literal["equality", "need"]
FlagLevel = Literal["serious", "watch"]
Outcome = Literal["selected", "reserve", "not_selected", "ineligible"]
Tone = Literal["hurt", "concern", "next", "strength"]
"""How a finding is told; the first are told first."""
Rarity = Literal["company", "trade"]
"""Where the sex of most newcomers is the rarer one."""
SeatKind = Literal["core", "contrast", "quota", "decision"]
CONTRAST, MUST = "contrast", "must"
"""What a stage asks for beside its quotas, by name."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition that a company met.

    `item` scored `score` (0-100), which is `relation` the rule's `limit`. `answers`: the answers
    behind it, by column.
    """

    item: str
    score: float
    relation: Literal["below", "at_least"]
    limit: float
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that a company met, with its reasons.

    `flag`: the id of the rule. `stands`: the share (0-1) of plausible variants in which the company
    still meets it. `firm`: whether it does so without any single answer; None for need flags, which
    always rest on one answer.
    """

    company_id: str
    wave: Wave
    flag: str
    kind: FlagKind
    level: FlagLevel
    reasons: Sequence[Reason]
    stands: float
    firm: bool | None


@dataclass(frozen=True, slots=True)
class Seat:
    """A company's seat at a stage."""

    stage: str
    company_id: str


@dataclass(frozen=True, slots=True)
class DemandChange:
    """What a stage asks for, and how many companies met it before and after a decision.

    `name` is a quota such as "municipality=PAJ" or "contrast" (seats for contrast cases); `asked`
    is how many chosen companies the programme wants. For "must" the numbers are of companies that
    must go in and have no seat, of which there should be `asked` = 0.
    """

    stage: str
    name: str
    asked: int
    before: int
    after: int

    @property
    def is_worse(self) -> bool:
        """Whether it is met less well than before."""
        return self.after > self.before if self.name == MUST else self.after < self.before


@dataclass(frozen=True, slots=True)
class Impact:
    """What a decision changed when it was made, found by choosing without it and with it.

    The outcomes are the company's own at the stage decided about; None where it did not stand
    before it. `fell_out` and `moved_up` are other companies that lost or gained a seat, the first
    stage first. `demands` are those met by more or by fewer companies than before.
    """

    outcome_before: Outcome | None
    outcome_after: Outcome | None
    fell_out: tuple[Seat, ...] = ()
    moved_up: tuple[Seat, ...] = ()
    demands: tuple[DemandChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a company at a stage.

    `decided_at`: by the caller's clock, aware of its time zone.

    `rank_before` and `rank_after` are its places in the stage's order without and with the
    decision, `priority` its class in that order when it was decided; None where it stood in no
    order, as an ineligible company does.

    `withdraws`: it ends what was decided about the company and the stage before, so that the rule
    decides again; `include` then repeats what it ends. `impact` is None where nobody worked it out,
    as in stores of older versions.
    """

    decided_at: datetime
    company_id: str
    stage: str
    include: bool
    reason_code: str
    by: str
    note: str = ""
    rank_before: int | None = None
    rank_after: int | None = None
    priority: int | None = None
    withdraws: bool = False
    impact: Impact | None = None

    @property
    def action(self) -> Literal["include", "exclude", "withdraw"]:
        """What the person did, as the command line calls it."""
        if self.withdraws:
            return "withdraw"
        return "include" if self.include else "exclude"


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the selection reads about every contact.

    All frames have one row per contact; their index is `company_id`, unique and sorted.
    `facts`: `answered`, `complete` (bool), `wants_support` (boolean, missing if it did not say).
    `keys`, all float: `serious_flags`, `watch_flags`, `firm_flags` (numbers of equality flags),
    `need_flags` (number of need flags), `lowest_index`, `lowest_domain`, `highest_need`,
    `mean_need` (0-100, NaN if missing), `earliest_answer` (seconds since 1970, NaN if missing).
    `backgrounds`: text, missing if unknown. `groups`: one bool column per target group.
    """

    facts: pd.DataFrame
    keys: pd.DataFrame
    backgrounds: pd.DataFrame
    groups: pd.DataFrame


@dataclass(frozen=True, slots=True)
class StageOutcomes:
    """One stage in numbers of companies.

    `candidates` stood before the stage; the other numbers say what became of them and add up to it.
    `capacity`: the number of seats; None if the stage has no limit.
    """

    stage: str
    capacity: int | None
    candidates: int
    selected: int
    reserve: int
    not_selected: int
    ineligible: int


@dataclass(frozen=True, slots=True)
class LotteryRecord:
    """A lottery that anybody can repeat: sort the entrants of a `priority` by `draw`.

    `entrants`: `company_id, priority, draw, won`; one row per company about which the draw decided.
    """

    stage: str
    seed: int
    equal_on: int
    entrants: pd.DataFrame


@dataclass(frozen=True, slots=True)
class StageNote:
    """Something that a person should know about a stage. Pages and the screen put it into words.

    `kind` "quota": of the `asked` companies that the quota `name` asks for, only `got` can be
    chosen. "contrast": of `asked` contrast seats, only `got` found a clear case. "must": `asked`
    companies that must go in are not in, because decisions left no room.
    """

    stage: str
    kind: Literal["quota", "contrast", "must"]
    got: int
    asked: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is selected at each stage, and why.

    `table`: one row per company and stage that it stood before. Columns: `company_id`, `stage`,
    `outcome`; `rule_outcome` (what the rule alone gives); `priority` (companies that are equal on
    the keys of the stage's order share a number, 1 is first); `rank` (1..n on the stage's list,
    included companies first); `place` (the kind of seat); `reasons` (text); `decided_by`.
    `priority` and `rank` are missing if the company is not on the list, `place` without a seat.
    `why`: `company_id, stage, code, detail`; one row per reason, before it is put into words.
    `unused`: decisions about companies or stages that do not exist.
    """

    table: pd.DataFrame
    why: pd.DataFrame
    counts: Sequence[StageOutcomes]
    lottery: LotteryRecord | None
    unused: Sequence[Decision]
    notes: Sequence[StageNote]

    def chosen(self, stage: str) -> list[str]:
        """List the ids selected at `stage`, in order; none if there is no such stage."""
        is_chosen = (self.table["stage"] == stage) & (self.table["outcome"] == "selected")
        return self.table.loc[is_chosen, "company_id"].tolist()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth telling a company about one item (an indicator, a domain or a need).

    `tone`: "hurt" (somebody has been treated badly), "concern", "next" (what a company that has
    come far could do next) or "strength". `score`: 0-100; of a need, its severity. `versus`: where
    the company stands against the middle half of comparable ones, None if unknown. `flags`: ids of
    the flags that name the item. `weight` orders findings, the largest first; it is never shown.
    `domain`: the domain of an indicator, a domain itself, None for a need. `relative`: the company
    has no strength, and this is its best item, or a good answer within it. `rarity`: most newcomers
    are of the sex that is rarer in the company or in its trade, so that they are a strength however
    uneven. `rank`: the place that the company gave a need among its wishes (1 is first), else None.
    """

    item: str
    level: Literal["indicator", "domain", "need"]
    tone: Tone
    score: float
    versus: Literal["below", "within", "above"] | None
    flags: Sequence[str]
    weight: float
    domain: str | None = None
    relative: bool = False
    rarity: Rarity | None = None
    rank: int | None = None

    @property
    def is_first_wish(self) -> bool:
        """Whether this is the need that the company wants help with before all others."""
        return self.level == "need" and self.rank == 1
