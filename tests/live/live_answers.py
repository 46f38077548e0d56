"""Companies and answers for a survey with a question of every kind."""

from dataclasses import dataclass

import pandas as pd
from limesurvey_server import STATUS_TEXT

from survey.limesurvey.participants.participants import find_participants, invite, plan_invitations

COMPANIES = 23
SUBMITTED = "2026-03-01 10:20:30"
AWKWARD = "Räksmörgås; \"citat\", 'enkla'\n\nny rad ÅÄÖ \\ 50 % <b>&amp;</b> {1+1}"
FULL = {
    "city": "-oth-", "city[other]": 'Övrigt; "annat"', "sat[SQ001]": "1", "sat[SQ002]": "5",
    "sat[SQ003]": "3",
    "rank[1]": "R2", "rank[2]": "R1", "rank[3]": "R4", "rank[4]": "R3", "multi[SQ001]": "Y",
    "multi[SQ002]": "", "multi[SQ003]": "Y",
    "multi[other]": "Får", "age": "42.5", "name": "Åsa Öberg", "comment": AWKWARD, "five": "4",
    "yesno": "Y", "gender": "F", "cond": "C2",
}  # fmt: skip
BLANK = dict.fromkeys(FULL, "") | {"age": None, "cond": None}
"""Everything shown and left blank. Numbers are NULL; the conditional question was not shown."""
NOTHING = dict.fromkeys(FULL)


@dataclass(frozen=True)
class Given:
    """What one response was given as, by export heading; `complete` tells whether it was sent."""

    answers: dict
    complete: bool
    token: str


@dataclass(frozen=True)
class Answered:
    """A survey, its companies by token and its responses by number as the server counts them."""

    survey_id: int
    tokens: dict
    given: dict
    columns: dict
    """The server's column names by export heading."""


def make_register(size, **columns):
    ids = [f"C{number:04d}" for number in range(size)]
    texts = {
        "name": [f"Bolaget {one}" for one in ids],
        "municipality": "ARJ",
        "trade": "SHOP",
        "language": "sv",
    }
    return pd.DataFrame(texts | columns, index=pd.Index(ids, name="company_id"), dtype="str")


def plan_for(connection, survey_id, register, tokens, **more):
    there = find_participants(connection, survey_id) or []
    return plan_invitations(register, tokens, there, languages=["en", "sv"], **more)


def invite_companies(connection, survey_id, size=COMPANIES):
    """Companies by token, all of them participants."""
    plan = plan_for(connection, survey_id, make_register(size), {})
    invited = invite(connection, survey_id, plan, lambda batch: None)
    assert (invited.added, [*invited.refused, *invited.remarks]) == (size, [])
    return dict(plan.tokens)


def find_columns(connection, survey_id):
    fields = connection.call("get_fieldmap", survey_id).values()
    return {_heading(field): field["fieldname"] for field in fields if field["title"]}


def _heading(field):
    return field["title"] if field["aid"] in ("", None) else f"{field['title']}[{field['aid']}]"


def answer(connection, survey_id, tokens):
    """Add one response per company: full, blank and empty ones, and some not submitted."""
    columns = find_columns(connection, survey_id)
    given = [
        Given(answers, complete, token)
        for token, (answers, complete) in zip(tokens, _make_answers(), strict=False)
    ]
    return Answered(
        survey_id, tokens, {add(connection, survey_id, columns, one): one for one in given}, columns
    )


def add(connection, survey_id, columns, given, **more):
    """The new response's number."""
    values = {columns[heading]: value for heading, value in given.answers.items()}
    known = {
        "token": given.token,
        "startlanguage": "sv",
        "submitdate": SUBMITTED if given.complete else None,
        "lastpage": 2,
    }
    return int(connection.call("add_response", survey_id, values | known | more))


def _make_answers():
    yield FULL, True
    yield BLANK, True
    yield NOTHING, True
    yield NOTHING | {"city": "A1"}, False
    yield FULL | {"comment": STATUS_TEXT, "city": "A2", "city[other]": ""}, True
    while True:
        yield FULL | {"age": "7"}, True
        yield BLANK | {"name": "å"}, False
