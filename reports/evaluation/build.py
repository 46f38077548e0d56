"""From estimates and tables to what the evaluator's report says, as a table of contents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.effects.records import Estimate
from reports.evaluation.context import EvaluationContext
from reports.evaluation.document import Evaluation, Picture, ReportSection
from reports.evaluation.notes import format_reason
from reports.evaluation.sections.answer import format_answer, format_limits
from reports.evaluation.sections.forests import (
    draw_areas,
    draw_outcomes,
    draw_parts,
    draw_ways,
    select_parts,
)
from reports.evaluation.sections.method import format_method, tables_of_method
from reports.evaluation.sections.results import draw_goals, gather_criteria, table_goal_parts
from reports.evaluation.sections.shares import (
    draw_funnel,
    draw_given,
    format_lagging,
    group_words,
    table_response,
)
from reports.evaluation.source import EvaluationSource
from reports.style.language import translator
from survey.common.texts import said
from survey.instrument.records import INDEX


def build_evaluation(source: EvaluationSource, language: str) -> Evaluation:
    """The whole report in `language`, a code such as "sv"; no file, clock or chance is involved."""
    context = EvaluationContext(source, translator(language))
    return Evaluation(
        language=language,
        title=context.language.gettext("What the programme changed"),
        programme=source.programme,
        round=said(source.title, language),
        contact=said(source.contact, language),
        simulated=source.simulated,
        facts=_facts(context),
        answer=tuple(format_answer(context)),
        cannot=tuple(format_limits(context)),
        sections=tuple(_sections(context)),
        criteria=tuple(gather_criteria(context)),
        method=tuple(format_method(context.language)),
        tables=tuple(tables_of_method(context)),
    )


def _facts(context: EvaluationContext) -> tuple[str, ...]:
    _, source = context.language.gettext, context.source
    return (
        _("{n} answers before").format(n=context.language.number(source.answered)),
        _("{n} answers after").format(n=context.language.number(source.again)),
    )


def _sections(context: EvaluationContext) -> Iterator[ReportSection]:
    _ = context.language.gettext
    yield ReportSection(
        _("Who is included, and who is missing"),
        tuple(format_lagging(context)),
        (draw_funnel(context),),
        (table_response(context),),
    )
    yield ReportSection(
        _("What changed"), (), (draw_areas(context), draw_outcomes(context), draw_ways(context))
    )
    yield _build_parts(context)
    yield ReportSection(
        _("What companies and municipalities say it gave"),
        _silence(context),
        tuple(_given(context)),
    )
    if context.source.goal_rules:
        yield ReportSection(
            _("Results against goals"), (), (draw_goals(context),), tuple(table_goal_parts(context))
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """Estimates of the index in parts of the programme.

    `stem` names the figure's file, `head` says what each row stands for, `rows` are names and
    estimates.
    """

    stem: str
    title: str
    note: str
    head: str
    rows: Sequence[tuple[str, Estimate]]

    @property
    def is_told(self) -> bool:
        """Whether any part has an estimate."""
        return any(row.status == "ok" for _, row in self.rows)


def _build_parts(context: EvaluationContext) -> ReportSection:
    """By target group, municipality and activity: one figure each.

    Where no row has an estimate, one sentence stands in place of the figure.
    """
    parts = [part for part in _find_parts(context) if part.rows]
    silent = tuple(_format_silence(part, context) for part in parts if not part.is_told)
    drawn = tuple(
        draw_parts(part.stem, part.title, part.note, part.rows, part.head, context)
        for part in parts
        if part.is_told
    )
    return ReportSection(
        context.language.gettext("For whom, where and through what"), silent, drawn
    )


def _format_silence(part: _Part, context: EvaluationContext) -> str:
    measure, language = context.measure(INDEX), context.language
    reasons = list(dict.fromkeys(format_reason(row, measure, language) for _, row in part.rows))
    words = language.ngettext(
        "{title}: it cannot be estimated ({reason}).",
        "{title}: none of the {n} can be estimated ({reason}).",
        len(part.rows),
    )
    return words.format(
        title=part.title, n=language.number(len(part.rows)), reason="; ".join(reasons)
    )


def _find_parts(context: EvaluationContext) -> Iterator[_Part]:
    _ = context.language.gettext
    yield _Part(
        "target_groups",
        _("Equality as a whole, by target group"),
        _(
            "The main estimate for the companies of each group alone. A company can be in several "
            "groups, and the groups are not compared with one another."
        ),
        _("Target group"),
        _named_groups(context),
    )
    yield _Part(
        "municipalities",
        _("Equality as a whole, by municipality"),
        _(
            "Each municipality’s estimate is drawn towards the mean of all, the more so the fewer "
            "companies it has. They stand in alphabetical order, which is no ranking."
        ),
        _("Municipality"),
        _named_places(context),
    )
    yield _Part(
        "activities",
        _("Equality as a whole, by ten hours of activity"),
        _(
            "How the later index goes together with ten more hours of each activity. This is an "
            "association and no effect: the companies chose their own hours."
        ),
        _("Activity"),
        _named_activities(context),
    )


def _named_groups(context: EvaluationContext) -> Sequence[tuple[str, Estimate]]:
    names = {
        group.id: said(group.name, context.language.code) for group in context.source.target_groups
    }
    return [
        (names.get(name, name), row)
        for name, row in select_parts(context.source.estimates, "ancova", "target_group=")
    ]


def _named_places(context: EvaluationContext) -> Sequence[tuple[str, Estimate]]:
    places = [
        (_place(name, context), row)
        for name, row in select_parts(context.source.estimates, "partial_pooling")
    ]
    return sorted(places, key=lambda place: context.language.alphabet(place[0]))


def _named_activities(context: EvaluationContext) -> Sequence[tuple[str, Estimate]]:
    kinds = {kind.id: said(kind.name, context.language.code) for kind in context.source.activities}
    return [
        (kinds.get(name, name), row)
        for name, row in select_parts(context.source.estimates, "association")
    ]


def _place(name: str, context: EvaluationContext) -> str:
    return group_words(
        f"municipality={name}", context.source.instrument, context.language
    ).rpartition(": ")[2]


def _given(context: EvaluationContext) -> Iterator[Picture]:
    _, source = context.language.gettext, context.source
    if source.felt is not None:
        note = _(
            "Share of the companies that answered the question at the end; each gave one answer. "
            "The line is Wilson’s 95% interval."
        )
        title = _("What companies say the programme meant, for better or worse")
        yield draw_given("felt", title, note, source.felt, context)
    if source.given is not None:
        note = _(
            "Share of the companies that answered the question at the end; they could give "
            "several answers. The line is Wilson’s 95% interval."
        )
        yield draw_given(
            "given", _("What companies say the programme gave them"), note, source.given, context
        )
    if source.place is not None:
        note = _(
            "Share of the municipalities’ business developers who answered. The line is Wilson’s "
            "95% interval."
        )
        yield draw_given(
            "place",
            _("What business developers say it gave their municipality"),
            note,
            source.place,
            context,
        )


def _silence(context: EvaluationContext) -> tuple[str, ...]:
    _, source = context.language.gettext, context.source
    return (
        ()
        if source.place is not None
        else (_("The municipalities have not been asked, or have not answered yet."),)
    )
