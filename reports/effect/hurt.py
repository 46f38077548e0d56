"""Somebody was treated badly: told first of all, gently, and with what to do."""

from collections.abc import Sequence
from typing import Literal

from reports.company.answer_words import fill_sentence
from reports.company.build import build_step
from reports.company.context import CompanyContext
from reports.company.findings import choose_says
from reports.effect.document import Hurt
from reports.effect.source import EffectSource
from reports.effect.suggestions import is_about_hurt, is_for_hurt
from reports.style.cells import number_in, row_of
from survey.common.texts import said
from survey.instrument.records import Indicator

Hurting = Literal["new", "again"]
FREE = 100.0
"""The points of an answer that tells of nothing."""


def find_hurt(company_id: str, source: EffectSource) -> Sequence[Indicator]:
    """The questions whose answers tell that somebody was treated badly."""
    row = row_of(source.after.scores.points.values, company_id)
    asked = [one for one in source.after.instrument.indicator if is_about_hurt(one)]
    points = {one.id: number_in(row, one.id) for one in asked}
    return [one for one in asked if (known := points[one.id]) is not None and known < FREE]


def find_hurting(company_id: str, source: EffectSource) -> Hurting | None:
    """Whether it is new or worse than last time, or told again; None where nothing is told."""
    hurt = find_hurt(company_id, source)
    if not hurt:
        return None
    before, after = (
        row_of(one.scores.points.values, company_id) for one in (source.before, source.after)
    )
    worse = any(
        (was if (was := number_in(before, one.id)) is not None else FREE)
        > (number_in(after, one.id) or 0)
        for one in hurt
    )
    return "new" if worse else "again"


def build_hurt(company_id: str, source: EffectSource, context: CompanyContext) -> Hurt | None:
    """What is told of it, and the first step of the action that answers it."""
    hurt = find_hurt(company_id, source)
    if not hurt:
        return None
    fitting = [one for one in source.after.actions.get(company_id, ()) if is_for_hurt(one, source)]
    step = build_step(fitting[0], context.language) if fitting else None
    told = [_format_told(one, context) for one in hurt]
    return Hurt(
        told=tuple(dict.fromkeys(sentence for sentence in told if sentence)),
        first_step=step.first_step if step else "",
        help=step.help if step else "",
    )


def _format_told(indicator: Indicator, context: CompanyContext) -> str:
    """The instrument's own sentence; "" where it has none."""
    if indicator.says is None:
        return ""
    says = choose_says(indicator.says, context, strong=False)
    sentence = said(says, context.language.code)
    instrument, language = context.instrument, context.language
    return fill_sentence(sentence, context.row, indicator, instrument, language) or ""
