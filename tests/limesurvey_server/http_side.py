"""The wire: HTTP around a server's answers, and the faults that happen there."""

import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from limesurvey_server.faults import ServerFault

PAGE = (
    '\n\n<!DOCTYPE html>\n<html lang="en" dir="ltr"\n      class="en dir-ltr  no-js " \n      xmlns="http://www.w3.org/1999/html">\n\n'
    "<head></head></html>"
)
PATHS = ("/index.php/admin/remotecontrol", "/admin/remotecontrol")


@dataclass
class Answer:
    """What goes out, and what happens to it on the way."""

    text: str
    status: int = 200
    content_type: str = "application/json"
    fault: ServerFault | None = None


class HttpSide(ThreadingHTTPServer):
    """The listening side of `lime`."""

    daemon_threads = True

    def __init__(self, lime):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lime = lime


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        """Say nothing: the log is the server's own."""

    def do_GET(self):
        known = self.path.rstrip("/") in PATHS
        self._send(Answer("" if known else PAGE, 200 if known else 400, "text/html; charset=UTF-8"))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.rstrip("/") not in PATHS:
            self._send(Answer(PAGE, 400, "text/html; charset=UTF-8"))
        elif not self.server.lime.enabled or not self.headers.get("Content-Type", "").startswith(
            "application/json"
        ):
            self._send(Answer("", content_type="text/html; charset=UTF-8"))
        else:
            self._send(self.server.lime.answer(body))

    def _send(self, answer):
        match answer.fault:
            case ServerFault.GATEWAY:
                answer = Answer("<html><body>502 Bad Gateway</body></html>", 502, "text/html")
            case ServerFault.ERROR_PAGE:
                answer = Answer(answer.text, 500, "text/html; charset=UTF-8")
            case ServerFault.EMPTY:
                answer = Answer("", content_type="text/html; charset=UTF-8")
            case ServerFault.DRIP_HEADERS:
                self._drip_headers()
                return
            case ServerFault.HANG_UP | ServerFault.SILENCE:
                self._stay_silent(answer.fault)
                return
        self._write(answer)

    def _drip_headers(self):
        self.close_connection = True
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(600):
                self.wfile.write(b"a")
                time.sleep(self.server.lime.faults.pause)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _stay_silent(self, fault):
        self.close_connection = True
        if fault is ServerFault.SILENCE:
            self.connection.settimeout(30)
            self.connection.recv(1)

    def _write(self, answer):
        data = answer.text.encode("utf-8")
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self._write_body(answer, data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _write_body(self, answer, data):
        if answer.fault is ServerFault.CUT:
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
        elif answer.fault is ServerFault.DRIP:
            for byte in data:
                self.wfile.write(bytes([byte]))
                time.sleep(self.server.lime.faults.pause)
        else:
            self.wfile.write(data)
