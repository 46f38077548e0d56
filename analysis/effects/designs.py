"""The rows and columns of a regression.

Who is in it, the treatment, and everything that the selection read at baseline.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import Array, Mask
from analysis.effects.notes import Note
from analysis.effects.records import EstimateStatus, Least, Sides, Study, count_sides

Names = NDArray[np.object_]

RARE = 10
"""A category of fewer companies is pooled with others.

Its coefficient would be those few companies themselves. Ten and not five: with five, HC3 errors
rejected 3.0 % at 5 % in simulated programmes with no effect, with ten 4.3 %.
"""

POOLED = "(pooled)"
SPANNED = 1e-8
"""How much of a column must lie outside the columns before it, as a share of its length.

A column with less adds nothing to them.
"""

ALONE = 1e-8
"""A row whose leverage is this near to 1 is fitted exactly, whatever its outcome.

It says nothing, and HC2 and HC3 would divide by what is left.
"""


@dataclass(frozen=True, slots=True)
class Design:
    """The rows and columns of a regression of n `companies`.

    `outcome` (n); `treated` (n, 0 or 1); `controls` (n x k, full column rank, the first column 1).
    The other columns are standardised, or 0 and 1. `set_aside` companies with a leverage of 1 are
    not among the rows.
    """

    companies: pd.Index
    outcome: Array
    treated: Array
    controls: Array
    set_aside: int = 0

    @property
    def sides(self) -> Sides:
        """How many are treated and not."""
        return count_sides(self.treated > 0)

    @property
    def freedom(self) -> int:
        """Residual degrees of freedom beside the treatment."""
        return len(self.companies) - int(self.controls.shape[1]) - 1


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """Why there is no estimate."""

    status: EstimateStatus
    note: Note


def lay_design(study: Study) -> Design:
    """Lay out the study's measured companies with their controls.

    Controls are the baseline of the outcome, the covariates and the backgrounds.
    """
    frame = study.frame[study.measured]
    numeric = (["before"] if study.has_baseline else []) + list(study.covariates)
    columns = [*code_numbers(frame[numeric]), *code_backgrounds(frame[list(study.backgrounds)])]
    controls = find_independent(np.column_stack([np.ones(len(frame)), *columns]))
    treated = frame["treated"].to_numpy(dtype=float)
    return set_aside(Design(frame.index, frame["after"].to_numpy(dtype=float), treated, controls))


def find_refusal(design: Design, least: Least) -> NoEstimate | None:
    """What stands in the way of an estimate, or None."""
    few = find_few(design.sides, least.companies)
    if few is not None:
        return few
    if design.freedom < least.freedom:
        values = {
            "n": len(design.outcome),
            "parameters": design.controls.shape[1] + 1,
            "least": least.freedom,
        }
        return NoEstimate("too_few", Note("too_few_freedom", values))
    if not is_independent(design.treated, design.controls):
        return NoEstimate("not_estimable", Note("collinear"))
    if not is_independent(design.outcome, np.column_stack([design.controls, design.treated])):
        return NoEstimate("not_estimable", Note("no_variation"))
    return None


def find_few(sides: Sides, least: int) -> NoEstimate | None:
    """The refusal where either side has fewer than `least` companies."""
    if min(sides.treated, sides.comparison) >= least:
        return None
    return NoEstimate(
        "too_few",
        Note(
            "too_few_companies",
            {"treated": sides.treated, "comparison": sides.comparison, "least": least},
        ),
    )


def code_numbers(frame: pd.DataFrame) -> Iterator[Array]:
    """Standardise each column, with a second column that is 1 where a value is missing.

    A missing value stands at the mean. That there was nothing to read is itself something the
    selection read; nothing is imputed for any company's score. Missing values that fewer companies
    than `RARE` have share one column.
    """
    rare: Mask = np.zeros(len(frame), dtype=bool)
    for name in frame.columns:
        values = frame[name].to_numpy(dtype=float)
        missing: Mask = np.isnan(values)
        if missing.all():
            continue
        yield standardise(np.where(missing, np.mean(values[~missing]), values))
        if missing.sum() < RARE:
            rare = rare | missing
        else:
            yield np.asarray(missing, dtype=float)
    yield np.asarray(rare, dtype=float)


def code_backgrounds(frame: pd.DataFrame) -> Iterator[Array]:
    """Give each background a column of 0 and 1 for every category but its largest.

    Rare categories are pooled. Missing is a category.
    """
    for name in frame.columns:
        pooled = pool_rare(frame[name])
        for category in list(_by_size(pooled))[:-1]:
            yield np.asarray(pooled == category, dtype=float)


def pool_rare(values: pd.Series, least: int = RARE) -> Names:
    """Pool the categories of fewer than `least` companies into one.

    If the pool is still rare, the smallest other category joins it; of equals, the first by name.
    """
    names = values.astype("str").fillna("").to_numpy(dtype=object)
    counts = _by_size(names)
    rare = [name for name, n in counts.items() if n < least]
    frequent = [name for name, n in counts.items() if n >= least]
    if rare and frequent and sum(counts[name] for name in rare) < least:
        rare.append(frequent[0])
    return np.where(np.isin(names, rare), POOLED, names)


def find_independent(columns: Array) -> Array:
    """The columns that are not spanned by those before them, in their order."""
    basis, kept = np.empty((len(columns), 0)), []
    for position in range(columns.shape[1]):
        rest = take_out(columns[:, position], basis)
        if _stands_out(rest, columns[:, position]):
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
            kept.append(position)
    return columns[:, kept]


def is_independent(column: Array, columns: Array) -> bool:
    """Whether `column` is not spanned by `columns` (full column rank)."""
    return _stands_out(take_out(column, orthonormalise(columns)), column)


def is_estimable(effects: Array, controls: Array) -> bool:
    """Whether each column of `effects` (n x m) has a coefficient of its own beside `controls`.

    It has none if the other columns span it, or if a row is fitted exactly whatever its outcome.
    """
    columns = np.column_stack([controls, effects])
    return find_independent(columns).shape[1] == columns.shape[1] and bool(
        find_leverage(columns).max() < 1 - ALONE
    )


def orthonormalise(columns: Array) -> Array:
    """An orthonormal basis (n x k) of what `columns` (full column rank) span."""
    return np.asarray(np.linalg.qr(columns)[0], dtype=float)


def take_out(values: Array, basis: Array) -> Array:
    """Take the part of `values` (n, or n x m) that lies in `basis` (n x k, orthonormal) away.

    Frisch, Waugh and Lovell. Twice, as once leaves rounding errors.
    """
    once = values - basis @ (basis.T @ values)
    return once - basis @ (basis.T @ once)


def set_aside(design: Design) -> Design:
    """Leave out the rows with a leverage of 1, and the columns that only they needed.

    The design stays as it is where that would leave no rows.
    """
    leverage = find_leverage(np.column_stack([design.controls, design.treated]))
    kept = leverage < 1 - ALONE
    if kept.all() or design.freedom <= 0:
        return design
    return set_aside(
        Design(
            companies=design.companies[kept],
            outcome=design.outcome[kept],
            treated=design.treated[kept],
            controls=find_independent(design.controls[kept]),
            set_aside=design.set_aside + int(np.sum(~kept)),
        )
    )


def find_leverage(columns: Array) -> Array:
    """The diagonal of the hat matrix of `columns`, whatever their rank."""
    independent = find_independent(columns)
    return np.asarray(np.sum(orthonormalise(independent) ** 2, axis=1), dtype=float)


def standardise(values: Array) -> Array:
    """Mean 0 and standard deviation 1; all 0 where nothing varies."""
    spread = np.std(values)
    return (values - np.mean(values)) / spread if spread > 0 else np.zeros(len(values))


def _by_size(names: Names) -> Mapping[str, int]:
    """How many each category has, the smallest first, by name where equal."""
    return dict(sorted(Counter(names.tolist()).items(), key=lambda one: (one[1], one[0])))


def _stands_out(rest: Array, whole: Array) -> bool:
    return bool(np.linalg.norm(rest) > SPANNED * np.linalg.norm(whole))
