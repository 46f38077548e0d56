"""What a company's diagnosis is made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.company.source import RoundSource


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisSource(RoundSource):
    """One round of the survey, and how firm each company's band is.

    `band_firm`: by company, whether the band of the index is the same whichever single indicator is
    left out. A company that is missing there is told nothing about it.
    """

    band_firm: Mapping[str, bool]
