"""Files as an office saves them.

LibreOffice 7.4 with a Swedish locale saved all `libreoffice_sv*` from the same sheet.
"""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.common.errors import AnswersError
from survey.exports.decimals import mend_decimals
from survey.exports.reading import read_export
from survey.exports.workbooks import format_cell
from survey.register.activities import ActivityKind, read_activities
from survey.register.cleared_quotes import read_cleared
from survey.register.register import read_texts, read_tokens, read_typed

OFFICE = Path(__file__).parents[2] / "data" / "office"
TEXT = (
    "Organisationsnummer;Företagsnamn;Kommun;Bransch;Språk;E-post;Antal "
    "anställda;Telefon;Omsättning (mkr);Registrerad\n"
    "556036-0793;Älvnäs Åkeri AB;Gällivare;Transport;Svenska;info@alvnas.example;12;0970-123 "
    "45;2.5;2019-03-01\n"
    "212000-0142;Övre Smedjan;Pajala;Tillverkning;Finska;smedjan@example.org;3;+46 70 123 45 "
    "67;0.75;2021-11-30\n"
    "202100-5489;Café Näs;Övertorneå;Besöksnäring;Svenska;;7;070-123 45 67;1;2008-01-15\n"
)
"""What was typed into LibreOffice, with decimal points."""


def write(tmp_path, content, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("libreoffice_sv_windows1252.csv", "read as Windows-1252, separated by ;, decimal comma"),
        ("libreoffice_sv_utf16.csv", "read as UTF-16, separated by tabs, decimal comma"),
        ("libreoffice_sv.xlsx", 'read as a workbook, sheet "in"'),
    ],
)
def test_what_libreoffice_saved_in_swedish_is_read_and_said(name, says):
    table = read_typed(OFFICE / name)
    assert table.frame.to_csv(sep=";", index=False, lineterminator="\n") == TEXT
    assert table.assumed == says


@pytest.mark.parametrize(
    ("encoding", "says"),
    [
        ("cp1252", "Windows-1252"),
        ("cp850", "MS-DOS"),
        ("mac_roman", "Macintosh"),
        ("utf-16-le", "UTF-16"),
    ],
)
def test_every_kind_of_csv_that_excel_saves_is_read(tmp_path, encoding, says):
    table = read_typed(write(tmp_path, TEXT.encode(encoding)))
    assert table.frame.to_csv(sep=";", index=False, lineterminator="\n") == TEXT
    assert says in table.assumed


def test_nothing_is_said_where_nothing_was_assumed(tmp_path):
    assert read_typed(write(tmp_path, b"\xef\xbb\xbf" + TEXT.encode())).assumed == ""


@pytest.mark.parametrize("start", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "\ufeffsep=;\r\n"])
def test_the_line_that_tells_excel_the_separator_is_no_heading(tmp_path, start):
    frame = read_texts(write(tmp_path, (start + "a,b;c\n1,x;2\n").encode()))
    assert frame.to_dict("list") == {"a,b": ["1,x"], "c": ["2"]}


def test_a_table_of_activities_from_a_swedish_excel_has_its_hours(tmp_path):
    text = (
        "company_id;kind;date;hours\nC1;rådgivning;2026-03-01;2,5\n"
        "C1;rådgivning;2026-03-02;1 000,25\n"
    ).replace("rådgivning", "advice")
    kinds = [ActivityKind(id="advice", name={"en": "advice"})]
    register = read_texts(write(tmp_path, b"company_id\nC1\n", "r.csv")).set_index("company_id")
    assert read_activities(write(tmp_path, text.encode("cp1252")), kinds, register)[
        "hours"
    ].tolist() == [2.5, 1000.25]


def test_cleared_words_and_tokens_are_read_as_excel_saves_them(tmp_path):
    register = read_texts(write(tmp_path, b"company_id\nC1\n", "r.csv")).set_index("company_id")
    assert read_cleared(
        write(tmp_path, "company_id;words\nC1;Vi började om.\n".encode("cp1252")), register
    ) == {"C1": "Vi började om."}
    assert read_tokens(write(tmp_path, "token\tcompany_id\nabc\tC1\n".encode("utf-16"))) == {
        "abc": "C1"
    }


def test_answers_as_a_spreadsheet_saves_them_are_plain_and_have_decimal_points(tmp_path):
    export = read_export(
        write(tmp_path, "company_id;STAFFW;MUN\nC1;2,5;Övertorneå\nC2;3;\n".encode("cp1252"))
    )
    assert export.kind == "plain"
    assert export.frame.to_dict("list") == {
        "company_id": ["C1", "C2"],
        "STAFFW": ["2.5", "3"],
        "MUN": ["Övertorneå", ""],
    }
    assert export.assumed == "read as Windows-1252, separated by ;, decimal comma"


def test_a_workbook_of_answers_is_plain():
    export = read_export(OFFICE / "libreoffice_sv.xlsx")
    assert export.kind == "plain"
    assert export.frame["Antal anställda"].tolist() == ["12", "3", "7"]


def test_decimal_commas_are_mended_in_columns_of_numbers_only(tmp_path):
    frame = read_texts(
        write(
            tmp_path,
            b"a;b;c;d\n1,5;x;1,2,3;070 123 456\n2;1,5;4;070 123 45,6\n1 250 000,5;y;;\nca 2;z;;\n",
        )
    )
    told, mended = mend_decimals(frame)
    assert told["a"].tolist() == ["1.5", "2", "1250000.5", "ca 2"]
    assert told["b"].tolist() == ["x", "1,5", "y", "z"]
    assert told["c"].tolist() == ["1,2,3", "4", "", ""]
    assert told["d"].tolist() == ["070 123 456", "070 123 45,6", "", ""]
    assert not mended


@given(st.lists(st.decimals(-(10**6), 10**6, places=2).map(str), min_size=1, max_size=5))
def test_numbers_come_back_as_they_were(numbers):
    told, _ = mend_decimals(
        pd.DataFrame({"x": [number.replace(".", ",") for number in numbers]}, dtype="str")
    )
    assert told["x"].tolist() == numbers


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (5.0, "5"),
        (5560360793.0, "5560360793"),
        (198112189876.0, "198112189876"),
        (0.1 + 0.2, "0.3"),
        (2.5, "2.5"),
        (1e15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        (" 007 ", "007"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 8, 30), "2026-03-01 08:30:00"),
        ("", ""),
    ],
)
def test_cells_are_told_as_a_person_would_type_them(cell, text):
    assert format_cell(cell) == text


@pytest.mark.parametrize(
    ("name", "rows"),
    [("second_sheet.xlsx", 2), ("title_above.xlsx", 2)],
)
def test_the_sheet_and_the_row_with_the_headings_are_found(name, rows):
    frame = read_texts(OFFICE / name)
    assert frame.columns.tolist() == ["company_id", "name", "municipality", "trade"]
    assert len(frame) == rows
    assert frame["company_id"].tolist() == ["C1", "C2"]


def test_a_cell_with_an_error_is_empty():
    assert read_texts(OFFICE / "formula_errors.xlsx")["name"].tolist() == ["Älvnäs", ""]


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        packed(word="x"),
        packed(bomb=b"0" * (600 << 20)),
        (OFFICE / "libreoffice_sv.xlsx").read_bytes()[:3000],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
    ids=["begun", "other", "bomb", "cut off", "password"],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(tmp_path, content):
    with pytest.raises(AnswersError) as caught:
        read_texts(write(tmp_path, content, "list.xlsx"))
    assert len(caught.value.problems) == 1


def test_a_limesurvey_export_is_read_as_ever():
    real = OFFICE.parent / "limesurvey"
    export = read_export(real / "export_responses_csv_web_filled.csv")
    assert (export.kind, export.assumed) == ("csv", "")
    assert export.frame["age"].isna().all()
    assert export.frame["city[other]"].tolist()[:2] == ["", "Luleå"]
    assert_frame_equal(
        export.frame, read_export(real / "export_responses_json_web_filled.json").frame
    )
