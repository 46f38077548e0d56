"""Find the workspace's LimeSurvey server and its surveys, and connect to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import keyring

from jamna.workspace.settings import Settings
from survey.common.errors import ConfigurationError, Problem
from survey.instrument.records import Wave
from survey.limesurvey.connection import Account, Connection, connect
from survey.limesurvey.passwords import find_password
from survey.limesurvey.settings import LimeSurveySettings


def find_server(settings: Settings) -> LimeSurveySettings:
    """Return the server's settings; ConfigurationError if programme.toml has none."""
    if settings.limesurvey is None:
        advice = (
            "Take away the marks in front of its lines and fill them in, "
            "or see `jamna new` for an example."
        )
        raise ConfigurationError(
            Problem(
                "programme.toml", "has no [limesurvey], which says where the server is.", advice
            )
        )
    return settings.limesurvey


def find_survey(server: LimeSurveySettings, wave: Wave) -> int:
    """Return the number of a wave's survey; ConfigurationError if programme.toml has none."""
    if wave not in server.survey:
        advice = f"Write there: survey.{wave} = the number LimeSurvey gave the survey."
        raise ConfigurationError(
            Problem("programme.toml, [limesurvey]", f"names no survey for {wave}.", advice)
        )
    return server.survey[wave]


@contextmanager
def connect_server(server: LimeSurveySettings) -> Iterator[Connection]:
    """Log in with the password from the environment or the keyring; log out at the end."""
    password = find_password(server.address, server.user, os.environ, keyring.get_password)
    with connect(Account(server.address, server.user, password)) as connection:
        yield connection
