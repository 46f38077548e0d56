"""A survey's participants on the server: list them, add the missing ones, see who has answered.

No name or number of a company is sent, and an e-mail address only if it was asked for. Only the
workspace knows which company holds a token.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from survey.common.errors import LimeSurveyError, Problem
from survey.limesurvey.errors import NoParticipantTable, Refused
from survey.limesurvey.participants.inviting import plan_invitations
from survey.limesurvey.participants.records import Invitation, Invitations, Participant
from survey.limesurvey.structure.reading import Calls

__all__ = [
    "Invitation",
    "Invitations",
    "Invited",
    "Participant",
    "check_survey",
    "find_participants",
    "invite",
    "plan_invitations",
    "read_participation",
]

MUNICIPALITY = "attribute_1"
"""The participants' column for the municipality. LimeSurvey has its own for the language."""
CLOSED = "C"
_EVERYBODY = 1_000_000
"""`list_participants` returns ten unless it is told how many."""
_NOT_COMPLETED = frozenset({"", "N", "Q"})
"""What LimeSurvey writes for who has not sent the answers, or was turned away by a quota."""
_UNUSED_ONLY = False
_MAKE_TOKENS = False
"""The server makes no tokens: one that is lost on the way back would be lost for good."""
BATCH = 100


@dataclass(frozen=True, slots=True)
class Invited:
    """How many participants were `added`, which rows the server `refused`, and `remarks`."""

    added: int
    refused: Sequence[Problem]
    remarks: Sequence[Problem]


def check_survey(connection: Calls, survey_id: int) -> None:
    """Raise LimeSurveyError if the survey is anonymous: its answers would have no company."""
    anonymous = connection.call("get_survey_properties", survey_id, ["anonymized"])["anonymized"]
    if anonymous != "N":
        what = (
            "is anonymous"
            if anonymous == "Y"
            else "leaves it to its survey group whether it is anonymous"
        )
        advice = (
            "Switch anonymised responses off in the survey itself, in LimeSurvey, "
            "before it is activated."
        )
        raise LimeSurveyError(
            Problem(
                f"survey {survey_id}",
                f"{what}: nobody could tell which company an answer comes from.",
                advice,
            )
        )


def find_participants(connection: Calls, survey_id: int) -> Sequence[Participant] | None:
    """List the survey's participants; None if it has no list yet."""
    try:
        listed = connection.call(
            "list_participants", survey_id, 0, _EVERYBODY, _UNUSED_ONLY, ["completed"]
        )
    except NoParticipantTable:
        return None
    return [_as_participant(one) for one in listed]


def _as_participant(one: Mapping[str, Any]) -> Participant:
    completed = str(one.get("completed") or "")
    return Participant(
        token=str(one.get("token") or ""),
        completed="" if completed in _NOT_COMPLETED else completed,
    )


def invite(
    connection: Calls, survey_id: int, plan: Invitations, progress: Callable[[int], None]
) -> Invited:
    """Close the survey to everybody without a token, and add the missing participants.

    No e-mail is sent. The tokens must have been stored before. After a break, plan anew: those that
    were added are then found on the server. `progress` is called with the size of each batch.
    """
    _open_list(connection, survey_id)
    _close_survey(connection, survey_id)
    added, bare, refused = 0, 0, list[Problem]()
    for batch in _batches(plan.missing):
        replies = connection.call(
            "add_participants", survey_id, [_as_row(one) for one in batch], _MAKE_TOKENS
        )
        found = [
            _check_row(survey_id, one, reply) for one, reply in zip(batch, replies, strict=True)
        ]
        added += sum("errors" not in reply for reply in replies)
        bare += sum("errors" not in reply and MUNICIPALITY not in reply for reply in replies)
        refused += [problem for problem in found if problem is not None]
        progress(len(batch))
    return Invited(added, refused, list(_find_missing_municipality(survey_id, bare)))


def read_participation(connection: Calls, survey_id: int) -> pd.DataFrame:
    """Return who has answered: index `token`, columns `completed` (bool) and `at` (text).

    `at` is by the server's clock, "" without answers. The frame is empty if there is no list.
    """
    people = [person for person in find_participants(connection, survey_id) or [] if person.token]
    frame = pd.DataFrame(
        {
            "token": [person.token for person in people],
            "at": [person.completed for person in people],
        },
        dtype="str",
    )
    return frame.assign(completed=frame["at"] != "").set_index("token")[["completed", "at"]]


def _open_list(connection: Calls, survey_id: int) -> None:
    """Make the list of participants, unless it is there."""
    if find_participants(connection, survey_id) is None:
        connection.call(
            "activate_tokens", survey_id, [int(MUNICIPALITY.removeprefix("attribute_"))]
        )


def _close_survey(connection: Calls, survey_id: int) -> None:
    """Let nobody in without a token.

    From LimeSurvey 6.16 on a list alone does not do that. Older servers have no `access_mode`.
    """
    try:
        mode = connection.call("get_survey_properties", survey_id, ["access_mode"])["access_mode"]
    except Refused:
        return
    if (
        mode != CLOSED
        and connection.call("set_survey_properties", survey_id, {"access_mode": CLOSED}).get(
            "access_mode"
        )
        is not True
    ):
        advice = "Close it in LimeSurvey, and try again; nobody has been added."
        raise LimeSurveyError(
            Problem(
                f"survey {survey_id}", "stayed open to everybody, also without a token.", advice
            )
        )


def _batches(invitations: Sequence[Invitation]) -> Iterator[Sequence[Invitation]]:
    return (invitations[start : start + BATCH] for start in range(0, len(invitations), BATCH))


def _as_row(invitation: Invitation) -> dict[str, str]:
    row = {
        "token": invitation.token,
        "language": invitation.language,
        MUNICIPALITY: invitation.municipality,
    }
    return row | ({"email": invitation.email} if invitation.email else {})


def _check_row(survey_id: int, sent: Invitation, reply: Mapping[str, Any]) -> Problem | None:
    """Return the server's objection to one row of a reply that succeeded."""
    errors = reply.get("errors")
    return (
        Problem(f"survey {survey_id}, company {sent.company}", f"was not added: {_join(errors)}")
        if errors
        else None
    )


def _find_missing_municipality(survey_id: int, bare: int) -> Iterator[Problem]:
    """Return a remark if `bare` participants were added without their municipality.

    A list that Jamna did not make may lack the column; the server then drops the value.
    """
    if bare:
        what = (
            f"{bare:,} of those added have no municipality there: "
            f"the list of participants has no column {MUNICIPALITY}."
        )
        advice = (
            "Nothing else is missing. If you want it there, add the attribute in LimeSurvey "
            "and write the municipalities in."
        )
        yield Problem(f"survey {survey_id}", what, advice)


def _join(errors: Any) -> str:
    """The sentences of `errors`, which come by column."""
    lists = errors.values() if isinstance(errors, Mapping) else [errors]
    return " ".join(
        str(sentence)
        for listed in lists
        for sentence in (listed if isinstance(listed, list) else [listed])
    )
