"""Find where the register and a company's own answers disagree."""

import pandas as pd

from survey.answers.background import backgrounds, label
from survey.common.errors import Problem
from survey.instrument.columns import OTHER
from survey.instrument.records import Instrument

MOST_NAMED = 10
"""The most companies that a message names; the others are counted."""


def find_differences(
    companies: pd.DataFrame, register: pd.DataFrame, instrument: Instrument
) -> list[Problem]:
    """One problem per background in which the register and the answers of some companies differ.

    Numbers are compared by class: 12 and 14 employees do not differ where 10–19 is one class.
    """
    settled, own = (
        backgrounds(companies, register, instrument),
        backgrounds(companies, None, instrument),
    )
    found = {each.id: _differing(settled[each.id], own[each.id]) for each in instrument.background}
    return [
        _describe(name, differing, instrument)
        for name, differing in found.items()
        if len(differing)
    ]


def _differing(settled: pd.Series, own: pd.Series) -> pd.DataFrame:
    """The companies whose own answer is not the settled one. The answer "other" never differs."""
    differs = own.notna() & (own != OTHER) & (settled != own)
    return pd.DataFrame({"register": settled[differs], "company": own[differs]})


def _describe(name: str, differing: pd.DataFrame, instrument: Instrument) -> Problem:
    def show(value: str) -> str:
        return label(instrument, name, value, instrument.languages[0])

    told = [
        f"{company} (register {show(register)}, company {show(own)})"
        for company, register, own in differing.head(MOST_NAMED).itertuples(name=None)
    ]
    more = f" and {len(differing) - MOST_NAMED} more" if len(differing) > MOST_NAMED else ""
    count = "1 company" if len(differing) == 1 else f"{len(differing):,} companies"
    what = f"differs from the company's own answer in {count}: {', '.join(told)}{more}."
    return Problem(
        f"companies.csv, {name}",
        what,
        "Groups follow the register; a company's own page shows its own answer.",
    )
