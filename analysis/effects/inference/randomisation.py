"""Randomisation inference (Fisher 1935).

How often would another choice, equally open to the rule, have looked as effective?
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod

import numpy as np
import pandas as pd

from analysis.arrays import Array, Integers
from analysis.effects.designs import (
    Design,
    NoEstimate,
    find_refusal,
    lay_design,
    orthonormalise,
    take_out,
)
from analysis.effects.models.ancova import LEAST, find_level
from analysis.effects.models.overlap import find_mixed
from analysis.effects.models.regression import fit_effect
from analysis.effects.notes import Note
from analysis.effects.records import (
    RANDOMISED,
    Estimate,
    EstimateNumbers,
    Least,
    Study,
    make_row,
    refuse_row,
)

DRAWS = 10_000
FEWEST = 20
"""With fewer possible choices p cannot come under 5 %."""

BLOCK = 4_000_000
"""How many numbers of the choices are in memory at a time."""

TIE = 1e-9
"""Statistics this near to each other (as a share) are the same one, up to rounding."""


@dataclass(frozen=True, slots=True)
class Permutation:
    """The two-sided `p` of the sharp null: no company was changed.

    `assignments`: how many choices were possible. `exact`: whether all of them were looked at.
    """

    p: float
    assignments: int
    exact: bool


def estimate_randomisation(
    study: Study, rng: np.random.Generator, draws: int = DRAWS, least: Least = LEAST
) -> Estimate:
    """The ANCOVA estimate with the p-value of permuting the choice within strata.

    Only strata in which some were chosen and others not.
    """
    mixed = find_mixed(study.frame["stratum"], study.frame["treated"], study.measured)
    inside = study.narrow(mixed & study.measured)
    design, level = lay_design(inside), find_level(inside)
    strata = number_strata(inside.frame.loc[design.companies, "stratum"])
    refusal = (
        NoEstimate("not_estimable", Note("no_comparison"))
        if not mixed.any()
        else find_refusal(design, least)
    )
    refusal = refusal or _find_refusal(design, strata)
    if refusal is not None:
        return refuse_row(
            study, "randomisation_inference", refusal.status, design.sides, level, refusal.note
        )
    permuted = permute(design.outcome, design.treated, strata, design.controls, rng, draws)
    found = EstimateNumbers(
        estimate=fit_effect(design.outcome, design.treated, design.controls).estimate, p=permuted.p
    )
    how = Note("drawn" if level == RANDOMISED else "not_drawn")
    return make_row(
        study, "randomisation_inference", found, design.sides, level, Note("sharp_null"), how
    )


def permute(
    outcome: Array,
    treated: Array,
    strata: Integers,
    controls: Array,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> Permutation:
    """Permute `treated` (n, 0 or 1) within `strata` (n, numbers).

    The statistic is the absolute partial correlation with `outcome` given `controls`. All choices
    are looked at if they are no more than `draws`; else p = (1 + b) / (1 + draws) (Phipson and
    Smyth 2010). The controls are taken out once (Frisch and Waugh), so that a draw costs one
    product. Without controls but the constant this is the absolute difference of means.
    """
    members = [np.flatnonzero(strata == number) for number in np.unique(strata)]
    assignments = count_assignments(treated, members)
    basis = orthonormalise(controls)
    left = take_out(outcome, basis)
    limit = float(_correlate(treated[None, :], left, basis)[0]) * (1 - TIE)
    exact = assignments <= draws
    choices = (
        enumerate_choices(treated, members) if exact else draw_choices(treated, members, rng, draws)
    )
    as_large = sum(int(np.sum(_correlate(block, left, basis) >= limit)) for block in choices)
    return Permutation(
        as_large / assignments if exact else (1 + as_large) / (1 + draws), assignments, exact
    )


def number_strata(stratum: pd.Series) -> Integers:
    """A number for each stratum's name; missing is a stratum."""
    return np.asarray(pd.factorize(stratum.astype("str").fillna(""))[0], dtype=np.intp)


def count_assignments(treated: Array, members: Sequence[Integers]) -> int:
    """In how many ways as many of each stratum could have been chosen."""
    return prod(comb(len(rows), int(treated[rows].sum())) for rows in members)


def enumerate_choices(treated: Array, members: Sequence[Integers]) -> Iterator[Array]:
    """Every choice (rows) of as many of each stratum, in blocks."""
    ways = [list(combinations(rows, int(treated[rows].sum()))) for rows in members]
    choices = np.zeros((prod(map(len, ways)), len(treated)))
    for row, chosen in enumerate(product(*ways)):
        choices[row, [company for part in chosen for company in part]] = 1.0
    yield choices


def draw_choices(
    treated: Array, members: Sequence[Integers], rng: np.random.Generator, draws: int
) -> Iterator[Array]:
    """So many random choices (rows) of as many of each stratum, in blocks."""
    size = max(1, BLOCK // len(treated))
    for start in range(0, draws, size):
        choices = np.empty((min(size, draws - start), len(treated)))
        for rows in members:
            choices[:, rows] = rng.permuted(
                np.broadcast_to(treated[rows], (len(choices), len(rows))), axis=1
            )
        yield choices


def _correlate(choices: Array, left: Array, basis: Array) -> Array:
    """|t'My| / sqrt(t'Mt) of each row t; 0 where the controls leave nothing of it."""
    remaining = np.sum(choices, axis=1) - np.sum((choices @ basis) ** 2, axis=1)
    known = remaining > TIE * len(left)
    return np.where(known, np.abs(choices @ left) / np.sqrt(np.where(known, remaining, 1.0)), 0.0)


def _find_refusal(design: Design, strata: Integers) -> NoEstimate | None:
    assignments = count_assignments(
        design.treated, [np.flatnonzero(strata == number) for number in np.unique(strata)]
    )
    if assignments >= FEWEST:
        return None
    return NoEstimate(
        "too_few",
        Note("too_few_assignments", {"assignments": assignments, "smallest": 1 / assignments}),
    )
