"""What the law asks of a company, in words."""

from collections.abc import Mapping, Sequence

from diagnostics.findings.laws import Country, Duty, Subject
from reports.company.build import format_law, format_paragraph
from reports.diagnosis.document import DutyGroup, DutyList, ToldDuty
from reports.diagnosis.source import DiagnosisSource
from reports.style.language import Language
from survey.common.texts import Text, said

SUBJECTS: Sequence[Subject] = ("equality", "environment", "hours", "employment")
"""The order in which other duties are listed."""


def build_duties(company_id: str, source: DiagnosisSource, language: Language) -> DutyList | None:
    """The company's duties, those first that apply now or are not done; None where it has none."""
    duties, helpers = source.duties.get(company_id, ()), source.helpers
    if not duties:
        return None
    first = duties[0]
    oldest = min(duty.law.read_on for duty in duties)
    urgent = [duty for duty in duties if duty.is_urgent]
    undone = [duty for duty in duties if duty.shown and not duty.is_urgent]
    others = [duty for duty in duties if not duty.shown and not duty.is_urgent]
    return DutyList(
        label=language.gettext("The law in brief ({country}, as read in {month})").format(
            country=_country(first.law.country, language), month=language.month(oldest)
        ),
        urgent=_tell_merged(urgent, helpers, language),
        undone=_tell_merged(undone, helpers, language),
        others=_group(others, helpers, language),
        is_employer=first.is_employer,
    )


def _tell_merged(
    duties: Sequence[Duty], helpers: Mapping[str, Text], language: Language
) -> tuple[ToldDuty, ...]:
    """The duties in words; those that the same answers show are told as one."""
    merged: dict[frozenset[str], list[Duty]] = {}
    for duty in duties:
        merged.setdefault(frozenset(one.item for one in duty.law.shown_by), []).append(duty)
    return tuple(_tell(group, helpers, language) for group in merged.values())


def _group(
    duties: Sequence[Duty], helpers: Mapping[str, Text], language: Language
) -> tuple[DutyGroup, ...]:
    """The duties in words, each in one line, by subject."""
    groups = []
    for subject in SUBJECTS:
        own = [duty for duty in duties if duty.law.subject == subject]
        told = tuple(_tell([duty], helpers, language) for duty in own)
        groups += [DutyGroup(_subject(subject, language), told)] if told else []
    return tuple(groups)


def _tell(duties: Sequence[Duty], helpers: Mapping[str, Text], language: Language) -> ToldDuty:
    known = (helpers.get(duty.law.authority or "") for duty in duties)
    asked = dict.fromkeys(said(helper, language.code) for helper in known if helper)
    return ToldDuty(
        " ".join(said(duty.law.duty, language.code) for duty in duties),
        language.listing(_where_all(duties, language)),
        language.listing([*asked]),
    )


def _where_all(duties: Sequence[Duty], language: Language) -> list[str]:
    """Where each stands; an act that stands before is not named again."""
    acts = [said(duty.law.act, language.code) for duty in duties]
    return [
        _where(duty, language, is_known=act in acts[:position])
        for position, (duty, act) in enumerate(zip(duties, acts, strict=True))
    ]


def _where(duty: Duty, language: Language, *, is_known: bool) -> str:
    """The act and the paragraph, with "as a rule" where the law is not sure and does not say so."""
    law, as_a_rule = duty.law, language.gettext("as a rule")
    is_plain = law.sure or as_a_rule in said(law.duty, language.code).lower()
    where = format_paragraph(law, language) if is_known else format_law(law, language)
    return where if is_plain else f"{where}, {as_a_rule}"


def _subject(subject: Subject, language: Language) -> str:
    _ = language.gettext
    names: Mapping[Subject, str] = {
        "equality": _("Equality and harassment"),
        "environment": _("Work environment"),
        "hours": _("Working hours"),
        "employment": _("Terms of employment"),
    }
    return names[subject]


def _country(country: Country, language: Language) -> str:
    _ = language.gettext
    names: Mapping[Country, str] = {"SE": _("Sweden"), "FI": _("Finland"), "NO": _("Norway")}
    return names[country]
