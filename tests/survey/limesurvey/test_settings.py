"""`[limesurvey]`: which addresses are taken, and what is said about the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from survey.limesurvey.settings import LimeSurveySettings, check_address


@pytest.mark.parametrize(
    ("given_address", "kept"),
    [
        ("https://survey.example.org", "https://survey.example.org"),
        ("https://survey.example.org/", "https://survey.example.org"),
        ("https://example.org/limesurvey/", "https://example.org/limesurvey"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:80", "http://[::1]:80"),
    ],
)
def test_addresses_that_are_taken(given_address, kept):
    assert check_address(given_address) == kept


@pytest.mark.parametrize(
    ("address", "advice"),
    [
        ("http://survey.example.org", "would travel open. Write https://survey.example.org"),
        ("http://localhost.example.org", "would travel open"),
        ("http://127.0.0.1.example.org", "would travel open"),
        (
            "https://survey.example.org/index.php/admin/remotecontrol",
            "Write https://survey.example.org",
        ),
        ("https://example.org/lime/index.php", "Write https://example.org/lime"),
        ("survey.example.org", "It looks like https://survey.example.org"),
        ("ftp://survey.example.org", "is not an address"),
        ("https://", "is not an address"),
        ("https://admin:secret@survey.example.org", "Take away user, password"),
        ("https://survey.example.org?lang=sv", "Take away"),
    ],
)
def test_addresses_that_are_refused(address, advice):
    with pytest.raises(ValueError, match=advice.replace("?", r"\?")) as caught:
        check_address(address)
    assert "secret" not in str(caught.value)


@given(st.text(st.characters(categories=("Ll", "Nd"), max_codepoint=127), min_size=1, max_size=20))
def test_no_password_travels_open_to_another_computer(host):
    with pytest.raises(ValueError, match="would travel open"):
        check_address(f"http://{host}.example.org")


def test_defaults_are_those_that_stay_fast():
    settings = TypeAdapter(LimeSurveySettings).validate_python(
        {"address": "https://survey.example.org", "user": "a", "survey": {"baseline": 7}}
    )
    assert (settings.range, settings.parallel, settings.language, settings.survey) == (
        5000,
        2,
        None,
        {"baseline": 7},
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"survey": {"middle": 1}},
        {"range": 0},
        {"parallel": 99},
        {"password": "x"},
        {"user": ""},
        {"survey": {"baseline": 0}},
    ],
)
def test_what_is_not_a_setting_is_refused(wrong):
    right = {"address": "https://survey.example.org", "user": "a"}
    with pytest.raises(ValidationError):
        TypeAdapter(LimeSurveySettings).validate_python(right | wrong)
