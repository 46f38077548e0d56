"""Exports are read as a real server writes them: LimeSurvey CE 6.16.11 wrote the files."""

import codecs
import json
import string
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from export_json import encode_json
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.common.errors import AnswersError
from survey.exports.reading import read_export
from survey.exports.writing import encode_csv

REAL = Path(__file__).parents[2] / "data" / "limesurvey"
BOM = codecs.BOM_UTF8

TEXTS = st.text(st.sampled_from(string.ascii_letters + "åäö;,\"\t\n '/\\<&=😀"), max_size=12)
CELLS = st.none() | TEXTS


def read(tmp_path: Path, content: bytes | str, name: str = "answers.csv"):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_export(path)


def refuse(tmp_path: Path, content: bytes | str) -> str:
    with pytest.raises(AnswersError) as caught:
        read(tmp_path, content)
    return str(caught.value)


def write_slowly(names: list[str], rows: list[list[str | None]]) -> bytes:
    """LimeSurvey's CSV, letter by letter."""
    text = ""
    for row in [names, *rows]:
        for place, value in enumerate(row):
            text += ";" if place else ""
            text += "" if value is None else '"'
            for letter in value or "":
                text += '""' if letter == '"' else letter
            text += "" if value is None else '"'
        text += "\r\n"
    return BOM + text.encode() + b"\r\n"


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    numbered = [[str(number), None, *row] for number, row in enumerate(rows, start=1)]
    return ["id", "submitdate", *(f"Q{place}[SQ001]" for place in range(width))], numbered


@settings(max_examples=40, deadline=None)
@given(table=tables())
def test_csv_comes_back_as_it_was_written(table, tmp_path_factory):
    names, rows = table
    export = read(tmp_path_factory.mktemp("export"), write_slowly(names, rows))
    assert export.kind == "csv"
    assert_frame_equal(export.frame, pd.DataFrame(rows, columns=names, dtype="str"))


@settings(max_examples=40, deadline=None)
@given(table=tables())
def test_the_fast_writer_writes_what_the_slow_one_does_and_json_says_the_same(
    table, tmp_path_factory
):
    names, rows = table
    frame = pd.DataFrame(rows, columns=names, dtype="str")
    assert encode_csv(frame) == write_slowly(names, rows)
    assert_frame_equal(read(tmp_path_factory.mktemp("export"), encode_json(frame)).frame, frame)


@pytest.mark.parametrize(
    ("in_csv", "in_json"),
    [
        ("export_responses_csv_all_code_short.csv", "export_responses_json_all_code_short.json"),
        ("export_responses_csv_web_filled.csv", "export_responses_json_web_filled.json"),
        (
            "export_responses_anonymized_no_datestamp_csv.csv",
            "export_responses_anonymized_no_datestamp_json.json",
        ),
    ],
)
def test_both_formats_of_a_real_survey_give_the_same(in_csv, in_json):
    left, right = read_export(REAL / in_csv), read_export(REAL / in_json)
    assert (left.kind, right.kind) == ("csv", "json")
    assert_frame_equal(left.frame, right.frame)


def test_null_and_empty_are_kept_apart_in_a_real_export():
    frame = read_export(REAL / "export_responses_csv_web_filled.csv").frame
    assert frame["city[other]"].tolist()[:2] == ["", "Luleå"]
    assert frame["age"].isna().all()
    assert frame["comment"][1] == "rad 1\nrad 2"
    assert frame["name"][1] == 'Åke "x"; y'


@pytest.mark.parametrize("name", ["export_responses_csv_comma.csv", "export_responses_csv_tab.csv"])
def test_other_separators_of_the_same_server_read_alike(name):
    usual = read_export(REAL / "export_responses_csv_all_code_short.csv").frame
    assert_frame_equal(read_export(REAL / name).frame, usual.head(3))


@pytest.mark.parametrize(
    "name",
    [
        "export_responses_csv_range_empty_500_600.csv",
        "export_responses_json_range_empty_500_600.json",
    ],
)
def test_an_export_without_responses_is_empty(name):
    assert read_export(REAL / name).frame.shape == (0, 0)


def test_older_servers_wrap_each_response_in_its_id(tmp_path):
    inner = json.loads((REAL / "export_responses_json_web_filled.json").read_text())["responses"]
    nested = json.dumps({"responses": [{str(record["id"]): record} for record in inner]})
    assert_frame_equal(
        read(tmp_path, nested).frame,
        read_export(REAL / "export_responses_json_web_filled.json").frame,
    )


def test_numbers_in_json_keep_their_digits(tmp_path):
    frame = read(tmp_path, '{"responses": [{"id":1,"a":1.50,"b":"007","c":null}]}').frame
    assert frame.iloc[0, :3].tolist() == ["1", "1.50", "007"]
    assert frame["c"].isna().all()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("start", [b"", BOM])
def test_a_plain_table_is_read_whatever_its_separator(tmp_path, separator, start):
    lines = ["company_id;STAFFW;MUN;;", "C1; 4 ;;;", 'C2;;"Övre; byn";;', ""]
    table = "\n".join(lines).replace('"Övre; byn"', '"Övre  byn"').replace(";", separator)
    export = read(tmp_path, start + table.encode())
    assert export.kind == "plain"
    assert export.frame.to_dict("list") == {
        "company_id": ["C1", "C2"],
        "STAFFW": ["4", ""],
        "MUN": ["", "Övre  byn"],
    }


def test_a_plain_table_need_not_end_with_a_line_end(tmp_path):
    assert read(tmp_path, "company_id,A\nC1,2").frame.to_dict("list") == {
        "company_id": ["C1"],
        "A": ["2"],
    }


def test_a_limesurvey_export_saved_again_by_a_spreadsheet_has_no_null_left(tmp_path):
    export = read(tmp_path, "id;submitdate;A\n1;2026-03-01 10:00:00;\n")
    assert (export.kind, export.frame["A"].tolist()) == ("plain", [""])


def test_line_ends_inside_values_become_one_kind(tmp_path):
    frame = read(tmp_path, '"id";"submitdate";"A"\r\n"1";;"a\r\nb\nc\rd"\r\n\r\n').frame
    assert frame["A"].tolist() == ["a\nb\nc\nd"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\xd0\xcf\x11\xe0rest", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is neither text"),
        ("id;submitdate\n".encode("utf-16")[:-1], "UTF-16 text and is damaged"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"  \n<html>", "web page"),
        ("company_id;MUN\nC1;Älvsbyn\nC2;Älv".encode() + b"\xe5\n", "CSV UTF-8"),
        (BOM + "company_id;MUN\nC1;Älvsbyn\n".encode("cp1252"), "CSV UTF-8"),
        (b'"id";"submitdate"\r\n"1";"2026', "cut off"),
        (b'"id";"submitdate";"A"\r\n"1";;', "cut off"),
        (b'"id";"submitdate";"A"\r\n"1";;"line 1\n', "cut off"),
        (b'{"responses": [{"id":1,"a":"x', "cut off"),
        (b'{"responses": [{"id":1}', "cut off"),
        (b'{"responses": [{"id":1,,}]}', "is not JSON"),
        (b'{"status": "No permission"}', "export of responses"),
        (b'{"responses": {"id": 1}}', "export of responses"),
        (b'{"responses": [{"id":1,"a":"x"},{"id":2,"b":"y"}]}', "row 2"),
        (b'{"responses": [{"id":1,"a":"x"},{"id":2,"a":["y"]}]}', "row 2"),
        (b"company_id;A;A\nC1;1;2\n", 'two columns named "A"'),
        (b"company_id;A;\nC1;1;2\n", "column 3 has values but no heading"),
        (
            b'"Response ID";"Date submitted";"How many women work here?"\r\n\r\n',
            "question texts as headings",
        ),
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(tmp_path, content, says):
    assert says in refuse(tmp_path, content)


def test_question_texts_as_headings_are_refused(tmp_path):
    message = refuse(
        tmp_path,
        '"Response ID";"Where do you live?";"Your age in years";"Which do you own?"\r\n'
        '"1";"x";"2";"y"\r\n\r\n',
    )
    assert "question texts as headings" in message
    assert "Export again with headings as question codes" in message


def test_every_row_with_the_wrong_number_of_fields_is_named(tmp_path):
    message = refuse(tmp_path, '"id";"submitdate"\r\n"1";"x\ny"\r\n"2"\r\n"3";;\r\n\r\n')
    assert "row 2: has 1 fields where the headings are 2" in message
    assert "row 3: has 3 fields" in message
    assert "row 1" not in message


def test_only_so_many_wrong_rows_are_named(tmp_path):
    message = refuse(tmp_path, "company_id;A\n" + "C1\n" * 1000)
    assert len(message.splitlines()) == 21
    assert "980 more rows" in message


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(AnswersError, match=r"none\.csv: cannot be read"):
        read_export(tmp_path / "none.csv")


def test_the_line_of_the_first_wrong_letter_is_named(tmp_path):
    assert "answers.csv, line 3" in refuse(tmp_path, "company_id;A\nC1;ö\n".encode() + b"C2;\xe5\n")


def test_columns_are_text_with_missing_values(tmp_path):
    frame = read(tmp_path, write_slowly(["id", "submitdate"], [["1", None]])).frame
    assert set(frame.dtypes) == {pd.StringDtype(na_value=np.nan)}
