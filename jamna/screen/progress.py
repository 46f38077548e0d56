"""Show on the screen what is being done while it takes longer than a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class Screen:
    """Progress on standard error; plain lines instead of moving bars if it is not a terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True, highlight=False)

    def say(self, line: str) -> None:
        """Show a line that stays."""
        self.console.print(line)

    @contextmanager
    def step(self, doing: str) -> Iterator[None]:
        """Show what is being done, and how long it took."""
        start = monotonic()
        with self.console.status(f"{doing} …"):
            yield
        self.console.print(f"[dim]{monotonic() - start:5.1f} s[/dim]  {doing}")

    @contextmanager
    def bar(self, doing: str, total: int) -> Iterator["Bar"]:
        """Show how many of `total` are done."""
        start = monotonic()
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as progress:
            yield Bar(progress, total, doing)
        self.console.print(f"[dim]{monotonic() - start:5.1f} s[/dim]  {doing}")

    @contextmanager
    def meter(self, doing: str) -> Iterator["Meter"]:
        """Show how many are done of how many, how fast, and how long the rest takes."""
        start = monotonic()
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            console=self.console,
            transient=True,
        ) as progress:
            meter = Meter(progress, doing)
            yield meter
        self.console.print(f"[dim]{monotonic() - start:5.1f} s[/dim]  {doing}{meter.summary}")


class Meter:
    """One bar with words beside it; call `show` whenever something is new."""

    def __init__(self, progress: Progress, doing: str) -> None:
        self.summary = ""
        self._doing, self._progress = doing, progress
        self._task = progress.add_task(doing, total=None)

    def show(self, done: int, total: int, words: str, summary: str) -> None:
        """Show that `done` of `total` are done.

        `words` stand beside the bar; `summary` stands in the line that stays at the end.
        """
        self.summary = f": {summary}"
        self._progress.update(
            self._task, completed=done, total=total, description=f"{self._doing}: {words}"
        )


class Bar:
    """One bar; call `advance` for what is done."""

    def __init__(self, progress: Progress, total: int, doing: str) -> None:
        self._progress = progress
        self._task = progress.add_task(doing, total=total)

    def advance(self, done: int = 1) -> None:
        """Show that `done` more are done."""
        self._progress.advance(self._task, done)
