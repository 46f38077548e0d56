"""The second round of a simulated programme.

What became of the companies, who answers again, and what was done for them.
"""

from survey.rehearsal.followup.plan import FollowupPlan
from survey.rehearsal.followup.wave import (
    FollowupRehearsal,
    Involvement,
    clear_followup,
    rehearse_followup,
    write_followup,
)

__all__ = [
    "FollowupPlan",
    "FollowupRehearsal",
    "Involvement",
    "clear_followup",
    "rehearse_followup",
    "write_followup",
]
