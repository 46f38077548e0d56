"""Fit a page to its sheets of paper: not too many, and no last one that is nearly empty."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

LEAST_FULL = 0.4
"""A last sheet that is filled less than this share (0-1) makes another setting worth a try."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How closely a page is set: `size` scales type and spaces, `air` the spaces once more."""

    size: float
    air: float


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page ends: on which of its `sheets`, and how far down that is `filled` (0-1)."""

    sheets: int
    filled: float

    @property
    def is_neat(self) -> bool:
        """Whether the last sheet is filled enough; a single sheet always is."""
        return self.sheets == 1 or self.filled >= LEAST_FULL


Measure = Callable[[Setting], PageEnd]
"""Lays a page out without making it, and says where it ends."""

ROOMY = Setting(1.0, 1.0)
CLOSER = (Setting(1.0, 0.88), Setting(0.97, 0.88), Setting(0.94, 0.85), Setting(0.91, 0.8))
"""Tried in turn to save a sheet; the smallest type is then 8.2 points."""
WIDER = (Setting(1.0, 1.2), Setting(1.02, 1.35), Setting(1.04, 1.5), Setting(1.06, 1.7))
"""Tried in turn to fill a last sheet that cannot be saved."""


def fit_sheets(measure: Measure, most: int | None = None) -> Setting:
    """The roomiest setting that fits `most` sheets and leaves the last one filled.

    Where none fits, the closest. Where none fills the last sheet, the one that fills it most
    without another sheet.
    """
    roomy = measure(ROOMY)
    limit = roomy.sheets if most is None else min(most, roomy.sheets)
    if roomy.sheets <= limit and roomy.is_neat:
        return ROOMY
    tried = [(ROOMY, roomy)]
    for setting, end in _measured((*CLOSER, *WIDER), measure):
        if end.sheets <= limit and end.is_neat:
            return setting
        tried.append((setting, end))
    fitting = [one for one in tried if one[1].sheets <= limit]
    return max(fitting, key=lambda one: one[1].filled)[0] if fitting else CLOSER[-1]


def _measured(settings: Iterable[Setting], measure: Measure) -> Iterable[tuple[Setting, PageEnd]]:
    return ((setting, measure(setting)) for setting in settings)
