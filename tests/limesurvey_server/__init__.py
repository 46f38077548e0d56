"""A small LimeSurvey of our own on loopback. It answers as LimeSurvey 6.16 does.

Recordings of a real server are replayed to test that.
"""

from limesurvey_server.faults import Faults, ServerFault
from limesurvey_server.server import LimeSurveyServer, Logged
from limesurvey_server.state import World
from limesurvey_server.surveys import Participant, Survey

STATUS_TEXT = ".".join(["ak-j\u06ec"] * 3)
"""An answer whose base64 holds the letters `status`, wherever in a file it stands."""

__all__ = [
    "STATUS_TEXT",
    "Faults",
    "LimeSurveyServer",
    "Logged",
    "Participant",
    "ServerFault",
    "Survey",
    "World",
]
