"""The measures as they stand in `measures.toml`: their records, and everything that can be wrong with the file."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from diagnostics.rules import Condition
from survey.errors import ConfigurationError, Problem, nearest, raise_all
from survey.instrument import Id, Instrument
from survey.texts import Text
from survey.tomlfile import STRICT, Place, TomlFile, check_shape, read_toml

People = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Helper:
    """Who can help: a kind of body, never a person."""

    id: Id
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Ground:
    """A legal ground, quoted only to companies with at least `from_staff` people."""

    id: Id
    text: Text
    from_staff: People


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Together:
    """A business need that a measure also serves where it answers something else, and the sentence that says so."""

    need: Id
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class NumberLimit:
    """Answer columns whose sum must lie from `at_least` to `at_most`; a missing answer never does."""

    columns: Annotated[list[str], Field(min_length=1)]
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Measure:
    """Something a company can do. `hours` is the work of the first round; `help` and `legal` name helpers and a ground by id.

    It answers a finding that meets one of `fits`: `below` a concern about equality, `at_least` a need or a strength to keep.
    The limits (`staff_least`, `staff_most` and all of `only_if`) say which companies it is for; an `urgent` one goes first where it fits.
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
class MeasureLibrary:
    """The whole file."""

    measure: Annotated[list[Measure], Field(min_length=1)]
    helper: list[Helper] = field(default_factory=list)
    ground: list[Ground] = field(default_factory=list)


def load_measures(path: Path, instrument: Instrument) -> MeasureLibrary:
    """Read the measures in `path` for an instrument; ConfigurationError with every problem, its place and the nearest right name."""
    file = read_toml(path)
    library, problems = check_shape(file, MeasureLibrary)
    if library is not None:
        problems = list(_reference_problems(file, library, instrument))
    raise_all(ConfigurationError, problems)
    if library is None:
        raise ConfigurationError(Problem(path.name, "cannot be read."))
    return library


def _reference_problems(file: TomlFile, library: MeasureLibrary, instrument: Instrument) -> Iterator[Problem]:
    for table, records in (("measure", library.measure), ("helper", library.helper), ("ground", library.ground)):
        yield from _repeated(file, table, [record.id for record in records])
    helpers, grounds = {helper.id for helper in library.helper}, {ground.id for ground in library.ground}
    for position, measure in enumerate(library.measure):
        place: Place = ("measure", position)
        yield from _unknown(file, (*place, "help"), measure.help, helpers, "who can help ([[helper]])")
        yield from _unknown(file, (*place, "legal"), [measure.legal] if measure.legal else [], grounds, "a legal ground ([[ground]])")
        yield from _fit_problems(file, place, measure, instrument)
        yield from _limit_problems(file, place, measure, instrument)


def _repeated(file: TomlFile, table: str, ids: list[str]) -> Iterator[Problem]:
    counts = Counter(ids)
    for position, name in enumerate(ids):
        if counts[name] > 1 and name in ids[:position]:
            yield Problem(file.where((table, position)), f'there is already a {table} "{name}".', "Give it another id.")


def _unknown(file: TomlFile, place: Place, names: Iterable[str], known: Collection[str], what: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(file.where(place), f'"{name}" is not {what}.', nearest(name, known))


def _fit_problems(file: TomlFile, place: Place, measure: Measure, instrument: Instrument) -> Iterator[Problem]:
    needs = {need.id for need in instrument.need}
    items = {*instrument.domains, *instrument.indicators, *needs}
    for position, condition in enumerate(measure.fits):
        where: Place = (*place, "fits", position)
        yield from _unknown(file, where, [condition.item], items, "a domain, an indicator or a need of the instrument")
        if (condition.below is None) == (condition.at_least is None):
            yield Problem(file.where(where), f'"{condition.item}" needs either `below` or `at_least`.')
        if condition.item in needs and condition.below is not None:
            yield Problem(file.where(where), f'"{condition.item}" is a need, and a low need is nothing to answer.', "Use `at_least`.")
    if measure.together:
        yield from _unknown(file, (*place, "together", "need"), [measure.together.need], needs, "a need of the instrument")


def _limit_problems(file: TomlFile, place: Place, measure: Measure, instrument: Instrument) -> Iterator[Problem]:
    numbers = {name for name, column in instrument.columns.items() if column.question.kind == "number"}
    if measure.staff_least is not None and measure.staff_most is not None and measure.staff_least > measure.staff_most:
        yield Problem(file.where((*place, "staff_least")), "no company has at least so many and at most so few people.")
    for position, limit in enumerate(measure.only_if):
        where: Place = (*place, "only_if", position)
        yield from _unknown(file, where, limit.columns, numbers, "a number that the instrument asks for")
        if limit.at_least is None and limit.at_most is None:
            yield Problem(file.where(where), "needs `at_least` or `at_most`.")
