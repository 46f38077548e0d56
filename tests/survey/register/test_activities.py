"""Activities and events as the office writes them: every fault is named with its row."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey
from survey.common.errors import AnswersError
from survey.instrument.file import load_instrument
from survey.register.activities import ActivityKind, EventKind, read_activities, read_events

INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")
REGISTER = pd.DataFrame(
    {"name": ["Alfa", "Beta"]}, index=pd.Index(["C1", "C2"], name="company_id", dtype="str")
)
KINDS = [ActivityKind(id=name, name={"en": name}) for name in ("advice", "seminar")]
EVENTS = [EventKind(id=name, name={"en": name}) for name in ("start_up", "support")]


def activities(tmp_path, text):
    (tmp_path / "activities.csv").write_text(text, encoding="utf-8")
    return read_activities(tmp_path / "activities.csv", KINDS, REGISTER)


def events(tmp_path, text):
    (tmp_path / "events.csv").write_text(text, encoding="utf-8")
    return read_events(tmp_path / "events.csv", EVENTS, INSTRUMENT)


def complaints(read, tmp_path, text):
    with pytest.raises(AnswersError) as caught:
        read(tmp_path, text)
    return [str(problem) for problem in caught.value.problems]


def test_activities_are_read_as_what_they_are(tmp_path):
    table = activities(
        tmp_path,
        "company_id;kind;date;hours;note\nC2;advice;2026-03-01;2.5;first visit\n"
        "C1;seminar;2026-02-01;0;\n",
    )
    assert table.to_dict("list") == {
        "company_id": ["C2", "C1"],
        "kind": ["advice", "seminar"],
        "date": [pd.Timestamp(2026, 3, 1), pd.Timestamp(2026, 2, 1)],
        "hours": [2.5, 0.0],
    }


def test_every_wrong_cell_is_told_at_once_in_the_order_of_the_rows(tmp_path):
    text = (
        'company_id,kind,date,hours\nC3,advice,2026-02-30,1\nC1,advise,2026-03-01,"2,5"\n'
        ",advice,1/3 2026,-1\nC2,seminar,,many\n"
    )
    told = complaints(activities, tmp_path, text)
    assert told == [
        'activities.csv, row 1, company_id: there is no company "C3". Known: C1, C2.',
        'activities.csv, row 1, date: "2026-02-30" is not a date such as 2026-03-01.',
        'activities.csv, row 2, kind: there is no [[activity]] "advise". Did you mean "advice"?',
        'activities.csv, row 2, hours: "2,5" is not a number from 0 up. Write 2.5.',
        "activities.csv, row 3, company_id: has no company.",
        'activities.csv, row 3, date: "1/3 2026" is not a date such as 2026-03-01.',
        'activities.csv, row 3, hours: "-1" is not a number from 0 up.',
        "activities.csv, row 4, date: has no date.",
        'activities.csv, row 4, hours: "many" is not a number from 0 up.',
    ]


@pytest.mark.parametrize("hours", ["nan", "inf", "1e400", "-0.5"])
def test_numbers_that_are_none_are_not_taken(tmp_path, hours):
    assert (
        len(
            complaints(
                activities, tmp_path, f"company_id,kind,date,hours\nC1,advice,2026-03-01,{hours}\n"
            )
        )
        == 1
    )


def test_of_very_many_faults_the_first_are_told_and_the_rest_counted(tmp_path):
    told = complaints(
        activities, tmp_path, "company_id,kind,date,hours\n" + "C1,advice,2026-03-01,x\n" * 50
    )
    assert len(told) == 21
    assert told[-1] == "activities.csv: 30 more cells are wrong."


def test_a_column_that_is_not_there_is_told_with_the_nearest_one(tmp_path):
    assert complaints(activities, tmp_path, "company_id,kind,date,hour\n") == [
        'activities.csv: has no column "hours". Did you mean "hour"?'
    ]


def test_where_there_is_no_file_nothing_was_done(tmp_path):
    nothing = read_activities(tmp_path / "activities.csv", KINDS, REGISTER)
    none = read_events(tmp_path / "events.csv", EVENTS, INSTRUMENT)
    assert nothing.empty
    assert none.empty
    assert nothing.dtypes.astype(str).to_dict() == {
        "company_id": "str",
        "kind": "str",
        "date": "datetime64[us]",
        "hours": "float64",
    }
    assert none.dtypes.astype(str).to_dict() == {
        "kind": "str",
        "municipality": "str",
        "date": "datetime64[us]",
        "number": "float64",
    }


def test_a_municipality_may_be_its_code_or_its_name_and_none_is_the_whole_region(tmp_path):
    rows = [
        "start_up,KIR,2026-03-01,1",
        "start_up,kiruna,2026-03-01,2",
        "start_up,Jällivaara,2026-03-01,1",
        "support,,2026-03-01,1500000",
    ]
    table = events(tmp_path, "\n".join(["kind,municipality,date,number", *rows]))
    assert table["municipality"].fillna("-").tolist() == ["KIR", "KIR", "GAL", "-"]
    assert np.allclose(table["number"], [1, 2, 1, 1_500_000])


def test_faults_in_events_are_told_too(tmp_path):
    text = "kind,municipality,date,number\nstartup,Pajla,2026-03-01,1 000\n"
    assert complaints(events, tmp_path, text) == [
        'events.csv, row 1, kind: there is no [[event]] "startup". Did you mean "start_up"?',
        'events.csv, row 1, municipality: there is no municipality "Pajla". Did you mean "Pajala"?',
        'events.csv, row 1, number: "1 000" is not a number from 0 up. Write 1000.',
    ]
