"""Somebody was treated badly: told first of all, gently, and with what to do."""

import re
from collections.abc import Sequence

from diagnostics.findings.facts import is_about_hurt
from diagnostics.findings.measures import FittedAction
from reports.company.answer_words import fill_sentence
from reports.company.build import build_step
from reports.company.context import CompanyContext
from reports.company.findings import choose_says
from reports.company.source import RoundSource
from reports.effect.document import Hurt
from reports.effect.source import EffectSource
from reports.style.cells import number_in, row_of
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import Indicator

FREE = 100.0
"""The points of an answer that tells of nothing."""
_END = re.compile(r"(?<=[.!?]) ")
"""Between two sentences."""


def find_hurt(company_id: str, source: RoundSource) -> Sequence[Indicator]:
    """The questions whose answers tell that somebody was treated badly."""
    points = _read_points(company_id, source)
    return [one for one, known in points if known is not None and known < FREE]


def _read_points(company_id: str, source: RoundSource) -> Sequence[tuple[Indicator, float | None]]:
    """The questions about it, and the points of their answers; None without one."""
    row = row_of(source.scores.points.values, company_id)
    asked = [one for one in source.instrument.indicator if is_about_hurt(one)]
    return [(one, number_in(row, one.id)) for one in asked]


def build_hurt(company_id: str, source: EffectSource, context: CompanyContext) -> Hurt | None:
    """What is told of it, and the steps that help in the coming days."""
    hurt = find_hurt(company_id, source.after)
    if not hurt:
        return None
    steps = find_first_steps(company_id, source)
    return Hurt(
        again=bool(find_hurt(company_id, source.before)),
        told=join_told([_format_told(one, context) for one in hurt]),
        steps=tuple(build_step(one, context.language) for one in steps),
    )


def find_first_steps(company_id: str, source: EffectSource) -> Sequence[FittedAction]:
    """The actions for when somebody was treated badly."""
    return [one for one in source.after.actions.get(company_id, ()) if one.action.for_hurt]


def join_told(told: Sequence[str]) -> tuple[str, ...]:
    """The sentences, each once: what only one of the texts says comes before what they share."""
    split = [_END.split(text) for text in told if text]
    shared = [one for one in split[0] if all(one in text for text in split)] if split[1:] else []
    own = [one for text in split for one in text if one not in shared]
    return tuple(dict.fromkeys([*own, *shared]))


def tell_hurt_before(company_id: str, source: EffectSource, language: Language) -> str:
    """What is said where somebody was treated badly last time and nothing is told now; else ""."""
    if not find_hurt(company_id, source.before) or find_hurt(company_id, source.after):
        return ""
    _ = language.gettext
    told = (
        _("Last time you told us that you had been treated badly.")
        if language.to_one
        else _("Last time you told us that somebody in your company had been treated badly.")
    )
    answered = any(known is not None for _question, known in _read_points(company_id, source.after))
    now = (
        _("This time you do not. We hope that it has stopped.")
        if answered
        else _("This time you have not answered that question. We hope that it has stopped.")
    )
    otherwise = _("If it has not: get in touch with us, and we will help you on.")
    return f"{told} {now} {otherwise}"


def _format_told(indicator: Indicator, context: CompanyContext) -> str:
    """The instrument's own sentences; "" where it has none."""
    if indicator.says is None:
        return ""
    says = choose_says(indicator.says, context, strong=False)
    sentence = said(says, context.language.code)
    instrument, language = context.instrument, context.language
    return fill_sentence(sentence, context.row, indicator, instrument, language) or ""
