"""The kinds of points: what an indicator of each kind rests on, and what can be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

QuestionKind = Literal[
    "choice", "yes_no", "number", "text", "long_text", "multiple", "ranking", "grid"
]
PointsKind = Literal["scale", "yes_no", "balance", "gap", "share", "gap_percent"]

NUMBER = frozenset[QuestionKind]({"number"})
COUNTS = frozenset({"women", "men", "people"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsForm:
    """What the instrument has to know of one kind of points.

    How it is scored stands in `analysis.scoring.coding.CODERS`. `columns`: the settings that name
    an indicator's columns, each with the kinds of question the column can come from.
    `placeholders`: what can stand in braces in the sentences about the indicator; see `Says`.
    `reversible`: whether the answers run from worst to best, so that `reversed` can turn them
    round. `head_counts`: the settings that name the columns with the numbers of women and men,
    where there are any. `gap`: whether the points score a gap, and if so whether it is "computed"
    from two mean pays or "answered".
    """

    columns: Mapping[str, frozenset[QuestionKind]]
    placeholders: frozenset[str]
    reversible: bool = False
    head_counts: tuple[str, str] | None = None
    gap: Literal["computed", "answered"] | None = None

    @property
    def is_percent(self) -> bool:
        """Whether one answer, a number in per cent, is what is scored."""
        return self.columns.get("question") == NUMBER


POINTS: Mapping[PointsKind, PointsForm] = {
    "scale": PointsForm(
        columns={"question": frozenset({"choice", "grid"})},
        placeholders=frozenset({"answer"}),
        reversible=True,
    ),
    "yes_no": PointsForm(
        columns={"question": frozenset({"yes_no"})},
        placeholders=frozenset({"answer"}),
        reversible=True,
    ),
    "share": PointsForm(columns={"question": NUMBER}, placeholders=frozenset({"answer"})),
    "gap_percent": PointsForm(
        columns={"question": NUMBER},
        placeholders=frozenset({"answer", "gap"}),
        gap="answered",
    ),
    "balance": PointsForm(
        columns={"women": NUMBER, "men": NUMBER},
        placeholders=COUNTS,
        head_counts=("women", "men"),
    ),
    "gap": PointsForm(
        columns={"women": NUMBER, "men": NUMBER, "women_count": NUMBER, "men_count": NUMBER},
        placeholders=COUNTS | {"gap"},
        head_counts=("women_count", "men_count"),
        gap="computed",
    ),
}
"""Every kind of points.

A new kind is an entry here, its name in `PointsKind`, and a coder in `analysis.scoring.coding`.
"""


def form_of(points: str) -> PointsForm | None:
    """The form of the kind of points that is called `points`, None where no kind is."""
    return {str(kind): form for kind, form in POINTS.items()}.get(points)
