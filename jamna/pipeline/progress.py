"""How the pipeline says what it is doing. It prints nothing itself: whoever calls it listens."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Progress(Protocol):
    """Somebody who listens; `jamna.screen.progress.Screen` shows it on a terminal."""

    def say(self, line: str) -> None:
        """A line that stays."""

    def step(self, doing: str) -> AbstractContextManager[None]:
        """The step that the block does, such as "Writing the tables"."""


class Silence:
    """Nobody listens: for other programs and for tests."""

    def say(self, line: str) -> None:
        """Say nothing."""

    def step(self, doing: str) -> AbstractContextManager[None]:
        """Say nothing."""
        del doing
        return nullcontext()
