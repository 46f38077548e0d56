"""The one error tree: what a user can mend, shown without a traceback, and the exit code that goes with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST = 1000
"""Letters that a part of a message has at most: what it quotes from a damaged file may have no end."""

LISTED = 20
"""How many names a piece of advice lists at most."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `where` it stands (file, line, row, question), `what` is wrong, what to type `next`."""

    where: str
    what: str
    next: str = ""

    def __str__(self) -> str:
        """One line: where, what, next."""
        where, what, advice = (shorten(part) for part in (self.where, self.what, self.next))
        return (f"{where}: " if where else "") + what + (f" {advice}" if advice else "")


class JamnaError(Exception):
    """Something the user can mend; carries every problem found, not the first only."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems as the exception's arguments, so that it survives pickling."""
        super().__init__(*problems)

    @property
    def problems(self) -> Sequence[Problem]:
        """All the cases, in the order they were found."""
        return self.args

    def __str__(self) -> str:
        """One problem a line."""
        return "\n".join(str(problem) for problem in self.problems)


class CallError(JamnaError):
    """The call itself is wrong: no such workspace, company or stage."""

    exit_code = 2


class ConfigurationError(JamnaError):
    """`programme.toml`, the instrument or the measures are wrong, or cannot be satisfied together."""

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


def shorten(words: str) -> str:
    """The words; where there are too many letters, their beginning and their end."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]} … {words[-LONGEST // 3 :]}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Advice for a name nobody knows: the nearest right one, or the whole closed set when none is near (its beginning, if it is long)."""
    names = sorted(set(known))
    by_folded = {name.casefold(): name for name in names}
    near = get_close_matches(word[:LONGEST].casefold(), list(by_folded), n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{by_folded[near[0]]}"?'
    rest = f" … ({len(names)} in all)" if len(names) > LISTED else ""
    return f"Known: {', '.join(names[:LISTED])}{rest}." if names else ""
