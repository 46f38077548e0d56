"""The survey of the municipalities' business developers, with the programme's questionnaire."""

from dataclasses import replace
from pathlib import Path

import pytest

import survey
from survey.common.errors import ConfigurationError
from survey.instrument.file import load_instrument
from survey.register.place_survey import check_place, read_place_survey

LIBRARY = Path(survey.__file__).parent / "library"
INSTRUMENT = load_instrument(LIBRARY / "instrument.toml")
PLACE = load_instrument(LIBRARY / "place.toml")
HEADINGS = ["id", "submitdate", *PLACE.columns]
ROWS = [
    {
        "id": "1",
        "submitdate": "2027-09-07 10:00:00",
        "MUN": "PAJ",
        "GAVE[NET]": "Y",
        "FELT": "BETTR",
        "CHANGE[KNOW]": "MUCHB",
        "STAYS": "Y",
    },
    {
        "id": "2",
        "submitdate": "2027-09-08 10:00:00",
        "MUN": "PAJ",
        "FELT": "BOTH",
        "CHANGE[KNOW]": "SAME",
        "STAYS": "N",
    },
]
ANSWERS = "\n".join(
    ",".join(row.get(name, "") for name in HEADINGS)
    for row in [dict(zip(HEADINGS, HEADINGS, strict=True)), *ROWS]
)


def test_every_person_is_a_row_also_where_two_are_of_one_municipality(tmp_path):
    (tmp_path / "place.csv").write_text(ANSWERS, encoding="utf-8")
    place = read_place_survey(LIBRARY / "place.toml", [tmp_path / "place.csv"], INSTRUMENT)
    assert place.answers.companies["MUN"].tolist() == ["PAJ", "PAJ"]
    assert place.answers.companies["GAVE[NET]"].tolist() == ["Y", ""]
    assert place.answers.faults.empty


def test_the_shipped_questionnaires_name_the_same_municipalities():
    assert list(check_place(PLACE, INSTRUMENT, "place.toml")) == []


def test_a_municipality_that_the_programme_does_not_have_is_told(tmp_path):
    text = (LIBRARY / "place.toml").read_text(encoding="utf-8").replace('"PAJ"', '"PAJA"')
    (tmp_path / "place.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_place_survey(tmp_path / "place.toml", [], INSTRUMENT)
    assert (
        str(caught.value)
        == 'place.toml: has a municipality "PAJA", which the programme does not have. '
        'Did you mean "PAJ"?'
    )


def test_a_place_survey_without_municipalities_is_told():
    assert [
        "no" in problem.what
        for problem in check_place(replace(PLACE, background=[]), INSTRUMENT, "place.toml")
    ] == [True]
