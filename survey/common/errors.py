"""All errors that a user can mend. Each class has an exit code and is shown without a traceback."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

Result = TypeVar("Result")

LONGEST = 1000
"""The most characters in one part of a message: a damaged file can have a value of any length."""

LISTED = 20
"""The most names that one piece of advice lists."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `where`: the file and the line, row or question. `what`: a sentence. `next`: what to type or do.
    """

    where: str
    what: str
    next: str = ""

    def __str__(self) -> str:
        """One line: where, what, next."""
        where, what, advice = (shorten(part) for part in (self.where, self.what, self.next))
        return (f"{where}: " if where else "") + what + (f" {advice}" if advice else "")


class JamnaError(Exception):
    """Something that the user can mend. It carries all problems, not only the first."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems as the exception's arguments, so that it survives pickling."""
        super().__init__(*problems)

    @property
    def problems(self) -> Sequence[Problem]:
        """All problems, in the order in which they were found."""
        return self.args

    def __str__(self) -> str:
        """One line per problem."""
        return "\n".join(str(problem) for problem in self.problems)


class CallError(JamnaError):
    """The call itself is wrong: no such workspace, company or stage."""

    exit_code = 2


class ConfigurationError(JamnaError):
    """`programme.toml`, the instrument or the measures are wrong or contradict each other."""

    exit_code = 3


class AnswersError(JamnaError):
    """The answers or the register cannot be read."""

    exit_code = 4


class LimeSurveyError(JamnaError):
    """LimeSurvey refused or cannot be reached."""

    exit_code = 5


class PageError(JamnaError):
    """A page could not be made."""

    exit_code = 6


def raise_all(kind: type[JamnaError], problems: Iterable[Problem]) -> None:
    """Raise one `kind` with all `problems`; do nothing if there are none."""
    found = tuple(problems)
    if found:
        raise kind(*found)


def gather_problems(
    load: Callable[[], Result], kind: type[JamnaError] = JamnaError
) -> tuple[Result | None, list[Problem]]:
    """What `load` returns, and no problems; if it raises an error of `kind`, None and its problems.

    So several loads can be tried before one error is raised with all problems. Any other error
    passes through.
    """
    try:
        return load(), []
    except kind as error:
        return None, list(error.problems)


def shorten(words: str) -> str:
    """The text; where it has more than `LONGEST` characters, its beginning, "…" and its end."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]} … {words[-LONGEST // 3 :]}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Advice for a name that is not among the `known` ones: the nearest of them.

    Where none is near, all of them; of a long list, the first `LISTED`.
    """
    names = sorted(set(known))
    by_folded = {name.casefold(): name for name in names}
    near = get_close_matches(word[:LONGEST].casefold(), list(by_folded), n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{by_folded[near[0]]}"?'
    rest = f" … ({len(names)} in all)" if len(names) > LISTED else ""
    return f"Known: {', '.join(names[:LISTED])}{rest}." if names else ""
