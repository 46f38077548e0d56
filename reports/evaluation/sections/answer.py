"""The answer in five sentences that rules choose from the numbers, and what cannot be concluded."""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from analysis.effects.records import RANDOMISED, Estimate
from analysis.groups.groups import EVERYONE
from reports.evaluation.context import EvaluationContext
from reports.evaluation.measures import Measure, interval_words, is_points, name_outcome
from reports.evaluation.notes import format_reason
from reports.evaluation.sections.results import format_missed
from reports.evaluation.source import ANYTHING
from reports.evaluation.verdicts import EffectVerdict, find_outcomes, find_row, judge, noted
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import INDEX


def format_answer(context: EvaluationContext) -> Sequence[str]:
    """Five sentences that anyone can read."""
    return [
        _who(context),
        _what(context),
        _others(context),
        format_missed(context),
        _own_words(context),
    ]


def format_limits(context: EvaluationContext) -> Sequence[str]:
    """What the numbers do not say; the most serious first."""
    return list(_limits(context))


def _who(context: EvaluationContext) -> str:
    source, language, main = context.source, context.language, context.main
    counts = {
        name: language.number(getattr(source, name)) for name in ("contacted", "answered", "again")
    }
    if main is None or not main.n_treated + main.n_comparison:
        return language.gettext(
            "{contacted} companies were contacted, {answered} answered and {again} of them "
            "answered again at the end; there is nobody to compare."
        ).format(**counts)
    return language.gettext(
        "{contacted} companies were contacted, {answered} answered and {again} of them answered "
        "again at the end; of the {chosen} that were chosen ({stage}), the {treated} with an index "
        "both times are compared with {comparison} that also wanted support."
    ).format(
        **counts,
        chosen=language.number(_count_chosen(context)),
        stage=said(source.stage, language.code),
        treated=language.number(main.n_treated),
        comparison=language.number(main.n_comparison),
    )


def _count_chosen(context: EvaluationContext) -> int:
    """How many the stage took in, whether or not they answered again."""
    source = context.source
    named = [one.count for one in source.stages if one.name == source.stage]
    return named[0] if named else source.stages[-1].count


def _what(context: EvaluationContext) -> str:
    main, verdict = context.main, judge(context.main)
    if main is None or verdict == "unknown":
        return _unknown(main, context)
    measure, language = context.measure(INDEX), context.language
    return _verdict_sentences(context)[verdict].format(
        size=measure.amount(abs(main.estimate), language),
        gap=f"{measure.signed(main.estimate, language)} {measure.unit}",
        interval=interval_words(main, measure, language),
        least=measure.amount(main.minimum_detectable, language),
    )


def _verdict_sentences(context: EvaluationContext) -> Mapping[EffectVerdict, str]:
    _ = context.language.gettext
    return {
        "higher": _(
            "Equality developed better in the chosen companies than in the others, by about "
            "{size} of 100; the answers fit anything from {interval}."
        ),
        "lower": _(
            "Equality developed worse in the chosen companies than in the others, by about "
            "{size} of 100; the answers fit anything from {interval}."
        ),
        "leaning_higher": _(
            "Equality seems to have developed better in the chosen companies, by about {size} of "
            "100 ({interval}), but when so many questions are asked such a result can be chance."
        ),
        "leaning_lower": _(
            "Equality seems to have developed worse in the chosen companies, by about {size} of "
            "100 ({interval}), but when so many questions are asked such a result can be chance."
        ),
        "unclear": _(
            "It cannot be told whether the programme changed equality as a whole: the difference "
            "is {gap}, the answers fit anything from {interval}, and only a large effect, at least "
            "{least}, would have been seen."
        ),
    }


def _unknown(main: Estimate | None, context: EvaluationContext) -> str:
    if main is None:
        return context.language.gettext(
            "It cannot be told whether the programme changed equality as a whole, because that "
            "was not estimated."
        )
    why = format_reason(main, context.measure(INDEX), context.language)
    return context.language.gettext(
        "It cannot be told whether the programme changed equality as a whole: {why}."
    ).format(why=why)


def _naive(context: EvaluationContext) -> str:
    language, measure = context.language, context.measure(INDEX)
    naive, nothing = (
        find_row(context.source.estimates, INDEX, name)
        for name in ("before_after", "before_after_expected")
    )
    if naive is None or not isfinite(naive.estimate):
        return language.gettext(
            "It cannot be told how the chosen companies changed from before to after, because too "
            "few answered both times."
        )
    gain = f"{measure.signed(naive.estimate, language)} {measure.unit}"
    told = _expected(nothing, measure, language)
    if not told:
        return language.gettext(
            "On paper the chosen companies moved by {gain}, but it cannot be told how much of "
            "that comes from choosing the ones with the lowest values."
        ).format(gain=gain)
    return language.gettext(
        "On paper the chosen companies moved by {gain}, but companies that are chosen for their "
        "low values tend to move by {expected} with no help at all."
    ).format(gain=gain, expected=told)


def _expected(nothing: Estimate | None, measure: Measure, language: Language) -> str:
    """The gain expected with no help at all.

    It is one number, or two where two ways of computing it differ.
    """
    if nothing is None or not isfinite(nothing.estimate):
        return ""
    observed = next(
        (
            float(note.values["gain"])
            for note in nothing.notes
            if note.code == "expected_gain_observed"
        ),
        nothing.estimate,
    )
    low, high = (measure.signed(value, language) for value in sorted((nothing.estimate, observed)))
    return low if low == high else language.gettext("{low} to {high}").format(low=low, high=high)


def _others(context: EvaluationContext) -> str:
    language, estimates = context.language, context.source.estimates
    rows = [
        find_row(estimates, outcome, "ancova")
        for outcome in find_outcomes(estimates)
        if outcome != INDEX
    ]
    told = {
        verdict: [row.outcome for row in rows if row and judge(row) == verdict]
        for verdict in ("higher", "lower")
    }
    asked = sum(judge(row) != "unknown" for row in rows)
    if not asked:
        return language.gettext(
            "None of the other results could be compared, because too few companies answered both "
            "times."
        )
    return _moved(told, context) if any(told.values()) else _nothing_else(asked, context)


def _moved(told: Mapping[str, Sequence[str]], context: EvaluationContext) -> str:
    """Which other results became higher, lower, or some of each."""
    _ = context.language.gettext
    names = {verdict: _quote_names(outcomes, context) for verdict, outcomes in told.items()}
    if names["higher"] and names["lower"]:
        sentence = _(
            "Of the other results, {higher} became higher and {lower} became lower in the chosen "
            "companies than in the others; any further difference can be chance."
        )
    elif names["higher"]:
        sentence = _(
            "Of the other results, {higher} became higher in the chosen companies than in the "
            "others; any further difference can be chance."
        )
    else:
        sentence = _(
            "Of the other results, {lower} became lower in the chosen companies than in the "
            "others; any further difference can be chance."
        )
    return sentence.format_map(names)


def _quote_names(outcomes: Sequence[str], context: EvaluationContext) -> str:
    quoted = context.language.gettext("“{name}”")
    return context.language.listing(
        [
            quoted.format(name=name_outcome(one, context.source.instrument, context.language))
            for one in outcomes
        ]
    )


def _nothing_else(asked: int, context: EvaluationContext) -> str:
    """No difference shown; what would have been found is told for the areas, which share a unit."""
    language = context.language
    areas = [
        row.minimum_detectable
        for row in context.source.estimates
        if _is_area(row, context) and isfinite(row.minimum_detectable)
    ]
    if not areas:
        return language.ngettext(
            "The one other result differs by no more than chance can explain.",
            "None of the {n} other results differs by more than chance can explain.",
            asked,
        ).format(n=language.number(asked))
    return language.ngettext(
        "In the main estimate the one other result differs by no more than chance can explain; "
        "an effect of {least} would have been found there four times in five.",
        "In the main estimate none of the {n} other results differs by more than chance can "
        "explain; in the area where we see most clearly, only an effect of at least {least} would "
        "have been seen.",
        asked,
    ).format(n=language.number(asked), least=context.measure(INDEX).amount(min(areas), language))


def _is_area(row: Estimate, context: EvaluationContext) -> bool:
    return (
        row.estimator == "ancova"
        and row.group == EVERYONE
        and row.outcome != INDEX
        and is_points(row.outcome, context.source.instrument)
    )


def _own_words(context: EvaluationContext) -> str:
    language, given = context.language, context.source.given
    rows = (
        given.table[(given.table["group"] == EVERYONE) & (given.table["answer"] == ANYTHING)]
        if given
        else None
    )
    if rows is None or rows.empty or rows["status"].iloc[0] != "ok":
        return language.gettext(
            "Too few companies have said what the programme gave them "
            "for their answers to be shown."
        )
    share = language.percent(float(rows["share"].iloc[0]))
    asked = language.number(float(rows["n"].iloc[0]))
    told = _feelings(context)
    if not told:
        return language.gettext(
            "{share} of the {n} that answered the question say that the programme gave them "
            "something, but that is their own view and no measure of what it changed."
        ).format(share=share, n=asked)
    return language.gettext(
        "{feelings}, and {share} of {n} say that it gave them something, but that is their own "
        "view and no measure of what it changed."
    ).format(feelings=told, share=share, n=asked)


def _feelings(context: EvaluationContext) -> str:
    """Every answer to whether it meant something for better or worse; "" where that is not told."""
    language, felt = context.language, context.source.felt
    rows = felt.table[felt.table["group"] == EVERYONE] if felt else None
    if felt is None or rows is None or rows.empty or not (rows["status"] == "ok").all():
        return ""
    quoted = language.gettext("“{name}” {share}")
    told = [
        quoted.format(
            name=said(felt.names[str(code)], language.code), share=language.percent(share)
        )
        for code, share in zip(rows["answer"], rows["share"].astype(float), strict=True)
    ]
    sentence = language.gettext(
        "Asked whether the programme meant something for better or worse, {n} companies answer "
        "{answers}"
    )
    n = language.number(float(rows["n"].iloc[0]))
    return sentence.format(n=n, answers=language.listing(told))


def _limits(context: EvaluationContext) -> Iterator[str]:
    yield _naive(context)
    yield from _limits_of_design(context)
    yield from _limits_of_data(context)
    _ = context.language.gettext
    yield _(
        "Which municipality did best, or which activity works: the differences are too uncertain "
        "for a ranking, and the companies chose their own hours."
    )
    if context.source.simulated:
        yield _("Anything about real companies: these answers are simulated.")


def _limits_of_design(context: EvaluationContext) -> Iterator[str]:
    _, main = context.language.gettext, context.main
    if judge(main) == "unclear" and main is not None:
        least = context.measure(INDEX).amount(main.minimum_detectable, context.language)
        yield _(
            "That the programme had no effect: one smaller than {least} is easily missed."
        ).format(least=least)
    drawn = find_row(context.source.estimates, INDEX, "ancova_drawn")
    if main is None or main.maryland_level < RANDOMISED:
        yield _format_cause(drawn, context)
    alone = int(noted(main, "without_comparison"))
    if main is not None and alone:
        yield _(
            "How those that needed it most would have done without the programme: {n} of the "
            "{treated} chosen companies have nobody like them among the others, and for them the "
            "result rests on what the others suggest (a straight line)."
        ).format(n=context.language.number(alone), treated=context.language.number(main.n_treated))


def _format_cause(drawn: Estimate | None, context: EvaluationContext) -> str:
    """Whether the support is the cause: known at most for places that were drawn by lot."""
    _ = context.language.gettext
    if drawn is not None and drawn.status == "ok":
        return _(
            "That the support is the cause in all chosen companies: only some places were drawn "
            "by lot, and only the estimate for those is free of what the rule did not see."
        )
    return _(
        "That the support is the cause: the companies were chosen by a rule and not by lot, so "
        "something that the rule did not see may lie behind."
    )


def _limits_of_data(context: EvaluationContext) -> Iterator[str]:
    language, main = context.language, context.main
    lost, others = (int(noted(main, "lost", side)) for side in ("treated", "comparison"))
    if lost + others:
        yield language.gettext(
            "How it went for those without an index in the second answer: {treated} chosen "
            "companies and {comparison} others, which did not answer again or left too much open. "
            "The bounds further down show how much that can matter."
        ).format(treated=language.number(lost), comparison=language.number(others))
    overrides = int(noted(main, "overrides"))
    if overrides:
        yield language.ngettext(
            "How much {n} decision against the rule matters: the estimate without it stands "
            "further down.",
            "How much {n} decisions against the rule matter: the estimate without them stands "
            "further down.",
            overrides,
        ).format(n=language.number(overrides))
