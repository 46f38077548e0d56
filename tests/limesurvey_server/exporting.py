"""Responses as LimeSurvey writes them: codes for headings, codes for answers."""

import base64
import json

from limesurvey_server.state import BrokenError, DatabaseFailedError, RefusedError

STATUSES = {"complete": lambda row: row[1] is not None, "incomplete": lambda row: row[1] is None}


def export_responses(
    survey,
    kind,
    language=None,
    status="all",
    heading="code",
    answers="short",
    first=None,
    last=None,
    fields=None,
    more=None,
):
    """Base64 of the file."""
    if not survey.active:
        raise RefusedError("No Data, survey table does not exist.")
    if language and language not in survey.languages:
        raise RefusedError("Language code not found for this survey.")
    if not survey.responses:
        raise RefusedError("No Data, could not get max id.")
    if fields is not None and not isinstance(fields, list):
        raise BrokenError
    if fields == []:
        raise PlainTextError("At least one column must be selected for export.")
    if kind not in ("csv", "json"):
        raise DatabaseFailedError(f"Writer for {kind} should implement IWriter")
    rows = _select(survey, status, first, last)
    headings, picks = _pick(survey, fields)
    table = [[pick(row) for pick in picks] for row in rows]
    text = (
        _write_json(headings, table)
        if kind == "json"
        else _write_csv(headings, table, (more or {}).get("csvFieldSeparator", ";"))
    )
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


class PlainTextError(Exception):
    """A text instead of a reply."""


def _select(survey, status, first, last):
    keep = STATUSES.get(status, lambda _row: True)
    first, last = _limit(first), _limit(last)
    chosen = (survey.responses[number] for number in _numbers(survey, first, last))
    return [row for row in chosen if keep(row)]


def _numbers(survey, first, last):
    """Ids within the limits; walks the range, not the table, where that is shorter."""
    low = max(first or 1, 1) if isinstance(first, int | None) else None
    high = last or max(survey.responses)
    if low is None or not isinstance(high, int):
        return []
    if high - low < len(survey.responses):
        return [number for number in range(low, high + 1) if number in survey.responses]
    return sorted(number for number in survey.responses if low <= number <= high)


def _limit(given):
    """A limit as a number; text that is no number matches nothing, zero is no limit."""
    try:
        return int(given or 0)
    except ValueError:
        return str(given)


def _pick(survey, fields):
    """The headings, and what gives each value of a row."""
    columns = survey.columns()
    places = {column.name: place for place, column in enumerate(columns)}
    headings = {column.name: column.heading for column in columns}
    wanted = fields if fields is not None else [column.name for column in survey.shown_columns()]
    return [headings.get(name, name) for name in wanted], [
        _value_of(survey, places, name) for name in wanted
    ]


def _value_of(survey, places, name):
    if name in places:
        place = places[name]
        return lambda row: row[place]
    people = {p.values["token"]: p.values for p in survey.participants or [] if p.values["token"]}
    return lambda row: people.get(row[5], {}).get(name)


def _write_csv(headings, rows, separator):
    if not rows:
        return "\r\n"
    lines = [headings, *rows]
    return "\ufeff" + "".join(separator.join(map(_quote, line)) + "\r\n" for line in lines) + "\r\n"


def _quote(value):
    if value is None:
        return ""
    text = str(value).replace("\r\n", "\n").replace('"', '""')
    return f'"{text}"'


def _write_json(headings, rows):
    names = [json.dumps(heading) for heading in headings]
    return '{"responses": [' + ",".join(_json_row(names, row) for row in rows) + "]}"


def _json_row(names, row):
    return (
        "{"
        + ",".join(
            f"{name}:{json.dumps(value)}".replace("/", "\\/")
            for name, value in zip(names, row, strict=True)
        )
        + "}"
    )
