import pandas as pd
import pandera.errors
import pytest

from analysis.schemas import NEEDS_PROGRAMME, check_table


def make_row(**changed):
    row = {
        "group": "all",
        "need": "selling",
        "n": 20,
        "share_severe": 0.5,
        "low": 0.3,
        "high": 0.7,
        "mean_severity": 50.0,
    }
    row |= {"first_choice_share": 0.2, "rank": 1, "status": "ok"} | changed
    return pd.DataFrame([row]).astype({"n": "Int64", "rank": "Int64"})


def test_a_table_as_promised_is_handed_on():
    assert len(check_table(make_row(), NEEDS_PROGRAMME)) == 1


@pytest.mark.parametrize(
    "changed", [{"share_severe": 50.0}, {"status": "secret"}, {"rank": 0}, {"extra": 1}]
)
def test_a_table_not_as_promised_goes_nowhere(changed):
    with pytest.raises((pandera.errors.SchemaError, pandera.errors.SchemaErrors)):
        check_table(make_row(**changed), NEEDS_PROGRAMME)
