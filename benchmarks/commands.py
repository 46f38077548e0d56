"""Measure the speed of Jamna: `make bench`.

Each command runs in a process of its own. The random draws of the effect estimates are timed too.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

SILENT = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
UNITS = 1024 * 1024 if sys.platform == "darwin" else 1024
"""Units of `ru_maxrss` in a megabyte: macOS counts bytes, Linux counts kilobytes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one command took.

    `seconds` of wall time; `megabytes` is the largest resident size of its process.
    """

    command: str
    seconds: float
    megabytes: float


def measure(*words: str) -> Measured:
    """Run `jamna` with `words` in a new process, and measure it.

    The system counts a process as at least as large as the process that started it. Therefore this
    module imports nothing large before it has measured.
    """
    start = monotonic()
    child = os.posix_spawn(
        sys.executable, [sys.executable, "-m", "jamna", *words], os.environ, file_actions=SILENT
    )
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"jamna {' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return Measured(" ".join(words), monotonic() - start, usage.ru_maxrss / UNITS)


def measure_draws(companies: int = 423) -> list[tuple[str, float]]:
    """Time each kind of random draw: `companies` in eight municipalities, with thirty controls.

    Returns a name and the seconds for each.
    """
    import numpy as np

    from analysis.effects.inference.randomisation import DRAWS, permute
    from analysis.effects.inference.wild_cluster import bootstrap_clusters

    rng = np.random.default_rng(1)
    outcome, treated = rng.standard_normal(companies), (rng.random(companies) < 0.1).astype(float)
    controls = np.column_stack([np.ones(companies), rng.standard_normal((companies, 30))])
    strata, clusters = rng.integers(0, 5, companies), rng.integers(0, 8, companies)
    ways: list[tuple[str, Callable[[], object]]] = [
        (f"{DRAWS:,} permutations", lambda: permute(outcome, treated, strata, controls, rng)),
        (
            f"{DRAWS:,} wild bootstrap draws, with interval",
            lambda: bootstrap_clusters(outcome, treated, controls, clusters, rng),
        ),
    ]
    return [(name, _time(draw)) for name, draw in ways]


def _time(act: Callable[[], object]) -> float:
    start = monotonic()
    act()
    return monotonic() - start


def main() -> None:
    """Measure what the documentation promises, and print it."""
    with tempfile.TemporaryDirectory() as folder:
        small, second, large = (str(Path(folder) / name) for name in ("default", "second", "large"))
        measured = [
            measure("rehearse", "-w", small),
            measure("run", "-w", small),
            measure("run", "-w", small),
            measure("rehearse", "-w", second, "--effect", "6"),
            measure("effects", "-w", second),
            measure("report", "-w", second, "--kind", "evaluation"),
            measure("report", "-w", second, "--kind", "effect"),
            measure("rehearse", "-w", large, "--companies", "268200"),
            measure("score", "-w", large),
        ]
    titles = [
        "default rehearsal",
        "run: tables, overview, 20 reports",
        "run again, nothing changed",
        "rehearsal of two rounds",
        "effects",
        "the evaluator's report",
        "an effect report for every company",
        "rehearsal, 100,000 answers",
        "score, 100,000 answers",
    ]
    for title, row in zip(titles, measured, strict=True):
        sys.stdout.write(f"{title:<36} {row.seconds:7.1f} s   peak {row.megabytes:6.0f} MB\n")
    for name, seconds in measure_draws():
        sys.stdout.write(f"{name}, 423 companies: {seconds:.2f} s\n")


if __name__ == "__main__":
    main()
