"""Measure Jamna on simulated programmes whose truth is known: `make validate [PROGRAMMES=1000]`.

The results are in `docs/evaluation.md`.
"""

import sys
import tempfile
from pathlib import Path

from jamna.simulation.effect_recovery import CASES, World, format_verdicts, prove
from jamna.simulation.false_claims import count_false_claims, format_claims
from jamna.simulation.flag_recovery import format_caught, try_seed
from jamna.workspace.layout import new_workspace
from jamna.workspace.settings import load_settings
from survey.instrument.file import load_instrument

FLAG_SEEDS = range(1001, 1051)
CLAIM_SEEDS = range(6001, 6041)
PROGRAMMES = 1000


def main(programmes: int) -> None:
    """Try every seed and print the totals: flags, what companies are told, and effects."""
    with tempfile.TemporaryDirectory() as folder:
        caught = [try_seed(seed, Path(folder) / str(seed)) for seed in FLAG_SEEDS]
        sys.stdout.write(format_caught(caught) + "\n\n")
        sys.stdout.flush()
        workspace = new_workspace(Path(folder) / "shipped")
        world = World(load_settings(workspace.programme), load_instrument(workspace.instrument))
    claims = count_false_claims(world, CLAIM_SEEDS)
    sys.stdout.write(format_claims(claims) + "\n\n")
    sys.stdout.flush()
    sys.stdout.write(format_verdicts(prove(CASES, world, range(1, programmes + 1))) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PROGRAMMES)
