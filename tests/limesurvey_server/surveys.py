"""One survey as the server keeps it: structure, settings, participants and responses."""

import json
import re
import secrets
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from limesurvey_server.lss import read_lss

TYPES_WITH_ROWS = set("FABCEHM1P:;KQ")
TEXT = set("STUQ;")
SETTINGS = json.loads((files("limesurvey_server") / "settings.json").read_text(encoding="utf-8"))
"""What a survey's settings are where its .lss says nothing, taken from a recording."""

WORDS = {"en": ("Other", "Rank"), "sv": ("Annat", "Rangordning")}
QUESTION_COLUMNS = (
    "qid", "parent_qid", "sid", "gid", "type", "title", "preg", "other", "mandatory", "encrypted",
    "question_order", "scale_id",
    "same_default", "relevance", "question_theme_name", "modulename", "same_script",
)  # fmt: skip
PARTICIPANT_DEFAULTS = {
    "sent": "N", "remindersent": "N", "remindercount": 0, "completed": "N", "usesleft": 1,
    "emailstatus": "OK", "firstname": "",
    "lastname": "", "email": None, "token": "", "language": "", "participant_id": None,
    "blacklisted": None, "validfrom": None,
    "validuntil": None, "mpid": None,
}  # fmt: skip


@dataclass
class StoredQuestion:
    row: dict[str, Any]
    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    answers: list[dict[str, Any]] = field(default_factory=list)
    rows: list["StoredQuestion"] = field(default_factory=list)

    @property
    def qid(self):
        return self.row["qid"]

    @property
    def code(self):
        return self.row["title"]

    @property
    def type(self):
        return self.row["type"]

    def text(self, language):
        return self.words.get(language, {}).get("question")


@dataclass(frozen=True)
class ExportColumn:
    """A column of answers: its name in the table, its heading in an export, and its question.

    `part` is the code beside the question's code.
    """

    name: str
    heading: str
    question: StoredQuestion | None = None
    part: Any = ""
    row: StoredQuestion | None = None
    last: bool = False


@dataclass
class Participant:
    values: dict[str, Any]

    @property
    def tid(self):
        return self.values["tid"]


@dataclass
class Survey:
    settings: dict[str, Any]
    words: dict[str, dict[str, Any]]
    groups: list[dict[str, Any]]
    group_words: dict[tuple[int, str], dict[str, Any]]
    questions: list[StoredQuestion]
    participants: list[Participant] | None = None
    attributes: list[str] = field(default_factory=list)
    responses: dict[int, list[Any]] = field(default_factory=dict)
    rng: Any = field(default_factory=secrets.SystemRandom)

    @property
    def sid(self):
        return self.settings["sid"]

    @property
    def active(self):
        return self.settings["active"] == "Y"

    @property
    def languages(self):
        return [self.settings["language"], *(self.settings["additional_languages"] or "").split()]

    @property
    def keeps_tokens(self):
        return self.participants is not None and self.settings["anonymized"] != "Y"

    def columns(self):
        """List all columns of the table of answers, in order, with that of the token."""
        return [ExportColumn(name, name) for name in self._own_columns()] + [
            column for q in self.questions for column in self._of(q)
        ]

    def _own_columns(self):
        shown = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token"]
        shown += ["startdate", "datestamp"] * (self.settings["datestamp"] == "Y")
        return (
            shown
            + ["ipaddr"] * (self.settings["ipaddr"] == "Y")
            + ["refurl"] * (self.settings["refurl"] == "Y")
        )

    def _of(self, question):
        base = f"{self.sid}X{question.row['gid']}X{question.qid}"
        parts = list(_parts(question))
        for place, (part, row) in enumerate(parts):
            heading = f"{question.code}[{part}]" if part != "" else question.code
            yield ExportColumn(
                f"{base}{part}", heading, question, part, row, place == len(parts) - 1
            )

    def shown_columns(self):
        return [column for column in self.columns() if column.name != "token" or self.keeps_tokens]

    def next_response(self):
        return max(self.responses, default=0) + 1

    def question(self, qid):
        everything = [*self.questions, *(row for q in self.questions for row in q.rows)]
        return next((q for q in everything if q.qid == qid), None)

    def add_participant(self, given, *, make_token):
        """Add a participant; returns its values, or the given ones with `errors`."""
        if errors := self._participant_errors(given):
            return given | {"errors": errors}
        known = PARTICIPANT_DEFAULTS | dict.fromkeys(self.attributes)
        values = known | {name: value for name, value in given.items() if name in known}
        values["tid"] = max((p.tid for p in self.participants), default=0) + 1
        if make_token and not values["token"]:
            values["token"] = self.make_token()
        self.participants.append(Participant(values))
        return values | {"tid": str(values["tid"])}

    def _participant_errors(self, given):
        email, token = given.get("email"), given.get("token")
        errors = {}
        if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", email):
            errors["email"] = ["Invalid email address."]
        if token and any(p.values["token"] == token for p in self.participants):
            errors["token"] = [f'Access code "{token}" has already been taken.']
        return errors

    def make_token(self):
        letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHIJKLMNPQRSTUVWXYZ23456789"
        return "".join(self.rng.choice(letters) for _ in range(self.settings["tokenlength"] or 15))


def _parts(question):
    """The parts of a question that have columns of their own, and the row each belongs to."""
    if question.type == "R":
        places = int(question.attributes.get("max_subquestions") or 0) or len(question.answers)
        yield from ((place, None) for place in range(1, places + 1))
        return
    if question.type in TYPES_WITH_ROWS:
        yield from ((row.code, row) for row in question.rows)
    else:
        yield "", None
    if question.row["other"] == "Y":
        yield "other", None


def load_survey(text: bytes, ids=None, sid=None, title=None) -> Survey:
    """Read the survey of a .lss file.

    `ids` gives the next free number of a question or group; None keeps the numbers of the file.
    """
    tables = read_lss(text)
    if ids is not None:
        _renumber(tables, ids)
    settings = SETTINGS | tables["surveys"][0] | {"active": "N"}
    settings["sid"] = sid or settings["sid"]
    words = {
        row["surveyls_language"]: row | {"surveyls_survey_id": settings["sid"]}
        for row in tables["surveys_languagesettings"]
    }
    if title:
        words[settings["language"]]["surveyls_title"] = title
    questions = _questions(tables, settings["sid"])
    _rename_codes(questions, ids)
    groups = sorted(
        (row | {"sid": settings["sid"]} for row in tables.get("groups", [])),
        key=lambda row: row["group_order"],
    )
    group_words = {(row["gid"], row["language"]): row for row in tables.get("group_l10ns", [])}
    order = {group["gid"]: place for place, group in enumerate(groups)}
    questions.sort(key=lambda q: (order[q.row["gid"]], q.row["question_order"], q.qid))
    return Survey(settings, words, groups, group_words, questions)


def _renumber(tables, ids):
    """Give new numbers in the file's order: first to groups, then to questions, then to rows.

    LimeSurvey's auto-incremented tables do the same.
    """
    groups = {row["gid"]: ids("gid") for row in tables.get("groups", [])}
    questions = {
        row["qid"]: ids("qid")
        for name in ("questions", "subquestions")
        for row in tables.get(name, [])
    }
    for rows in tables.values():
        for row in rows:
            for name, known in (("gid", groups), ("qid", questions), ("parent_qid", questions)):
                if row.get(name):
                    row[name] = known.get(row[name], row[name])


def _questions(tables, sid):
    def row_of(row):
        return {name: row.get(name) for name in QUESTION_COLUMNS} | {"sid": sid}

    questions = {row["qid"]: StoredQuestion(row_of(row)) for row in tables.get("questions", [])}
    rows = {row["qid"]: StoredQuestion(row_of(row)) for row in tables.get("subquestions", [])}
    for words in tables.get("question_l10ns", []):
        (questions | rows)[words["qid"]].words[words["language"]] = words
    for row in sorted(rows.values(), key=lambda q: (q.row["scale_id"], q.row["question_order"])):
        questions[row.row["parent_qid"]].rows.append(row)
    for attribute in tables.get("question_attributes", []):
        if not attribute.get("language") and attribute["qid"] in questions:
            questions[attribute["qid"]].attributes[attribute["attribute"]] = attribute["value"]
    _hang_answers(tables, questions)
    return list(questions.values())


def _hang_answers(tables, questions):
    words = {}
    for row in tables.get("answer_l10ns", []):
        words.setdefault(row["aid"], {})[row["language"]] = row["answer"]
    for row in sorted(
        tables.get("answers", []), key=lambda row: (row["scale_id"], row["sortorder"])
    ):
        questions[row["qid"]].answers.append(row | {"words": words.get(row["aid"], {})})


def _rename_codes(questions, ids):
    """A code that is invalid or taken becomes another, without a word."""
    if ids is None:
        return
    taken = set()
    for place, question in enumerate(questions):
        code = question.code
        if code in taken or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", code):
            question.row["title"] = f"r47q{place}" if code in taken else f"q{place}r47"
        taken.add(question.row["title"])
