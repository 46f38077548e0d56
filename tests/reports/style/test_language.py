from datetime import date

import pytest

from reports.style.language import languages, page_language, translator


def test_swedish_and_english_are_there():
    assert {"sv", "en"} <= set(languages())


@pytest.mark.parametrize(
    ("wanted", "otherwise", "used"), [("sv", "en", "sv"), ("xx", "sv", "sv"), (None, "xx", "en")]
)
def test_a_page_is_written_in_a_language_there_are_words_for(wanted, otherwise, used):
    assert page_language(wanted, otherwise) == used


def test_numbers_dates_and_lists_follow_the_language():
    sv, en = translator("sv"), translator("en")
    assert (sv.number(1234.5, 1), en.number(1234.5, 1)) == ("1\N{NO-BREAK SPACE}234,5", "1,234.5")
    assert (sv.percent(0.183), en.percent(0.183, 1)) == ("18\N{NO-BREAK SPACE}%", "18.3%")
    assert (sv.date(date(2026, 10, 12)), en.date(date(2026, 10, 12))) == (
        "12 oktober 2026",
        "12 October 2026",
    )
    assert (sv.listing(["a", "b", "c"]), en.listing(["a", "b", "c"])) == (
        "a, b och c",
        "a, b and c",
    )
