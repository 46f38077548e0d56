"""A reader who tries to work out single companies from what is published of a question.

Slow and obvious: every published number is a constraint on the counts behind it, and an exact
integer programme says how few and how many companies each cell can hold. The reader knows the
rules, and how many answered in every group, hidden ones too.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

FEWEST, HALF, EDGE, SLACK = 3, 0.025, 0.05, 1e-6


@dataclass(frozen=True, slots=True)
class Published:
    """Cells (group x answer) as told, with the truth to choose what is worth attacking.

    `mean` is the whole's published mean of `points`, right to `within`; None without one.
    """

    names: list
    n: np.ndarray
    told: np.ndarray
    share: np.ndarray
    counts: np.ndarray
    single: bool
    points: np.ndarray | None = None
    mean: float | None = None
    within: float = 0.5


def attack(one: Published, draw: np.random.Generator, most: int):
    """Up to `most` cells are tried; those that can be worked out are given back."""
    rest = one.n[:, None] - one.counts
    small = ((one.counts < FEWEST) | (rest < FEWEST)) & (one.n[:, None] > 0)
    cells = np.argwhere(small)
    tried = cells[draw.permutation(len(cells))[:most]]
    constraints, bounds = _constrain(one), _bound(one)
    return [
        (one.names[group], int(answer))
        for group, answer in tried
        if _gives_away(one, (group, answer), constraints, bounds)
    ]


def _gives_away(one, cell, constraints, bounds):
    n, few = one.n[cell[0]], one.counts[cell] < FEWEST
    sign = 1 if few else -1
    far = _extreme(one, cell, constraints, bounds, -sign)
    near = _extreme(one, cell, constraints, bounds, sign)
    low, high = (near, far) if few else (n - near, n - far)
    return high < FEWEST and (low >= 1 or high == 0)


def _extreme(one, cell, constraints, bounds, sign):
    aim = np.zeros(one.counts.shape)
    aim[cell] = sign
    found = milp(aim.ravel(), integrality=1, constraints=constraints, bounds=bounds)
    assert found.success, "the truth itself is a solution"
    return round(sign * found.fun)


def _bound(one):
    """What each cell says alone."""
    n = np.broadcast_to(one.n[:, None], one.counts.shape).astype(float)
    few = np.maximum(FEWEST - 1, np.ceil(EDGE * n) - 1)
    low, high = np.zeros(n.shape), n.copy()
    ok, less, more = (one.told == word for word in ("ok", "few", "most"))
    low[ok] = np.ceil((one.share - HALF) * n - SLACK)[ok]
    high[ok] = np.floor((one.share + HALF) * n + SLACK)[ok]
    low[ok], high[ok] = np.maximum(low[ok], FEWEST), np.minimum(high[ok], n[ok] - FEWEST)
    high[less], low[more] = few[less], (n - few)[more]
    return Bounds(low.ravel(), high.ravel())


def _constrain(one):
    """Answers add up to their group, groups of a background to the whole, and the mean."""
    shape = one.counts.shape
    rows, low, high = [], [], []

    def add(weights, least, largest):
        rows.append(weights.ravel())
        low.append(least - SLACK)
        high.append(largest + SLACK)

    for group in range(shape[0]) if one.single else ():
        add(_unit(shape, (group, slice(None))), one.n[group], one.n[group])
    for kind in {name.partition("=")[0] for name in one.names if "=" in name}:
        own = [at for at, name in enumerate(one.names) if name.startswith(f"{kind}=")]
        outside = max(0, one.n[0] - one.n[own].sum())
        for answer in range(shape[1]):
            weights = _unit(shape, (0, answer)) - _unit(shape, (own, answer))
            add(weights, 0, outside)
    if one.mean is not None:
        weights = np.zeros(shape)
        weights[0] = one.points
        n = one.n[0]
        add(weights, (one.mean - one.within) * n, (one.mean + one.within) * n)
    if not rows:
        return ()
    return LinearConstraint(np.array(rows), low, high)


def _unit(shape, place):
    weights = np.zeros(shape)
    weights[place] = 1
    return weights
