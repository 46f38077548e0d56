"""The writer against the files of a real server."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from export_json import encode_json

from survey.exports.writing import encode_csv, write_export_csv

REAL = Path(__file__).parents[2] / "data" / "limesurvey"
REAL_JSON = [
    "export_responses_json_all_code_short.json",
    "export_responses_json_web_filled.json",
    "export_responses_alltypes_filled_json_short.json",
    "export_responses_anonymized_no_datestamp_json.json",
]


def frame_from_json(path: Path) -> pd.DataFrame:
    """A slow and obvious reading: every value as text, null as missing."""
    records = json.loads(path.read_text(encoding="utf-8"))["responses"]
    rows = [
        {name: None if value is None else str(value) for name, value in record.items()}
        for record in records
    ]
    return pd.DataFrame(rows, dtype="str")


@pytest.mark.parametrize("name", REAL_JSON)
def test_json_is_written_byte_for_byte(name):
    assert encode_json(frame_from_json(REAL / name)) == (REAL / name).read_bytes()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("export_responses_json_all_code_short.json", "export_responses_csv_all_code_short.csv"),
        ("export_responses_json_web_filled.json", "export_responses_csv_web_filled.csv"),
        (
            "export_responses_anonymized_no_datestamp_json.json",
            "export_responses_anonymized_no_datestamp_csv.csv",
        ),
    ],
)
def test_csv_is_written_byte_for_byte(source, name):
    assert encode_csv(frame_from_json(REAL / source)) == (REAL / name).read_bytes()


def test_an_empty_export_is_what_the_server_answers():
    nothing = pd.DataFrame({"id": pd.Series(dtype="str")})
    assert (
        encode_csv(nothing) == (REAL / "export_responses_csv_range_empty_500_600.csv").read_bytes()
    )
    assert (
        encode_json(nothing)
        == (REAL / "export_responses_json_range_empty_500_600.json").read_bytes()
    )


def test_files_are_written_whole(tmp_path):
    frame = pd.DataFrame({"id": ["1"], "Q": ['a "b"; c']}, dtype="str")
    write_export_csv(frame, tmp_path / "a.csv")
    with io.StringIO((tmp_path / "a.csv").read_bytes().decode("utf-8-sig"), newline="") as text:
        assert list(csv.reader(text, delimiter=";"))[:2] == [["id", "Q"], ["1", 'a "b"; c']]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]
