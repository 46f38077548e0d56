"""The real server of the live tests, and the surveys that a run makes and deletes there."""

from dataclasses import dataclass, field, replace
from secrets import token_hex

from survey.common.errors import LimeSurveyError
from survey.limesurvey.connection import ENDPOINT, Account
from survey.limesurvey.deploying import deploy
from survey.limesurvey.errors import KeyEnded, LockedOut, LoginRefused
from survey.limesurvey.passwords import Secret
from survey.limesurvey.questionnaire import suggest_survey_id, write_lss

VARIABLES = ("JAMNA_LIVE_ADDRESS", "JAMNA_LIVE_USER", "JAMNA_LIVE_PASSWORD")
PREFIX = "Jamna test"
NOT_LET_IN = (LoginRefused, LockedOut)


class LeftBehindError(Exception):
    """Surveys of this run that the server would not delete."""


def read_account(environ):
    """The account of the variables; a sentence with the missing ones in a ValueError."""
    missing = [name for name in VARIABLES if not environ.get(name)]
    if missing:
        raise ValueError(
            f"Set {', '.join(missing)} to test against a LimeSurvey of your own (see "
            "docs/limesurvey.md)."
        )
    address, user, password = (environ[name] for name in VARIABLES)
    return Account(address.rstrip("/").removesuffix(ENDPOINT), user, Secret(password))


@dataclass
class OwnSurveys:
    """The surveys of this run: told by their titles, and by not having been there before."""

    connection: object
    run: str = field(default_factory=lambda: token_hex(4))
    before: frozenset = frozenset()

    def __post_init__(self):
        self.before = frozenset(int(one["sid"]) for one in self.connection.call("list_surveys"))

    @property
    def title(self):
        return f"{PREFIX} {self.run}"

    def name(self, instrument):
        """Return the questionnaire with this run's title, by which it can always be found again."""
        return replace(
            instrument,
            title={
                language: f"{self.title} {text}"[:150]
                for language, text in instrument.title.items()
            },
        )

    def deploy(self, instrument, wave="baseline", survey_id=None):
        named = self.name(instrument)
        return deploy(
            self.connection,
            write_lss(named, wave, survey_id or self.suggest(named, wave)),
            instrument,
            wave,
        )

    def suggest(self, named, wave):
        """A number that no other survey has."""
        number = suggest_survey_id(named, wave)
        while number in self.before:
            number += 1
        return number

    def activate(self, instrument, wave="baseline"):
        """The number of a new survey that can be answered."""
        survey_id = self.deploy(instrument, wave).survey_id
        self.connection.call("activate_survey", survey_id)
        return survey_id

    def find(self):
        """This run's surveys that are on the server."""
        listed = self.connection.call("list_surveys")
        own = [
            int(one["sid"])
            for one in listed
            if str(one["surveyls_title"]).startswith(f"{self.title} ")
        ]
        return [number for number in own if number not in self.before]

    def sweep_at_last(self, log_in, *, was_refused):
        """Delete all of them, with a new login if the key of this run has ended.

        There is no new login if one was refused before: a second failure could lock us out.
        """
        try:
            self.sweep()
        except (KeyEnded, *NOT_LET_IN) as error:
            if was_refused or isinstance(error, NOT_LET_IN):
                raise LeftBehindError(
                    f'the surveys called "{self.title} …" must be deleted by hand: a login was '
                    "refused"
                ) from None
            with log_in() as connection:
                self.connection = connection
                self.sweep()

    def sweep(self):
        """Delete all of them, and go on after a failure; LeftBehindError with those left."""
        for number in self.find():
            try:
                self.connection.call("delete_survey", number)
            except (KeyEnded, *NOT_LET_IN):
                raise
            except LimeSurveyError:
                continue
        if left := self.find():
            raise LeftBehindError(f"these surveys must be deleted by hand: {left}")
