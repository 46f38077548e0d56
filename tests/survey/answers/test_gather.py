"""From exports to answers: real exports in both formats, and every kind of fault."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.answers.gather import gather_answers
from survey.answers.summary import check_answers
from survey.common.errors import AnswersError
from survey.exports.reading import Export, read_export
from survey.instrument.file import load_instrument
from survey.instrument.records import Instrument

REAL = Path(__file__).parents[2] / "data" / "limesurvey"

TEXT = {"en": "x"}
SMALL = Instrument(
    title=TEXT,
    languages=["en"],
    section=[{"id": "one", "title": TEXT}, {"id": "two", "title": TEXT}],
    answers=[
        {
            "id": "place",
            "options": [
                {"code": "ARJ", "text": {"sv": "Arjeplog"}},
                {"code": "GAL", "text": {"sv": "Gällivare"}},
            ],
        },
        {"id": "rank", "options": [{"code": code, "text": TEXT} for code in ("N1", "N2", "N3")]},
    ],
    question=[
        {
            "code": "MUN",
            "section": "one",
            "kind": "choice",
            "text": TEXT,
            "answers": "place",
            "other": True,
        },
        {"code": "EMPL", "section": "one", "kind": "yes_no", "text": TEXT},
        {
            "code": "STAFF",
            "section": "two",
            "kind": "number",
            "text": TEXT,
            "asked_if": {"question": "EMPL", "answers": ["Y"]},
        },
        {"code": "MAN", "section": "two", "kind": "number", "text": TEXT, "least": 0, "most": 500},
        {"code": "PAY", "section": "two", "kind": "number", "text": TEXT, "decimals": 2},
        {
            "code": "TOP",
            "section": "two",
            "kind": "ranking",
            "text": TEXT,
            "answers": "rank",
            "places": 2,
        },
        {"code": "LATER", "section": "two", "kind": "text", "text": TEXT, "waves": ["followup"]},
    ],
    check=[{"at_most": ["MAN", "STAFF"], "says": {"en": "More managers than staff."}}],
)
COLUMNS = list(SMALL.columns)
FULL = {
    "MUN": "ARJ",
    "MUN[other]": "",
    "EMPL": "Y",
    "STAFF": "9",
    "MAN": "2",
    "PAY": "31000.50",
    "TOP[1]": "N1",
    "TOP[2]": "N2",
}
REGISTER = pd.DataFrame(
    {"name": ["A", "B"]}, index=pd.Index(["C1", "C2"], name="company_id", dtype="str"), dtype="str"
)
TOKENS = {"tok1": "C1", "tok2": "C2", "tok9": "C9"}


def response(
    number: int,
    token: str | None = "tok1",
    submitted: str | None = "2026-03-01 10:00:00",
    **answers: str | None,
) -> dict[str, str | None]:
    own = {
        "id": str(number),
        "submitdate": submitted,
        "startlanguage": "sv",
        "token": token,
        "seed": str(number),
    }
    return (
        own
        | FULL
        | {
            name.replace("_", "[") + "]" if "_" in name else name: value
            for name, value in answers.items()
        }
    )


def export(*responses: dict[str, str | None], name: str = "a.csv", kind: str = "csv") -> Export:
    return Export(name, kind, pd.DataFrame(list(responses), dtype="str"))


def gather(
    *exports: Export,
    register: pd.DataFrame | None = REGISTER,
    company: str = "token",
    wave: str = "baseline",
):
    return gather_answers(exports, SMALL, register, TOKENS, wave, company)


def cells(answers) -> list[tuple[int, str, str]]:
    return list(answers.faults[["row", "column", "what"]].itertuples(index=False, name=None))


def only_fault(answers) -> str:
    assert len(answers.faults) == 1
    return str(answers.faults["what"].iloc[0])


# --- real exports ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_instrument() -> Instrument:
    return load_instrument(REAL / "instrument.toml")


def test_both_formats_of_a_real_survey_gather_to_equal_answers(real_instrument):
    names = ["export_responses_csv_all_code_short.csv", "export_responses_json_all_code_short.json"]
    first, second = (
        gather_answers([read_export(REAL / name)], real_instrument, None, {}, "baseline", "id")
        for name in names
    )
    assert_frame_equal(first.companies, second.companies)
    assert_frame_equal(
        first.responses.drop(columns="source"), second.responses.drop(columns="source")
    )
    assert_frame_equal(first.faults.drop(columns="source"), second.faults.drop(columns="source"))
    assert len(first.companies) == 47
    assert first.companies["complete"].sum() == 40


def test_what_a_real_survey_holds(real_instrument):
    answers = gather_answers(
        [read_export(REAL / "export_responses_csv_all_code_short.csv")],
        real_instrument,
        None,
        {},
        "baseline",
        "id",
    )
    companies = answers.companies
    assert companies.loc["2", ["city", "city[other]"]].tolist() == ["-oth-", "Umeå; =1+1"]
    assert pd.isna(companies.loc["8", "city"])
    faults = answers.faults[answers.faults["column"] != ""]
    assert faults[["row", "response_id", "company_id", "column", "value"]].to_numpy().tolist() == [
        [8, "8", "8", "city", "ZZ"]
    ]
    assert pd.isna(companies.loc["2", "cond"])
    assert companies.loc["1", "submitted"] == pd.Timestamp("2026-03-01 10:20:30")


def test_a_real_survey_filled_in_a_browser_by_token(real_instrument):
    register = pd.DataFrame(index=pd.Index(["C1", "C2", "C3"], name="company_id"))
    tokens = {"OWNtoken1": "C1", "lLSp47pvaCa8xoD": "C2", "d5aSrayhgwwkKAn": "C3"}
    names = ["export_responses_csv_web_filled.csv", "export_responses_json_web_filled.json"]
    for name in names:
        answers = gather_answers(
            [read_export(REAL / name)], real_instrument, register, tokens, "baseline"
        )
        assert answers.companies.index.tolist() == ["C1", "C2", "C3"]
        assert answers.companies.loc[
            "C2", ["city[other]", "rank[2]", "multi[other]", "age"]
        ].tolist() == ["Luleå", "R1", "Orm", ""]
        assert answers.responses["company_id"].isna().tolist() == [False, False, False, True, True]
        assert {4, 5} == set(answers.faults["row"])


def test_both_formats_of_one_survey_together_are_one_survey(real_instrument):
    names = [
        "export_responses_csv_all_code_short.csv",
        "export_responses_json_all_code_short.json",
        "export_responses_csv_web_filled.csv",
    ]
    exports = [read_export(REAL / name) for name in names]
    answers = gather_answers(exports, real_instrument, None, {}, "baseline", "id")
    assert len(answers.responses) == 47 + 5
    assert answers.faults["what"].str.contains("stands in another row or file").sum() == 47


def test_long_answers_are_refused(real_instrument):
    with pytest.raises(AnswersError, match=r"row 3: .*N/A.*answer codes"):
        gather_answers(
            [read_export(REAL / "export_responses_csv_sv_all_code_long.csv")],
            real_instrument,
            None,
            {},
            "baseline",
            "id",
        )


def test_a_survey_without_answers_has_no_companies(real_instrument):
    empty = read_export(REAL / "export_responses_csv_range_empty_500_600.csv")
    answers = gather_answers([empty], real_instrument, REGISTER, TOKENS, "baseline")
    assert answers.companies.shape == (0, 3 + len(real_instrument.columns))
    assert answers.responses.empty
    assert answers.faults.empty


def test_a_survey_without_date_stamps_has_no_dates():
    answers = gather(export(response(1, submitted="1980-01-01 00:00:00")))
    assert answers.companies["complete"].tolist() == [True]
    assert answers.companies["submitted"].isna().all()


# --- who answered ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "says"),
    [
        (None, "The response has no token."),
        ("", "The response has no token."),
        ("tok3", 'Token "tok3" is not among the tokens of this programme.'),
        ("tok9", 'Token "tok9" belongs to "C9", which is not in the register. Known: C1, C2.'),
        ("test-1", '"test-1" looks like a test row.'),
    ],
)
def test_a_response_of_no_known_company_is_named_and_left_out(token, says):
    answers = gather(export(response(1), response(2, token)))
    assert only_fault(answers) == says
    assert answers.faults["row"].tolist() == [2]
    assert answers.responses["company_id"].isna().tolist() == [False, True]
    assert answers.companies.index.tolist() == ["C1"]


def test_a_company_can_be_named_by_its_id():
    answers = gather(
        export(response(1) | {"company_id": " C2 "}, response(2) | {"company_id": "C3"}),
        company="company_id",
    )
    assert answers.companies.index.tolist() == ["C2"]
    assert only_fault(answers).startswith('Company "C3" is not in the register.')


def test_a_response_whose_id_can_be_no_folder_is_left_out():
    frame = export(response("1"), response("2")).frame.assign(id=["1", "../../victim"])
    answers = gather(Export("a.csv", "plain", frame), register=None, company="id")
    assert answers.companies.index.tolist() == ["1"]
    assert "can be no company's" in str(answers.faults["what"].tolist())


def test_where_no_response_can_be_tied_to_a_company_the_files_are_refused():
    with pytest.raises(AnswersError, match="None of 2 responses can be tied to a company"):
        gather(export(response(1, "a"), response(2, "b")))


@pytest.mark.parametrize(
    ("responses", "counting"),
    [
        ([response(1), response(2, submitted=None)], "1"),
        ([response(1, submitted="2026-03-02 10:00:00"), response(2)], "1"),
        ([response(9), response(10)], "10"),
        ([response(1, submitted=None), response(2, submitted=None)], "2"),
        ([response(1), response(2, submitted="2026-05-01 10:00:00", **dict.fromkeys(FULL))], "1"),
    ],
)
def test_the_last_complete_answer_counts(responses, counting):
    answers = gather(export(*responses))
    counts = answers.responses[answers.responses["counts"]]
    assert counts["response_id"].tolist() == [counting]
    assert f"its response {counting} counts." in " ".join(answers.faults["what"])


def test_a_fault_in_a_response_that_does_not_count_leaves_the_other_alone():
    answers = gather(export(response(1, MAN="x"), response(2)))
    assert answers.companies["MAN"].tolist() == ["2"]
    assert set(answers.faults["row"]) == {1}


def test_an_incomplete_answer_is_kept_and_marked():
    answers = gather(export(response(1, submitted=None)))
    assert answers.companies["complete"].tolist() == [False]
    assert answers.faults.empty


def test_the_later_state_of_a_response_in_two_files_counts():
    early = export(response(1, submitted=None, MAN="1"), name="early.csv")
    late = export(response(1, MAN="2"), response(2, "tok2"), name="late.csv")
    for files in ([early, late], [late, early]):
        answers = gather(*files)
        assert answers.responses["source"].tolist() == ["late.csv", "late.csv"]
        assert answers.companies["MAN"].tolist() == ["2", "2"]
        assert answers.faults["source"].tolist() == ["early.csv"]


def test_two_surveys_with_the_same_questions_and_numbers_are_not_mixed_up():
    other = response(1, "tok2") | {"seed": "77"}
    assert (
        len(gather(export(response(1), name="a.csv"), export(other, name="b.csv")).companies) == 2
    )


# --- faults in cells ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("MUN", "ARY", '"ARY" is not an answer to this question. Did you mean "ARJ"?'),
        ("MUN", "gällivare", '"gällivare" is the text of an answer; its code is "GAL".'),
        ("EMPL", "X", '"X" is not an answer to this question. Known: N, Y.'),
        ("STAFF", "-3", '"-3" is negative, and this counts people or pay.'),
        ("STAFF", "9.5", '"9.5" is not a whole number.'),
        ("STAFF", "about ten", '"about ten" is not a number.'),
        ("STAFF", "inf", '"inf" is not a number.'),
        ("STAFF", "1e3", '"1e3" is not a number.'),
        ("MAN", "501", '"501" is over the most that is possible, 500.'),
        ("PAY", "31000,50", '"31000,50" has a decimal comma. Write 31000.50.'),
        ("PAY", "31 000", '"31 000" is not a number.'),
    ],
)
def test_a_faulty_cell_is_named_and_left_out(column, value, says):
    answers = gather(export(response(1, "tok2"), response(2, **{column: value})))
    assert cells(answers) == [(2, column, says)]
    assert answers.faults["value"].tolist() == [value]
    assert answers.faults["company_id"].tolist() == ["C1"]
    assert pd.isna(answers.companies.loc["C1", column])
    assert answers.companies.loc["C2", column] == FULL[column]


@pytest.mark.parametrize(
    ("column", "value"),
    [("MUN", "-oth-"), ("STAFF", "12.0"), ("STAFF", "12.0000000000"), ("PAY", "-1"), ("PAY", ".5")],
)
def test_what_limesurvey_may_store_is_no_fault(column, value):
    answers = gather(export(response(1, **{column: value})))
    assert answers.faults.empty
    assert answers.companies[column].tolist() == [value]


def test_more_managers_than_staff_makes_both_cells_faulty():
    answers = gather(export(response(1, MAN="10")))
    assert cells(answers) == [
        (1, column, "More managers than staff (MAN 10, STAFF 9).") for column in ("MAN", "STAFF")
    ]
    assert answers.companies[["MAN", "STAFF"]].isna().all(axis=None)


def test_a_check_says_nothing_about_a_number_that_is_itself_wrong():
    assert [
        column for _, column, _ in cells(gather(export(response(1, MAN="10", STAFF="-1"))))
    ] == ["STAFF"]


@pytest.mark.parametrize(
    ("first", "second", "faulty"),
    [
        ("N1", "N1", ["TOP[1]", "TOP[2]"]),
        (None, "N1", ["TOP[2]"]),
        ("", "N1", ["TOP[2]"]),
        ("N9", "N1", ["TOP[1]"]),
        ("N1", "", []),
        ("", "", []),
    ],
)
def test_a_ranking_names_each_answer_once_and_leaves_no_gap(first, second, faulty):
    answers = gather(export(response(1) | {"TOP[1]": first, "TOP[2]": second}))
    assert answers.faults["column"].tolist() == faulty
    assert answers.companies[faulty].isna().all(axis=None)


def test_a_date_that_a_spreadsheet_rewrote_is_named():
    answers = gather(export(response(1, submitted="01/03/26 10.00")))
    assert cells(answers)[0][:2] == (1, "submitdate")
    assert answers.companies["complete"].tolist() == [True]


def test_a_response_without_an_answer_is_named():
    empty = response(2, "tok2", **dict.fromkeys(FULL))
    assert cells(gather(export(response(1), empty))) == [(2, "", "Not one question is answered.")]


# --- what was asked -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "staff"),
    [
        ({"EMPL": "Y"}, ""),
        ({"EMPL": "N"}, None),
        ({"EMPL": "Q"}, None),
        ({"EMPL": "Y", "MAN": None, "PAY": None, "TOP_1": None, "TOP_2": None}, ""),
        (
            {
                "EMPL": "Y",
                "submitted": None,
                "MAN": None,
                "PAY": None,
                "TOP_1": None,
                "TOP_2": None,
            },
            None,
        ),
        ({"EMPL": "Y", "submitted": None, "MAN": "2"}, ""),
    ],
)
def test_a_number_left_blank_is_told_from_one_that_was_not_asked(answers, staff):
    told = gather(export(response(1, STAFF=None, **answers))).companies["STAFF"].iloc[0]
    assert (None if pd.isna(told) else told) == staff


@pytest.mark.parametrize(("employer", "staff"), [("Y", ""), ("N", None)])
def test_an_empty_cell_of_a_plain_table_is_unanswered_where_the_question_was_asked(employer, staff):
    row = {
        "company_id": "C1",
        "EMPL": employer,
        "STAFF": "",
        "MUN": "",
        "MAN": "",
        "PAY": "",
        "TOP[1]": "",
        "TOP[2]": "",
        "MUN[other]": "",
    }
    companies = gather(export(row, kind="plain"), company="company_id").companies
    told = companies["STAFF"].iloc[0]
    assert (None if pd.isna(told) else told) == staff
    assert companies["MUN"].tolist() == [""]
    assert companies["complete"].tolist() == [True]


# How LimeSurvey 6.4.2 wrote three of its responses: `""` for every NULL of its database, also of
# `submitdate` and of numbers.
WITHOUT_NULL = [
    '"id";"submitdate";"lastpage";"startlanguage";"seed";"token";"MUN";"MUN[other]";"EMPL";"STAFF";"MAN";"PAY";"TOP[1]";"TOP[2]"',
    '"1";"2026-03-01 10:20:30";"2";"sv";"";"tok1";"ARJ";"";"N";"";"";"";"N1";""',
    '"2";"";"1";"sv";"";"tok2";"GAL";"";"";"";"";"";"";""',
    "",
    "",
]


def test_an_older_server_that_writes_no_null_is_read_by_the_conditions(tmp_path):
    path = tmp_path / "old.csv"
    path.write_bytes("\r\n".join(WITHOUT_NULL).encode("utf-8-sig"))
    companies = gather(read_export(path)).companies
    sent, begun = companies.loc["C1"].fillna("NULL"), companies.loc["C2"].fillna("NULL")
    assert (sent["complete"], begun["complete"]) == (True, False)
    assert sent[COLUMNS].to_dict() | {"LATER": ""} == {
        "MUN": "ARJ", "MUN[other]": "", "EMPL": "N", "STAFF": "NULL", "MAN": "", "PAY": "",
        "TOP[1]": "N1", "TOP[2]": "", "LATER": ""
    }  # fmt: skip
    assert begun[["MUN", "MUN[other]", "EMPL"]].tolist() == ["GAL", "", ""]
    assert begun[["STAFF", "MAN", "PAY", "TOP[1]", "TOP[2]"]].tolist() == ["NULL"] * 5


# --- columns --------------------------------------------------------------------------------------


def without(*names: str) -> Export:
    return Export("a.csv", "csv", export(response(1)).frame.drop(columns=list(names)))


def test_missing_questions_are_told_all_at_once_with_the_nearest_name():
    frame = without("MUN", "MUN[other]", "PAY").frame.rename(columns={"STAFF": "STAF"})
    with pytest.raises(AnswersError) as caught:
        gather(Export("a.csv", "csv", frame))
    assert [problem.what for problem in caught.value.problems] == [
        f'question "{code}" is not in this export.' for code in ("MUN", "STAFF", "PAY")
    ]
    assert caught.value.problems[1].next == 'Did you mean "STAF"?'


def test_a_question_of_the_other_wave_may_be_missing():
    assert gather(export(response(1))).companies["LATER"].isna().all()
    with pytest.raises(AnswersError, match='"LATER" is not in this export'):
        gather(export(response(1)), wave="followup")


def test_a_missing_company_column_is_told():
    with pytest.raises(AnswersError, match="anonymous"):
        gather(without("token"))
    with pytest.raises(AnswersError, match='Did you mean "token"'):
        gather(export(response(1)), company="tokens")


def test_columns_that_nothing_reads_are_faults_of_the_whole_file():
    answers = gather(
        export(
            response(1)
            | {"STAFFS": "1", "attribute_1": "x", "TOP[3]": "", "TOP[4]": "N3", "name": "A"}
        )
    )
    assert cells(answers) == [
        (0, "STAFFS", 'The instrument does not know the column "STAFFS". Known: LATER.'),
        (0, "TOP[4]", 'The instrument does not know the column "TOP[4]". Known: LATER.'),
    ]


def test_a_missing_part_of_a_question_is_a_fault_of_the_whole_file():
    answers = gather(without("MUN[other]", "TOP[2]"))
    assert [(row, column) for row, column, _ in cells(answers)] == [
        (0, "MUN[other]"),
        (0, "TOP[2]"),
    ]
    assert answers.companies["TOP[2]"].isna().all()


# --- against a slow and obvious version -----------------------------------------------------------


WORDS = st.sampled_from([None, "", "0", "3", "-1", "2,5", "2.5", "x", "7", "600"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"STAFF": WORDS, "MAN": WORDS, "EMPL": st.sampled_from(["Y", "N", "", None, "Z"])}
    ),
    min_size=5,
    max_size=30,
)


def is_faulty(column: str, value: str | None) -> bool:
    if value is None or value == "":
        return False
    if column == "EMPL":
        return value not in {"Y", "N"}
    return value not in {"0", "3", "7", *({"600"} if column == "STAFF" else set())}


def judge_slowly(row: dict[str, str | None]) -> set[str]:
    faulty = {column for column, value in row.items() if is_faulty(column, value)}
    numbers = [row[column] if column not in faulty else None for column in ("MAN", "STAFF")]
    if all(numbers) and int(numbers[0]) > int(numbers[1]):
        faulty |= {"MAN", "STAFF"}
    return faulty


@settings(max_examples=10, deadline=None)
@given(rows=ROWS)
def test_cells_are_judged_as_one_by_one(rows):
    register = pd.DataFrame(
        index=pd.Index(
            [f"C{number}" for number in range(len(rows))], name="company_id", dtype="str"
        )
    )
    filled = [
        response(number, company) | row
        for number, (company, row) in enumerate(zip(register.index, rows, strict=True))
    ]
    answers = gather_by_id(filled, register)
    found = {(int(row), column) for row, column, _ in cells(answers)}
    assert found == {
        (number, column) for number, row in enumerate(rows, start=1) for column in judge_slowly(row)
    }


def gather_by_id(rows: Sequence[dict[str, str | None]], register: pd.DataFrame):
    return gather_answers(
        [export(*rows)],
        SMALL,
        register,
        {company: company for company in register.index},
        "baseline",
    )


def test_no_warning_and_no_text_number_mixup_for_wholly_missing_columns():
    answers = gather(export(response(1, STAFF=None, MAN=None, PAY=None)))
    assert set(answers.companies[COLUMNS].dtypes) == {pd.StringDtype(na_value=np.nan)}


# --- for the screen -------------------------------------------------------------------------------


def test_many_faults_of_one_kind_are_one_sentence():
    register = pd.DataFrame(
        index=pd.Index([f"C{number}" for number in range(1000)], name="company_id", dtype="str")
    )
    rows = [
        response(number, company, PAY=f"{number},5", MUN="Q")
        for number, company in enumerate(register.index)
    ]
    problems = check_answers(gather_by_id(rows, register))
    assert [str(problem) for problem in problems] == [
        (
            'a.csv, row 1 (response 0), MUN: "Q" is not an answer to this question. Known: ARJ, '
            "GAL. "
            "The same in responses 1, 2, 3, 4, 5 and 994 more."
        ),
        (
            'a.csv, row 1 (response 0), PAY: "0,5" has a decimal comma. Write 0.5. The same in '
            "responses 1, 2, 3, 4, 5 and 994 more."
        ),
    ]


def test_a_single_fault_is_told_with_its_row_and_a_whole_file_without():
    problems = check_answers(
        gather(
            export(response(1, PAY="x") | {"ODD": ""}),
            export(response(2, "tok2") | {"ODD": ""}, name="b.csv"),
        )
    )
    assert [problem.where for problem in problems] == [
        "a.csv",
        "a.csv, row 1 (response 1), PAY",
        "b.csv",
    ]
    assert [problem.next for problem in problems] == ["", "", ""]


def test_a_response_is_named_by_the_id_that_limesurvey_shows():
    """Row 2 of the file is response 4711 on the server, where somebody has to look."""
    rows = [response(7), response(4711, "tok2", PAY="x"), response(4712, "tok2", PAY="y")]
    [first, *_] = check_answers(gather(export(*rows)))
    assert (first.where, first.next) == (
        "a.csv, row 2 (response 4711), PAY",
        "The same in response 4712.",
    )


def test_a_row_of_a_plain_table_has_no_id():
    row = dict.fromkeys(COLUMNS, "") | {"company_id": "C1", "PAY": "x"}
    [problem] = check_answers(gather(export(row, kind="plain"), company="company_id"))
    assert problem.where == "a.csv, row 1, PAY"


def test_answers_without_a_fault_have_nothing_to_say():
    assert check_answers(gather(export(response(1)))) == []
