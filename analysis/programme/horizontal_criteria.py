"""Whether the programme works on its horizontal criteria, and what is missing.

The rule is Tillväxtverket's. Three parts have to be shown: the background says how, activities and
costs bear it out, and the follow-up says what came of it. All three make "active", two "partly".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.programme.goal_settings import HorizontalCriterion
from analysis.schemas import CRITERIA, check_table

CriterionPart = Literal["background", "activities", "followup"]
CriterionGrade = Literal["active", "partly", "not"]
LackCode = Literal[
    "not_described",
    "no_activity_named",
    "activity_not_done",
    "event_not_done",
    "no_costs",
    "no_measure_named",
    "not_measured",
]

GRADES: Mapping[int, CriterionGrade] = {3: "active", 2: "partly"}
"""The grade by how many parts are shown; fewer are "not"."""

LACKS: Mapping[LackCode, str] = {
    "not_described": "the background does not say how",
    "no_activity_named": "no kind of activity or event is said to serve it",
    "activity_not_done": "no hours of the activity {item}",
    "event_not_done": "nothing counted of the event {item}",
    "no_costs": "the budget is not said to hold it",
    "no_measure_named": "nothing is said to be measured again",
    "not_measured": "too few companies with {item} in the follow-up",
}
"""English; a page has its own words for each code."""


@dataclass(frozen=True, slots=True)
class ProgrammeEvidence:
    """What can be seen of the programme's work.

    `activities`: kinds with at least some hours; `events`: kinds with a number over 0. `measured`:
    how many companies have each of the index, domains, indicators and outcomes in the follow-up.
    """

    activities: frozenset[str]
    events: frozenset[str]
    measured: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing.

    `item` is the kind or measure that is missing, "" where the code says it all.
    """

    code: LackCode
    item: str = ""

    def __str__(self) -> str:
        """In English."""
        return LACKS[self.code].format(item=self.item)


@dataclass(frozen=True, slots=True)
class PartJudged:
    """One of the three parts; it is shown if nothing is lacking."""

    part: CriterionPart
    lacks: tuple[Lack, ...]

    @property
    def shown(self) -> bool:
        """Whether the programme shows it."""
        return not self.lacks


@dataclass(frozen=True, slots=True)
class CriterionJudged:
    """A criterion with its three parts, in their order."""

    criterion: HorizontalCriterion
    parts: tuple[PartJudged, ...]

    @property
    def grade(self) -> CriterionGrade:
        """How the programme works on it."""
        return GRADES.get(sum(part.shown for part in self.parts), "not")


def judge_criteria(
    criteria: Sequence[HorizontalCriterion], evidence: ProgrammeEvidence, least: int
) -> Sequence[CriterionJudged]:
    """Judge each criterion: everything that it names must be there.

    A measure counts if at least `least` companies have it.
    """
    return [
        CriterionJudged(
            criterion,
            (
                PartJudged("background", () if criterion.background else (Lack("not_described"),)),
                PartJudged("activities", _find_undone(criterion, evidence)),
                PartJudged("followup", _find_unmeasured(criterion, evidence, least)),
            ),
        )
        for criterion in criteria
    ]


def tabulate_criteria(judged: Sequence[CriterionJudged]) -> pd.DataFrame:
    """One row per criterion and part: `criterion, grade, part, shown, missing`.

    `missing` holds codes such as "not_measured: index", with "; " between them.
    """
    rows = [
        (one.criterion.id, one.grade, part.part, part.shown, _format_lacks(part.lacks))
        for one in judged
        for part in one.parts
    ]
    table = pd.DataFrame(rows, columns=list(CRITERIA.columns))
    return check_table(
        table.astype(
            dict.fromkeys(("criterion", "grade", "part", "missing"), "str") | {"shown": "bool"}
        ),
        CRITERIA,
    )


def _find_undone(criterion: HorizontalCriterion, evidence: ProgrammeEvidence) -> tuple[Lack, ...]:
    named = () if criterion.activities or criterion.events else (Lack("no_activity_named"),)
    activities = (
        Lack("activity_not_done", kind)
        for kind in criterion.activities
        if kind not in evidence.activities
    )
    events = (
        Lack("event_not_done", kind) for kind in criterion.events if kind not in evidence.events
    )
    return (*named, *activities, *events, *(() if criterion.costs else (Lack("no_costs"),)))


def _find_unmeasured(
    criterion: HorizontalCriterion, evidence: ProgrammeEvidence, least: int
) -> tuple[Lack, ...]:
    if not criterion.followup:
        return (Lack("no_measure_named"),)
    return tuple(
        Lack("not_measured", item)
        for item in criterion.followup
        if evidence.measured.get(item, 0) < least
    )


def _format_lacks(lacks: Sequence[Lack]) -> str:
    return "; ".join(f"{lack.code}: {lack.item}" if lack.item else lack.code for lack in lacks)
