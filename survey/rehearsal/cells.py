"""Columns of answers as text."""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.object_]
"""One column of answers; None is NULL, "" shown and left blank."""

Sheet = Mapping[str, Cells]
"""Columns of one length, by name."""


def fill(value: str | None, size: int) -> Cells:
    """`size` times the same."""
    return np.full(size, value, dtype=object)


def choose(texts: Sequence[str], positions: npt.NDArray[np.integer]) -> Cells:
    """The text at each position."""
    return cast("Cells", np.array(texts, dtype=object)[positions])


def choose_any(texts: Sequence[str], size: int, rng: np.random.Generator) -> Cells:
    """`size` of the texts, each as likely."""
    return choose(texts, rng.integers(len(texts), size=size))


def blank_out(cells: Cells, where: npt.NDArray[np.bool_], value: str | None) -> Cells:
    """The cells with `value` in some places."""
    return np.where(where, fill(value, len(cells)), cells)
