"""The records of a run: which pages are asked for, and what has been made."""

from dataclasses import dataclass

from jamna.pipeline.effects import Effects
from jamna.pipeline.followup import SecondRound
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.scores import Numbers
from jamna.pipeline.selection import Judgement
from jamna.workspace.layout import Workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages are asked for.

    `kinds`: all kinds if empty. `companies`: their ids; if empty, the kind of page chooses them.
    `everyone`: every company that answered.
    """

    kinds: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()
    everyone: bool = False

    def has(self, kind: str) -> bool:
        """Return whether pages of this kind are asked for."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Made:
    """What a run has made of a workspace.

    `inputs`, `numbers` and `judgement` belong to the first round. `second` is None before there is
    a second round. `effects` is None if effects were not estimated.
    """

    workspace: Workspace
    inputs: Inputs
    numbers: Numbers
    judgement: Judgement
    second: SecondRound | None = None
    effects: Effects | None = None
