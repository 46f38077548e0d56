"""What has to be said beside an estimate, as a code with its numbers.

A table reads it in English, a page in its own language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NoteCode = Literal[
    "too_few_companies",
    "too_few_chosen",
    "too_few_freedom",
    "too_few_assignments",
    "too_few_clusters",
    "too_few_treated_clusters",
    "no_baseline",
    "no_variation",
    "no_comparison",
    "no_overlap",
    "collinear",
    "collinear_hours",
    "no_reliability",
    "no_drop_out",
    "too_few_left",
    "overrides",
    "lost",
    "closed",
    "without_baseline",
    "without_comparison",
    "set_aside",
    "drawn",
    "not_drawn",
    "naive",
    "same_trend",
    "expected_gain",
    "expected_gain_observed",
    "sharp_null",
    "bounds",
    "too_few_to_pool",
    "pooled",
    "association",
    "weights",
    "unbounded",
    "without_treatment",
]

WORDS: Mapping[NoteCode, str] = {
    "too_few_companies": (
        "{treated} chosen and {comparison} other companies; at least {least} of each are needed"
    ),
    "too_few_chosen": "{n} chosen companies; at least {least} are needed",
    "too_few_freedom": (
        "{n} companies for {parameters} coefficients; at least {least} more companies than "
        "coefficients are needed"
    ),
    "too_few_assignments": (
        "the companies could have been chosen in {assignments} ways only: p cannot be under "
        "{smallest}"
    ),
    "too_few_clusters": "{clusters} municipalities; at least {least} are needed",
    "too_few_treated_clusters": (
        "chosen companies in {treated} and others in {comparison} municipalities; at least "
        "{least} are needed"
    ),
    "no_baseline": "the outcome was not measured before",
    "no_variation": "the outcome does not vary",
    "no_comparison": "in no stratum of the selection were some companies chosen and others not",
    "no_overlap": "no companies could have gone either way",
    "collinear": (
        "who was chosen follows exactly from what the selection read: nothing is left to compare"
    ),
    "collinear_hours": (
        "the hours of one activity follow exactly from those of others, or from the companies' "
        "backgrounds"
    ),
    "no_reliability": "how reliably the outcome is measured is not known",
    "no_drop_out": "both groups answered to the same degree: nothing to trim",
    "too_few_left": (
        "so many more answered in one group that trimming would leave {n} of it; at least "
        "{least} are needed"
    ),
    "overrides": "{n} were put in or kept out by a decision that overrode the rule",
    "lost": "no follow-up from {treated} chosen and {comparison} other companies",
    "closed": "{n} companies have closed down",
    "without_baseline": "{n} companies without a baseline are left out",
    "without_comparison": (
        "{n} chosen companies have nobody to be compared with: there the estimate rests on the "
        "straight line"
    ),
    "set_aside": "{n} companies that nothing resembles do not weigh in",
    "drawn": "places were drawn by lot among equals",
    "not_drawn": (
        "a permutation test under the assumption that within a stratum anybody could have been "
        "chosen"
    ),
    "naive": (
        "no comparison: includes what would have happened anyway, and the regression to the mean"
    ),
    "same_trend": (
        "assumes the same trend in both groups, which does not hold where the chosen had the "
        "worst baseline"
    ),
    "expected_gain": (
        "what the choice of companies gives with no help at all, at reliability {reliability}"
    ),
    "expected_gain_observed": (
        "a move of {gain} by how the follow-up of the companies not chosen follows their "
        "baseline (slope {slope})"
    ),
    "sharp_null": "p only: that no company was changed",
    "bounds": (
        "{share} % of the {group} who answered trimmed: bounds {lower} to {upper}, interval with "
        "sampling error"
    ),
    "too_few_to_pool": (
        "{groups} municipalities with an estimate of their own; at least {least} are needed to "
        "shrink them towards a mean"
    ),
    "pooled": "shrunken towards {mean}; the municipality alone: {own}",
    "association": "association, not an effect: companies chose their hours; per {unit} hours",
    "unbounded": (
        "the interval has no bound on a side: too few municipalities to rule any effect out"
    ),
    "weights": "the heaviest company has {share} % of its group's weight",
    "without_treatment": "questions about the programme itself that the score leaves out: {n}",
}
"""English, with the names of the values."""


@dataclass(frozen=True, slots=True)
class Note:
    """A `code` with the `values` that its sentence in `WORDS` names.

    A page translates the sentence and formats the values.
    """

    code: NoteCode
    values: Mapping[str, float | int | str] = field(default_factory=dict)

    def __str__(self) -> str:
        """In English."""
        return WORDS[self.code].format_map(
            {name: _format_value(value) for name, value in self.values.items()}
        )


def _format_value(value: float | str) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
