"""What a run has made so far, and which pages are asked for."""

from dataclasses import dataclass

from jamna.pipeline.effects import Effects
from jamna.pipeline.followup import SecondRound
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.scores import Numbers
from jamna.pipeline.selection import Judgement
from jamna.workspace.layout import Workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages: `kinds` (all if empty), `companies` (by id; the kind's own choice if empty), or `everyone` that answered."""

    kinds: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()
    everyone: bool = False

    def has(self, kind: str) -> bool:
        """Whether pages of this kind are asked for."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Made:
    """Inputs, numbers and judgement of the first round, what the `second` told (None before there is one), and the workspace.

    `effects` are None where nobody has estimated them yet.
    """

    workspace: Workspace
    inputs: Inputs
    numbers: Numbers
    judgement: Judgement
    second: SecondRound | None = None
    effects: Effects | None = None
