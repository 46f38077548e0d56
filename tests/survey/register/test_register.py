"""The register, its tokens and keys, and the facts that group companies."""

import os
import stat
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from stdnum.se import orgnr, personnummer

from survey.answers.background import class_labels, cut_number
from survey.common.errors import AnswersError
from survey.instrument.records import Instrument
from survey.register.identity_numbers import is_identity_number, normalise
from survey.register.pseudonyms import ALPHABET, draw_id, pseudonymise, read_keys, write_keys
from survey.register.register import (
    backgrounds,
    check_register,
    label,
    read_register,
    read_tokens,
    write_tokens,
)
from survey.register.secrecy import check_secrecy

REAL = Path(__file__).parents[2] / "data" / "limesurvey"
TEXT = {"en": "x"}
INSTRUMENT = Instrument(
    title=TEXT,
    languages=["en", "sv"],
    section=[{"id": "one", "title": TEXT}],
    answers=[
        {
            "id": "place",
            "options": [
                {"code": "ARJ", "text": {"sv": "Arjeplog", "en": "Arjeplog town"}},
                {"code": "GAL", "text": {"sv": "Gällivare", "en": "Gällivare town"}},
            ],
        }
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
        {"code": "FBORN", "section": "one", "kind": "yes_no", "text": TEXT},
        {"code": "W", "section": "one", "kind": "number", "text": TEXT},
        {"code": "M", "section": "one", "kind": "number", "text": TEXT},
        {"code": "STARTY", "section": "one", "kind": "number", "text": TEXT},
    ],
    background=[
        {"id": "municipality", "question": "MUN", "name": TEXT},
        {"id": "born_abroad", "question": "FBORN", "name": TEXT},
        {"id": "size", "sum": ["W", "M"], "breaks": [0, 1, 5, 10, 50], "name": TEXT},
        {"id": "start_year", "question": "STARTY", "name": TEXT},
        {"id": "network", "name": TEXT},
    ],
)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def companies(**columns: list[str | None]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    index = pd.Index(
        [f"C{number}" for number in range(1, size + 1)], name="company_id", dtype="str"
    )
    filled = {name: columns.get(name, [None] * size) for name in INSTRUMENT.columns}
    return pd.DataFrame(filled, index=index, dtype="str")


def register(**columns: list[str]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    index = pd.Index(
        [f"C{number}" for number in range(1, size + 1)], name="company_id", dtype="str"
    )
    return pd.DataFrame(columns, index=index, dtype="str")


def values(column: pd.Series) -> list[str | float | None]:
    return [None if pd.isna(value) else value for value in column]


# --- the register ---------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_register_is_text_by_company(tmp_path, separator):
    path = write(
        tmp_path / "companies.csv",
        "company_id,name,municipality,trade,organisation_number,phone".replace(",", separator),
        " C1 ,Ab,ARJ,SERV,556036-0793,0701234567".replace(",", separator),
        ",,,,,".replace(",", separator),
        "C2,Öst,,SHOP,,".replace(",", separator),
    )
    expected = register(
        name=["Ab", "Öst"],
        municipality=["ARJ", ""],
        trade=["SERV", "SHOP"],
        phone=["0701234567", ""],
    )
    assert_frame_equal(read_register(path), expected)


@pytest.mark.parametrize("heading", ["organisation_number", "OrgNr", "Personnummer", "nummer"])
def test_numbers_that_identify_never_reach_the_frame(tmp_path, heading):
    path = write(
        tmp_path / "companies.csv",
        f"company_id,name,municipality,trade,{heading}",
        "C1,A,ARJ,SERV,5560360793",
    )
    assert "5560360793" not in read_register(path).to_csv()


def test_everything_wrong_with_a_register_is_told_at_once(tmp_path):
    path = write(
        tmp_path / "companies.csv",
        "company_id,name,municipalty",
        "C1,A,x",
        "C1,B,x",
        ",C,x",
        "556036-0793,D,x",
    )
    with pytest.raises(AnswersError) as caught:
        read_register(path)
    assert [str(problem) for problem in caught.value.problems] == [
        'companies.csv: has no column "municipality". Did you mean "municipalty"?',
        'companies.csv: has no column "trade". Known: company_id, municipalty, name.',
        "companies.csv, row 3: has no company_id.",
        'companies.csv, row 2: has the company_id "C1" of an earlier row.',
        (
            "companies.csv, row 4: has an organisation or personal identity number as company_id. "
            "`jamna register FILE` gives other ids."
        ),
    ]


def test_a_thousand_wrong_rows_are_not_a_thousand_lines(tmp_path):
    path = write(
        tmp_path / "companies.csv", "company_id,name,municipality,trade", *["C1,A,x,y"] * 1000
    )
    with pytest.raises(AnswersError, match="979 more rows") as caught:
        read_register(path)
    assert len(caught.value.problems) == 21


def test_values_the_instrument_does_not_know_are_told_with_the_nearest():
    given = register(
        municipality=["ARJ", "gällivare", "Arjeplgo", "Arjeplgo"], size=["5", "5", "5", "5"]
    )
    assert [str(problem) for problem in check_register(given, INSTRUMENT)] == [
        (
            'companies.csv, municipality: "Arjeplgo" is not an answer of the instrument (2 '
            "companies). "
            'Did you mean "Arjeplog"?'
        )
    ]


@pytest.mark.parametrize(
    "cell", ["SE811218987601", "Eva Ek 811218-9876", "131052-308T", "151086 95088", "19811218–9876"]
)
def test_a_personal_identity_number_in_any_cell_is_refused_and_not_repeated(tmp_path, cell):
    rows = [f"C{number},A,ARJ,SERV,ok" for number in range(9)]
    path = write(
        tmp_path / "companies.csv",
        "company_id,name,municipality,trade,tax",
        *rows,
        f"C9,A,ARJ,SERV,{cell}",
    )
    with pytest.raises(AnswersError) as caught:
        read_register(path)
    (problem,) = caught.value.problems
    assert problem.where == "companies.csv, row 10, tax"
    assert not any(part in str(problem) for part in ("811218", "131052", "151086"))


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(1)", "+cmd|x", "\t=1"])
def test_a_formula_in_a_register_is_refused_with_its_place(tmp_path, cell):
    path = write(
        tmp_path / "companies.csv",
        "company_id,name,municipality,trade",
        f'C1,"{cell}",ARJ,SERV',
        'C2,-,ARJ,"+46 70 123 45 67"',
    )
    with pytest.raises(AnswersError) as caught:
        read_register(path)
    assert [problem.where for problem in caught.value.problems] == ["companies.csv, row 1, name"]


WRONG_IDS = [
    "å1",
    "a.",
    "a b",
    "a/b",
    "../a",
    "a#",
    "a%",
    "a<b",
    "a&b",
    "a'b",
    "_a",
    "-a",
    "CON",
    "nul",
    "com1",
    "Lpt9",
    "x" * 41,
    "c?",
]
"""Letters that make dead links or no folder, and the names that Windows keeps for devices."""


def test_ids_that_can_be_no_folder_and_no_link_are_told_all_at_once(tmp_path):
    rows = [f'"{company}",A,x,y' for company in [*WRONG_IDS, "C-1_a", "c0001", "C0001", "x" * 40]]
    with pytest.raises(AnswersError) as caught:
        read_register(
            write(tmp_path / "companies.csv", "company_id,name,municipality,trade", *rows)
        )
    wrong = [problem.where for problem in caught.value.problems]
    alike = f"companies.csv, row {len(WRONG_IDS) + 3}"
    assert sorted(wrong) == sorted(
        [*(f"companies.csv, row {row}" for row in range(1, len(WRONG_IDS) + 1)), alike]
    )
    assert any("upper and lower case" in problem.what for problem in caught.value.problems)


def test_long_ids_are_told_without_being_printed(tmp_path):
    rows = [f"{'x' * 296}{number:04d},A,x,y" for number in range(2000)]
    with pytest.raises(AnswersError, match="1980 more rows") as caught:
        read_register(
            write(tmp_path / "companies.csv", "company_id,name,municipality,trade", *rows)
        )
    assert len(str(caught.value)) < 5000


# --- identity numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["5560360793", "556036-0793", "165560360793", "16556036-0793", "212000-0142", " 556036 0793"],
)
def test_organisation_numbers_are_recognised(text):
    assert is_identity_number(text)
    assert orgnr.is_valid(normalise(text))


@pytest.mark.parametrize(
    "text",
    ["", "C0001", "12345", "1000000017", "5560360794", "0701234567", "55603607930", "2026-03-01"],
)
def test_other_ids_are_not(text):
    assert not is_identity_number(text)


@settings(max_examples=100, deadline=None)
@given(
    born=st.dates(date(1925, 1, 1), date(2010, 1, 1)),
    serial=st.integers(0, 9999),
    dash=st.sampled_from(["", "-", "+"]),
    full=st.booleans(),
)
def test_personal_numbers_are_recognised_as_another_package_does(born, serial, dash, full):
    text = f"{born:%Y%m%d}" if full else f"{born:%y%m%d}"
    number = f"{text}{dash}{serial:04d}"
    known = personnummer.is_valid(f"{born:%y%m%d}-{serial:04d}")
    assert is_identity_number(number) == known
    coordination = f"{born + timedelta(0):%y%m}{born.day + 60:02d}{serial:04d}"
    assert is_identity_number(coordination) == orgnr.is_valid(coordination)


# --- tokens and keys ------------------------------------------------------------------------------


@given(tokens=st.dictionaries(st.text("abcXYZ0189_-", min_size=1), st.text("C0189", min_size=1)))
@settings(max_examples=25, deadline=None)
def test_tokens_come_back_as_they_were_written(tokens, tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "keys" / "tokens.csv"
    write_tokens(tokens, path)
    assert read_tokens(path) == tokens


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_keys_can_be_read_by_their_owner_only(tmp_path):
    path = tmp_path / "tokens.csv"
    write_tokens({"a": "C1"}, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert check_secrecy([path, tmp_path / "none.csv"]) == []
    path.chmod(0o644)
    assert [problem.next for problem in check_secrecy([path])] == [f"Type `chmod 600 {path}`."]


def test_everything_wrong_with_tokens_is_told_at_once(tmp_path):
    with pytest.raises(AnswersError) as caught:
        read_tokens(write(tmp_path / "tokens.csv", "token,company_id", "a,C1", "a,C2", "b,"))
    assert [problem.where for problem in caught.value.problems] == [
        "tokens.csv, row 3",
        "tokens.csv, row 2",
    ]
    with pytest.raises(AnswersError, match='has no column "company_id"'):
        read_tokens(write(tmp_path / "tokens.csv", "token,company", "a,C1"))


def contacts(*numbers: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"organisation_number": numbers, "name": [f"n{number}" for number in numbers]}, dtype="str"
    )


def test_companies_get_ids_that_say_nothing_and_stay_the_same(tmp_path):
    first = pseudonymise(contacts("556036-0793", "212000-0142"), {})
    write_keys(first.keys, tmp_path / "keys" / "companies.csv")
    known = read_keys(tmp_path / "keys" / "companies.csv")
    again = pseudonymise(contacts("2120000142", "16556036-0793", "202100-5489"), known)
    assert again.register.index[:2].tolist() == first.register.index[::-1].tolist()
    assert len(set(again.register.index)) == 3
    assert again.register.columns.tolist() == ["name"]
    assert read_keys(tmp_path / "none.csv") == {}


def test_an_id_is_never_given_twice():
    drawn = iter(["C1", "C1", "C2"])
    assert pseudonymise(
        contacts("556036-0793", "212000-0142"), {}, lambda: next(drawn)
    ).register.index.tolist() == ["C1", "C2"]


def test_a_drawn_id_is_no_organisation_number():
    drawn = draw_id()
    assert len(drawn) == 8
    assert set(drawn[1:]) <= set(ALPHABET)
    assert not is_identity_number(drawn)


def test_contacts_without_numbers_are_refused():
    with pytest.raises(
        AnswersError,
        match=r"row 2: has no organisation number\.\n"
        r"row 3: has the organisation number of an earlier row",
    ):
        pseudonymise(contacts("556036-0793", "", "5560360793"), {})
    with pytest.raises(AnswersError, match='has no column "organisation_number"'):
        pseudonymise(pd.DataFrame({"name": ["A"]}), {})


# --- backgrounds ----------------------------------------------------------------------------------


def test_the_register_goes_before_the_answer_cell_by_cell():
    answered = companies(MUN=["ARJ", "ARJ", "", None], FBORN=["Y", "N", "", None])
    told = register(
        municipality=["Gällivare town", "", "gal", "Nowhere"], born_abroad=["ja", "No", "", ""]
    )
    table = backgrounds(answered, told, INSTRUMENT)
    assert values(table["municipality"]) == ["GAL", "ARJ", "GAL", None]
    assert values(table["born_abroad"]) == ["Y", "N", None, None]


def test_numbers_are_cut_into_classes_and_kept_beside_them():
    answered = companies(
        W=["0", "2", "3", "30", "1"],
        M=["0", "2", "4", "30", None],
        STARTY=["2015", "", None, "1999", "2000"],
    )
    table = backgrounds(answered, None, INSTRUMENT)
    assert values(table["size"]) == ["0", "1–4", "5–9", "50+", None]
    assert values(table["size_number"]) == [0, 4, 7, 60, None]
    assert values(table["start_year"]) == ["2015", None, None, "1999", "2000"]


def test_the_register_may_hold_a_number_or_a_class():
    answered = companies(W=["1", "1", "1", "1"], M=["1", "1", "1", "1"])
    table = backgrounds(answered, register(size=["12", "5-9", "", "many"]), INSTRUMENT)
    assert values(table["size"]) == ["10–49", "5–9", "1–4", "1–4"]
    assert values(table["size_number"]) == [12, None, 2, 2]


def test_a_background_without_a_question_is_the_registers_own():
    table = backgrounds(companies(MUN=["ARJ", None]), register(network=["north", ""]), INSTRUMENT)
    assert values(table["network"]) == ["north", None]
    assert values(backgrounds(companies(MUN=["ARJ"]), None, INSTRUMENT)["network"]) == [None]


def test_backgrounds_are_text_and_numbers_are_floats():
    table = backgrounds(companies(MUN=[None, None]), register(municipality=["", ""]), INSTRUMENT)
    text = pd.StringDtype(na_value=np.nan)
    assert {
        name: kind for name, kind in table.dtypes.items() if not name.endswith("_number")
    } == dict.fromkeys(["municipality", "born_abroad", "size", "start_year", "network"], text)
    assert table["size_number"].dtype == "float64"


def cut_slowly(number: float, breaks: list[int]) -> str:
    found = f"<{breaks[0]}"
    for place, low in enumerate(breaks):
        if number >= low:
            last = place == len(breaks) - 1
            high = None if last else breaks[place + 1] - 1
            found = f"{low}+" if high is None else str(low) if high == low else f"{low}–{high}"
    return found


@given(
    number=st.floats(-5, 100),
    breaks=st.lists(st.integers(0, 90), min_size=1, max_size=5, unique=True).map(sorted),
)
def test_classes_hold_the_numbers_their_names_say(number, breaks):
    assert cut_number(number, breaks) == cut_slowly(number, breaks)
    assert cut_number(number, breaks) in class_labels(breaks)


@pytest.mark.parametrize(
    ("background", "value", "language", "shown"),
    [
        ("municipality", "GAL", "sv", "Gällivare"),
        ("municipality", "GAL", "fi", "Gällivare town"),
        ("municipality", "-oth-", "sv", "Annat"),
        ("born_abroad", "Y", "sv", "Ja"),
        ("born_abroad", "N", "en", "No"),
        ("size", "5–9", "sv", "5–9"),
        ("network", "north", "sv", "north"),
        ("unknown", "x", "sv", "x"),
    ],
)
def test_a_value_is_shown_in_words(background, value, language, shown):
    assert label(INSTRUMENT, background, value, language) == shown
