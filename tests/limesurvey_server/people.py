"""The calls about participants."""

from limesurvey_server.state import BrokenError, DatabaseFailedError, RefusedError

OPERATORS = {
    "=": lambda value, asked: value == asked[0],
    "<>": lambda value, asked: value != asked[0],
    ">": lambda value, asked: float(value) > float(asked[0]),
    "<": lambda value, asked: float(value) < float(asked[0]),
    ">=": lambda value, asked: float(value) >= float(asked[0]),
    "<=": lambda value, asked: float(value) <= float(asked[0]),
    "LIKE": lambda value, asked: asked[0] in value,
    "IN": lambda value, asked: value in asked,
}


def activate_tokens(survey, attributes=()):
    if survey.participants is not None:
        raise DatabaseFailedError(
            "CDbCommand failed to execute the SQL statement: SQLSTATE[42S01]: Base table or view "
            "already exists: "
            f"1050 Table 'lime_tokens_{survey.sid}' already exists"
        )
    survey.participants = []
    survey.attributes = [f"attribute_{number}" for number in attributes]
    return {"status": "OK"}


def add_participants(survey, given, create_token=True):
    if survey.participants is None:
        raise RefusedError("No survey participant list")
    return [survey.add_participant(dict(one), make_token=create_token) for one in given]


def list_participants(survey, start=0, limit=10, unused=False, attributes=False, conditions=None):
    """Return a page of participants; `start` is the first one's number, not how many to skip."""
    if survey.participants is None:
        raise RefusedError("Error: No survey participant list")
    if attributes is True:
        raise BrokenError
    wanted = [
        p
        for p in survey.participants
        if p.tid >= start and not (unused and p.values["completed"] != "N")
    ]
    page = [p for p in wanted if _meets(p, conditions or {})][:limit]
    if not page:
        raise RefusedError("No survey participants found.")
    return [_listed(p.values, attributes or []) for p in page]


def _listed(values, attributes):
    shown = {"tid": values["tid"], "token": values["token"]}
    info = {name: values[name] for name in ("firstname", "lastname", "email")}
    return (
        shown
        | {"participant_info": info}
        | {name: values[name] for name in attributes if name in values}
    )


def _meets(participant, conditions):
    return all(_meets_one(participant, name, asked) for name, asked in conditions.items())


def _meets_one(participant, name, asked):
    if name not in participant.values:
        raise RefusedError(f"Invalid column name: {name}")
    operator, *values = asked if isinstance(asked, list) else ["=", asked]
    if operator not in OPERATORS:
        raise RefusedError(f"Illegal operator: {operator} for column {name}")
    return OPERATORS[operator](str(participant.values[name]), [str(value) for value in values])


def find_participant(survey, asked):
    if survey.participants is None:
        raise RefusedError("Error: No survey participant list")
    asked = asked if isinstance(asked, dict) else {"tid": asked}
    found = [
        p
        for p in survey.participants
        if all(str(p.values.get(name)) == str(value) for name, value in asked.items())
    ]
    if len(found) > 1:
        raise RefusedError("Error: More than 1 result was found based on your attributes.")
    if not found:
        raise RefusedError("Error: No results were found based on your attributes.")
    return found[0]


def participant_properties(survey, asked, wanted=None):
    values = find_participant(survey, asked).values
    return (
        dict(values)
        if wanted is None
        else {name: values[name] for name in wanted if name in values}
    )


def set_participant_properties(survey, asked, given):
    participant = find_participant(survey, asked)
    participant.values.update(
        {name: value for name, value in given.items() if name in participant.values}
    )
    return dict(participant.values)


def delete_participants(survey, numbers):
    if survey.participants is None:
        raise RefusedError("Error: No survey participant list")
    known = {p.tid for p in survey.participants}
    survey.participants = [
        p for p in survey.participants if p.tid not in {int(number) for number in numbers}
    ]
    return {
        str(number): "Deleted" if int(number) in known else "Invalid token ID" for number in numbers
    }


def summary(survey, wanted="all"):
    counts = _token_counts(survey) if survey.participants is not None else {}
    if survey.active:
        complete = sum(row[1] is not None for row in survey.responses.values())
        counts |= {
            "completed_responses": complete,
            "incomplete_responses": len(survey.responses) - complete,
        }
        counts |= {"full_responses": len(survey.responses)}
    if wanted == "all":
        return counts or []
    if wanted not in KINDS:
        raise RefusedError("Invalid summary key")
    if wanted not in counts:
        raise RefusedError("No available data")
    return counts[wanted]


KINDS = {
    "token_count", "token_invalid", "token_sent", "token_opted_out", "token_completed",
    "token_screenout", "completed_responses",
    "incomplete_responses", "full_responses",
}  # fmt: skip


def _token_counts(survey):
    people = [p.values for p in survey.participants]
    return {
        "token_count": len(people),
        "token_invalid": sum(not p["token"] for p in people),
        "token_sent": sum(p["sent"] != "N" for p in people),
        "token_opted_out": sum(p["emailstatus"] == "OptOut" for p in people),
        "token_completed": sum(p["completed"] not in ("N", "Q") for p in people),
        "token_screenout": sum(p["completed"] == "Q" for p in people),
    }
