"""Responses coming in by RemoteControl, with the database's own objections."""

import re
from datetime import datetime

from limesurvey_server.state import DatabaseFailedError, RefusedError

CODE_LENGTH = {"L": 5, "!": 5, "F": 5, "R": 5, "Y": 1, "G": 1, "5": 1, "M": 5}


def add_response(survey, given, now):
    """Add a response; returns its number as text.

    A missing `submitdate` is now. Unknown names are dropped.
    """
    if not survey.active:
        raise RefusedError("No survey response table")
    given = dict(given or {})
    columns = survey.columns()
    values = {
        "submitdate": now,
        "startdate": now,
        "datestamp": now,
        "startlanguage": survey.settings["language"],
    } | given
    if not values["submitdate"]:
        values["submitdate"] = None
    if survey.settings["datestamp"] != "Y" and values["submitdate"] and "submitdate" not in given:
        values["submitdate"] = now
    number = int(given.get("id") or survey.next_response())
    if number in survey.responses:
        raise DatabaseFailedError(
            "CDbCommand failed to execute the SQL statement: SQLSTATE[23000]: Integrity constraint "
            "violation: "
            f"1062 Duplicate entry '{number}' for key 'PRIMARY'"
        )
    survey.responses[number] = [
        number,
        *(_stored(survey, column, values.get(column.name)) for column in columns[1:]),
    ]
    return str(number)


def _stored(survey, column, value):
    if value is None:
        return None
    if column.name in ("submitdate", "startdate", "datestamp"):
        return _date(survey, column, value)
    if column.name == "lastpage":
        return int(value)
    if column.question is None:
        return str(value)
    if column.question.type == "N":
        return _number(survey, column, str(value))
    longest = CODE_LENGTH.get(column.question.type) if column.part != "other" else None
    if longest and len(str(value)) > longest:
        raise DatabaseFailedError(
            "CDbCommand failed to execute the SQL statement: SQLSTATE[22001]: String data, right "
            "truncated: "
            f"1406 Data too long for column '{column.name}' at row 1"
        )
    return str(value)


def _date(survey, column, value):
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise DatabaseFailedError(_invalid("datetime", survey, column, value, 1292)) from None
    return value


def _number(survey, column, value):
    if re.fullmatch(r"-?\d+,\d+", value):
        raise DatabaseFailedError(
            "CDbCommand failed to execute the SQL statement: SQLSTATE[01000]: Warning: "
            f"1265 Data truncated for column '{column.name}' at row 1"
        )
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise DatabaseFailedError(_invalid("decimal", survey, column, value, 1366))
    return re.sub(r"\.?0+$", "", value) if "." in value else value


def _invalid(kind, survey, column, value, number):
    return (
        "CDbCommand failed to execute the SQL statement: SQLSTATE[22007]: Invalid datetime format: "
        f"{number} Incorrect {kind} value: '{value}' for column "
        f"`limesurvey`.`lime_survey_{survey.sid}`.`{column.name}` at row 1"
    )


def delete_response(survey, number):
    if number not in survey.responses:
        raise RefusedError("Response Id not found")
    del survey.responses[number]
    return {str(number): "deleted"}


def update_response(survey, given):
    if not survey.active:
        raise RefusedError("Survey is not active")
    if survey.settings["alloweditaftercompletion"] != "Y":
        raise RefusedError("Survey does not allow edit after completion")
    number = int(given["id"])
    if number not in survey.responses:
        raise RefusedError("No matching Response")
    columns = survey.columns()
    unknown = [name for name in given if name not in {column.name for column in columns}]
    if unknown:
        raise RefusedError(f"Invalid Column names supplied: {', '.join(unknown)}")
    for place, column in enumerate(columns):
        if column.name in given and column.name != "id":
            survey.responses[number][place] = _stored(survey, column, given[column.name])
    return True
