"""LimeSurvey as a source of answers: one survey's responses over RemoteControl."""

from base64 import b64decode
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

from survey.common.errors import AnswersError
from survey.exports.delimited import BOM
from survey.exports.ranges import ROW_END, IdRange, RangeExport, read_range
from survey.limesurvey.errors import Garbled, NotActive

WHOLE = ROW_END * 2
"""LimeSurvey ends every export that has rows with a blank line.

An export without it is cut off, even where a row happens to end.
"""


class RemoteControl(Protocol):
    """The part of a `Connection` that reading responses needs."""

    @property
    def server_version(self) -> str:
        """Return LimeSurvey's version."""

    def call(self, method: str, *params: Any) -> Any:
        """Call any method of RemoteControl, without its key."""

    def export(
        self,
        survey_id: int,
        kind: Literal["csv", "json"],
        language: str | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> bytes:
        """Return the responses with ids from `first` to `last`, of any status, as received."""


@dataclass(frozen=True, slots=True)
class LimeSurveySource:
    """The responses of survey `survey_id`, exported in `language`. A ResponseSource."""

    connection: RemoteControl
    survey_id: int
    language: str

    largest_id: ClassVar[int] = 2**31 - 1  # the column `id` is a signed integer of four bytes

    @property
    def version(self) -> str:
        """Return LimeSurvey's version."""
        return self.connection.server_version

    def count(self) -> int:
        """Return the number of responses by the server's own count; NotActive if it counts none."""
        summary = self.connection.call("get_summary", self.survey_id, "all")
        # The summary of a survey without a table of answers has no `full_responses`.
        if not isinstance(summary, dict) or "full_responses" not in summary:
            raise NotActive.at(f"survey {self.survey_id}")
        return int(summary["full_responses"])  # "full" means all, complete or not

    def fetch(self, wanted: IdRange) -> RangeExport:
        """Return the responses of a range; Garbled if they are damaged or not those asked for."""
        content = self.connection.export(
            self.survey_id, "csv", self.language, wanted.first, wanted.last
        )
        return check_range(content, wanted)

    def find_smallest(self, wanted: IdRange) -> int | None:
        """Return the smallest id in use; only the ids travel, so that a wide range is cheap."""
        exported = self.connection.call(
            "export_responses",
            self.survey_id,
            "csv",
            self.language,
            "all",
            "code",
            "short",
            wanted.first,
            wanted.last,
            ["id"],
        )
        return check_range(b64decode(exported), wanted).smallest


def check_range(content: bytes, wanted: IdRange) -> RangeExport:
    """Read one range as LimeSurvey wrote it; Garbled if it is cut off or damaged."""
    if content.removeprefix(BOM) == ROW_END:  # what LimeSurvey writes for an empty range
        return RangeExport(content)
    if not content.endswith(WHOLE):
        raise Garbled.at(str(wanted), reason="the export is cut off")
    try:
        return read_range(content, wanted)
    except AnswersError as error:
        reason = "; ".join(str(problem).rstrip(".") for problem in error.problems)
    raise Garbled.at(str(wanted), reason=reason)
