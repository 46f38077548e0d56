"""Which company a response belongs to."""

import re
from collections.abc import Mapping

import pandas as pd

from survey.answers.faults import Fault, advise
from survey.common.company_ids import ALPHABET, find_wrong_letters
from survey.common.errors import AnswersError, Problem

BY_KEY = "token"
BY_RESPONSE = "id"
"""The company column that makes each response a company of its own; such companies need not be in the register."""
MOST_ADVISED = 50

_TEST_ROW = re.compile(r"(test|demo|prov|testi|prøve)[\W_\d]*", re.IGNORECASE)


def identify_companies(
    given: pd.Series, register: pd.DataFrame | None, tokens: Mapping[str, str], company: str
) -> pd.Series:
    """The `company_id` of each response from what it `given` says: a token, or the id itself; missing where nobody knows it."""
    if company == BY_RESPONSE:
        return given.drop(find_wrong_letters(given.dropna()).index).reindex(given.index)
    words = given.tolist()
    names = [tokens.get(word) for word in words] if company == BY_KEY else words
    found = pd.Series(names, index=given.index, dtype="str")
    return (
        found if register is None else found.where(register.index.get_indexer(pd.Index(found)) >= 0)
    )


def find_unknown_companies(
    given: pd.Series,
    company_id: pd.Series,
    register: pd.DataFrame | None,
    tokens: Mapping[str, str],
    company: str,
) -> list[Fault]:
    """A fault for each response that belongs to no known company, with why."""
    unknown = given[company_id.isna()]
    distinct = list(unknown.dropna().unique())
    known = register.index.tolist() if register is not None and distinct else []
    sentences = {
        value: _tell_unknown(value, tokens, company, known if place < MOST_ADVISED else [])
        for place, value in enumerate(distinct)
    }
    return [
        Fault(
            "",
            unknown.index,
            unknown.map(sentences).astype("str").fillna(f"The response has no {company}."),
            unknown.fillna(""),
        )
    ]


def _tell_unknown(value: str, tokens: Mapping[str, str], company: str, known: list[str]) -> str:
    if _TEST_ROW.fullmatch(value):
        return f'"{value}" looks like a test row.'
    if company == BY_RESPONSE:
        return f"The response has an id that can be no company's: an id is made of {ALPHABET}."
    if company == BY_KEY and value not in tokens:
        return f'Token "{value}" is not among the tokens of this programme.'
    name = tokens[value] if company == BY_KEY else value
    owner = (
        f'Token "{value}" belongs to "{name}", which' if company == BY_KEY else f'Company "{name}"'
    )
    return f"{owner} is not in the register. {advise(name, known) if known else ''}".strip()


def refuse_strangers(company_id: pd.Series, faults: list[Fault], company: str) -> None:
    """Raise AnswersError where there are responses and not one of them belongs to a known company."""
    if company_id.empty or company_id.notna().any():
        return
    example = pd.Series(faults[0].what).iloc[0]
    advice = (
        "Do the tokens and the register belong to this survey?"
        if company == BY_KEY
        else "Is it the right column?"
    )
    raise AnswersError(
        Problem(
            "",
            f'None of {len(company_id)} responses can be tied to a company by "{company}". {example}',
            advice,
        )
    )
