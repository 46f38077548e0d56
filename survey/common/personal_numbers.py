"""Find Swedish, Finnish and Norwegian personal identity numbers in any text, however written.

The programme's region borders on Finland and Norway. A Swedish sole trader's organisation number
is a personal identity number, and the Swedish VAT number is that number between "SE" and "01". An
organisation number of any other company is not personal data: its third and fourth digits are 20
or more, so they are no month. A number counts only if its date exists and its check digits are
right; even so, about one random ten-digit number in 140 is taken for a personal one.

Sources: Skatteverket on personnummer and samordningsnummer (SKV 704, SKV 707) and on VAT numbers;
the Finnish Digital and Population Data Services Agency on the personal identity code; Skatteetaten
on fødselsnummer.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from stdnum import luhn
from stdnum.fi import hetu
from stdnum.no import fodselsnummer

from survey.common.errors import Problem

WHAT = "holds what looks like a personal identity number."
ADVICE = (
    "Take it out: it must not stay there. "
    "If it is a telephone number, write it with a dash or a space, as in 070-123 45 67."
)
YOUNGEST = 15
# Years. Nobody younger runs a company, and without a limit 202603011230 (a date and a time) counts.

_COORDINATION = 60
# A coordination number (samordningsnummer) is a birth date with 60 added to the day: SKV 707.
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_BLANKS = re.compile(r"[^\S\n]")
_SWEDISH = re.compile(
    r"(?<![\d,.])(?P<century>1[6-9]|20)?(?P<year>\d\d)(?P<gap>[-./ ]?)(?P<month>\d\d)(?P=gap)"
    r"(?P<day>\d\d)(?: ?[-+/.] ?| )?(?P<last>\d{4})(?!\d|[.,]\d)"
)
_SWEDISH_VAT = re.compile(
    r"SE[- ]?(?P<century>)(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"[- ]?(?P<last>\d{4})[- ]?\d\d(?!\d)",
    re.IGNORECASE,
)
_FINNISH = re.compile(
    r"(?<![0-9A-Za-z])(\d{6}) ?([-+A-FU-Ya-fu-y]) ?(\d{3}[0-9A-Za-z])(?![0-9A-Za-z])"
)
_NORWEGIAN = re.compile(r"(?<!\d)\d\d(?P<gap>[-./ ]?)\d\d(?P=gap)\d\d[- ]?\d{5}(?!\d)")

_WORTH_A_LOOK = r"\pN{6}|\pN\pN[^\pN\pL]{1,2}\pN\pN[^\pN\pL]{1,2}\pN\pN"
# Six digits together, or a date in three parts. This first search is fast in a long register.

_TELEPHONES = ("tel", "phone", "mobil", "puh", "gsm", "fax", "växel", "matkapuh")
_BARE_TELEPHONE = re.compile(r"\s*0\d{8,10}\s*")


def holds_personal_number(text: str) -> bool:
    """Whether there is a personal identity number anywhere in `text`."""
    plain = _BLANKS.sub(" ", _DASHES.sub("-", _UNSEEN.sub("", unicodedata.normalize("NFKC", text))))
    return any(look(plain) for look in (_is_swedish, _is_finnish, _is_norwegian))


def find_personal_numbers(frame: pd.DataFrame, name: str) -> Iterator[Problem]:
    """One problem per cell of a table (all text) that holds a personal identity number.

    The message does not repeat the number. Row 1 is the first below the headings.
    """
    for column in frame.columns:
        for row in _rows_with_numbers(frame[column]):
            yield Problem(f"{name}, row {row + 1}, {column}", WHAT, ADVICE)


def _rows_with_numbers(values: pd.Series) -> Iterator[int]:
    """The rows with a personal number; 0701234567 in a column of telephone numbers is none."""
    holds: Callable[[str], bool] = (
        _holds_besides_telephone if _is_telephone(str(values.name)) else holds_personal_number
    )
    worth = pc.match_substring_regex(
        pa.array(values, type=pa.large_string(), from_pandas=True), _WORTH_A_LOOK
    )
    chosen = values[
        pd.Series(worth.to_numpy(zero_copy_only=False), index=values.index)
        .fillna(value=False)
        .astype(bool)
    ]
    return (
        row for row, text in zip(chosen.index.tolist(), chosen.tolist(), strict=True) if holds(text)
    )


def _is_telephone(heading: str) -> bool:
    return any(word in heading.casefold() for word in _TELEPHONES)


def _holds_besides_telephone(text: str) -> bool:
    return not _BARE_TELEPHONE.fullmatch(text) and holds_personal_number(text)


def _is_swedish(text: str) -> bool:
    return any(
        _is_persons(match) for shape in (_SWEDISH, _SWEDISH_VAT) for match in shape.finditer(text)
    )


def _is_persons(match: re.Match[str]) -> bool:
    digits = "".join(match.group("year", "month", "day", "last"))
    return luhn.is_valid(digits) and _is_birthday(match)


def _is_birthday(match: re.Match[str]) -> bool:
    """Whether the date exists and is at least `YOUNGEST` years ago, in the century that is given.

    Where no century is given, in the 20th or the 21st.
    """
    day = int(match["day"])
    born = day - _COORDINATION if day > _COORDINATION else day
    centuries = [match["century"]] if match["century"] else ["19", "20"]
    return any(
        _existed(f"{century}{match['year']}{match['month']}{born:02d}") for century in centuries
    )


def _existed(day: str) -> bool:
    try:
        born = date.fromisoformat(day)
    except ValueError:
        return False
    return born.year + YOUNGEST <= datetime.now(UTC).year


def _is_finnish(text: str) -> bool:
    return any(
        hetu.is_valid("".join(match.groups()), allow_temporary=True)
        for match in _FINNISH.finditer(text)
    )


def _is_norwegian(text: str) -> bool:
    return any(
        fodselsnummer.is_valid(re.sub(r"\D", "", match.group()))
        for match in _NORWEGIAN.finditer(text)
    )
