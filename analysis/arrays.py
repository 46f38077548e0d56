"""The numpy arrays of this floor, and how many decimals count."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Numbers. NaN is missing, unless the record that holds the array says otherwise."""

Mask = NDArray[np.bool_]
"""One bool per entry: whether it is meant."""

Integers = NDArray[np.intp]
"""Counts, codes of groups, or positions in another array; the record says which."""

EXACT = 9
"""The decimals of a computed number that count. What follows is rounding error of the machine.

It would put a score of exactly 50 under a limit of 50, break ties, and differ between machines.
"""
