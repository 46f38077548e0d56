"""What a LimeSurvey server can refuse: one class per cause, with what to do about it."""

from typing import ClassVar, Self

from survey.common.errors import LimeSurveyError, Problem


class Refusal(LimeSurveyError):
    """One cause of refusal. `what` and `advice` are sentences with braces to fill."""

    what: ClassVar[str] = "LimeSurvey refused."
    advice: ClassVar[str] = ""

    @classmethod
    def at(cls, where: str, **words: object) -> Self:
        """Make the refusal of the server, survey or call named `where`."""
        return cls(Problem(where, cls.what.format(**words), cls.advice.format(**words)))


class Unreachable(Refusal):
    """No connection, a time-out, a broken connection, or a gateway without a server behind it.

    It may pass by itself.
    """

    what = "cannot be reached: {reason}."
    advice = "Check the address in programme.toml and the network, or try again in a while."


class Untrusted(Refusal):
    """The server's certificate is not valid for its address."""

    what = "does not prove that it is the server it says it is: its TLS certificate is not valid."
    advice = (
        "Check the address; if it is right, ask those who run the server for a valid "
        "certificate. Nothing was sent."
    )


class NoTls(Refusal):
    """Something answers that does not speak TLS."""

    what = "does not speak TLS at this address."
    advice = "Look at http or https in `address`, and at the port. Nothing was sent."


class SwitchedOff(Refusal):
    """RemoteControl is off, or speaks XML; a server whose RemoteControl is off sends nothing."""

    what = "sent no JSON reply, as when RemoteControl is switched off."
    advice = (
        "An administrator switches it on in LimeSurvey under Configuration > Global settings "
        "> Interfaces: JSON-RPC."
    )


class WrongAddress(Refusal):
    """Nothing answers RemoteControl at this address."""

    what = "has no RemoteControl at this address ({reason})."
    advice = (
        "`address` in programme.toml is LimeSurvey's own start address, without index.php and "
        "what follows. If it is right, the server may write its addresses in another form: ask "
        "those who run it to set `urlFormat` to `path` in application/config/config.php."
    )


class NotLimeSurvey(Refusal):
    """A page or a text instead of a RemoteControl reply."""

    what = "answered with {reason}, not with a RemoteControl reply."
    advice = (
        "Check `address` in programme.toml, that no login page or proxy stands in between, "
        "and that the server's `urlFormat` is `path`."
    )


class Garbled(Refusal):
    """The reply is damaged: cut short, not base64, or the reply to another call."""

    what = "sent a damaged reply: {reason}."
    advice = "Nothing was kept of it; try again."


class TooLarge(Refusal):
    """The reply is larger than the limit."""

    what = "sent more than {largest} MiB in one reply."
    advice = "Choose a smaller `range` in programme.toml."


class LoginRefused(Refusal):
    """Wrong user or password, an expired user, or a user that may not log in this way."""

    what = "refused to log in {user}: {reason}."
    advice = (
        "Check `user` in programme.toml and the password before you try again: after three "
        "failures the server locks the address out."
    )


class LockedOut(Refusal):
    """Too many failed logins from this address."""

    what = "has locked this address out after too many failed logins."
    advice = (
        "Wait {minutes} minutes before you try again, also with the right password; each try "
        "before that may make it longer."
    )


class NoPermission(Refusal):
    """No right to the survey, or no such survey: the server does not tell them apart."""

    what = "either there is no such survey, or this user has no right to {method}."
    advice = (
        "Check the survey's number in programme.toml; if it is right, give the user this "
        "right in LimeSurvey."
    )


class MayNotMake(Refusal):
    """No right to make surveys."""

    what = "this user may not make surveys."
    advice = (
        "Give the user the right to create surveys in LimeSurvey, or import the file there "
        "yourself."
    )


class NotActive(Refusal):
    """The survey has no table of answers yet."""

    what = "the survey is not active."
    advice = "Activate it in LimeSurvey; there are no answers before that."


class NoAnswers(Refusal):
    """The survey is active and nobody has answered."""

    what = "nobody has answered yet."


class UnknownLanguage(Refusal):
    """The survey does not have the language."""

    what = "the survey does not have the language that was asked for."
    advice = "Check `language` in programme.toml against the survey's own languages."


class KeyEnded(Refusal):
    """The session key is no longer valid."""

    what = "ended the session, again after it was renewed once."
    advice = "Try again; if it comes back, somebody may be ending the sessions of this user."


class NoParticipantTable(Refusal):
    """The survey has no participants' table."""

    what = "the survey has no list of participants."
    advice = "`jamna invite` makes one."


class Refused(Refusal):
    """Anything else the server refuses."""

    what = "LimeSurvey refused {method}: {reason}."


class Failed(Refused):
    """The server's program or database failed during a call; a part of it may have been done."""

    what = "LimeSurvey failed at {method}: {reason}."
