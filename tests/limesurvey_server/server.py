"""The server on loopback: HTTP around the methods, and the faults."""

import json
import threading
from dataclasses import dataclass
from typing import Any

from limesurvey_server.exporting import PlainTextError
from limesurvey_server.faults import Faults, ServerFault
from limesurvey_server.http_side import PAGE, Answer, HttpSide
from limesurvey_server.methods import carry_out
from limesurvey_server.state import (
    MOST_FAILURES,
    BrokenError,
    DatabaseFailedError,
    RefusedError,
    World,
)
from limesurvey_server.surveys import load_survey


@dataclass(frozen=True)
class Logged:
    """One call that came in: its method, its parameters, and what went wrong with it.

    The parameters are without the key; a login has none.
    """

    method: str
    params: list[Any]
    fault: ServerFault | None


class LimeSurveyServer:
    """A LimeSurvey of our own; a context manager.

    `surveys` are .lss files, which keep their numbers. `log` holds every call, `faults` what will
    go wrong, and `world` everything on the server.
    """

    user = "admin"
    stranger = "stranger"
    """A user without any right."""

    def __init__(self, surveys=(), *, enabled=True) -> None:
        self.password = "Correct-horse-7å"
        self.world = World(
            users={self.user: (self.password, True), self.stranger: (self.password, False)}
        )
        self.enabled = enabled
        self.faults = Faults()
        self.log: list[Logged] = []
        self.state_lock = threading.Lock()
        for survey in surveys:
            self.add_survey(survey)
        self._http = HttpSide(self)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def logins(self) -> int:
        """How often somebody tried to log in."""
        return sum(call.method == "get_session_key" for call in self.log)

    def calls(self, method: str) -> list[Logged]:
        return [call for call in self.log if call.method == method]

    def add_survey(
        self, lss: bytes, *, sid: int | None = None, title: str | None = None, active: bool = False
    ):
        """Put in a survey as its file has it, numbers included; gives the survey."""
        survey = load_survey(lss, sid=sid, title=title)
        self.world.reserve_numbers(survey)
        self.world.surveys[survey.sid] = survey
        if active:
            survey.settings["active"] = "Y"
        return survey

    def add_responses(self, sid: int, rows) -> None:
        """Add responses, each a dict of values by the name or the heading of a column.

        Examples of names are `id`, `submitdate` and `city[other]`. What is absent is NULL.
        """
        survey = self.world.surveys[sid]
        columns = survey.columns()
        following = survey.next_response()
        for row in rows:
            number = row.get("id") or following
            following = max(following, number + 1)
            survey.responses[number] = [
                number,
                *(row.get(c.heading, row.get(c.name)) for c in columns[1:]),
            ]

    def end_keys(self) -> None:
        self.world.keys.clear()

    def lock_out(self) -> None:
        self.world.failures = MOST_FAILURES

    def unlock(self) -> None:
        self.world.failures = 0

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._http.shutdown()
        self._thread.join()
        self.close()

    def close(self) -> None:
        """Let the port go."""
        self._http.server_close()

    def answer(self, body: bytes) -> Answer:
        """The reply to a request's body."""
        try:
            request = json.loads(body)
        except ValueError:
            return Answer(
                json.dumps({"id": None, "result": None, "error": "unable to decode malformed json"})
            )
        if not isinstance(request, dict) or "params" not in request:
            return Answer(PAGE, 500, "text/html; charset=UTF-8")
        fault = self._befall(request)
        answer = self._carry_out(request)
        answer.fault = fault
        answer.text = self.faults.spoil(fault, answer.text)
        return answer

    def _befall(self, request):
        """Log the call and let its fault, if any, change the world."""
        method, params = str(request.get("method")), request["params"]
        fault = self.faults.take(method)
        known = list(params)[1:] if isinstance(params, list) and method != "get_session_key" else []
        self.log.append(Logged(method, known, fault))
        if fault is ServerFault.KEY_ENDED:
            self.end_keys()
        if fault is ServerFault.LOCKED_OUT:
            self.lock_out()
        return fault

    def _carry_out(self, request):
        number = request.get("id")
        try:
            with self.state_lock:
                result, error = (
                    carry_out(self.world, str(request.get("method")), request["params"]),
                    None,
                )
        except RefusedError as refusal:
            result, error = {"status": str(refusal)}, None
        except DatabaseFailedError as failure:
            result, error = None, str(failure)
        except PlainTextError as text:
            return Answer(str(text))
        except BrokenError:
            return Answer(PAGE, 500, "text/html; charset=UTF-8")
        envelope = {"id": number, "result": result, "error": error}
        return (
            Answer(json.dumps(envelope, separators=(",", ":")))
            if number
            else Answer("", content_type="text/html; charset=UTF-8")
        )
