"""What a pull needs of a source of answers. LimeSurvey is one (`survey.limesurvey.source`)."""

from typing import Protocol

from survey.exports.ranges import IdRange, RangeExport


class ResponseSource(Protocol):
    """One survey somewhere else, whose responses are numbered and can be read by ranges of ids.

    Every method may be called from several threads, and raises an error of the tree in
    `survey.common.errors` if the source refuses.
    """

    @property
    def version(self) -> str:
        """Return the version of the software behind the source, for the manifest."""

    @property
    def largest_id(self) -> int:
        """Return the largest id that a response can have."""

    def count(self) -> int:
        """Return the number of responses, complete or not. Raise an error if there can be none."""

    def fetch(self, wanted: IdRange) -> RangeExport:
        """Return every response of a range, complete or not.

        The content is CSV in UTF-8 with one line of headings, one of which is `id`; rows end with
        CRLF. Raise an error if it is cut off or holds other responses than `wanted`.
        """

    def find_smallest(self, wanted: IdRange) -> int | None:
        """Return the smallest id in use within a range; None if no id of it is in use."""
