"""What has to be said beside an estimate, in the reader's language."""

from collections.abc import Mapping

from analysis.effects.notes import Note, NoteCode
from analysis.effects.records import Estimate
from reports.evaluation.measures import Measure
from reports.style.language import Language

IN_UNIT = {"gain", "mean", "own", "lower", "upper"}
"""Values in the outcome's own unit."""


def format_reason(row: Estimate, measure: Measure, language: Language) -> str:
    """Why there is no estimate."""
    refusals = _refusals(language)
    return next(
        (format_note(note, measure, language) for note in row.notes if note.code in refusals),
        language.gettext("not estimated"),
    )


def format_note(note: Note, measure: Measure, language: Language) -> str:
    """One note, its numbers written as the reader writes them."""
    values = {
        name: _format_value(name, value, measure, language) for name, value in note.values.items()
    }
    return note_words(language)[note.code].format_map(values)


def note_words(language: Language) -> Mapping[NoteCode, str]:
    """The words for each note, with the names of its values."""
    return {**_refusals(language), **_remarks(language)}


def _format_value(name: str, value: float | str, measure: Measure, language: Language) -> str:
    if name == "group":
        return (
            language.gettext("the chosen companies")
            if value == "chosen"
            else language.gettext("the other companies")
        )
    if isinstance(value, str):
        return value
    if name in IN_UNIT:
        return measure.signed(value, language)
    return language.number(value, 0 if isinstance(value, int) else 2)


def _refusals(language: Language) -> Mapping[NoteCode, str]:
    """Why there is no estimate."""
    _ = language.gettext
    return {
        "too_few_companies": _(
            "too few companies: at least {least} chosen and {least} others are needed"
        ),
        "too_few_chosen": _("too few chosen companies: at least {least} are needed"),
        "too_few_freedom": _("{n} companies are too few for {parameters} coefficients"),
        "too_few_assignments": _(
            "the companies could only have been chosen in {assignments} ways, so p cannot be "
            "under {smallest}"
        ),
        "too_few_clusters": _("{clusters} municipalities are too few: at least {least} are needed"),
        "too_few_treated_clusters": _(
            "chosen companies are in {treated} municipalities and others in {comparison}: too few"
        ),
        "no_baseline": _("it was not measured before"),
        "no_variation": _("all companies answered the same"),
        "no_comparison": _("nowhere were only some of the equal companies chosen"),
        "no_overlap": _("there were no companies that could have been chosen or not"),
        "collinear": _(
            "who was chosen follows wholly from what the selection read, so nothing is left to "
            "compare"
        ),
        "collinear_hours": _(
            "the hours of one activity follow wholly from those of others, or from the companies’ "
            "backgrounds"
        ),
        "no_reliability": _("it is not known how reliably it is measured"),
        "no_drop_out": _(
            "both groups answered to the same degree, so there is nothing to take away"
        ),
        "too_few_left": _(
            "so many more answered in one group that only {n} of it would be left, which is too few"
        ),
        "too_few_to_pool": _(
            "too few municipalities with an estimate of their own: at least {least} are needed"
        ),
    }


def _remarks(language: Language) -> Mapping[NoteCode, str]:
    """What to know of an estimate."""
    _ = language.gettext
    return {
        "overrides": _("put in or kept out by a decision against the rule: {n}"),
        "lost": _("without a value in the second answer: {treated} chosen and {comparison} others"),
        "closed": _("closed down: {n}"),
        "without_baseline": _("left out, as the first answer has no value: {n}"),
        "without_comparison": _(
            "chosen companies with nobody to be compared with, for which the estimate rests on a "
            "straight line: {n}"
        ),
        "set_aside": _("companies that no other resembles, and that carry no weight: {n}"),
        "drawn": _("places were drawn by lot among equals"),
        "not_drawn": _("as if, among equals, anybody could have been chosen"),
        "naive": _(
            "no comparison: it includes what would have happened anyway, and what comes of "
            "choosing the worst"
        ),
        "same_trend": _(
            "it takes for granted that both groups would have changed alike; that does not hold, "
            "as the chosen had the lowest values"
        ),
        "expected_gain": _("at reliability {reliability}"),
        "expected_gain_observed": _(
            "a move of {gain}, going by how the other companies’ later answers follow their first "
            "ones (slope {slope})"
        ),
        "sharp_null": _("only a p-value, for the claim that no company was changed"),
        "bounds": _(
            "{share}% of the answers of {group} taken away: the bounds are {lower} to {upper}"
        ),
        "pooled": _("drawn towards {mean}; the municipality alone gives {own}"),
        "association": _("an association, per {unit} hours: the companies chose their own hours"),
        "unbounded": _(
            "the interval is open on one side, as the municipalities are too few to rule anything "
            "out"
        ),
        "weights": _("the heaviest company has {share}% of its group’s weight"),
        "without_treatment": _("questions about the programme itself, left out: {n}"),
    }
