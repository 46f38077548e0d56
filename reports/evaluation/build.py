"""From estimates and tables to what the evaluator's report says, as a table of contents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.effects.records import Estimate
from reports.evaluation.context import Teller
from reports.evaluation.document import Evaluation, Picture, Section
from reports.evaluation.notes import tell_reason
from reports.evaluation.sections.answer import tell_answer, tell_limits
from reports.evaluation.sections.forests import (
    draw_areas,
    draw_outcomes,
    draw_parts,
    draw_ways,
    rows_of,
)
from reports.evaluation.sections.method import tables_of_method, tell_method
from reports.evaluation.sections.results import draw_goals, table_goal_parts, tell_criteria
from reports.evaluation.sections.shares import (
    draw_funnel,
    draw_given,
    group_words,
    table_response,
    tell_missing,
)
from reports.evaluation.source import EvaluationSource
from reports.style.language import translator
from survey.common.texts import said
from survey.instrument.records import INDEX


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
    yield Section(
        _("Who is in it, and who is missing"),
        tuple(tell_missing(teller)),
        (draw_funnel(teller),),
        (table_response(teller),),
    )
    yield Section(
        _("What changed"), (), (draw_areas(teller), draw_outcomes(teller), draw_ways(teller))
    )
    yield _tell_parts(teller)
    yield Section(
        _("What companies and places say it gave"), _silence(teller), tuple(_given(teller))
    )
    if teller.source.goal_rules:
        yield Section(
            _("Results against goals"), (), (draw_goals(teller),), tuple(table_goal_parts(teller))
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """Estimates of the index in parts of the programme: how the figure is called, what each row stands for (`head`), and the rows."""

    stem: str
    title: str
    note: str
    head: str
    rows: Sequence[tuple[str, Estimate]]

    @property
    def is_told(self) -> bool:
        """Whether any part has an estimate."""
        return any(row.status == "ok" for _, row in self.rows)


def _tell_parts(teller: Teller) -> Section:
    """By target group, municipality and activity: a figure each, or one sentence where none of its rows has an estimate."""
    parts = [part for part in _find_parts(teller) if part.rows]
    silent = tuple(_tell_silence(part, teller) for part in parts if not part.is_told)
    drawn = tuple(
        draw_parts(part.stem, part.title, part.note, part.rows, part.head, teller)
        for part in parts
        if part.is_told
    )
    return Section(teller.language.gettext("For whom, where and by what"), silent, drawn)


def _tell_silence(part: _Part, teller: Teller) -> str:
    measure, language = teller.measure(INDEX), teller.language
    reasons = list(dict.fromkeys(tell_reason(row, measure, language) for _, row in part.rows))
    words = language.gettext("{title}: none of the {n} can be estimated ({reason}).")
    return words.format(
        title=part.title, n=language.number(len(part.rows)), reason="; ".join(reasons)
    )


def _find_parts(teller: Teller) -> Iterator[_Part]:
    _ = teller.language.gettext
    yield _Part(
        "target_groups",
        _("Equality as a whole, by target group"),
        _(
            "The main estimate for the companies of each group alone. Groups overlap, and are not compared with one another."
        ),
        _("Target group"),
        _named_groups(teller),
    )
    yield _Part(
        "municipalities",
        _("Equality as a whole, by municipality"),
        _(
            "Each municipality is shrunken towards the mean of all, the more the fewer its companies. In alphabetical order: no ranking."
        ),
        _("Municipality"),
        _named_places(teller),
    )
    yield _Part(
        "activities",
        _("Equality as a whole, by ten hours of activity"),
        _(
            "How the later index goes with ten more hours of each activity. An association and no effect: companies chose their own hours."
        ),
        _("Activity"),
        _named_activities(teller),
    )


def _named_groups(teller: Teller) -> Sequence[tuple[str, Estimate]]:
    names = {
        group.id: said(group.name, teller.language.code) for group in teller.source.target_groups
    }
    return [
        (names.get(name, name), row)
        for name, row in rows_of(teller.source.estimates, "ancova", "target_group=")
    ]


def _named_places(teller: Teller) -> Sequence[tuple[str, Estimate]]:
    places = [
        (_place(name, teller), row)
        for name, row in rows_of(teller.source.estimates, "partial_pooling")
    ]
    return sorted(places, key=lambda place: teller.language.alphabet(place[0]))


def _named_activities(teller: Teller) -> Sequence[tuple[str, Estimate]]:
    kinds = {kind.id: said(kind.name, teller.language.code) for kind in teller.source.activities}
    return [
        (kinds.get(name, name), row)
        for name, row in rows_of(teller.source.estimates, "association")
    ]


def _place(name: str, teller: Teller) -> str:
    return group_words(
        f"municipality={name}", teller.source.instrument, teller.language
    ).rpartition(": ")[2]


def _given(teller: Teller) -> Iterator[Picture]:
    _, source = teller.language.gettext, teller.source
    if source.given is not None:
        note = _(
            "Of the companies that answered the question again; several answers could be given. The line is Wilson's 95 % interval."
        )
        yield draw_given(
            "given", _("What companies say the project gave them"), note, source.given, teller
        )
    if source.place is not None:
        note = _(
            "Of the municipalities' business developers that answered. The line is Wilson's 95 % interval."
        )
        yield draw_given(
            "place",
            _("What business developers say it gave their place"),
            note,
            source.place,
            teller,
        )


def _silence(teller: Teller) -> tuple[str, ...]:
    _, source = teller.language.gettext, teller.source
    return (
        ()
        if source.place is not None
        else (_("The municipalities have not been asked, or have not answered yet."),)
    )
