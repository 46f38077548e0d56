"""How fast: `make bench`. Whole commands in fresh processes, measured from outside."""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

SILENT = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
KIBIBYTES = 1024 * 1024 if sys.platform == "darwin" else 1024
"""How `ru_maxrss` is told: in bytes on macOS, in kilobytes on Linux."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One command: `seconds` of wall time and the largest resident size of its process, in `megabytes`."""

    command: str
    seconds: float
    megabytes: float


def measure(*words: str) -> Measured:
    """Run `jamna` with `words` in a process of its own."""
    start = monotonic()
    child = os.posix_spawn(sys.executable, [sys.executable, "-m", "app", *words], os.environ, file_actions=SILENT)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"jamna {' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return Measured(" ".join(words), monotonic() - start, usage.ru_maxrss / KIBIBYTES)


def main() -> None:
    """Measure what the README promises, and print it."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = str(Path(folder) / "default"), str(Path(folder) / "large")
        measured = [
            measure("rehearse", "-w", small),
            measure("run", "-w", small),
            measure("run", "-w", small),
            measure("rehearse", "-w", large, "--companies", "268200"),
            measure("score", "-w", large),
        ]
    titles = [
        "default rehearsal",
        "run: tables, overview, 20 reports",
        "run again, nothing changed",
        "rehearsal, 100,000 answers",
        "score, 100,000 answers",
    ]
    for title, row in zip(titles, measured, strict=True):
        sys.stdout.write(f"{title:<36} {row.seconds:7.1f} s   peak {row.megabytes:6.0f} MB\n")


if __name__ == "__main__":
    main()
