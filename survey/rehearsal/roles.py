"""What a simulated company needs to know of an instrument.

Which columns count people, which state pay, which questions open others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.common.errors import ConfigurationError, Problem, nearest, raise_all
from survey.instrument.columns import columns_of
from survey.instrument.records import Indicator, Instrument, Question, Wave

Pair = tuple[str, str]
"""The columns of women and men."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people counted by sex.

    `pair`: its columns; `domain`: what its balance belongs to; `whole`: the group it is part of.
    """

    pair: Pair
    domain: str | None
    whole: Pair | None


@dataclass(frozen=True, slots=True)
class Roles:
    """The parts the instrument's questions play.

    Columns are named as in an export; `gates` map a question to the head counts it opens.
    """

    municipality: Question
    trade: Question
    facts: Mapping[str, Question]
    staff: Pair | None
    groups: Sequence[Group]
    pays: Sequence[Indicator]
    gates: Mapping[str, Sequence[str]]

    def opens_staff(self, gate: str) -> bool:
        """Whether the questions behind a gate are about the staff or a part of it."""
        return any(
            group.pair[0] in self.gates[gate] and self.staff in {group.pair, group.whole}
            for group in self.groups
        )

    def is_for_employers(self, question: Question) -> bool:
        """Whether a question is only asked of those who have staff."""
        gates = [condition.question for condition in question.asked_if]
        return any(gate in self.gates and self.opens_staff(gate) for gate in gates)

    def background_of(self, question: Question) -> str | None:
        """The background that a question asks for."""
        return next((name for name, each in self.facts.items() if each.code == question.code), None)


def find_roles(instrument: Instrument) -> Roles:
    """Read the roles from backgrounds, indicators and checks.

    ConfigurationError has all that a rehearsal lacks.
    """
    raise_all(ConfigurationError, _problems(instrument))
    asked = {
        each.id: instrument.questions[each.question]
        for each in instrument.background
        if each.question
    }
    pairs = _pairs(instrument)
    staff = _staff(instrument, list(pairs))
    return Roles(
        municipality=asked["municipality"],
        trade=asked["trade"],
        facts=asked,
        staff=staff,
        groups=_groups(instrument, pairs, staff),
        pays=[indicator for indicator in instrument.indicator if indicator.form.gap == "computed"],
        gates=_gates(instrument, [column for pair in pairs for column in pair]),
    )


def sections_of(instrument: Instrument, wave: Wave = "baseline") -> Mapping[str, int]:
    """The page of each section, from 1, among those with a question in the wave."""
    used = {question.section for question in asked_in(instrument, wave)}
    return {
        section: page
        for page, section in enumerate(
            (each.id for each in instrument.section if each.id in used), start=1
        )
    }


def asked_in(instrument: Instrument, wave: Wave = "baseline") -> Sequence[Question]:
    """The questions of a wave, in order."""
    return [question for question in instrument.question if wave in question.waves]


def _problems(instrument: Instrument) -> Iterable[Problem]:
    if not instrument.indicator:
        yield Problem(
            "the instrument",
            "has no indicators, so there is no truth to rehearse.",
            "Add a [[domain]] and an [[indicator]].",
        )
    known = [background.id for background in instrument.background]
    for name in ("municipality", "trade"):
        yield from _background_problems(instrument, name, known)


def _background_problems(
    instrument: Instrument, name: str, known: Sequence[str]
) -> Iterable[Problem]:
    if name not in known:
        yield Problem(
            "the instrument",
            f'has no [[background]] "{name}", which a rehearsal needs.',
            nearest(name, known),
        )
        return
    question = instrument.questions.get(
        next(each.question for each in instrument.background if each.id == name) or ""
    )
    if question is None or question.kind != "choice":
        yield Problem(
            f"background > {name}",
            "has no question with an answer list to draw from.",
            'Give it a question of kind "choice".',
        )


def _pairs(instrument: Instrument) -> Mapping[Pair, str | None]:
    """Head counts by sex in the instrument's order, with the domain of their balance.

    The domain is None where only a pay gap rests on them.
    """
    pairs: dict[Pair, str | None] = {}
    for indicator in instrument.indicator:
        if indicator.head_counts and not indicator.form.gap:
            pairs[indicator.head_counts] = indicator.domain
        elif indicator.head_counts:
            pairs.setdefault(indicator.head_counts, None)
    return pairs


def _staff(instrument: Instrument, pairs: Sequence[Pair]) -> Pair | None:
    """The head counts of all staff: those whose sum is the company's size, else the first."""
    summed = [
        column
        for background in instrument.background
        if background.id == "size"
        for column in background.sum
    ]
    return next((pair for pair in pairs if set(pair) <= set(summed)), pairs[0] if pairs else None)


def _groups(
    instrument: Instrument, pairs: Mapping[Pair, str | None], staff: Pair | None
) -> Sequence[Group]:
    """The groups, those that others are part of before their parts."""
    limits = {check.at_most[0]: check.at_most[1] for check in instrument.check}
    pair_of = {column: pair for pair in pairs for column in pair}
    wholes = {pair: pair_of.get(limits.get(pair[0], "")) for pair in pairs}
    groups = [
        Group(pair, domain, None if wholes[pair] == pair else wholes[pair])
        for pair, domain in pairs.items()
    ]
    return sorted(groups, key=lambda group: (group.pair != staff, group.whole is not None))


def _gates(instrument: Instrument, counts: Sequence[str]) -> Mapping[str, Sequence[str]]:
    gates: dict[str, list[str]] = {}
    for question in instrument.question:
        names = [
            column.name
            for column in columns_of(question, instrument.lists)
            if column.name in counts
        ]
        for condition in question.asked_if:
            gates.setdefault(condition.question, []).extend(names)
    return {gate: columns for gate, columns in gates.items() if columns}
