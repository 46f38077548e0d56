"""Fixtures that several rooms of tests use. Hypothesis has no time limits and no luck here.

`HYPOTHESIS_PROFILE=search` looks for new cases; every other run has the same.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from limesurvey_server import LimeSurveyServer

from survey.limesurvey.connection import Account, connect
from survey.limesurvey.passwords import Secret
from survey.limesurvey.protocol.transport import Limits

settings.register_profile("same", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

LIMESURVEY_DATA = Path(__file__).parent / "data" / "limesurvey"

collect_ignore = ["live"]
"""These need a server of your own: `make test-live`."""


@pytest.fixture
def lime_server():
    """Run a server with the reference survey 111111, which is inactive and has no participants."""
    with LimeSurveyServer([(LIMESURVEY_DATA / "main_exported.lss").read_bytes()]) as server:
        yield server


@pytest.fixture
def lime_account(lime_server):
    """Who may do everything there."""
    return Account(lime_server.address, lime_server.user, Secret(lime_server.password))


@pytest.fixture
def quick_limits():
    """Limits under which a test of what goes wrong is over at once."""
    return Limits(connect=2.0, read=2.0, whole=4.0, attempts=3, wait=0.001)


@pytest.fixture
def lime_connection(lime_account, quick_limits):
    """A connection to `lime_server`."""
    with connect(lime_account, quick_limits) as connection:
        yield connection
