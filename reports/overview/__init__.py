"""The adviser's overview: who is flagged and why, who is chosen, and what the companies need."""

from reports.overview.build import build_overview
from reports.overview.document import Overview
from reports.overview.page import render_overview
from reports.overview.source import OverviewSource

__all__ = ["Overview", "OverviewSource", "build_overview", "render_overview"]
