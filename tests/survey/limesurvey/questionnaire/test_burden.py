"""How many questions each kind of company meets, and that the documentation says so."""

import re
from pathlib import Path

import pytest

from survey.instrument.file import load_instrument
from survey.limesurvey.questionnaire.burden import count_shown, estimate_seconds

ROOT = Path(__file__).parents[4]
THREE_NEEDS = {"RUNS": "Y", "HELP[N01]": "Y", "HELP[N05]": "Y", "HELP[N08]": "Y"}
KINDS = {
    "has closed": {"RUNS": "N"},
    "sole trader": THREE_NEEDS | {"EMPL": "N"},
    "1–9 employed": THREE_NEEDS | {"EMPL": "Y", "STAFFW": "2", "STAFFM": "3"},
    "10–49 employed": THREE_NEEDS | {"EMPL": "Y", "STAFFW": "8", "STAFFM": "12"},
    "50 or more": THREE_NEEDS | {"EMPL": "Y", "STAFFW": "30", "STAFFM": "40"},
}


@pytest.fixture(scope="module")
def shipped():
    return load_instrument(ROOT / "survey" / "library" / "instrument.toml")


def shown(instrument, kind, wave="baseline"):
    return count_shown(instrument, wave, KINDS[kind])


def test_a_closed_company_meets_one_question_in_either_round(shipped):
    assert [shown(shipped, "has closed", wave) for wave in ("baseline", "followup")] == [1, 1]


def test_a_sole_trader_meets_little_more_than_half_the_questions_there_were(shipped):
    """On the questionnaire of the first release, a sole trader met 47 questions.

    Two of those that are left ask who owns the company, so that a page knows whom it speaks to.
    """
    assert shown(shipped, "sole trader") <= 47 / 2 + 2


def test_pay_is_asked_from_three_women_and_three_men_on(shipped):
    assert shown(shipped, "10–49 employed") == shown(shipped, "1–9 employed") + 2


def test_the_documentation_says_how_many_questions_each_kind_meets_and_how_long_it_takes(shipped):
    page = (ROOT / "docs" / "limesurvey.md").read_text(encoding="utf-8")
    for kind in KINDS:
        counts = [shown(shipped, kind, wave) for wave in ("baseline", "followup")]
        times = [told(shipped, kind, wave) for wave in ("baseline", "followup")]
        row = f"| {kind} | {counts[0]} | {times[0]} | {counts[1]} | {times[1]} |"
        assert re.search(re.escape(row), page), row


def told(shipped, kind, wave):
    seconds = estimate_seconds(shipped, wave, KINDS[kind])
    return f"{seconds // 60}:{seconds % 60:02d}"


def test_a_number_takes_longer_than_a_choice(shipped):
    small, large = (
        estimate_seconds(shipped, "baseline", KINDS[kind])
        for kind in ("1–9 employed", "10–49 employed")
    )
    assert large - small == 2 * 30  # the two mean pays


@pytest.mark.parametrize("wave", ["baseline", "followup"])
def test_the_welcome_promises_as_many_minutes_as_it_takes(shipped, wave):
    """Rounded to five minutes: what an employer needs, and what somebody alone needs."""
    promised = [
        5 * round(estimate_seconds(shipped, wave, KINDS[kind]) / 300)
        for kind in ("10–49 employed", "sole trader")
    ]
    for language, words in shipped.welcome.items():
        numbers = re.findall(r"(\d+) minu", words)
        assert [int(number) for number in numbers] == promised, language
