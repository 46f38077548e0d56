"""The actions as they stand in `measures.toml`: their records, and the checks of the file."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from diagnostics.rules import Condition
from survey.common.errors import ConfigurationError, Problem, nearest, raise_all
from survey.common.texts import Text
from survey.common.toml import STRICT, Place, TomlFile, check_shape
from survey.common.translations import TranslatedFile, complete_languages, find_missing
from survey.instrument.records import Id, Instrument

TEXTS = frozenset({"name", "text", "title", "why", "effort", "first_step"})
"""The settings that are texts."""
People = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Helper:
    """Who can help: a kind of organisation, never a person."""

    id: Id
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Ground:
    """A legal ground. It is quoted only to companies with at least `from_staff` people."""

    id: Id
    text: Text
    from_staff: People


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Together:
    """A business need that an action also serves, beside what it answers; `text` tells it."""

    need: Id
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NumberLimit:
    """Answer columns whose sum must lie from `at_least` to `at_most`.

    If an answer is missing, the limit is not met.
    """

    columns: Annotated[list[str], Field(min_length=1)]
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Action:
    """Something a company can do (Swedish: åtgärd); a `[[measure]]` of the file.

    `fits`: the findings that it answers; one is enough. A condition with `below` answers a concern
    about equality, one with `at_least` a need or a strength to keep.
    `hours`: the work of the first round. `help` and `legal`: ids of helpers and of a legal ground.
    `staff_least`, `staff_most` (people) and all of `only_if`: which companies it is for.
    `urgent`: it goes before all others where it fits.
    """

    id: Id
    title: Text
    why: Text
    effort: Text
    hours: Annotated[float, Field(gt=0)]
    first_step: Text
    help: Annotated[list[Id], Field(min_length=1)]
    fits: Annotated[list[Condition], Field(min_length=1)]
    legal: Id | None = None
    together: Together | None = None
    urgent: bool = False
    staff_least: People | None = None
    staff_most: People | None = None
    only_if: list[NumberLimit] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ActionLibrary:
    """The whole file; its tables are called `[[measure]]`, `[[helper]]` and `[[ground]]`."""

    measure: Annotated[list[Action], Field(min_length=1)]
    helper: list[Helper] = field(default_factory=list)
    ground: list[Ground] = field(default_factory=list)


def read_actions(
    file: TomlFile, instrument: Instrument, office: str | None = None
) -> ActionLibrary:
    """Read the actions that a company with this instrument can be given.

    ConfigurationError with every problem: its line, and the nearest name that is right.

    Where a text is missing in one of the instrument's languages, the text in the language of the
    `office` stands in for it.
    """
    file = _speak(file, instrument, office).file
    library, problems = check_shape(file, ActionLibrary)
    if library is not None:
        problems = list(_reference_problems(file, library, instrument))
    raise_all(ConfigurationError, problems)
    if library is None:
        raise ConfigurationError(Problem(file.path.name, "cannot be read."))
    return library


def find_missing_action_texts(
    file: TomlFile, instrument: Instrument, office: str | None = None
) -> Sequence[Problem]:
    """A remark on the texts that another language stands in for."""
    return list(find_missing(_speak(file, instrument, office)))


def _speak(file: TomlFile, instrument: Instrument, office: str | None) -> TranslatedFile:
    return complete_languages(file, TEXTS, instrument.languages, office)


def _reference_problems(
    file: TomlFile, library: ActionLibrary, instrument: Instrument
) -> Iterator[Problem]:
    for table, records in (
        ("measure", library.measure),
        ("helper", library.helper),
        ("ground", library.ground),
    ):
        yield from _repeated(file, table, [record.id for record in records])
    helpers, grounds = (
        {helper.id for helper in library.helper},
        {ground.id for ground in library.ground},
    )
    for position, action in enumerate(library.measure):
        place: Place = ("measure", position)
        yield from _unknown(
            file, (*place, "help"), action.help, helpers, "who can help ([[helper]])"
        )
        yield from _unknown(
            file,
            (*place, "legal"),
            [action.legal] if action.legal else [],
            grounds,
            "a legal ground ([[ground]])",
        )
        yield from _fit_problems(file, place, action, instrument)
        yield from _limit_problems(file, place, action, instrument)


def _repeated(file: TomlFile, table: str, ids: list[str]) -> Iterator[Problem]:
    counts = Counter(ids)
    for position, name in enumerate(ids):
        if counts[name] > 1 and name in ids[:position]:
            yield Problem(
                file.where((table, position)),
                f'there is already a {table} "{name}".',
                "Give it another id.",
            )


def _unknown(
    file: TomlFile, place: Place, names: Iterable[str], known: Collection[str], what: str
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(file.where(place), f'"{name}" is not {what}.', nearest(name, known))


def _fit_problems(
    file: TomlFile, place: Place, action: Action, instrument: Instrument
) -> Iterator[Problem]:
    needs = {need.id for need in instrument.need}
    items = {*instrument.domains, *instrument.indicators, *needs}
    for position, condition in enumerate(action.fits):
        where: Place = (*place, "fits", position)
        yield from _unknown(
            file,
            where,
            [condition.item],
            items,
            "a domain, an indicator or a need of the instrument",
        )
        if (condition.below is None) == (condition.at_least is None):
            yield Problem(
                file.where(where), f'"{condition.item}" needs either `below` or `at_least`.'
            )
        if condition.item in needs and condition.below is not None:
            yield Problem(
                file.where(where),
                f'"{condition.item}" is a need, and a low need is nothing to answer.',
                "Use `at_least`.",
            )
    if action.together:
        yield from _unknown(
            file,
            (*place, "together", "need"),
            [action.together.need],
            needs,
            "a need of the instrument",
        )


def _limit_problems(
    file: TomlFile, place: Place, action: Action, instrument: Instrument
) -> Iterator[Problem]:
    numbers = {
        name for name, column in instrument.columns.items() if column.question.kind == "number"
    }
    if (
        action.staff_least is not None
        and action.staff_most is not None
        and action.staff_least > action.staff_most
    ):
        yield Problem(
            file.where((*place, "staff_least")),
            "no company has at least so many and at most so few people.",
        )
    for position, limit in enumerate(action.only_if):
        where: Place = (*place, "only_if", position)
        yield from _unknown(
            file, where, limit.columns, numbers, "a number that the instrument asks for"
        )
        if limit.at_least is None and limit.at_most is None:
            yield Problem(file.where(where), "needs `at_least` or `at_most`.")
