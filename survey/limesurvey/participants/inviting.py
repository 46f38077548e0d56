"""Which companies are to be added to a survey's participants: pure, so that nothing is sent before it is known."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence

import pandas as pd

from survey.limesurvey.participants.records import Invitation, Invitations, Participant

LENGTH = 15
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another on paper; 32 to the power of 15 cannot be guessed."""


def draw_token() -> str:
    """A token that nobody can guess."""
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


def plan_invitations(
    register: pd.DataFrame,
    tokens: Mapping[str, str],
    participants: Sequence[Participant],
    *,
    languages: Sequence[str],
    draw: Callable[[], str] = draw_token,
    with_email: bool = False,
) -> Invitations:
    """What is missing on the server so that every company of the register (index `company_id`, all text) is a participant once.

    `tokens` are the companies by token: a company keeps the token it has, in every wave. `languages` are the survey's, its own first:
    a company whose language is none of them gets that one.
    """
    held = {token: company for token, company in tokens.items() if company in register.index}
    there = {participant.token for participant in participants}
    present = {held[token] for token in there if token in held}
    companies = [company for company in register.index if company not in present]
    own = {company: token for token, company in reversed(held.items())}
    drawn = _draw_tokens(
        [company for company in companies if company not in own], {*tokens, *there}, draw
    )
    missing = [
        _invite(register.loc[company], (own | drawn)[company], languages, with_email=with_email)
        for company in companies
    ]
    return Invitations(
        tokens={**tokens, **{token: company for company, token in drawn.items()}},
        missing=missing,
        present=len(present),
        strangers=sum(participant.token not in held for participant in participants),
        new_tokens=len(drawn),
    )


def _draw_tokens(
    companies: Sequence[str], taken: Collection[str], draw: Callable[[], str]
) -> dict[str, str]:
    """A new token for each company; none is ever drawn twice."""
    used = set(taken)
    drawn: dict[str, str] = {}
    for company in companies:
        token = next(token for token in iter(draw, None) if token not in used)
        used.add(token)
        drawn[company] = token
    return drawn


def _invite(
    company: pd.Series, token: str, languages: Sequence[str], *, with_email: bool
) -> Invitation:
    language = str(company.get("language", ""))
    return Invitation(
        company=str(company.name),
        token=token,
        language=language if language in languages else languages[0],
        municipality=str(company["municipality"]),
        email=str(company.get("email", "")) if with_email else "",
    )
