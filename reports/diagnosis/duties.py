"""What the law asks of a company, in words."""

from collections.abc import Iterable, Mapping

from diagnostics.findings.laws import Country, Duty
from reports.company.build import format_law
from reports.diagnosis.document import DutyList, ToldDuty
from reports.diagnosis.source import DiagnosisSource
from reports.style.language import Language
from survey.common.texts import Text, said


def build_duties(company_id: str, source: DiagnosisSource, language: Language) -> DutyList | None:
    """The company's duties, those first that apply now or are not done; None where it has none."""
    duties = source.duties.get(company_id, ())
    if not duties:
        return None
    first = duties[0]
    oldest = min(duty.law.read_on for duty in duties)
    return DutyList(
        label=language.gettext("The law in brief ({country}, {month})").format(
            country=_country(first.law.country, language), month=language.month(oldest)
        ),
        urgent=_tell((duty for duty in duties if duty.is_urgent), source.helpers, language),
        undone=_tell(
            (duty for duty in duties if duty.shown and not duty.is_urgent),
            source.helpers,
            language,
        ),
        others=_tell(
            (duty for duty in duties if not duty.shown and not duty.is_urgent),
            source.helpers,
            language,
        ),
        is_employer=first.is_employer,
    )


def _tell(
    duties: Iterable[Duty], helpers: Mapping[str, Text], language: Language
) -> tuple[ToldDuty, ...]:
    return tuple(_tell_duty(duty, helpers, language) for duty in duties)


def _tell_duty(duty: Duty, helpers: Mapping[str, Text], language: Language) -> ToldDuty:
    law = duty.law
    where = format_law(law, language)
    helper = helpers.get(law.authority or "")
    ask = said(helper, language.code) if helper else ""
    asked, as_a_rule = said(law.duty, language.code), language.gettext("as a rule")
    is_plain = law.sure or as_a_rule in asked.lower()
    return ToldDuty(asked, where if is_plain else f"{where}, {as_a_rule}", ask)


def _country(country: Country, language: Language) -> str:
    _ = language.gettext
    names: Mapping[Country, str] = {"SE": _("Sweden"), "FI": _("Finland"), "NO": _("Norway")}
    return names[country]
