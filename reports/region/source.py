"""What the region's page is made from: two tables that have passed the privacy room."""

from dataclasses import dataclass

import pandas as pd

from analysis.rules import PrivacyRules
from survey.common.texts import Text
from survey.instrument.records import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSource:
    """Everything the page can say.

    `region` and `frequencies`: as `analysis.groups.region` and `analysis.groups.frequencies` make
    them. `answered`: companies that answered to the end; `started`: those that began only.
    """

    programme: str
    title: Text
    contact: Text
    simulated: bool
    version: str
    instrument: Instrument
    privacy: PrivacyRules
    answered: int
    started: int
    region: pd.DataFrame
    frequencies: pd.DataFrame
