"""One company's effect report: what has changed between the rounds, whether that is more than chance, and what is next."""

from reports.effect.build import build_effect
from reports.effect.source import EffectSource

__all__ = ["EffectSource", "build_effect"]
