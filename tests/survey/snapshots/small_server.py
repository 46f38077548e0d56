"""A stand-in for a connection: it exports responses as LimeSurvey does, and lists the calls."""

from base64 import b64encode
from threading import Lock

EMPTY = b"\r\n"
BOM = b"\xef\xbb\xbf"


def cell(value):
    return "" if value is None else f'"{value}"'


def write_rows(names, rows):
    lines = [
        ";".join(f'"{name}"' for name in names),
        *(";".join(cell(row[name]) for name in names) for row in rows),
    ]
    return BOM + "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" if rows else EMPTY


def response(number, *, complete=True, mood="A1"):
    return {
        "id": number,
        "submitdate": f"2026-03-01 10:20:{number % 60:02d}" if complete else None,
        "token": f"tok{number}",
        "MOOD": mood,
    }


class SmallServer:
    """`before` gets each range before it is answered; it may change responses or raise."""

    server_version = "6.16.11"

    def __init__(self, *responses):
        self.responses = {row["id"]: row for row in responses}
        self.asked = []
        self.probes = 0
        self.before = lambda first, last: None
        self.spoil = lambda content: content
        self.lock = Lock()

    def _rows(self, first, last):
        return [row for number, row in sorted(self.responses.items()) if first <= number <= last]

    def call(self, method, *params):
        if method == "get_summary":
            assert params == (111111, "all")
            return {"full_responses": str(len(self.responses))}
        assert method == "export_responses"
        self.probes += 1
        rows = self._rows(params[6], params[7])
        return b64encode(write_rows(params[8], rows)).decode()

    def export(self, survey_id, kind, language=None, first=None, last=None):
        assert (survey_id, kind, language) == (111111, "csv", "sv")
        with self.lock:
            self.asked.append((first, last))
            self.before(first, last)
            rows = self._rows(first, last)
            return self.spoil(write_rows(list(rows[0]), rows) if rows else EMPTY)
