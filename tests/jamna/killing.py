"""Run commands in a new process, and kill it (SIGKILL) just before it touches its n-th file.

As a script it reads one line of JSON per job: `words` of the command, `root` of the workspace, and
`kill_at` (0 for never). It answers with one line: how many times the command touched a file, and
how it ended (a signal is negative). Every job is a fork, so that nothing is imported twice. A
renderer that takes no time makes the pages.
"""

import html
import importlib
import json
import os
import re
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

TOUCHES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}


@dataclass(frozen=True)
class PlainRenderer:
    """Gives the Markdown, without its backslashes, as HTML and as PDF."""

    name: str = "plain"
    version: str = "1"
    look: str = "none"

    def render(self, page, figures, formats):
        words = html.escape(re.sub(r"\\([^\w\s])", r"\1", page.source))
        return {form: f"{form}\n{words}".encode() for form in formats}


class Counter:
    """Counts touches of files below `root`, and kills this process just before a given one."""

    def __init__(self, root, kill_at):
        self.root, self.kill_at, self.touched = str(root), kill_at, 0

    def __call__(self, event, arguments):
        if not self._is_touch(event, arguments):
            return
        self.touched += 1
        if self.touched == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _is_touch(self, event, arguments):
        if event == "open":
            flags = arguments[2] if len(arguments) > 2 else 0
            return (
                isinstance(flags, int)
                and flags & (os.O_WRONLY | os.O_RDWR)
                and str(arguments[0]).startswith(self.root)
            )
        return event in TOUCHES and str(arguments[0]).startswith(self.root)


def serve():
    for module in ("jamna.cli", "jamna.commands.rehearse", "jamna.commands.run"):
        importlib.import_module(module)
    sys.modules["jamna.pages.rendering"].choose_renderer = lambda _brand: PlainRenderer()
    for line in sys.stdin:
        job = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _work(job, writing)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            touched = pipe.read()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(
            json.dumps({"touched": int(touched or 0), "ended": os.waitstatus_to_exitcode(status)})
            + "\n"
        )
        sys.stdout.flush()


def _work(job, writing):
    from jamna.cli import app as commands

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    counter = Counter(job["root"], job["kill_at"])
    sys.addaudithook(counter)
    code = commands(job["words"], standalone_mode=False)
    os.write(writing, str(counter.touched).encode())
    os._exit(code or 0)


def contents(root, *folders):
    """Every file below the folders, by path, with its bytes."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted(Path(root, folder).rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    serve()
