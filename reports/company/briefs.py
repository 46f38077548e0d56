"""What there is to say of a company in half sentences, for an adviser who has twenty to read."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as checked

from reports.company.answer_words import gap_words, indicator_answer, number
from reports.company.context import CompanyContext
from reports.style.cells import number_in
from survey.common.texts import Text, said
from survey.common.toml import STRICT
from survey.instrument.records import Indicator, Need

FILE = Path(__file__).parents[1] / "library" / "briefs.toml"
WEAK = 50.0
"""Points under which an answer is worth a word."""
FULL = 100.0
SEVERE = 75.0
"""Severity (0-100) from which a need is worth a word."""
CLAUSES = 3
"""So many make a sentence, unless two companies would read the same."""


@checked(frozen=True, slots=True, kw_only=True, config=STRICT)
class Clauses:
    """What is said of one indicator, by how low it is and by who is missing."""

    hurts: bool = False
    none: Text | None = None
    low: Text | None = None
    maybe: Text | None = None
    only_men: Text | None = None
    only_women: Text | None = None
    mostly_men: Text | None = None
    mostly_women: Text | None = None
    women_less: Text | None = None
    men_less: Text | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be said of a company, as clauses, the most important first.

    `hurt`: somebody has been treated badly. `weak`: low answers, a domain in turn. `needs`: what it
    wants help with.
    """

    hurt: Sequence[str]
    weak: Sequence[str]
    needs: Sequence[str]

    @property
    def all(self) -> Sequence[str]:
        """Every clause."""
        return (*self.hurt, *self.weak, *self.needs)


@cache
def read_clauses() -> Mapping[str, Clauses]:
    """The clauses by indicator."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Clauses]).validate_python(data)


def gather_facts(
    context: CompanyContext, points: pd.Series, severity: pd.Series, priority: pd.Series
) -> Facts:
    """What a company's answers show: `points` by indicator (0-100), its needs by id."""
    indicators = context.instrument.indicator
    hurts = [one for one in indicators if _hurts(one)]
    others = [one for one in indicators if not _hurts(one)]
    return Facts(
        hurt=list(_tell(hurts, points, FULL, context)),
        weak=list(_tell(_in_turn(others, points), points, WEAK, context)),
        needs=list(_tell_needs(context, severity, priority)),
    )


def compose_sentence(clauses: Sequence[str]) -> str:
    """Clauses as one sentence that begins with a capital; "" of none."""
    told = "; ".join(clauses)
    return told[:1].upper() + told[1:]


def tell_apart(facts: Mapping[str, Sequence[str]], least: int = CLAUSES) -> Mapping[str, str]:
    """A sentence for each company: its first clauses, and more where two would read the same."""
    taken = dict.fromkeys(facts, least)
    while True:
        told = {one: compose_sentence(clauses[: taken[one]]) for one, clauses in facts.items()}
        longer = [
            one
            for one in facts
            if taken[one] < len(facts[one]) and list(told.values()).count(told[one]) > 1
        ]
        if not longer:
            return told
        taken |= {one: taken[one] + 1 for one in longer}


def _hurts(indicator: Indicator) -> bool:
    """Whether it tells of somebody who was treated badly.

    Of an indicator without clauses of its own, the questionnaire's word that it is sensitive.
    """
    known = read_clauses().get(indicator.id)
    return known.hurts if known else indicator.sensitive


def _in_turn(indicators: Sequence[Indicator], points: pd.Series) -> Sequence[Indicator]:
    """Indicators with points: the lowest of the lowest domain, of the next, and round again."""
    domains: dict[str, list[tuple[float, Indicator]]] = {}
    for one in indicators:
        score = number_in(points, one.id)
        if score is not None:
            domains.setdefault(one.domain, []).append((score, one))
    ordered = [sorted(members, key=lambda pair: pair[0]) for members in domains.values()]
    ordered.sort(key=lambda members: sum(score for score, _ in members) / len(members))
    rounds = zip_longest(*ordered)
    return [pair[1] for one_round in rounds for pair in one_round if pair is not None]


def _tell(
    indicators: Sequence[Indicator], points: pd.Series, limit: float, context: CompanyContext
) -> Iterator[str]:
    for one in indicators:
        score = number_in(points, one.id)
        clause = "" if score is None or score >= limit else _clause(one, score, context)
        if clause:
            yield clause


def _clause(indicator: Indicator, score: float, context: CompanyContext) -> str:
    """The clause of its case; where it has none, its name and the answer."""
    known = read_clauses().get(indicator.id)
    text = _case(known, indicator, score, context) if known else None
    if text is None:
        return _name_answer(indicator, context)
    gap = gap_words(context.row, indicator, context.language)
    return said(text, context.language.code).replace("{gap}", gap)


def _case(
    known: Clauses, indicator: Indicator, score: float, context: CompanyContext
) -> Text | None:
    if indicator.question is None:
        women, men = (number(context.row, column) for column in (indicator.women, indicator.men))
        return None if women is None or men is None else _case_of_pair(known, women, men)
    if score >= WEAK:
        return known.maybe or known.low
    return known.none if score == 0 else known.low


def _case_of_pair(known: Clauses, women: float, men: float) -> Text | None:
    """Of head counts, who is missing; of mean pays, who earns less."""
    if known.women_less:
        return known.women_less if women < men else known.men_less
    if women == 0 or men == 0:
        return known.only_men if women == 0 else known.only_women
    return known.mostly_men if women < men else known.mostly_women


def _name_answer(indicator: Indicator, context: CompanyContext) -> str:
    given = indicator_answer(context.row, indicator, context.instrument, context.language)
    if given is None:
        return ""
    return f"{_lower(said(indicator.name, context.language.code))}: {_lower(given.answer)}"


def _tell_needs(context: CompanyContext, severity: pd.Series, priority: pd.Series) -> Iterator[str]:
    """The needs that it ranks or feels strongly, its own first choice first."""
    felt = [
        (number_in(priority, need.id) or FULL, -(number_in(severity, need.id) or 0), place, need)
        for place, need in enumerate(context.instrument.need)
    ]
    sentence = context.language.gettext("it wants help with {need}")
    for rank, severe, _, need in sorted(felt, key=lambda one: one[:3]):
        if rank < FULL or -severe >= SEVERE:
            yield sentence.format(need=need_words(need, context))


def need_words(need: Need, context: CompanyContext) -> str:
    """The need as something to get help with, inside a sentence."""
    return _lower(said(need.to_do or need.name, context.language.code))


def _lower(words: str) -> str:
    """A small first letter, unless a word of capitals begins it."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
