"""From estimates and tables to what the evaluator's report says, as a table of contents."""

from collections.abc import Iterator, Sequence

from analysis.effects.records import Estimate
from reports.evaluation.answer import tell_answer, tell_limits
from reports.evaluation.forests import draw_areas, draw_outcomes, draw_parts, draw_ways, rows_of
from reports.evaluation.method import tables_of_method, tell_method
from reports.evaluation.records import Evaluation, Picture, Section
from reports.evaluation.results import draw_goals, table_goal_parts, tell_criteria
from reports.evaluation.shares import draw_funnel, draw_given, group_words, table_response, tell_missing
from reports.evaluation.source import EvaluationSource
from reports.evaluation.teller import Teller
from reports.language import translator
from survey.texts import said


def build_evaluation(source: EvaluationSource, language: str) -> Evaluation:
    """The whole report in `language`, a code such as "sv"; no file, clock or chance is involved."""
    teller = Teller(source, translator(language))
    return Evaluation(
        language=language,
        title=teller.language.gettext("What the programme changed"),
        programme=source.programme,
        round=said(source.title, language),
        contact=said(source.contact, language),
        simulated=source.simulated,
        facts=_facts(teller),
        answer=tuple(tell_answer(teller)),
        cannot=tuple(tell_limits(teller)),
        sections=tuple(_sections(teller)),
        criteria=tuple(tell_criteria(teller)),
        method=tuple(tell_method(teller.language)),
        tables=tuple(tables_of_method(teller)),
    )


def _facts(teller: Teller) -> tuple[str, ...]:
    _, source = teller.language.gettext, teller.source
    return (
        _("{n} answers before").format(n=teller.language.number(source.answered)),
        _("{n} answers after").format(n=teller.language.number(source.again)),
    )


def _sections(teller: Teller) -> Iterator[Section]:
    _ = teller.language.gettext
    yield Section(_("Who is in it, and who is missing"), tuple(tell_missing(teller)), (draw_funnel(teller),), (table_response(teller),))
    yield Section(_("What changed"), (), (draw_areas(teller), draw_outcomes(teller), draw_ways(teller)))
    yield Section(_("For whom, where and by what"), (), tuple(_parts(teller)))
    yield Section(_("What companies and places say it gave"), _silence(teller), tuple(_given(teller)))
    if teller.source.goal_rules:
        yield Section(_("Results against goals"), (), (draw_goals(teller),), tuple(table_goal_parts(teller)))


def _parts(teller: Teller) -> Iterator[Picture]:
    """By target group, municipality and activity, each as far as there are such rows."""
    _ = teller.language.gettext
    groups = _named_groups(teller)
    places = [(_place(name, teller), row) for name, row in rows_of(teller.source.estimates, "partial_pooling")]
    kinds = {kind.id: said(kind.name, teller.language.code) for kind in teller.source.activities}
    hours = [(kinds.get(name, name), row) for name, row in rows_of(teller.source.estimates, "association")]
    if groups:
        note = _("The main estimate for the companies of each group alone. Groups overlap, and are not compared with one another.")
        yield draw_parts("target_groups", _("Equality as a whole, by target group"), note, groups, _("Target group"), teller)
    if places:
        note = _(
            "Each municipality is shrunken towards the mean of all, the more the fewer its companies. In alphabetical order: no ranking."
        )
        ordered = sorted(places, key=lambda place: teller.language.alphabet(place[0]))
        yield draw_parts("municipalities", _("Equality as a whole, by municipality"), note, ordered, _("Municipality"), teller)
    if hours:
        note = _(
            "How the later index goes with ten more hours of each activity. An association and no effect: companies chose their own hours."
        )
        yield draw_parts("activities", _("Equality as a whole, by ten hours of activity"), note, hours, _("Activity"), teller)


def _named_groups(teller: Teller) -> Sequence[tuple[str, Estimate]]:
    names = {group.id: said(group.name, teller.language.code) for group in teller.source.target_groups}
    return [(names.get(name, name), row) for name, row in rows_of(teller.source.estimates, "ancova", "target_group=")]


def _place(name: str, teller: Teller) -> str:
    return group_words(f"municipality={name}", teller.source.instrument, teller.language).rpartition(": ")[2]


def _given(teller: Teller) -> Iterator[Picture]:
    _, source = teller.language.gettext, teller.source
    if source.given is not None:
        note = _("Of the companies that answered the question again; several answers could be given. The line is Wilson's 95 % interval.")
        yield draw_given("given", _("What companies say the project gave them"), note, source.given, teller)
    if source.place is not None:
        note = _("Of the municipalities' business developers that answered. The line is Wilson's 95 % interval.")
        yield draw_given("place", _("What business developers say it gave their place"), note, source.place, teller)


def _silence(teller: Teller) -> tuple[str, ...]:
    _, source = teller.language.gettext, teller.source
    return () if source.place is not None else (_("The municipalities have not been asked, or have not answered yet."),)
