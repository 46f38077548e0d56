"""A small LimeSurvey of our own on loopback: says what a LimeSurvey 6.16 says, kept honest by replaying recordings of one."""

from limesurvey_server.faults import Fault, Faults
from limesurvey_server.server import LimeSurveyServer, Logged
from limesurvey_server.state import World
from limesurvey_server.surveys import Participant, Survey

STATUS_TEXT = ".".join(["ak-j\u06ec"] * 3)
"""An answer whose base64 holds the letters `status`, wherever in a file it stands."""

__all__ = [
    "STATUS_TEXT",
    "Fault",
    "Faults",
    "LimeSurveyServer",
    "Logged",
    "Participant",
    "Survey",
    "World",
]
