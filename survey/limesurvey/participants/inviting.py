"""Plan which companies to add to a survey's participants. Nothing is sent here."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence

import pandas as pd

from survey.limesurvey.participants.records import Invitation, Invitations, Participant

LENGTH = 15
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters and digits that look different on paper; 32 to the power of 15 cannot be guessed."""


def draw_token() -> str:
    """Draw a token that nobody can guess."""
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
    """Plan what to add so that every company of the register is a participant once.

    `register` has the index `company_id` and holds text only. `tokens` gives the company of each
    token; a company keeps its token in every wave. `languages` are the survey's, its own first. A
    company whose language the survey does not have gets the first.
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
    """Draw a new token for each company, different from all that are `taken`."""
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
