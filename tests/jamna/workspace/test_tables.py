import csv as csv_module

import pandas as pd
import pytest

from jamna.workspace.tables import COLUMNS, write_table
from tests.survey_payloads import PAYLOADS


def test_a_missing_value_is_empty_in_the_csv_and_missing_in_the_parquet(tmp_path):
    table = pd.DataFrame(
        {
            "company_id": pd.Categorical(["a", "b"]),
            "score": [12.5, None],
            "text": ['say "x"; y, z', "åäö"],
        }
    )
    csv, parquet = write_table(tmp_path, "anything", table)
    assert (
        csv.read_text(encoding="utf-8")
        == '"company_id","score","text"\n"a",12.5,"say ""x""; y, z"\n"b",,"åäö"\n'
    )
    assert pd.read_parquet(parquet)["score"].isna().tolist() == [False, True]


def test_a_contract_table_has_its_columns_in_order_and_no_others(tmp_path):
    table = pd.DataFrame({column: ["x"] for column in ["extra", *reversed(COLUMNS["needs"])]})
    csv, parquet = write_table(tmp_path, "needs", table)
    assert (
        pd.read_csv(csv).columns.tolist()
        == COLUMNS["needs"]
        == pd.read_parquet(parquet).columns.tolist()
    )


def test_a_table_without_a_contract_column_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(KeyError, match="severity"):
        write_table(
            tmp_path,
            "needs",
            pd.DataFrame({column: ["x"] for column in COLUMNS["needs"] if column != "severity"}),
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_of_a_table_is_a_formula_for_a_spreadsheet_that_cuts_at_commas_or_semicolons(
    tmp_path, name, separator
):
    table = pd.DataFrame(dict.fromkeys(COLUMNS[name], PAYLOADS), dtype="str")
    as_codes = table.assign(**{COLUMNS[name][0]: table[COLUMNS[name][0]].astype("category")})
    csv, parquet = write_table(tmp_path, name, as_codes)
    with csv.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv_module.reader(file, delimiter=separator) for cell in row]
    assert len(cells) > len(PAYLOADS)
    assert not [
        cell
        for cell in cells
        if cell.lstrip(" \ufeff\u200b\u00a0")[:1] in set("=+-@\t\r＝＋－＠") - {""}
    ]
    assert pd.read_parquet(parquet)[COLUMNS[name][-1]].tolist() == PAYLOADS
