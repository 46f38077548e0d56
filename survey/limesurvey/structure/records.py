"""What a survey on the server asks, as records."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class ServerQuestion:
    """A question on the server. `letter` is its type; `rows` and `answers` are codes in order.

    `places` is how many places a ranking has, None for other questions.
    """

    code: str
    letter: str
    required: bool
    other: bool
    relevance: str
    rows: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    places: int | None = None


@dataclass(frozen=True)
class ServerStructure:
    """A survey's languages, its own first, and its questions in their order."""

    survey_id: int
    languages: Sequence[str]
    questions: Sequence[ServerQuestion]

    @cached_property
    def by_code(self) -> Mapping[str, ServerQuestion]:
        """Questions by code."""
        return {question.code: question for question in self.questions}


def structure_hash(structure: ServerStructure) -> str:
    """Hash all but the survey's number: one questionnaire has one sha256 under any number."""
    content = [sorted(structure.languages), [asdict(question) for question in structure.questions]]
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
