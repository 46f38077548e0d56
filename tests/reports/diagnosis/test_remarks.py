from pathlib import Path

import pandas as pd

import survey
from diagnostics.records import Finding
from reports.company.context import CompanyContext
from reports.diagnosis.remarks import format_lead
from reports.style.language import translator
from survey.instrument.file import load_instrument

INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")


def finding(item, tone, weight):
    home = INSTRUMENT.indicators[item].domain
    return Finding(
        item, "indicator", tone, 90.0 if tone == "strength" else 10.0, None, (), weight, home
    )


def lead_of(*findings):
    return format_lead(
        findings,
        CompanyContext(pd.Series(dtype="str"), INSTRUMENT, translator("en")),
        calculable=True,
    )


def test_the_page_begins_with_what_goes_well():
    assert "You do well in **work environment**." in lead_of(
        finding("gear", "strength", 60), finding("goal", "concern", 50)
    )


def test_a_work_environment_where_somebody_was_treated_badly_is_not_praised_as_a_whole():
    told = lead_of(
        finding("gear", "strength", 60),
        finding("learning", "strength", 50),
        finding("demeaning_words", "concern", 40),
    )
    assert "You do well in **equality work**." in told
