"""RemoteControl's methods: who may call them, with what, and what they give."""

import base64
import binascii
import inspect

from limesurvey_server import answering, exporting, people, structure
from limesurvey_server.lss import NotLssError
from limesurvey_server.state import (
    LOCK_MINUTES,
    MOST_FAILURES,
    BrokenError,
    DatabaseFailedError,
    RefusedError,
)
from limesurvey_server.surveys import load_survey

LOCKED_WHILE_ACTIVE = {
    "anonymized",
    "datestamp",
    "savetimings",
    "ipaddr",
    "ipanonymize",
    "refurl",
    "language",
    "additional_languages",
}


class Methods:
    """The methods over one world; each public method is a method of RemoteControl."""

    def __init__(self, world):
        self._world = world
        self._user = None

    def get_session_key(self, username: str, password: str, plugin: str = "Authdb"):
        world = self._world
        if world.failures >= MOST_FAILURES:
            minutes = f"Please wait {LOCK_MINUTES} minutes before trying again."
            raise RefusedError(f"You have exceeded the number of maximum login attempts. {minutes}")
        if username in world.outsiders and world.users[username][0] == password:
            raise RefusedError(
                "Internal database authentication method is not allowed for this user"
            )
        if plugin != "Authdb" or world.users.get(username, ("",))[0] != password or not password:
            world.failures += 1
            raise RefusedError("Invalid user name or password")
        world.failures = 0
        return world.new_key(username)

    def release_session_key(self, key: str):
        self._world.keys.pop(key, None)
        return "OK"

    def get_site_settings(self, key: str, name: str):
        self._enter(key)
        if not self._may() or self._user in self._world.ordinary:
            raise RefusedError("No permission")
        known = {
            "sitename": "LimeSurvey", "defaultlang": "en", "restrictToLanguages": "",
            "timeadjust": "+0 hours", "DBVersion": "643",
            "dbversionnumber": 643, "versionnumber": self._world.version,
            "iSessionExpirationTime": 7200,
            "siteadminemail": self._world.site_address,
        }  # fmt: skip
        if name not in known:
            raise RefusedError("Invalid setting")
        return known[name]

    def list_surveys(self, key: str, username: str | None = None):
        self._enter(key)
        if username is not None and username not in self._world.users:
            raise RefusedError("Invalid user")
        if not self._may() or not self._world.surveys:
            raise RefusedError("No surveys found")
        return [_listed(survey) for survey in self._world.surveys.values()]

    def import_survey(
        self, key: str, data: str, extension: str, name: str | None = None, sid: int | None = None
    ):
        self._enter(key)
        if not self._may():
            raise RefusedError("No permission")
        if extension not in ("lss", "lsa", "txt", "csv"):
            raise RefusedError("Invalid extension")
        try:
            survey = load_survey(base64.b64decode(data), self._world.take_number, title=name)
        except (NotLssError, binascii.Error):
            raise RefusedError(
                "Error: This is not a valid LimeSurvey survey structure XML file."
            ) from None
        return self._keep(survey, sid or survey.sid)

    def _keep(self, survey, wanted):
        number = self._world.free_sid(wanted)
        survey.settings["sid"] = number
        for question in survey.questions:
            for each in (question, *question.rows):
                each.row["sid"] = number
        for group in survey.groups:
            group["sid"] = number
        self._world.surveys[number] = survey
        return number

    def delete_survey(self, key: str, sid: int):
        self._survey(key, sid, "No permission")
        del self._world.surveys[int(sid)]
        return {"status": "OK"}

    def activate_survey(self, key: str, sid: int, settings: dict | None = None):
        survey = self._survey(key, sid, "No permission")
        if survey.active:
            raise RefusedError("Error: Survey already active")
        if not survey.questions:
            raise RefusedError("Error: Survey does not pass consistency check")
        survey.settings.update(settings or {})
        survey.settings["active"] = "Y"
        return {"status": "OK", "pluginFeedback": None, "isAllowRegister": False}

    def get_survey_properties(self, key: str, sid: int, wanted: list | None = None):
        return structure.survey_properties(self._survey(key, sid), wanted)

    def set_survey_properties(self, key: str, sid: int, given: dict):
        survey = self._survey(key, sid)
        locked = LOCKED_WHILE_ACTIVE if survey.active else set()
        known = {
            name: value
            for name, value in given.items()
            if name in survey.settings and name not in locked | {"sid", "active"}
        }
        if not known:
            raise RefusedError("No valid Data")
        survey.settings.update(known)
        return dict.fromkeys(known, True)

    def get_language_properties(
        self, key: str, sid: int, wanted: list | None = None, language: str | None = None
    ):
        return structure.language_properties(self._survey(key, sid), wanted, language)

    def list_groups(self, key: str, sid: int, language: str | None = None):
        return structure.list_groups(self._survey(key, sid), language)

    def list_questions(
        self, key: str, sid: int, gid: int | None = None, language: str | None = None
    ):
        return structure.list_questions(self._survey(key, sid), gid, language)

    def get_question_properties(
        self, key: str, qid: int, wanted: list | None = None, language: str | None = None
    ):
        self._enter(key)
        for survey in self._world.surveys.values():
            if question := survey.question(int(qid)):
                if not self._may():
                    raise RefusedError("No permission")
                return structure.question_properties(survey, question, wanted, language)
        raise RefusedError("Error: Invalid questionid")

    def get_fieldmap(self, key: str, sid: int, language: str | None = None):
        return structure.fieldmap(self._survey(key, sid), language)

    def get_summary(self, key: str, sid: object, wanted: str = "all"):
        self._enter(key)
        if isinstance(sid, str) and sid.isdigit():
            return []
        if isinstance(sid, bool) or not isinstance(sid, int) or sid not in self._world.surveys:
            raise RefusedError("Invalid surveyid")
        if not self._may():
            raise RefusedError("No permission")
        return people.summary(self._world.surveys[sid], wanted)

    def get_response_ids(self, key: str, sid: int, token: str):
        survey = self._survey(key, sid, "No permission")
        if not survey.active:
            where = (
                f'The table "{{{{survey_{sid}}}}}" for active record class "SurveyDynamic" '
                "cannot be found in the database."
            )
            raise DatabaseFailedError(where)
        if survey.settings["anonymized"] == "Y":
            raise DatabaseFailedError(
                f'Table "lime_survey_{sid}" does not have a column named "token".'
            )
        return [number for number, row in sorted(survey.responses.items()) if row[5] == token]

    def export_responses(self, key: str, sid: int, kind: str, *more: object):
        survey = self._survey(key, sid, "No permission")
        return exporting.export_responses(survey, kind, *more)

    def add_response(self, key: str, sid: int, given: dict):
        return answering.add_response(self._survey(key, sid), given, self._world.now)

    def delete_response(self, key: str, sid: int, number: int):
        return answering.delete_response(self._survey(key, sid), int(number))

    def update_response(self, key: str, sid: int, given: dict):
        return answering.update_response(self._survey(key, sid, "Invalid survey ID"), given)

    def activate_tokens(self, key: str, sid: int, attributes: list | None = None):
        return people.activate_tokens(self._survey(key, sid), attributes or [])

    def add_participants(self, key: str, sid: int, given: list, create_token: bool = True):
        return people.add_participants(self._survey(key, sid), given, create_token)

    def list_participants(self, key: str, sid: int, *more: object):
        return people.list_participants(self._survey(key, sid), *more)

    def get_participant_properties(
        self, key: str, sid: int, asked: object, wanted: list | None = None
    ):
        return people.participant_properties(self._survey(key, sid), asked, wanted)

    def set_participant_properties(self, key: str, sid: int, asked: object, given: dict):
        return people.set_participant_properties(self._survey(key, sid), asked, given)

    def delete_participants(self, key: str, sid: int, numbers: list):
        return people.delete_participants(self._survey(key, sid), numbers)

    def _enter(self, key):
        if key not in self._world.keys:
            raise RefusedError("Invalid session key")
        self._user = self._world.keys[key]

    def _may(self):
        return self._world.users[self._user][1]

    def _survey(self, key, sid, unknown="Error: Invalid survey ID"):
        self._enter(key)
        found = self._world.surveys.get(int(sid))
        if found is None:
            raise RefusedError(unknown)
        if not self._may():
            raise RefusedError("No permission")
        return found


def _listed(survey):
    settings = survey.settings
    title = survey.words[settings["language"]]["surveyls_title"]
    dates = {"startdate": settings.get("startdate"), "expires": settings.get("expires")}
    return {
        "sid": survey.sid,
        "gsid": 1,
        "surveyls_title": title,
        **dates,
        "active": settings["active"],
    }


def carry_out(world, name, params):
    """The result of a call; BrokenError where a real server would end in an error page."""
    method = getattr(Methods(world), name, None) if not name.startswith("_") else None
    if method is None:
        raise BrokenError
    try:
        bound = (
            inspect.signature(method).bind(**params)
            if isinstance(params, dict)
            else inspect.signature(method).bind(*params)
        )
    except TypeError:
        raise BrokenError from None
    return method(*bound.args, **bound.kwargs)
