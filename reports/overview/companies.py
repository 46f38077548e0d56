"""Companies by id, as the page names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pandas as pd

from reports.overview.document import Company
from reports.overview.source import OverviewSource
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import Background, Instrument

SIZE = "size"
"""The background that is a number of employees."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Every contact.

    `facts`: index `company_id`, the shown backgrounds in words, "" where unknown; `fact_names`:
    their names.
    """

    names: Mapping[str, str]
    facts: pd.DataFrame
    fact_names: Sequence[str]
    reported: frozenset[str]
    carded: frozenset[str] = frozenset()

    def company(self, company_id: str) -> Company:
        """One company; one that is in no register goes by its id."""
        name = self.names.get(company_id) or company_id
        facts = (
            tuple(self.facts.loc[company_id])
            if company_id in self.facts.index
            else ("",) * len(self.fact_names)
        )
        href = (
            f"companies/{quote(company_id, safe='')}/diagnosis.html"
            if company_id in self.reported
            else None
        )
        card = f"cards/{quote(company_id, safe='')}.html" if company_id in self.carded else None
        return Company(company_id, name, facts, href, card)

    def place_line(self, company_id: str, language: Language) -> str:
        """Municipality, trade and employees in one line, without what is unknown."""
        if company_id not in self.facts.index:
            return ""
        known = self.facts.loc[company_id].to_dict()
        size = known.pop(SIZE, "")
        return " · ".join(filter(None, [*known.values(), _name_size(size, language)]))


def make_directory(source: OverviewSource, language: str) -> Directory:
    """Look up the names and shown backgrounds of all contacts."""
    known = {background.id: background for background in source.instrument.background}
    shown = [known[background] for background in source.shown if background in known]
    facts = {background.id: _fact(source, background, language) for background in shown}
    names = source.register["name"].dropna() if "name" in source.register else pd.Series(dtype=str)
    return Directory(
        names=dict(zip(map(str, names.index), map(str, names), strict=True)),
        facts=pd.DataFrame(facts, index=source.register.index),
        fact_names=[said(background.name, language) for background in shown],
        reported=source.reported,
        carded=source.carded,
    )


def _name_size(size: str, language: Language) -> str:
    """How many are employed; of a class, such as 5–9, its bounds."""
    if not size or size == "0":
        return language.gettext("no employees") if size else ""
    many = int(size) if size.isdecimal() else 2
    sentence = language.ngettext("{n} employee", "{n} employees", many)
    return sentence.format(n=language.number(many) if size.isdecimal() else size)


def _fact(source: OverviewSource, background: Background, language: str) -> pd.Series:
    """A background of every contact in words: from its answers, else from the register."""
    empty = pd.Series(pd.NA, index=source.register.index, dtype="string")
    register = source.register.get(background.id, empty).astype("string")
    answered = source.backgrounds.get(background.id, empty).astype("string")
    values = answered.reindex(source.register.index).fillna(register)
    words = label_texts(source.instrument, background, language)
    told = values.map(
        lambda value: words.get(str(value).casefold(), str(value)), na_action="ignore"
    )
    return _read_numbers(source, background).fillna(told).fillna("")


def _read_numbers(source: OverviewSource, background: Background) -> pd.Series:
    """The number itself where the background has one: 7 employees and not "5–9".

    It is missing where only the class is known.
    """
    nobody = pd.Series(float("nan"), index=source.register.index)
    numbers = source.backgrounds.get(f"{background.id}_number", nobody).reindex(
        source.register.index
    )
    return numbers.map(lambda number: f"{number:.10g}", na_action="ignore").astype("string")


def label_texts(instrument: Instrument, background: Background, language: str) -> Mapping[str, str]:
    """A background's texts by code, and by its text in any language (all case-folded)."""
    question = instrument.questions.get(background.question or "")
    if question is None or question.answers is None:
        return {}
    options = instrument.lists[question.answers].options
    return {
        written.casefold(): said(option.text, language)
        for option in options
        for written in (option.code, *option.text.values())
    }


def name_items(instrument: Instrument, language: Language) -> Mapping[str, str]:
    """The index, domains, indicators and needs in words, by id."""
    named = [(domain.id, domain.name) for domain in instrument.domain]
    named += [(indicator.id, indicator.name) for indicator in instrument.indicator]
    named += [(need.id, need.name) for need in instrument.need]
    return {
        "index": language.gettext("Equality, the whole"),
        **{item: said(name, language.code) for item, name in named},
    }
