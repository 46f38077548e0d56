"""Why a company has the place it has at a stage, in words."""

import re
from collections.abc import Mapping, Sequence

from diagnostics.selection.reasons import MISSING
from reports.overview.companies import label_texts
from reports.overview.sections.decisions import reason_code_text
from reports.overview.source import OverviewSource
from reports.style.language import Language
from survey.common.texts import said

_DECIMAL = re.compile(r"\d+\.\d+")


def reason_words(
    source: OverviewSource, language: Language
) -> Mapping[tuple[str, str], Sequence[str]]:
    """Reasons by company and stage, in the order in which the selection gives them."""
    why = source.selection.why
    phrases, details = name_reasons(language), name_details(source, language)
    words: dict[tuple[str, str], list[str]] = {}
    for company, stage, code, detail in zip(
        why["company_id"], why["stage"], why["code"], why["detail"], strict=True
    ):
        shown = ", ".join(name_parts(str(detail), details, language))
        words.setdefault((str(company), str(stage)), []).append(
            _format_reason(str(code), shown, phrases)
        )
    return words


def _format_reason(code: str, detail: str, phrases: Mapping[str, str]) -> str:
    """The phrase for a code with its detail; without a phrase, the detail or the code itself."""
    if code in phrases:
        return phrases[code].replace("{}", detail)
    return detail or code.replace("_", " ")


def name_parts(detail: str, details: Mapping[str, str], language: Language) -> Sequence[str]:
    """A detail in words; of several codes with commas between them, each of them."""
    parts = [detail] if detail in details else detail.split(", ")
    return [name_detail(part, details, language) for part in parts]


def name_detail(detail: str, details: Mapping[str, str], language: Language) -> str:
    """A code in words, or the detail itself with its number in the reader's form.

    The value of a background is found whatever its case.
    """
    return details.get(detail) or details.get(detail.casefold()) or _localise(detail, language)


def _localise(detail: str, language: Language) -> str:
    """A decimal number as it is written here; anything else as it is."""
    return language.number(float(detail), 1) if _DECIMAL.fullmatch(detail) else detail


def name_reasons(language: Language) -> Mapping[str, str]:
    """What each code of the selection says; `{}` stands for the detail."""
    return {
        "registered": language.gettext("in the register"),
        "answered": language.gettext("complete answer"),
        "incomplete": language.gettext("the answer is not complete"),
        "silent": language.gettext("no answer"),
        "excluded": "{}",
        "no_support": language.gettext("does not want support"),
        "support_unsaid": language.gettext("did not say whether it wants support"),
        "included": language.gettext("in by decision ({})"),
        "kept_out": language.gettext("out by decision ({})"),
        "gone": language.gettext("not selected at the stage before"),
        "must": language.gettext("goes in by its equality flag ({})"),
        "quota": language.gettext("in by quota ({})"),
        "contrast_need": language.gettext("high need, good equality"),
        "contrast_equality": language.gettext("low need, poor equality"),
        "order": language.gettext("in by order"),
        "reserve": language.gettext("no. {} in reserve"),
        "beyond": language.gettext("after the last place"),
        "moved": language.gettext("moved by decisions about others"),
        **_name_order_keys(language),
    }


def name_order_keys(language: Language) -> Mapping[str, str]:
    """What each key of a stage's order ranks by."""
    return {
        "serious_flags": language.gettext("most serious equality flags"),
        "firm_flags": language.gettext("most flags that no single answer decides"),
        "watch_flags": language.gettext("most equality flags to watch"),
        "need_flags": language.gettext("most need flags"),
        "highest_need": language.gettext("greatest need"),
        "lowest_index": language.gettext("lowest equality as a whole"),
        "lowest_domain": language.gettext("lowest single area"),
        "earliest_answer": language.gettext("earliest answer"),
    }


def _name_order_keys(language: Language) -> Mapping[str, str]:
    """What a company has on each key of a stage's order."""
    return {
        "serious_flags": language.gettext("serious equality flags: {}"),
        "watch_flags": language.gettext("equality flags to watch: {}"),
        "firm_flags": language.gettext("firm equality flags: {}"),
        "need_flags": language.gettext("need flags: {}"),
        "lowest_index": language.gettext("equality: {}"),
        "lowest_domain": language.gettext("lowest domain: {}"),
        "highest_need": language.gettext("greatest need: {}"),
        "earliest_answer": language.gettext("answered: {}"),
    }


def _name_quotas(source: OverviewSource, language: Language) -> Mapping[str, str]:
    """Quotas as the selection writes them, such as `municipality=OVT`, in words."""
    groups = {
        f"target_group={group.id}": said(group.name, language.code)
        for group in source.target_groups
    }
    values = {
        f"{background.id}={value}".casefold(): text
        for background in source.instrument.background
        for value, text in label_texts(source.instrument, background, language.code).items()
    }
    return {**values, **groups}


def name_details(source: OverviewSource, language: Language) -> Mapping[str, str]:
    """Details that are codes of the program or of the programme's file, in words."""
    codes = {
        code.id: reason_code_text(code.id, source, language) for code in source.rules.reason_code
    }
    return {
        **codes,
        **_name_quotas(source, language),
        "serious": language.gettext("serious"),
        "watch": language.gettext("watch"),
        MISSING: language.gettext("missing, so last on this"),
    }
