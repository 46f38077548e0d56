"""Find the company of each response."""

import re
from collections.abc import Mapping

import pandas as pd

from survey.answers.faults import Fault, advise
from survey.common.company_ids import ALPHABET, find_wrong_letters
from survey.common.errors import AnswersError, Problem

BY_KEY = "token"
BY_RESPONSE = "id"
"""With this company column each response is a company of its own, in the register or not."""
MOST_ADVISED = 50

_TEST_ROW = re.compile(r"(test|demo|prov|testi|prøve)[\W_\d]*", re.IGNORECASE)


def identify_companies(
    given: pd.Series, register: pd.DataFrame | None, tokens: Mapping[str, str], company: str
) -> pd.Series:
    """Return the `company_id` of each response; missing if it is unknown.

    `given` is what the response says: a token, or the id itself.
    """
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
    """Return a fault for the responses that belong to no known company, with the reasons."""
    unknown = given[company_id.isna()]
    distinct = list(unknown.dropna().unique())
    known = register.index.tolist() if register is not None and distinct else []
    sentences = {
        value: _format_unknown(value, tokens, company, known if position < MOST_ADVISED else [])
        for position, value in enumerate(distinct)
    }
    return [
        Fault(
            "",
            unknown.index,
            unknown.map(sentences).astype("str").fillna(f"The response has no {company}."),
            unknown.fillna(""),
        )
    ]


def _format_unknown(value: str, tokens: Mapping[str, str], company: str, known: list[str]) -> str:
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
    """Raise AnswersError if there are responses and none of them belongs to a known company."""
    if company_id.empty or company_id.notna().any():
        return
    example = pd.Series(faults[0].what).iloc[0]
    advice = (
        "Do the tokens and the register belong to this survey?"
        if company == BY_KEY
        else "Is it the right column?"
    )
    what = f'None of {len(company_id)} responses can be tied to a company by "{company}".'
    raise AnswersError(Problem("", f"{what} {example}", advice))
