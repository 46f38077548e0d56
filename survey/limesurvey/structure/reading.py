"""Read a survey's structure from the server. Versions of LimeSurvey send it in several shapes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from survey.limesurvey.errors import Garbled
from survey.limesurvey.structure.records import ServerQuestion, ServerStructure

WITH_ANSWERS = frozenset("L!OFHR1")
"""The types of question that have a list of answers."""
RANKING = "R"
OWN_ANSWERS: Mapping[str, tuple[str, ...]] = {"5": ("1", "2", "3", "4", "5"), "G": ("F", "M")}
"""The types with LimeSurvey's own answers: five points, gender."""


class Calls(Protocol):
    """Anything that can call RemoteControl: a `Connection`, or something smaller in a test."""

    def call(self, method: str, *params: Any) -> Any:
        """Return the result of a method; LimeSurveyError if the server refuses."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """One line of the server's list of questions.

    It is a question if `parent` is 0. Otherwise it is a row of the question with that number.
    """

    number: int
    parent: int
    code: str
    letter: str
    required: bool
    other: bool
    relevance: str
    scale: int
    place: tuple[int, int]


def read_structure(connection: Calls, survey_id: int) -> ServerStructure:
    """Read what the survey asks.

    This takes a few calls, and one more per question with a list of answers. NoPermission if there
    is no such survey or the user has no right to it. Garbled if a reply lacks something that
    LimeSurvey always sends.
    """
    try:
        return _read(connection, survey_id)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"its structure lacks something or holds something else ({type(error).__name__})"
    raise Garbled.at(f"survey {survey_id}", reason=reason)


def _read(connection: Calls, survey_id: int) -> ServerStructure:
    settings = connection.call(
        "get_survey_properties", survey_id, ["language", "additional_languages"]
    )
    groups = connection.call("list_groups", survey_id)
    order = {int(group["gid"]): int(group["group_order"]) for group in groups}
    listed = [_as_listed(line, order) for line in connection.call("list_questions", survey_id)]
    tops = sorted(
        (line for line in listed if line.parent == 0), key=lambda line: (line.place, line.number)
    )
    return ServerStructure(
        survey_id,
        _languages(settings),
        tuple(_read_question(connection, line, listed) for line in tops),
    )


def _languages(settings: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(settings["language"]), *(settings.get("additional_languages") or "").split())


def _as_listed(line: Mapping[str, Any], order: Mapping[int, int]) -> _Listed:
    """Turn a line of the list into a record. Older servers send numbers as text."""
    return _Listed(
        number=int(line["qid"]),
        parent=int(line["parent_qid"]),
        code=str(line["title"]),
        letter=str(line["type"]),
        required=line["mandatory"] == "Y",
        other=line["other"] == "Y",
        relevance=str(line["relevance"] or ""),
        scale=int(line["scale_id"]),
        place=(order.get(int(line["gid"]), 0), int(line["question_order"])),
    )


def _read_question(connection: Calls, line: _Listed, listed: Iterable[_Listed]) -> ServerQuestion:
    rows = sorted(
        (each for each in listed if each.parent == line.number and each.scale == 0),
        key=lambda each: (each.place, each.number),
    )
    details = _details(connection, line)
    answers = OWN_ANSWERS.get(line.letter) or answer_codes(details.get("answeroptions"))
    return ServerQuestion(
        code=line.code,
        letter=line.letter,
        required=line.required,
        other=line.other,
        relevance=line.relevance,
        rows=tuple(each.code for each in rows),
        answers=tuple(answers),
        places=_places(details.get("attributes"), answers) if line.letter == RANKING else None,
    )


def _details(connection: Calls, line: _Listed) -> Mapping[str, Any]:
    if line.letter not in WITH_ANSWERS:
        return {}
    wanted = ["answeroptions", "attributes"] if line.letter == RANKING else ["answeroptions"]
    found: Mapping[str, Any] = connection.call("get_question_properties", line.number, wanted)
    return found


def answer_codes(options: Any) -> Sequence[str]:
    """Read the codes of `answeroptions` in order.

    The server sends an object by code, a list if the codes are 0, 1, 2 …, or a sentence for none.
    """
    if isinstance(options, list):
        return [str(place) for place in range(len(options))]
    if isinstance(options, Mapping):
        return sorted((str(code) for code in options), key=lambda code: int(options[code]["order"]))
    return []


def _places(attributes: Any, answers: Sequence[str]) -> int:
    """Return how many ranks there are: one per answer, unless the ranking is set to fewer."""
    most = str(attributes.get("max_subquestions") or "") if isinstance(attributes, Mapping) else ""
    return min(int(most), len(answers)) if most.isdecimal() and int(most) else len(answers)
