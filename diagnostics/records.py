"""Judgements, as the rooms of this floor hand them to one another and upstairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pandas as pd

from survey.instrument import Wave

FlagKind = Literal["equality", "need"]
FlagLevel = Literal["serious", "watch"]
Outcome = Literal["selected", "reserve", "not_selected", "ineligible"]
Place = Literal["core", "contrast", "quota", "decision"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition that a company met: `item` scored `score` (0-100), the rule's `limit`, and the `answers` behind it by column."""

    item: str
    score: float
    relation: Literal["below", "at_least"]
    limit: float
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that a company met. `stands` is the share (0-1) of plausible variants in which it still does.

    `firm`: it stands when any single answer is left out (None for need flags, which rest on one answer by nature).
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
class Decision:
    """What a person decided about a company at a stage, `decided_at` by the caller's clock (aware of its time zone).

    `rank_before` and `rank_after` are its places in the stage's order without and with the decision, `priority` its class in that
    order when it was decided; None where it stood in no order, as an ineligible company does.
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


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the selection reads about every contact. All frames share one index: `company_id`, unique and sorted.

    `facts`: `answered`, `complete` (bool), `wants_support` (boolean, missing where nobody said).
    `keys`: float columns `serious_flags`, `watch_flags`, `firm_flags` (equality flags), `need_flags` (counts, 0 for none), `lowest_index`,
    `lowest_domain`, `highest_need`, `mean_need` (0-100, NaN where missing), `earliest_answer` (seconds since 1970, NaN where missing).
    `backgrounds`: text, missing where unknown. `groups`: company x target group, bool.
    """

    facts: pd.DataFrame
    keys: pd.DataFrame
    backgrounds: pd.DataFrame
    groups: pd.DataFrame


@dataclass(frozen=True, slots=True)
class StageCount:
    """A stage in numbers: how many stood before it (`candidates`) and what became of them. `capacity` is None where there is none."""

    stage: str
    capacity: int | None
    candidates: int
    selected: int
    reserve: int
    not_selected: int
    ineligible: int


@dataclass(frozen=True, slots=True)
class LotteryRecord:
    """A draw that anybody can repeat: sort the entrants of a `priority` by `draw` (see `diagnostics.lottery`).

    `entrants`: `company_id, priority, draw, won`, one row for each company that the draw let in or kept out.
    """

    stage: str
    seed: int
    equal_on: int
    entrants: pd.DataFrame


@dataclass(frozen=True, slots=True)
class StageNote:
    """Something a person should know of a stage, as data; pages and the screen put it into words.

    `quota`: only `got` of the `asked` companies that the quota called `name` wants can be chosen. `contrast`: only `got` of `asked`
    contrast places found a clear case. `must`: `asked` companies that must go in are not in, because decisions left no room.
    """

    stage: str
    kind: Literal["quota", "contrast", "must"]
    got: int
    asked: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is in at each stage, and why.

    `table`: `company_id, stage, outcome, rule_outcome, priority, rank, place, reasons, decided_by`. `rule_outcome` is what the rule
    alone gives. `priority` is the class of equals in the stage's order (1 is first), `rank` the place on the list after ties are broken
    (1..n, companies that a person included first); both are missing for who stands on no list, `place` for who is not selected.
    `why`: `company_id, stage, code, detail`, one row a reason: `reasons` before they were worded. `unused` are decisions about companies
    or stages that are not there; `notes` what a person should know.
    """

    table: pd.DataFrame
    why: pd.DataFrame
    counts: Sequence[StageCount]
    lottery: LotteryRecord | None
    unused: Sequence[Decision]
    notes: Sequence[StageNote]

    def chosen(self, stage: str) -> list[str]:
        """The ids of the companies selected at `stage`, in the order of its list; none if there is no such stage."""
        is_chosen = (self.table["stage"] == stage) & (self.table["outcome"] == "selected")
        return self.table.loc[is_chosen, "company_id"].tolist()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth telling a company about one item (an indicator, domain or need).

    `tone`: strength or concern; `score` 0-100, the severity for a need; `flags` are the flags it belongs to; `versus` its place among
    comparable companies, where that is known. `weight` orders findings (larger first) and is never shown. `domain` is where it belongs,
    itself for a domain, None for a need. `relative`: nothing is strong here, and this is what the company has come furthest with.
    """

    item: str
    level: Literal["indicator", "domain", "need"]
    tone: Literal["strength", "concern"]
    score: float
    versus: Literal["below", "within", "above"] | None
    flags: Sequence[str]
    weight: float
    domain: str | None = None
    relative: bool = False
