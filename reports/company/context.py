"""One company's answers and the words to tell them in."""

from dataclasses import dataclass

import pandas as pd

from reports.style.language import Language
from survey.instrument.records import Instrument


@dataclass(frozen=True, slots=True)
class CompanyContext:
    """One company's answers (`row`, by column) and the words to tell them in.

    `employees`: how many are employed, None if unknown. Whether the company is one person, the
    `language` knows (`to_one`), and the `instrument` has its texts for one person then.
    """

    row: pd.Series
    instrument: Instrument
    language: Language
    employees: int | None = None
