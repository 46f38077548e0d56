"""Personal identity numbers in any text. The valid ones are the authorities' test numbers."""

import random
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fi import hetu
from stdnum.no import fodselsnummer
from stdnum.se import personnummer

from survey.common.personal_numbers import find_personal_numbers, holds_personal_number

SWEDISH, FINNISH, NORWEGIAN = "811218-9876", "131052-308T", "15108695088"
"""Examples of Skatteverket (a check digit), of the Finnish agency, and of python-stdnum."""


@pytest.mark.parametrize(
    "text",
    [
        SWEDISH,
        "8112189876",
        "198112189876",
        "19811218-9876",
        "811218+9876",
        "811218 9876",
        "811218–9876",
        "811218\N{NON-BREAKING HYPHEN}9876",
        "811218\N{MINUS SIGN}9876",
        "811218 - 9876",
        "1981-12-18-9876",
        "81 12 18 9876",
        "8112\N{ZERO WIDTH SPACE}189876",
        "８１１２１８-９８７６",
        "SE811218987601",
        "se 811218-9876 01",
        "Moms: SE811218987601.",
        "Eva Ek 811218-9876",
        "Eva Ek(811218-9876)",
        "pnr:8112189876, ring efter fem",
        "701063-2391",
        FINNISH,
        "131052a308t",
        "Eva, 131052-308T",
        NORWEGIAN,
        "151086 95088",
        "15.10.86 95088",
    ],
)
def test_a_number_is_found_wherever_it_stands(text):
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "556036-0793",
        "SE556036079301",
        "212000-0142",
        "16556036-0793",
        "0201234567",
        "811218-9877",
        "811318-9876",
        "131052-308U",
        "15108695077",
        "070-123 45 67",
        "+46 70 123 45 67",
        "2026-03-01",
        "202603011230",
        "1 250 000,50",
        "SE45 5000 0000 0583 9825 7466",
        "1572860-0",
        "923 609 016",
        "97000",
    ],
)
def test_other_numbers_are_none(text):
    assert not holds_personal_number(text)


def some(seed, make):
    rng = random.Random(seed)
    return [make(rng) for _ in range(10_000)]


def mobile(rng):
    return f"07{rng.choice('02369')}{rng.randrange(10**7):07d}"


RATES = {
    "mobile as written": (
        lambda rng: re.sub(r"(...)(...)(..)(..)", r"\1-\2 \3 \4", mobile(rng)),
        0,
    ),
    "mobile abroad": (lambda rng: f"+46{mobile(rng)[1:]}", 0),
    "telephone at home": (
        lambda rng: f"0{rng.randrange(900, 999)}-{rng.randrange(100, 999)} {rng.randrange(10, 99)}",
        0,
    ),
    "Finnish telephone": (
        lambda rng: f"+358 {rng.randrange(40, 50)} {rng.randrange(10**6, 10**7)}",
        0,
    ),
    "Norwegian telephone": (lambda rng: f"+47 {rng.randrange(20_000_000, 100_000_000)}", 0),
    "amount": (lambda rng: f"{rng.randrange(10**9)}", 0),
    "amount with decimals": (lambda rng: f"{rng.randrange(10**8)},{rng.randrange(100):02d}", 0),
    "amount in threes": (lambda rng: f"{rng.randrange(10**12):,}".replace(",", " "), 0),
    "plusgiro": (
        lambda rng: (
            f"{rng.randrange(10, 999)} {rng.randrange(10, 99)} "
            f"{rng.randrange(10, 99)}-{rng.randrange(10)}"
        ),
        0,
    ),
    "bankgiro": (lambda rng: f"{rng.randrange(100, 9999)}-{rng.randrange(10_000):04d}", 0),
    "limited company": (
        lambda rng: (
            f"55{rng.randrange(20, 100)}{rng.randrange(100):02d}-{rng.randrange(10_000):04d}"
        ),
        0,
    ),
    "date and time": (
        lambda rng: (
            f"20{rng.randrange(12, 30)}{rng.randrange(1, 13):02d}"
            f"{rng.randrange(1, 29):02d}{rng.randrange(2400):04d}"
        ),
        0,
    ),
    "Norwegian account": (
        lambda rng: (
            f"{rng.randrange(1000, 9999)} {rng.randrange(10, 99)} {rng.randrange(10_000, 99_999)}"
        ),
        0,
    ),
    "account abroad": (
        lambda rng: " ".join(["SE12", *(f"{rng.randrange(10_000):04d}" for _ in range(5))]),
        0,
    ),
    "ten digits together": (lambda rng: f"{rng.randrange(10**9, 10**10)}", 0.01),
    "mobile without a blank": (mobile, 0.02),
}


@pytest.mark.parametrize("kind", RATES)
def test_random_telephone_numbers_and_amounts_are_hardly_ever_taken_for_one(kind):
    make, most = RATES[kind]
    found = sum(holds_personal_number(text) for text in some(1, make))
    assert found <= most * 10_000


@given(
    st.dates(date(1925, 1, 1), date(2010, 1, 1)),
    st.integers(1, 999),
    st.sampled_from(["", "-", "+", " "]),
    st.booleans(),
)
def test_swedish_numbers_are_those_of_another_package(born, serial, dash, full):
    """The other package finds the one check digit of ten that is right."""
    (last,) = [
        f"{serial:03d}{digit}"
        for digit in range(10)
        if personnummer.is_valid(f"{born:%y%m%d}-{serial:03d}{digit}")
    ]
    text = f"{born:%Y%m%d}{dash}{last}" if full else f"{born:%y%m%d}{dash}{last}"
    assert holds_personal_number(f"x {text} y")


@given(st.dates(date(1925, 1, 1), date(2010, 1, 1)), st.integers(2, 899), st.integers(0, 99_999))
def test_finnish_and_norwegian_numbers_are_those_of_another_package(born, individual, serial):
    sign = "-" if born.year < 2000 else "A"
    stem = f"{born:%d%m%y}{individual:03d}"
    code = f"{born:%d%m%y}{sign}{individual:03d}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(stem) % 31]}"
    assert hetu.is_valid(code)
    assert holds_personal_number(f"Matti {code}")
    if fodselsnummer.is_valid(f"{born:%d%m%y}{serial:05d}"):
        assert holds_personal_number(f"Kari {born:%d%m%y} {serial:05d}")


def test_cells_are_told_by_row_and_column_and_the_number_is_not_repeated():
    frame = pd.DataFrame(
        {
            "vat": ["", f"SE{SWEDISH.replace('-', '')}01"],
            "remark": ["ok", ""],
            "name": [f"Eva {FINNISH}", "Bo"],
        },
        dtype="str",
    )
    problems = [str(problem) for problem in find_personal_numbers(frame, "list.csv")]
    assert [told.partition(":")[0] for told in problems] == [
        "list.csv, row 2, vat",
        "list.csv, row 1, name",
    ]
    assert not any("811218" in told or "131052" in told for told in problems)


def test_in_a_column_of_telephone_numbers_ten_digits_with_a_zero_first_are_one():
    known = next(text for text in some(1, mobile) if holds_personal_number(text))
    assert not list(
        find_personal_numbers(pd.DataFrame({"Mobiltelefon": [known]}, dtype="str"), "x")
    )
    assert list(find_personal_numbers(pd.DataFrame({"remark": [known]}, dtype="str"), "x"))
    assert list(find_personal_numbers(pd.DataFrame({"phone": [SWEDISH]}, dtype="str"), "x"))
