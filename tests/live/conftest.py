"""Tests against a real LimeSurvey; `make test-live` runs them, and nothing else does.

They log in three times, and once more with a wrong password at the very end. They delete every
survey that they made.
"""

import os
from pathlib import Path

import pytest

from survey.instrument.file import load_instrument
from survey.limesurvey.connection import connect
from tests.live.live_answers import answer, invite_companies
from tests.live.live_server import NOT_LET_IN, OwnSurveys, read_account

TESTS = Path(__file__).parents[1]
REFUSED = pytest.StashKey[bool]()
"""Whether the server refused to log us in, other than on purpose."""


def pytest_configure():
    try:
        read_account(os.environ)
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """A refused login may lock this address out: it comes last, whatever shuffles the rest."""
    items.sort(key=lambda item: "wrong_password" in item.name)


def pytest_exception_interact(node, call):
    """A refused login ends the run: another one could lock this address out."""
    if isinstance(call.excinfo.value, NOT_LET_IN):
        node.config.stash[REFUSED] = True
        node.session.shouldfail = "the server refused to log in"


@pytest.fixture(scope="session")
def connection():
    """The one login that nearly all tests share."""
    with connect(read_account(os.environ)) as connection:
        yield connection


@pytest.fixture(scope="session")
def account(connection):
    """Return the account after one successful login, so that no test repeats a wrong password."""
    return read_account(os.environ)


@pytest.fixture(scope="session")
def own(connection, pytestconfig):
    """Makes surveys; all of them are deleted at the end, also after a failure or Ctrl-C."""
    own = OwnSurveys(connection)
    yield own
    own.sweep_at_last(
        lambda: connect(read_account(os.environ)),
        was_refused=pytestconfig.stash.get(REFUSED, False),
    )


@pytest.fixture(scope="session")
def shipped():
    return load_instrument(TESTS.parent / "survey" / "library" / "instrument.toml")


@pytest.fixture(scope="session")
def every_kind():
    """An instrument with a question of every kind."""
    return load_instrument(TESTS / "data" / "limesurvey" / "instrument.toml")


@pytest.fixture(scope="session")
def open_survey(own, every_kind):
    """Return a function that makes a survey with participants and answers, for a test to change."""

    def make():
        survey_id = own.activate(every_kind)
        tokens = invite_companies(own.connection, survey_id)
        return answer(own.connection, survey_id, tokens)

    return make


@pytest.fixture(scope="session")
def answered(open_survey):
    """Such a survey for tests that only read."""
    return open_survey()
