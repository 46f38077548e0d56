"""Measure how often serious flags find the planted problems.

Flags that only repeat what a company told, that somebody was treated badly, are not counted.
The seeds are none of those that were used to set the rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from diagnostics.records import Flag
from jamna.pipeline.inputs import Inputs, read_inputs
from jamna.pipeline.scores import compute_numbers
from jamna.pipeline.selection import find_flags
from jamna.workspace.layout import new_workspace
from survey.instrument.file import load_instrument
from survey.rehearsal import RehearsalPlan, rehearse, write_rehearsal


@dataclass(frozen=True, slots=True)
class Caught:
    """Counts of one programme's companies with a complete answer.

    `planted`: those with a planted serious problem. `found`: those of them with a serious flag.
    `false`: other companies with a serious flag. `firm_found` and `firm_false` count firm flags.
    """

    answered: int
    planted: int
    found: int
    false: int
    firm_found: int
    firm_false: int


def try_seed(seed: int, root: Path) -> Caught:
    """Simulate a programme and compare its serious flags with the truth."""
    workspace = new_workspace(root)
    write_rehearsal(
        rehearse(
            load_instrument(workspace.instrument), RehearsalPlan(), np.random.default_rng(seed)
        ),
        root,
    )
    inputs = _with_one_variant(read_inputs(workspace))
    flags = [
        flag
        for flag in find_flags(inputs, compute_numbers(inputs))
        if flag.level == "serious" and not _is_told(flag, inputs)
    ]
    companies = inputs.answers.companies
    truth = pd.read_csv(workspace.rehearsal / "truth.csv", index_col="company_id")
    serious = truth.index[truth["serious"].astype(bool)]
    return count_caught(
        set(companies.index[companies["complete"].astype(bool)]), set(serious), flags
    )


def _is_told(flag: Flag, inputs: Inputs) -> bool:
    """Whether it repeats what the company told of somebody treated badly, and infers nothing."""
    known = inputs.instrument.indicators
    return all(reason.item in known and known[reason.item].unscored for reason in flag.reasons)


def count_caught(answered: set[str], serious: set[str], flags: Sequence[Flag]) -> Caught:
    """Compare the serious `flags` with the companies whose problems are really `serious`.

    Only companies that `answered` completely count.
    """
    planted = answered & serious
    flagged = answered & {flag.company_id for flag in flags}
    firm = answered & {flag.company_id for flag in flags if flag.firm}
    return Caught(
        len(answered),
        len(planted),
        len(flagged & planted),
        len(flagged - planted),
        len(firm & planted),
        len(firm - planted),
    )


def _with_one_variant(inputs: Inputs) -> Inputs:
    """Set the number of random variants to one: they take time and change no flag."""
    return replace(inputs, settings=inputs.settings.without_variants())


def format_caught(caught: Sequence[Caught]) -> str:
    """Return the totals as sentences."""
    planted, answered = sum(one.planted for one in caught), sum(one.answered for one in caught)
    rows = [
        ("serious flags", sum(one.found for one in caught), sum(one.false for one in caught)),
        (
            "of these firm",
            sum(one.firm_found for one in caught),
            sum(one.firm_false for one in caught),
        ),
    ]
    first = (
        f"{len(caught)} programmes, {answered:,} complete answers, "
        f"{planted} companies with serious problems planted among them."
    )
    lines = [
        f"{name}: found {found} ({found / planted:.1%}); "
        f"false alarms {false}, {false / len(caught):.1f} a programme"
        for name, found, false in rows
    ]
    return "\n".join([first, *lines])
