"""One human sentence for each company: what its answers show, in whole words."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from diagnostics.records import Flag
from reports.company.briefs import (
    CLAUSES,
    FULL,
    Facts,
    compose_sentence,
    gather_facts,
    need_words,
    tell_apart,
)
from reports.company.context import CompanyContext
from reports.overview.companies import name_items
from reports.overview.source import OverviewSource
from reports.style.cells import number_in, row_of
from reports.style.language import Language
from survey.instrument.records import INDEX

MOST_NEEDS = 2
"""Needs that are named of a company that stands out by them."""


def tell_companies(
    source: OverviewSource, companies: Collection[str], language: Language
) -> Mapping[str, str]:
    """A sentence for each of the companies; two read alike only where the same is true of both."""
    points = tabulate_points(source.scores)
    flags: dict[str, list[Flag]] = {}
    for flag in source.flags:
        flags.setdefault(flag.company_id, []).append(flag)
    return tell_apart(
        {
            one: _order_facts(
                _facts(one, points, source, language), flags.get(one, []), source, language
            )
            for one in companies
        }
    )


def _order_facts(
    known: Facts, flags: Sequence[Flag], source: OverviewSource, language: Language
) -> Sequence[str]:
    """Every clause in order: of a company without an equality flag a need comes third."""
    weak = known.weak or _name_reasons(flags, source, language)
    if any(flag.kind == "equality" for flag in flags):
        return (*known.hurt, *weak, *known.needs)
    first = CLAUSES - 1
    return (*known.hurt, *weak[:first], *known.needs, *weak[first:])


def _name_reasons(
    flags: Sequence[Flag], source: OverviewSource, language: Language
) -> Sequence[str]:
    """What the flags are about, where no single answer says it."""
    names = name_items(source.instrument, language)
    unscored = {one.id for one in source.instrument.indicator if one.unscored}
    sentence = language.gettext("{area}: {score} of 100")
    told = [
        sentence.format(
            area=names.get(reason.item, reason.item), score=language.number(reason.score)
        )
        for flag in flags
        for reason in flag.reasons
        if reason.item not in unscored
    ]
    return list(dict.fromkeys(told))


def tell_hurt(source: OverviewSource, language: Language) -> Mapping[str, str]:
    """What companies told of somebody who was treated badly; the gravest first."""
    points = tabulate_points(source.scores)
    known = [one.id for one in source.instrument.indicator if one.unscored and one.id in points]
    lowest = points[known].min(axis=1)
    told = lowest[lowest < FULL].sort_values(kind="stable").index
    return {
        str(company): compose_sentence(_facts(str(company), points, source, language).hurt)
        for company in told
    }


def tell_contrast(company: str, code: str, source: OverviewSource, language: Language) -> str:
    """Why a company is there to learn from; `code` is the selection's."""
    _ = language.gettext
    points = tabulate_points(source.scores)
    index = number_in(row_of(points, company), INDEX)
    whole = "–" if index is None else language.number(index)
    if code == "contrast_need":
        sentence = _("Good equality ({index} of 100) and great needs: it wants help with {needs}")
        needs = language.listing(_name_needs(company, source, language)[:MOST_NEEDS])
        return sentence.format(index=whole, needs=needs or "–")
    clauses = _facts(company, points, source, language)
    told = "; ".join([*clauses.hurt, *clauses.weak][:MOST_NEEDS])
    sentence = _("Small needs and poor equality ({index} of 100): {clauses}")
    return sentence.format(index=whole, clauses=told or "–")


def tabulate_points(scores: pd.DataFrame) -> pd.DataFrame:
    """Points by company (rows) and item (columns): indicators, domains and the index."""
    return scores.astype({"company_id": str, "item": str}).pivot_table(
        index="company_id", columns="item", values="score", aggfunc="first"
    )


def _facts(company: str, points: pd.DataFrame, source: OverviewSource, language: Language) -> Facts:
    context = CompanyContext(row_of(source.answers.companies, company), source.instrument, language)
    severity, priority = _needs_of(company, source)
    return gather_facts(context, row_of(points, company), severity, priority)


def _needs_of(company: str, source: OverviewSource) -> tuple[pd.Series, pd.Series]:
    """Severity and priority of a company's needs, by need."""
    nothing = pd.Series(dtype="float64")
    if source.needs is None:
        return nothing, nothing
    return row_of(source.needs.severity, company), row_of(source.needs.priority, company)


def _name_needs(company: str, source: OverviewSource, language: Language) -> list[str]:
    """Its needs in words, the greatest first."""
    context = CompanyContext(pd.Series(dtype="object"), source.instrument, language)
    severity, priority = _needs_of(company, source)
    felt = [
        (number_in(priority, need.id) or len(severity) + 1, -severe, need)
        for need in source.instrument.need
        if (severe := number_in(severity, need.id)) is not None and severe > 0
    ]
    return [need_words(need, context) for *_, need in sorted(felt, key=lambda one: one[:2])]
