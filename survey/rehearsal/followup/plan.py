"""What the second round of a rehearsal should be like."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from survey.common.toml import STRICT
from survey.rehearsal.plan import Share, Weight

ACTIVITY_HOURS: Mapping[str, float] = {
    "advice": 9.0,
    "network": 6.0,
    "seminar": 4.0,
    "innovation": 3.0,
    "matchmaking": 2.0,
    "partner_meeting": 2.0,
}
EVENT_TOTALS: Mapping[str, float] = {
    "consultation": 490,
    "start_up": 219,
    "local_activity": 257,
    "joint_activity": 15,
    "network": 17,
    "support": 5_200_000,
}


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class FollowupPlan:
    """The second round of a simulated programme; the random generator is not part of it.

    `shift`: points (0-100) added to the true level of every domain in the companies that were
    treated. `closing`: the share of companies that have closed; `closed_answering`: the share of
    those that answer to say so. `again`: the share that answers again among those who answered the
    first time completely. Log odds come on top: `by_answers` for each standard deviation that a
    company's first answers lie above the mean, `by_part` for each stage of the programme that they
    were in. `late`: the share of all other contacts that answers now, without a first answer to
    compare with. `growth` and `growth_spread`: of turnover, in logarithms; `hours_spread`: of
    full-time jobs, in logarithms. `activities`: mean hours of each kind for a company in the last
    stage; less in those before. `events`: the total of each kind. `place_answers`: how many
    business developers answer for a municipality, on average. `programme_days`: how long the
    programme lasted, up to the second round's first day.
    """

    shift: Annotated[float, Field(ge=-100, le=100)] = 0.0
    closing: Share = 0.04
    closed_answering: Share = 0.35
    again: Annotated[float, Field(gt=0, lt=1)] = 0.66
    by_answers: float = 0.35
    by_part: float = 0.5
    late: Share = 0.02
    growth: float = 0.03
    growth_spread: Weight = 0.18
    hours_spread: Weight = 0.1
    activities: Mapping[str, Weight] = field(default_factory=lambda: ACTIVITY_HOURS)
    events: Mapping[str, Weight] = field(default_factory=lambda: EVENT_TOTALS)
    place_answers: Annotated[float, Field(ge=0)] = 3.0
    first_day: date = date(2027, 9, 6)
    days: Annotated[int, Field(ge=1)] = 28
    programme_days: Annotated[int, Field(ge=1)] = 420
