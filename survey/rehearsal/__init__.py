"""A simulated programme whose truth is known, in the very files LimeSurvey would export."""

from survey.rehearsal.plan import Mess, RehearsalPlan, Trade
from survey.rehearsal.rehearsing import Latent, Rehearsal, rehearse, write_rehearsal

__all__ = ["Latent", "Mess", "Rehearsal", "RehearsalPlan", "Trade", "rehearse", "write_rehearsal"]
