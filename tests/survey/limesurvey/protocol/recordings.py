"""What a real LimeSurvey 6.16 was asked and answered; keys and passwords are stand-ins."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[3] / "data" / "limesurvey"
KEY = "k" * 32
PASSWORD = "Correct-horse-7å"


@dataclass(frozen=True)
class Recording:
    """One call: the request line, its content type and body; the reply's HTTP status and body."""

    name: str
    http: str
    type: str
    request: str
    status: int
    body: str

    @property
    def call(self):
        """The request, or an empty one if it was no JSON object."""
        try:
            call = json.loads(self.request or "{}")
        except ValueError:
            return {}
        return call if isinstance(call, dict) else {}

    @property
    def is_cut(self):
        """Whether the request was too long to be kept."""
        return self.request.endswith("[cut]") or "...[cut]" in self.request

    @property
    def reply(self):
        """The reply's envelope, or None if it was no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@cache
def recordings():
    """All recordings, by name."""
    lines = (DATA / "recordings.jsonl").read_text(encoding="utf-8").splitlines()
    return {
        one.name: one for one in (Recording(**_with_stand_ins(json.loads(line))) for line in lines)
    }


def _with_stand_ins(line):
    for name in ("request", "body"):
        line[name] = (
            line[name]
            .replace("<SESSION_KEY>", KEY)
            .replace("<PASSWORD3>", PASSWORD)
            .replace("<PASSWORD>", PASSWORD)
        )
    return line
