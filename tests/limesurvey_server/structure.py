"""The calls that tell a survey's structure."""

import json
from importlib.resources import files
from typing import Any

from limesurvey_server.state import RefusedError
from limesurvey_server.surveys import QUESTION_COLUMNS, WORDS

ATTRIBUTES = json.loads(
    (files("limesurvey_server") / "attributes.json").read_text(encoding="utf-8")
)
"""What an untouched question of each type says of its attributes, taken from recordings."""

OWN = {
    "id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page",
    "startlanguage": "Start language", "seed": "Seed",
    "token": "Access code", "startdate": "Date started", "datestamp": "Date last action",
    "ipaddr": "IP address", "refurl": "Referrer URL",
}  # fmt: skip
GROUP_COLUMNS = ("gid", "sid", "group_order", "randomization_group", "grelevance")


def php_array(pairs: dict[str, Any]):
    """PHP writes an array whose keys are 0, 1, 2 … as a list."""
    return list(pairs.values()) if list(pairs) == [str(n) for n in range(len(pairs))] else pairs


def list_groups(survey, language=None):
    language = language or survey.settings["language"]
    return [_group(survey, group, language) for group in survey.groups]


def _group(survey, group, language):
    words = survey.group_words.get((group["gid"], language), {})
    own = {name: group.get(name) for name in GROUP_COLUMNS}
    return {
        "id": group["gid"],
        **own,
        "group_name": words.get("group_name"),
        "description": words.get("description"),
        "language": language,
    }


def list_questions(survey, gid=None, language=None):
    language = language or survey.settings["language"]
    if language not in survey.languages:
        raise RefusedError("Error: Invalid language")
    if gid is not None and gid not in {group["gid"] for group in survey.groups}:
        raise RefusedError("Error: group not found")
    place = {group["gid"]: group["group_order"] for group in survey.groups}
    found = [q for top in survey.questions for q in (top, *top.rows) if gid in (None, q.row["gid"])]
    if not found:
        raise RefusedError("No questions found")
    found.sort(key=lambda q: (place[q.row["gid"]], q.row["question_order"], q.qid))
    return [_listed(q, language) for q in found]


def _listed(question, language):
    words = question.words.get(language, {})
    return {
        "id": question.qid,
        "question": words.get("question"),
        "help": words.get("help"),
        "language": language,
        **question.row,
    }


def question_properties(survey, question, wanted=None, language=None):
    language = language or survey.settings["language"]
    if language not in survey.languages:
        raise RefusedError("Error: Invalid questionid")
    known = _properties(question, language)
    if wanted is None:
        known.pop("answeroptions_multiscale")
        return known
    found = {name: known[name] for name in wanted if name in known}
    if not found:
        raise RefusedError("No valid Data")
    return found


def _properties(question, language):
    words = {
        name: question.words.get(language, {}).get(name) or ""
        for name in ("question", "help", "script")
    }
    options = {answer["code"]: _option(answer, language) for answer in question.answers}
    rows = {row.code: row.text(language) for row in question.rows}
    none = "No available answer options"
    defaults = ATTRIBUTES.get(question.type, {"attributes": {}, "attributes_lang": {}})
    return {
        **{name: question.row[name] for name in QUESTION_COLUMNS},
        **words,
        "questionl10ns": {
            "id": question.words.get(language, {}).get("id"),
            "qid": question.qid,
            **words,
            "language": language,
        },
        "available_answers": php_array(rows) if rows else "No available answers",
        "subquestions": {str(row.qid): _subquestion(row, language) for row in question.rows}
        or "No available answers",
        "attributes": defaults["attributes"] | question.attributes,
        "attributes_lang": defaults["attributes_lang"],
        "answeroptions": php_array(options) if options else none,
        "answeroptions_multiscale": {"0": php_array(options)} if options else none,
        "defaultvalue": None,
    }


def _option(answer, language):
    given = {
        "answer": answer["words"].get(language),
        "assessment_value": answer["assessment_value"],
    }
    return given | {"scale_id": answer["scale_id"], "order": answer["sortorder"]}


def _subquestion(row, language):
    return {"title": row.code, "question": row.text(language), "scale_id": row.row["scale_id"]}


def fieldmap(survey, language=None):
    language = language if language in survey.languages else survey.settings["language"]
    order = {q.qid: place for place, q in enumerate(survey.questions)}
    groups = {group["gid"]: place for place, group in enumerate(survey.groups)}
    return {
        column.name: _field(survey, column, language, order, groups)
        for column in survey.shown_columns()
    }


def _field(survey, column, language, order, groups):
    sid = survey.sid
    if column.question is None:
        empty = dict.fromkeys(("gid", "qid", "aid", "title", "group_name"), "")
        return {
            "fieldname": column.name,
            "sid": sid,
            "type": column.name,
            **empty,
            "question": OWN[column.name],
        }
    question = column.question
    row = question.row
    return {
        "fieldname": column.name,
        **{
            name: row[name]
            for name in ("type", "sid", "gid", "qid", "title", "mandatory", "encrypted")
        },
        "aid": column.part,
        "question": question.text(language),
        "group_name": survey.group_words.get((row["gid"], language), {}).get("group_name"),
        "hasconditions": "N",
        "usedinconditions": "N",
        "questionSeq": order[question.qid],
        "groupSeq": groups[row["gid"]],
        **_of_part(column, language),
        **(_of_last(survey, column) if column.last else {}),
    }


def _of_part(column, language):
    other, rank = WORDS.get(language, WORDS["en"])
    if column.row is not None:
        return {
            "sqid": column.row.qid,
            "subquestion": column.row.text(language),
            "preg": "",
            "SQrelevance": column.row.row["relevance"],
        }
    if column.part == "":
        return {}
    return {"subquestion": other if column.part == "other" else f"{rank} {column.part}"}


def _of_last(survey, column):
    row = column.question.row
    grelevance = next(group["grelevance"] for group in survey.groups if group["gid"] == row["gid"])
    words = column.question.words.get(survey.settings["language"], {})
    return {
        "relevance": row["relevance"],
        "grelevance": grelevance,
        "preg": row["preg"],
        "other": row["other"],
        "help": words.get("help"),
    }


def survey_properties(survey, wanted=None):
    shown = survey.settings
    if wanted is None:
        return dict(shown)
    found = {name: shown[name] for name in wanted if name in shown}
    if not found:
        raise RefusedError("No valid Data")
    return found


def language_properties(survey, wanted=None, language=None):
    language = language or survey.settings["language"]
    known = survey.words.get(language) or dict.fromkeys(survey.words[survey.settings["language"]])
    if wanted is None:
        return dict(known)
    return {name: known[name] for name in wanted if name in known}
