"""Who is flagged, why, and how firmly."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from diagnostics.records import Flag, FlagLevel, Reason
from diagnostics.rules import FlagRule
from diagnostics.selection.selection import find_cases
from reports.company.answer_words import gather_answers
from reports.overview.companies import Directory, name_items
from reports.overview.document import FlagCount, Flagged, FlaggedCompany, FlagView, ReasonView
from reports.overview.sections.sentences import tell_companies
from reports.overview.source import OverviewSource
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import Instrument

MOST_FLAGGED = 400
"""Companies listed on the page; the rest stand in results/flags.csv."""

_KINDS = ("equality", "need")
_LEVELS = ("serious", "watch")


def build_flagged(
    source: OverviewSource, directory: Directory, standings: Mapping[str, str], language: Language
) -> Flagged:
    """All flags counted; companies by their most serious flag, then by how often it stands."""
    by_company = [
        list(flags)
        for _, flags in groupby(
            sorted(source.flags, key=lambda flag: flag.company_id), lambda flag: flag.company_id
        )
    ]
    ordered = sorted(
        (sorted(flags, key=_gravity) for flags in by_company),
        key=lambda flags: (_gravity(flags[0]), flags[0].company_id),
    )
    in_last = {*find_cases(source.selection, source.rules)}
    listed = ordered[:MOST_FLAGGED]
    told = tell_companies(source, [flags[0].company_id for flags in listed], language)
    serious = [flags for flags in by_company if any(_is_serious(flag) for flag in flags)]
    return Flagged(
        total=len(by_company),
        serious=len(serious),
        serious_chosen=sum(flags[0].company_id in in_last for flags in serious),
        counts=[
            _count(rule, source.flags, language)
            for rule in sorted(source.flag_rules, key=_rule_order)
        ],
        companies=[
            _view(
                source,
                directory,
                standings,
                in_last,
                flags,
                told[flags[0].company_id],
                language,
            )
            for flags in listed
        ],
    )


def grade_companies(flags: Sequence[Flag]) -> Mapping[str, FlagLevel]:
    """The gravest level of each company's equality flags."""
    levels = sorted(
        ((flag.company_id, flag.level) for flag in flags if flag.kind == "equality"),
        key=lambda pair: -_LEVELS.index(pair[1]),
    )
    return dict(levels)


def _gravity(flag: Flag) -> tuple[int, int, float, str]:
    return (_KINDS.index(flag.kind), _LEVELS.index(flag.level), -flag.stands, flag.flag)


def _rule_order(rule: FlagRule) -> tuple[int, int]:
    return (_KINDS.index(rule.kind), _LEVELS.index(rule.level))


def _is_serious(flag: Flag) -> bool:
    return flag.kind == "equality" and flag.level == "serious"


def _count(rule: FlagRule, flags: Sequence[Flag], language: Language) -> FlagCount:
    found = [flag for flag in flags if flag.flag == rule.id]
    firm = sum(bool(flag.firm) for flag in found) if rule.kind == "equality" else None
    return FlagCount(said(rule.name, language.code), rule.kind, rule.level, len(found), firm)


def _view(
    source: OverviewSource,
    directory: Directory,
    standings: Mapping[str, str],
    in_last: set[str],
    flags: Sequence[Flag],
    sentence: str,
    language: Language,
) -> FlaggedCompany:
    company_id = flags[0].company_id
    views = [_flag_view(source, flag, language) for flag in flags]
    answers = [given for view in views for reason in view.reasons for given in reason.answers]
    return FlaggedCompany(
        company=directory.company(company_id),
        flags=views,
        sentence=sentence,
        answers=list(dict.fromkeys(answers)),
        standing=standings.get(company_id, ""),
        in_last=company_id in in_last,
    )


def _flag_view(source: OverviewSource, flag: Flag, language: Language) -> FlagView:
    names = {rule.id: said(rule.name, language.code) for rule in source.flag_rules}
    reasons = [_reason_view(source.instrument, reason, language) for reason in flag.reasons]
    return FlagView(
        names.get(flag.flag, flag.flag), flag.kind, flag.level, flag.stands, flag.firm, reasons
    )


def _reason_view(instrument: Instrument, reason: Reason, language: Language) -> ReasonView:
    name = name_items(instrument, language).get(reason.item, reason.item)
    answers = gather_answers(instrument, reason.answers, language)
    return ReasonView(name, reason.score, reason.relation, reason.limit, answers)
