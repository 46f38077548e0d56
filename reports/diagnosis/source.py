"""What a company's diagnosis is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.company.source import RoundSource
from survey.common.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisSource(RoundSource):
    """One round of the survey, how firm each company's band is, and whom to ask about laws.

    `band_firm`: by company, whether the band of the index is the same whichever single indicator is
    left out. A company that is missing there is told nothing about it. `helpers`: names by id.
    """

    band_firm: Mapping[str, bool]
    helpers: Mapping[str, Text] = field(default_factory=dict)
