"""The region's equality picture: how equal its companies are, and how often answers are given."""

from reports.region.build import build_region
from reports.region.page import write_region
from reports.region.source import RegionSource

__all__ = ["RegionSource", "build_region", "write_region"]
