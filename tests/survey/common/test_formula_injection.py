"""Nothing that a spreadsheet would run."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.common.formula_injection import (
    disarm,
    disarm_text,
    find_formulas,
    is_formula,
    refuse_formula,
)
from tests.survey_payloads import PAYLOADS

HARMLESS = [
    "",
    "-",
    "--",
    "-5",
    "-0,5",
    "-1 000 000,50",
    "+46 70-123 45 67",
    "+46701234567",
    "+46 (0)70-123 45 67",
    "a = b",
    "50 %",
    "x@y.se",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_are_refused_without_being_repeated(payload):
    (problem,) = refuse_formula(payload, "--by")
    assert problem.where == "--by"
    assert payload not in str(problem)


@pytest.mark.parametrize("text", [*HARMLESS, "Åsa & Bo", "Bygg (=)", "Nord-Syd AB"])
def test_numbers_telephones_dashes_and_names_are_none(text):
    assert not is_formula(text)
    assert disarm_text(text) == text


def starts_as_owasp_says(cell):
    """OWASP's list, at the very start of a cell; a plain number is none."""
    bare = cell.strip(" \t\u00a0\u200b\ufeff")
    if bare[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}:
        return False
    return (
        not bare.replace(",", ".").replace(" ", "").lstrip("+-").replace(".", "", 1).isdecimal()
        and bare.strip("-") != ""
    )


@given(st.text(st.sampled_from("=+-@;,\t\r\n 'a1｜＝\u200b\ufeff"), max_size=8))
def test_no_part_of_a_disarmed_text_is_a_formula_however_it_is_cut(text):
    told = disarm_text(text)
    assert not is_formula(told)
    assert not any(
        starts_as_owasp_says(cell)
        for line in told.splitlines()
        for cell in line.replace("\t", ";").split(";")
    )
    assert told.replace("'", "") == text.replace("'", "")


def test_a_column_keeps_all_else_and_what_is_missing():
    column = pa.chunked_array([["Åsa", None, "=1+1", ""], ["-5"]])
    assert disarm(column).to_pylist() == ["Åsa", None, "'=1+1", "", "-5"]
    assert disarm(column.slice(0, 2)).to_pylist() == ["Åsa", None]


def test_headings_and_cells_are_told_with_their_place():
    frame = pd.DataFrame({"name": ["Alfa", "=1"], "@x": ["-", "+46 70 123 45 67"]}, dtype="str")
    assert [problem.where for problem in find_formulas(frame, "list.csv")] == [
        "list.csv, the headings",
        "list.csv, row 2, name",
    ]
