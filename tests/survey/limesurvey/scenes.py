"""The states of the recorded server: its surveys, participants and responses at each call."""

import base64
import json

from limesurvey_server import LimeSurveyServer, Participant
from limesurvey_server.surveys import PARTICIPANT_DEFAULTS

from tests.survey.limesurvey.protocol.recordings import DATA, KEY, PASSWORD, recordings

MAIN = 111111
COPY = 188611
ZERO = 444444
COMPLETED_ON_THE_WEB = ("OWNtoken1", "lLSp47pvaCa8xoD", "d5aSrayhgwwkKAn")


def result(name):
    """A recorded result."""
    return recordings()[name].reply["result"]


def lss_of(name):
    """The .lss that a recorded import sent."""
    return base64.b64decode(recordings()[name].call["params"][1])


def exported(name):
    """The rows of a recorded JSON export."""
    return json.loads(base64.b64decode(result(name)))["responses"]


def new_server():
    """A server with the recorded one's user and one key, and nothing else."""
    server = LimeSurveyServer()
    server.world.users["nobody_yet"] = server.world.users[server.stranger]
    server.world.users[server.user] = (PASSWORD, True)
    server.world.keys[KEY] = server.user
    return server


def inactive(server):
    """The surveys as they were imported."""
    main = server.add_survey((DATA / "main_exported.lss").read_bytes())
    main.settings |= {"expires": None, "lastmodified": "2026-11-23 07:53:43"}
    server.add_survey(lss_of("import_survey_tiny"), sid=222222, title="All other types")
    server.add_survey(lss_of("import_survey_tiny"), sid=333333, title="Big survey")
    server.add_survey(lss_of("import_survey_tiny"), title="Tiny")
    server.add_survey(lss_of("import_survey_existing_sid_and_name"), sid=COPY, title="New name å")
    for survey in list(server.world.surveys.values())[1:]:
        survey.settings["expires"] = None


def active(server):
    """The main survey, open and unanswered."""
    inactive(server)
    server.world.surveys[MAIN].settings |= {"active": "Y", "lastmodified": "2026-11-23 07:54:59"}


def with_table(server):
    """… with an empty table of participants."""
    active(server)
    main = server.world.surveys[MAIN]
    main.participants = []
    main.attributes = [f"attribute_{n}" for n in (1, 2, 3, 4, 5)]


def with_people(server):
    """… with the fourteen participants."""
    with_table(server)
    main = server.world.surveys[MAIN]
    added = (
        "add_participants",
        "add_participants_own_token_no_create",
        "add_participants_no_token",
        "add_participants_duplicate_person",
        "add_participants_unknown_field",
    )
    for values in (values for name in added for values in result(name)):
        defaults = PARTICIPANT_DEFAULTS | dict.fromkeys(main.attributes)
        main.participants.append(Participant(defaults | values | {"tid": int(values["tid"])}))


def answered(server):
    """… and the 47 responses."""
    with_people(server)
    server.add_responses(MAIN, exported("export_responses_json_all_code_short"))


def edited(server):
    """… and one participant's name changed."""
    answered(server)
    server.world.surveys[MAIN].participants[0].values |= {
        "firstname": "Ändrad",
        "attribute_4": "now set",
    }


def after_web(server):
    """… and five that came by the web form, after one was deleted."""
    answered(server)
    main = server.world.surveys[MAIN]
    server.add_responses(MAIN, exported("export_responses_json_web_filled"))
    del main.responses[10]
    for participant in main.participants:
        if participant.values["token"] in COMPLETED_ON_THE_WEB:
            participant.values["completed"] = "2026-11-23"


def anonymous(server):
    """The copy, anonymous and without dates, with two responses."""
    inactive(server)
    copy = server.world.surveys[COPY]
    copy.settings |= {"active": "Y", "anonymized": "Y", "datestamp": "N"}
    copy.participants = [
        Participant(PARTICIPANT_DEFAULTS | {"tid": 1, "token": "t1", "completed": "Y"})
    ]
    server.add_responses(COPY, exported("export_responses_anonymized_no_datestamp_json"))


def zero_codes(server):
    """A survey whose codes are 0, 1, 2."""
    server.world.numbers.update(gid=8, qid=126)
    server.answer(json.dumps(recordings()["import_survey_zero_codes"].call).encode("utf-8"))


def stranger(server):
    """Everything is there, and the key belongs to a user without any right."""
    answered(server)
    server.world.keys[KEY] = server.stranger


def empty(server):
    """No survey at all."""
