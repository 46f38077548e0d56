import pandas as pd
import pytest

from app.tables import COLUMNS, write_table


def test_a_missing_value_is_empty_in_the_csv_and_missing_in_the_parquet(tmp_path):
    table = pd.DataFrame({"company_id": pd.Categorical(["a", "b"]), "score": [12.5, None], "text": ['say "x"; y, z', "åäö"]})
    csv, parquet = write_table(tmp_path, "anything", table)
    assert csv.read_text(encoding="utf-8") == '"company_id","score","text"\n"a",12.5,"say ""x""; y, z"\n"b",,"åäö"\n'
    assert pd.read_parquet(parquet)["score"].isna().tolist() == [False, True]


def test_a_contract_table_has_its_columns_in_order_and_no_others(tmp_path):
    table = pd.DataFrame({column: ["x"] for column in ["extra", *reversed(COLUMNS["needs"])]})
    csv, parquet = write_table(tmp_path, "needs", table)
    assert pd.read_csv(csv).columns.tolist() == COLUMNS["needs"] == pd.read_parquet(parquet).columns.tolist()


def test_a_table_without_a_contract_column_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(KeyError, match="severity"):
        write_table(tmp_path, "needs", pd.DataFrame({column: ["x"] for column in COLUMNS["needs"] if column != "severity"}))
    assert list(tmp_path.iterdir()) == []
