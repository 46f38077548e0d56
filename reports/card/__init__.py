"""The adviser's card: everything that is known of one company, never handed out."""

from reports.card.build import build_card
from reports.card.page import open_look, render_card
from reports.card.source import CardSource

__all__ = ["CardSource", "build_card", "open_look", "render_card"]
