"""How the pipeline says what it is doing. It prints nothing: the caller passes a listener."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Progress(Protocol):
    """A listener; `jamna.screen.progress.Screen` is the one that shows it on a terminal."""

    def say(self, line: str) -> None:
        """Show a line that stays."""

    def step(self, doing: str) -> AbstractContextManager[None]:
        """Show what the block does, such as "Writing the tables", while it runs."""


class Silence:
    """A listener that shows nothing, for other programs and for tests."""

    def say(self, line: str) -> None:
        """Say nothing."""

    def step(self, doing: str) -> AbstractContextManager[None]:
        """Say nothing."""
        del doing
        return nullcontext()
