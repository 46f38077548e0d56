"""One company's effect report: what changed between the rounds, and what comes next."""

from reports.effect.build import build_effect
from reports.effect.source import EffectSource

__all__ = ["EffectSource", "build_effect"]
