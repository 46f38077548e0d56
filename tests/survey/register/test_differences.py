"""A company's own answer against the register."""

import pandas as pd

from survey.answers.background import backgrounds
from survey.register.differences import find_differences
from tests.survey.register.test_register import INSTRUMENT, companies, register, values

ANSWERED = {
    "MUN": ["ARJ", "ARJ", "-oth-", None, "GAL"],
    "W": ["2", "6", None, "1", "0"],
    "M": ["2", "6", None, "1", "0"],
}
GIVEN = {
    "municipality": ["Gällivare", "Arjeplog", "GAL", "GAL", ""],
    "size": ["12", "14", "3", "", "50+"],
}


def test_each_difference_is_told_with_who_and_what_and_how_many():
    told = [
        str(problem)
        for problem in find_differences(companies(**ANSWERED), register(**GIVEN), INSTRUMENT)
    ]
    advice = "Groups follow the register; a company's own page shows its own answer."
    assert told[0] == (
        "companies.csv, municipality: differs from the company's own answer in 1 company: "
        f"C1 (register Gällivare town, company Arjeplog town). {advice}"
    )
    assert told[1] == (
        "companies.csv, size: differs from the company's own answer in 2 companies: "
        f"C1 (register 10–49, company 1–4), C5 (register 50+, company 0). {advice}"
    )
    assert len(told) == 2


def test_of_very_many_differences_the_first_are_named():
    (problem,) = find_differences(
        companies(MUN=["ARJ"] * 30), register(municipality=["GAL"] * 30), INSTRUMENT
    )
    assert "in 30 companies: C1 (" in problem.what
    assert problem.what.endswith("and 20 more.")


def test_on_its_own_page_the_companys_answer_goes_first_cell_by_cell():
    table = backgrounds(companies(**ANSWERED), register(**GIVEN), INSTRUMENT, own_first=True)
    assert values(table["municipality"]) == ["ARJ", "ARJ", "GAL", "GAL", "GAL"]
    assert values(table["size_number"]) == [4, 12, 3, 2, 0]
    assert values(table["size"]) == ["1–4", "10–49", "1–4", "1–4", "0"]


def test_nothing_differs_where_only_one_of_them_says_anything():
    assert (
        find_differences(
            companies(MUN=["ARJ", None]), register(municipality=["", "GAL"]), INSTRUMENT
        )
        == []
    )
    assert isinstance(
        find_differences(companies(MUN=["ARJ"]), pd.DataFrame(index=pd.Index(["C1"])), INSTRUMENT),
        list,
    )
