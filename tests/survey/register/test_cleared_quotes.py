"""Own words that a person has cleared for print."""

import pandas as pd
import pytest

from survey.common.errors import AnswersError
from survey.register.cleared_quotes import read_cleared

REGISTER = pd.DataFrame(index=pd.Index(["C1", "C2"], name="company_id"))


def write(folder, text):
    path = folder / "cleared.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_cleared_without_a_file(tmp_path):
    assert read_cleared(tmp_path / "cleared.csv", REGISTER) == {}


def test_words_are_read_by_company(tmp_path):
    assert read_cleared(
        write(tmp_path, 'company_id,words\nC1,"Vi började, sakta."\nC2,\n'), REGISTER
    ) == {"C1": "Vi började, sakta."}


def test_everything_wrong_is_told_at_once(tmp_path):
    with pytest.raises(AnswersError) as caught:
        read_cleared(write(tmp_path, "company_id,words\nC1,a\nC9,b\nC1,c\n"), REGISTER)
    assert [problem.where for problem in caught.value.problems] == [
        "cleared.csv, row 2, company_id",
        "cleared.csv, row 3, company_id",
    ]


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(AnswersError, match="words"):
        read_cleared(write(tmp_path, "company_id,text\nC1,a\n"), REGISTER)


@pytest.mark.parametrize("number", ["811218-9876", "SE811218987601", "131052-308T", "151086 95088"])
def test_a_personal_identity_number_is_never_cleared(tmp_path, number):
    with pytest.raises(AnswersError) as caught:
        read_cleared(
            write(tmp_path, f'company_id,words\nC1,a\nC2,"Fråga Eva, {number}."\n'), REGISTER
        )
    (problem,) = caught.value.problems
    assert problem.where == "cleared.csv, row 2, words"
    assert number not in str(problem)
