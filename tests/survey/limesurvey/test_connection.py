"""A connection to a server on loopback.

One login, checked replies, repeats only if they are safe, and secrets that stay secret.
"""

import logging
import traceback
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests
import rich.console
import rich.traceback
from limesurvey_server import STATUS_TEXT, ServerFault
from requests.adapters import BaseAdapter

from survey.common.errors import LimeSurveyError
from survey.limesurvey import errors
from survey.limesurvey.connection import Account, connect
from survey.limesurvey.passwords import Secret
from survey.limesurvey.protocol.transport import Limits, Transport

MAIN = 111111
ROWS = 40


@pytest.fixture
def answered(lime_server):
    """The reference survey, open, with forty responses."""
    lime_server.world.surveys[MAIN].settings["active"] = "Y"
    rows = [
        {"submitdate": "2026-03-01 10:20:30", "city": "A1", "comment": f"{STATUS_TEXT} å {n}"}
        for n in range(ROWS)
    ]
    lime_server.add_responses(MAIN, rows)
    return lime_server


@pytest.mark.parametrize(
    "key", ["xVImXGap_NPEBsFkv4XyElmRryIX8q0T", "~_" * 16, 'a-b.c:d/e+f=g%20"', "å" * 400]
)
def test_a_key_of_any_letters_opens_everything(key, answered, lime_account):
    answered.world.draw_key = lambda: key
    with connect(lime_account) as connection:
        assert connection.call("list_surveys")
        assert connection.export(MAIN, "csv")
    assert answered.world.keys == {}


def rows_of(content):
    return content.decode("utf-8-sig").split("\r\n")[1:-2]


def test_bytes_come_as_the_server_sent_them_with_their_byte_order_mark(answered, lime_connection):
    content = lime_connection.export(MAIN, "csv", language="en")
    assert content.startswith(b'\xef\xbb\xbf"id";')
    assert content.endswith(b"\r\n\r\n")
    assert len(rows_of(content)) == ROWS


def test_an_export_whose_base64_holds_the_word_for_failure_comes_through(answered, lime_connection):
    content = lime_connection.export(MAIN, "csv")
    assert b"status" in b64encode(content)
    assert STATUS_TEXT in content.decode("utf-8")


def test_json_comes_as_sent(answered, lime_connection):
    assert lime_connection.export(MAIN, "json", first=1, last=1).startswith(
        b'{"responses": [{"id":1,'
    )


def test_an_empty_range_is_a_success(answered, lime_connection):
    assert lime_connection.export(MAIN, "csv", first=500, last=600) == b"\r\n"
    assert lime_connection.export(MAIN, "json", first=500, last=600) == b'{"responses": []}'


def test_ranges_go_in_parallel_over_one_key(answered, lime_connection):
    def fetch(first):
        return lime_connection.export(MAIN, "csv", first=first, last=first + 4)

    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(fetch, range(1, ROWS, 5)))
    assert [row.split('"')[1] for part in parts for row in rows_of(part)] == [
        str(n) for n in range(1, ROWS + 1)
    ]
    assert answered.logins == 1


def test_two_servers_at_a_time_are_not_mixed_up(answered, lime_account, quick_limits):
    with connect(lime_account, quick_limits) as one, connect(lime_account, quick_limits) as other:
        assert one.export(MAIN, "csv") == other.export(MAIN, "csv")
    assert len(answered.world.keys) == 0


def test_a_list_that_is_empty_in_words_comes_as_a_list(lime_server, lime_connection):
    lime_server.world.surveys.clear()
    assert lime_connection.call("list_surveys") == []


def test_the_version_is_asked_once_and_unknown_to_a_stranger(
    lime_server, lime_connection, quick_limits
):
    assert [lime_connection.server_version for _ in range(2)] == ["6.16.11"] * 2
    assert len(lime_server.calls("get_site_settings")) == 1
    with connect(
        Account(lime_server.address, lime_server.stranger, Secret(lime_server.password)),
        quick_limits,
    ) as connection:
        assert connection.server_version == "unknown"


def test_the_key_is_released(lime_server, lime_account):
    with connect(lime_account) as connection:
        connection.call("list_surveys")
        assert len(lime_server.world.keys) == 1
    assert lime_server.world.keys == {}


def test_the_key_is_released_after_an_error(lime_server, lime_account):
    with pytest.raises(ZeroDivisionError), connect(lime_account):
        raise ZeroDivisionError
    assert lime_server.world.keys == {}


def test_an_error_is_not_hidden_by_a_release_that_fails(lime_server, lime_account, quick_limits):
    lime_server.faults.add(ServerFault.HANG_UP, "release_session_key")
    with pytest.raises(ZeroDivisionError), connect(lime_account, quick_limits):
        raise ZeroDivisionError


@pytest.mark.parametrize("fault", [ServerFault.CUT, ServerFault.GATEWAY, ServerFault.HANG_UP])
def test_what_passes_by_itself_is_tried_again_when_reading(fault, answered, lime_connection):
    answered.faults.add(fault, "export_responses", times=2)
    assert len(rows_of(lime_connection.export(MAIN, "csv"))) == ROWS
    assert len(answered.calls("export_responses")) == 3
    assert answered.logins == 1


@pytest.mark.parametrize("fault", [ServerFault.CUT, ServerFault.GATEWAY, ServerFault.HANG_UP])
def test_trying_again_has_an_end(fault, answered, lime_connection):
    answered.faults.add(fault, "export_responses", times=9)
    with pytest.raises(errors.Unreachable):
        lime_connection.export(MAIN, "csv")
    assert len(answered.calls("export_responses")) == 3


@pytest.mark.parametrize("fault", [ServerFault.CUT, ServerFault.GATEWAY, ServerFault.HANG_UP])
def test_a_call_that_writes_is_never_sent_twice(fault, answered, lime_connection):
    answered.faults.add(fault, "add_response")
    with pytest.raises(errors.Unreachable):
        lime_connection.call("add_response", MAIN, {})
    assert len(answered.calls("add_response")) == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (ServerFault.EMPTY, errors.SwitchedOff),
        (ServerFault.HTML, errors.NotLimeSurvey),
        (ServerFault.TRUNCATED_BASE64, errors.Garbled),
        (ServerFault.SHORT_BASE64, errors.Garbled),
        (ServerFault.CUT_JSON, errors.Garbled),
        (ServerFault.WRONG_ID, errors.Garbled),
    ],
)
def test_a_damaged_reply_is_one_error(fault, kind, answered, lime_connection):
    answered.faults.add(fault, "export_responses")
    with pytest.raises(kind):
        lime_connection.export(MAIN, "csv")
    assert answered.logins == 1


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_an_export_that_ends_early_at_a_whole_group_is_seen(kind, answered, lime_connection):
    answered.faults.add(ServerFault.SHORT_BASE64, "export_responses")
    with pytest.raises(errors.Garbled, match="cut short"):
        lime_connection.export(MAIN, kind)


@pytest.mark.parametrize("fault", [ServerFault.SILENCE, ServerFault.DRIP, ServerFault.DRIP_HEADERS])
def test_a_reply_that_takes_too_long_is_given_up(fault, answered, lime_account):
    answered.faults.add(fault, "export_responses")
    with (
        connect(lime_account, Limits(read=0.2, whole=0.3, attempts=1)) as connection,
        pytest.raises(errors.Unreachable, match="seconds"),
    ):
        connection.export(MAIN, "csv")


def test_a_slow_reply_within_the_limits_is_right(answered, lime_connection):
    answered.faults.pause = 0.0001
    answered.faults.add(ServerFault.DRIP, "export_responses")
    assert len(rows_of(lime_connection.export(MAIN, "csv", last=3))) == 3


def test_a_reply_that_is_too_large_is_given_up(answered, lime_account):
    with connect(lime_account, Limits(largest=2000)) as connection, pytest.raises(errors.TooLarge):
        connection.export(MAIN, "csv")


@pytest.mark.parametrize("fault", list(ServerFault))
def test_a_login_is_never_sent_twice(fault, lime_server, lime_account):
    lime_server.faults.pause = 0.0
    lime_server.faults.add(fault, "get_session_key")
    try:
        with connect(lime_account, Limits(read=0.2, wait=0.001)):
            pass
    except LimeSurveyError:
        pass
    assert lime_server.logins == 1


def test_nobody_there_is_one_error(lime_server, lime_account, quick_limits):
    lime_server.__exit__()
    with (
        pytest.raises(errors.Unreachable, match="no connection"),
        connect(lime_account, quick_limits),
    ):
        pass
    lime_server._thread = _Ended()


class _Ended:
    """A thread that has been joined."""

    def join(self):
        """It has ended."""


def test_an_ended_key_is_renewed_once(answered, lime_connection):
    answered.end_keys()
    assert len(rows_of(lime_connection.export(MAIN, "csv"))) == ROWS
    assert answered.logins == 2


def test_an_ended_key_is_renewed_once_for_all_threads(answered, lime_connection):
    answered.end_keys()
    with ThreadPoolExecutor(4) as pool:
        parts = list(
            pool.map(
                lambda first: lime_connection.export(MAIN, "csv", first=first, last=first + 9),
                range(1, ROWS, 10),
            )
        )
    assert [len(rows_of(part)) for part in parts] == [10] * 4
    assert answered.logins == 2


def test_a_key_that_ends_again_is_an_error(answered, lime_connection):
    answered.end_keys()
    lime_connection.call("list_surveys")
    answered.end_keys()
    with pytest.raises(errors.KeyEnded, match="again after it was renewed"):
        lime_connection.call("list_surveys")
    assert answered.logins == 2


def test_a_renewal_that_is_refused_is_not_tried_again(answered, lime_connection):
    answered.end_keys()
    answered.lock_out()
    with pytest.raises(errors.LockedOut, match="Wait 10 minutes"):
        lime_connection.call("list_surveys")
    with pytest.raises(errors.KeyEnded):
        lime_connection.call("list_surveys")
    assert answered.logins == 2


def test_a_wrong_password_is_one_login_and_one_error(lime_server, quick_limits):
    account = Account(lime_server.address, lime_server.user, Secret("wrong"))
    with (
        pytest.raises(errors.LoginRefused, match="refused to log in admin"),
        connect(account, quick_limits),
    ):
        pass
    assert lime_server.logins == 1


FAULTS_OF_A_LOGIN = (
    ServerFault.LOCKED_OUT,
    ServerFault.HTML,
    ServerFault.GATEWAY,
    ServerFault.HANG_UP,
    ServerFault.WRONG_ID,
    ServerFault.EMPTY,
    ServerFault.CUT,
)


@pytest.mark.parametrize("fault", FAULTS_OF_A_LOGIN)
def test_no_traceback_holds_the_password(fault, lime_server, lime_account, quick_limits):
    lime_server.faults.add(fault, "get_session_key")
    shown = _everything_shown(_fail_to_connect(lime_account, quick_limits))
    assert "_fail_to_connect" in shown
    assert lime_server.password not in shown


@pytest.mark.parametrize(
    "fault", [ServerFault.HTML, ServerFault.WRONG_ID, ServerFault.TRUNCATED_BASE64]
)
def test_no_traceback_holds_the_key(fault, answered, lime_connection):
    answered.faults.add(fault, "export_responses")
    shown = _everything_shown(_fail_to_export(lime_connection))
    assert not [key for key in answered.world.keys if key in shown]


def _fail_to_connect(account, limits):
    try:
        with connect(account, limits):
            return None
    except LimeSurveyError as error:
        return error


def _fail_to_export(connection):
    try:
        return connection.export(MAIN, "csv")
    except LimeSurveyError as error:
        return error


def _everything_shown(error):
    """What the widest of tracebacks would show, the values in every frame included."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    shown = rich.traceback.Traceback.from_exception(
        type(error), error, error.__traceback__, show_locals=True, locals_max_string=None
    )
    console = rich.console.Console(width=400)
    with console.capture() as capture:
        console.print(shown)
    return "".join(told.format()) + capture.get() + repr(error) + str(error)


def test_no_log_holds_the_password_or_the_key(answered, lime_account, caplog):
    with caplog.at_level(logging.DEBUG), connect(lime_account) as connection:
        connection.export(MAIN, "csv")
        keys = list(answered.world.keys)
    assert caplog.records
    assert not [secret for secret in (answered.password, *keys) if secret in caplog.text]


def test_an_account_does_not_show_its_password(lime_server, lime_account):
    assert lime_server.password not in f"{lime_account!r} {lime_account} {lime_account.password}"


class Watching(BaseAdapter):
    """Keeps what it was asked to do, and finds nobody."""

    def __init__(
        self,
        said=(
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
            "self-signed certificate (_ssl.c:1006)"
        ),
    ):
        super().__init__()
        self.said = said
        self.asked = []

    def send(self, request, **kwargs):
        self.asked.append((request, kwargs))
        raise requests.exceptions.SSLError(self.said)

    def close(self):
        """Nothing is open."""


def test_tls_is_always_verified_and_a_bad_certificate_is_not_tried_again():
    watching = Watching()
    with Transport(Limits()) as transport:
        transport.mount("https://", watching)
        transport.trust_env = False
        transport.verify = False
        with pytest.raises(errors.Untrusted, match="TLS certificate is not valid"):
            transport.post(
                "https://survey.example.org/index.php/admin/remotecontrol",
                json={"method": "list_surveys", "params": [], "id": 1},
            )
    assert [kwargs["verify"] for _, kwargs in watching.asked] == [True]


def test_https_to_a_port_that_speaks_http_is_no_bad_certificate(
    lime_server, lime_account, quick_limits
):
    address = lime_server.address.replace("http://", "https://")
    with (
        pytest.raises(errors.NoTls, match="Look at http or https"),
        connect(replace(lime_account, address=address), quick_limits),
    ):
        pass


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (
            "[SSL: RECORD_LAYER_FAILURE] record layer failure (_ssl.c:1006)",
            errors.NoTls,
            "does not speak TLS",
        ),
        (
            "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol",
            errors.Unreachable,
            "the TLS connection failed",
        ),
        (
            "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version",
            errors.Unreachable,
            "the TLS connection failed",
        ),
        (
            "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found",
            errors.Unreachable,
            "REQUESTS_CA_BUNDLE .* no certificates",
        ),
    ],
)
def test_only_a_certificate_that_is_not_valid_is_called_so(said, kind, words, quick_limits):
    with Transport(quick_limits) as transport:
        transport.mount("https://", Watching(said))
        with pytest.raises(kind, match=words):
            transport.post(
                "https://survey.example.org/index.php/admin/remotecontrol",
                json={"method": "get_session_key", "params": [], "id": 1},
            )


def test_certificates_that_are_not_there_are_named(lime_account, quick_limits, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    account = replace(lime_account, address="https://127.0.0.1:9")
    with (
        pytest.raises(errors.Unreachable, match="REQUESTS_CA_BUNDLE"),
        connect(account, quick_limits),
    ):
        pass


def test_pauses_between_tries_stay_below_a_bound_that_doubles(lime_server):
    pauses = []
    lime_server.faults.add(ServerFault.GATEWAY, times=9)
    with (
        Transport(Limits(attempts=4, wait=0.5), sleep=pauses.append) as transport,
        pytest.raises(errors.Unreachable, match="answers 502"),
    ):
        transport.post(
            f"{lime_server.address}/index.php/admin/remotecontrol",
            json={"method": "list_surveys", "params": ["k"], "id": 1},
        )
    assert len(pauses) == 3
    assert all(pause <= bound for pause, bound in zip(pauses, (0.5, 1.0, 2.0), strict=True))
