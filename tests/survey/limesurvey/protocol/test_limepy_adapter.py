"""What the adapter needs of the installed limepy. A new version that breaks it fails here."""

import base64
import inspect

import pytest
import requests
from limepy import download
from limesurvey_server import STATUS_TEXT

from survey.limesurvey.protocol import limepy_adapter
from survey.limesurvey.protocol.limepy_adapter import ExportCall, export_through

TEXT = '"id";"name"\r\n"1";"status å"\r\n\r\n'


class Session:
    """Answers every call alike, and keeps what was sent."""

    def __init__(self, content):
        self.content, self.sent = content, []

    def post(self, url, json):
        self.sent.append((url, json))
        return self

    def json(self):
        return {"id": 1, "result": base64.b64encode(self.content).decode(), "error": None}


def test_limepy_posts_through_the_name_that_is_bound():
    assert download.requests is limepy_adapter._Door
    assert set(inspect.getclosurevars(download.export_responses).globals) == {
        "ENDPOINT",
        "base64",
        "requests",
    }


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""], ids=["mark", "none"])
def test_an_export_comes_byte_for_byte(mark):
    session = Session(mark + TEXT.encode())
    export = ExportCall(111111, "csv", "sv", first=1, last=5, status="complete")
    assert export_through(session, "https://lime.example", "key~_", export) == mark + TEXT.encode()
    [(url, sent)] = session.sent
    assert url == "https://lime.example/index.php/admin/remotecontrol"
    assert sent["method"] == "export_responses"
    assert sent["params"] == ["key~_", 111111, "csv", "sv", "complete", "code", "short", 1, 5, None]
    assert sent["id"] != 0


def test_a_base64_text_that_spells_status_is_no_failure():
    """limepy asks whether "status" is in the result, and base64 can spell that."""
    content = STATUS_TEXT.encode()
    assert b"status" in base64.b64encode(content)
    assert (
        export_through(Session(content), "https://lime.example", "key", ExportCall(1, "csv"))
        == content
    )


def test_where_nobody_exports_limepy_is_as_it_was(monkeypatch):
    asked = []
    monkeypatch.setattr(requests, "post", lambda url, json: asked.append(url) or Session(b"a text"))
    assert download.export_responses(1, "https://lime.example", "key", 111111) == "a text"
    assert asked == ["https://lime.example/index.php/admin/remotecontrol"]
