"""How `measures.toml` is read, and everything that can be wrong in it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from diagnostics.findings.facts import TRADE, NumberLimit, is_about_hurt
from diagnostics.findings.laws import Law
from diagnostics.findings.library import TEXTS, Action, ActionLibrary, Helper
from diagnostics.rules import Condition
from survey.common.errors import ConfigurationError, Problem, nearest, raise_all
from survey.common.toml import Place, TomlFile, check_shape
from survey.common.translations import TranslatedFile, complete_languages, find_missing
from survey.instrument.records import Instrument

HELPER = "who can help ([[helper]])"


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
        problems = find_library_problems(file, library, instrument)
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


def find_library_problems(
    file: TomlFile, library: ActionLibrary, instrument: Instrument
) -> list[Problem]:
    """Everything that is wrong in a library whose shape is right."""
    problems = [
        *_repeated(file, "measure", [action.id for action in library.measure]),
        *_repeated_helpers(file, library.helper),
        *_repeated(file, "law", [law.id for law in library.law]),
    ]
    helpers = {helper.id for helper in library.helper}
    laws = {law.id for law in library.law}
    for position, law in enumerate(library.law):
        there = {helper.id for helper in library.helper if helper.is_in(law.country)}
        problems += _law_problems(file, ("law", position), law, there, instrument)
    for position, action in enumerate(library.measure):
        place: Place = ("measure", position)
        problems += [
            *_unknown(file, (*place, "help"), action.help, helpers, HELPER),
            *_helpless_problems(file, place, action, library),
            *_unknown(file, (*place, "legal"), action.legal, laws, "a law ([[law]])"),
            *_ground_problems(file, place, action),
            *_evidence_problems(file, place, action),
            *_fit_problems(file, place, action, instrument),
            *_hurt_problems(file, place, action, instrument),
            *_company_problems(file, place, action, instrument),
            *_limit_problems(file, place, action.only_if, instrument),
        ]
    return problems


def _repeated(file: TomlFile, table: str, ids: list[str]) -> Iterator[Problem]:
    counts = Counter(ids)
    for position, name in enumerate(ids):
        if counts[name] > 1 and name in ids[:position]:
            yield Problem(
                file.where((table, position)),
                f'there is already a {table} "{name}".',
                "Give it another id.",
            )


def _repeated_helpers(file: TomlFile, helpers: Sequence[Helper]) -> Iterator[Problem]:
    """One id can be several helpers, each in a country of its own."""
    for position, helper in enumerate(helpers):
        if any(
            helper.id == other.id and (helper.country is None or other.is_in(helper.country))
            for other in helpers[:position]
        ):
            yield Problem(
                file.where(("helper", position)),
                f'there is already a helper "{helper.id}" there.',
                "Give it another id, or give each of them the `country` it is for.",
            )


def _helpless_problems(
    file: TomlFile, place: Place, action: Action, library: ActionLibrary
) -> Iterator[Problem]:
    """The countries with laws in which the action would be left with nobody who can help."""
    known = [helper for helper in library.helper if helper.id in action.help]
    for country in sorted({law.country for law in library.law}):
        if known and not any(helper.is_in(country) for helper in known):
            yield Problem(
                file.where((*place, "help")),
                f'"{action.id}" names nobody who can help in {country}.',
                f'Add a helper without `country`, or a [[helper]] with country = "{country}".',
            )


def _unknown(
    file: TomlFile, place: Place, names: Iterable[str], known: Collection[str], what: str
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(file.where(place), f'"{name}" is not {what}.', nearest(name, known))


def _law_problems(
    file: TomlFile, place: Place, law: Law, helpers: Collection[str], instrument: Instrument
) -> Iterator[Problem]:
    authority = [law.authority] if law.authority else []
    who = f"{HELPER} in {law.country}"
    yield from _unknown(file, (*place, "authority"), authority, helpers, who)
    if law.until_employees is not None and law.until_employees < law.from_employees:
        yield Problem(
            file.where((*place, "until_employees")),
            f"no company has from {law.from_employees} to {law.until_employees} employees.",
            "Write the smaller number in `from_employees`.",
        )
    if law.in_force_from and law.in_force_until and law.in_force_until < law.in_force_from:
        yield Problem(
            file.where((*place, "in_force_until")),
            f"it ends on {law.in_force_until}, before it begins on {law.in_force_from}.",
            "Write the earlier day in `in_force_from`.",
        )
    for position, condition in enumerate(law.shown_by):
        yield from _shown_problems(file, (*place, "shown_by", position), condition, instrument)
    yield from _limit_problems(file, place, law.only_if, instrument)
    yield from _trade_problems(file, place, law, instrument)


def _shown_problems(
    file: TomlFile, place: Place, condition: Condition, instrument: Instrument
) -> Iterator[Problem]:
    items = {*instrument.domains, *instrument.indicators}
    yield from _unknown(
        file, place, [condition.item], items, "a domain or an indicator of the instrument"
    )
    if condition.below is None or condition.at_least is not None:
        yield Problem(
            file.where(place),
            f'"{condition.item}" needs `below`, and only that.',
            "A duty is shown not to be done by a low score.",
        )


def _ground_problems(file: TomlFile, place: Place, action: Action) -> Iterator[Problem]:
    if not action.legal and action.evidence is None:
        yield Problem(
            file.where(place),
            "has neither a law nor evidence behind it.",
            'Add `legal`, or `evidence`. Where nobody knows, write grade = "unknown".',
        )


def _evidence_problems(file: TomlFile, place: Place, action: Action) -> Iterator[Problem]:
    found = action.evidence
    if found is None or found.grade == "unknown":
        return
    for name, told in (("source", found.source), ("studied_in", found.studied_in)):
        if told is None:
            yield Problem(
                file.where((*place, "evidence")),
                f'the grade "{found.grade}" rests on a study, and `{name}` is missing.',
                f'Add `evidence.{name}`, or write grade = "unknown".',
            )


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


def _hurt_problems(
    file: TomlFile, place: Place, action: Action, instrument: Instrument
) -> Iterator[Problem]:
    hurting = sorted(one.id for one in instrument.indicator if is_about_hurt(one))
    below = {condition.item for condition in action.fits if condition.below is not None}
    if action.for_hurt and not below & {*hurting}:
        yield Problem(
            file.where((*place, "for_hurt")),
            "no finding that somebody has been treated badly is among `fits`.",
            f"Add one of {', '.join(hurting)} with `below = 100`."
            if hurting
            else "The instrument asks about nothing of the kind: take `for_hurt` away.",
        )


def _company_problems(
    file: TomlFile, place: Place, action: Action, instrument: Instrument
) -> Iterator[Problem]:
    """What is wrong in the settings that say which companies the action is for."""
    yield from _order_problem(file, place, "staff", action.staff_least, action.staff_most)
    yield from _order_problem(
        file, place, "employees", action.employees_least, action.employees_most
    )
    yield from _unknown(
        file,
        (*place, "unless_done"),
        action.unless_done,
        instrument.indicators,
        "an indicator of the instrument",
    )
    yield from _trade_problems(file, place, action, instrument)


def _trade_problems(
    file: TomlFile, place: Place, record: Action | Law, instrument: Instrument
) -> Iterator[Problem]:
    trades = _trades(instrument)
    for key, named in (("trades", record.trades), ("not_trades", record.not_trades)):
        yield from _unknown(
            file, (*place, key), named, trades, 'an answer to the background "trade"'
        )


def _order_problem(
    file: TomlFile, place: Place, what: str, least: int | None, most: int | None
) -> Iterator[Problem]:
    if least is not None and most is not None and least > most:
        yield Problem(
            file.where((*place, f"{what}_least")),
            "no company has at least so many and at most so few people.",
        )


def _trades(instrument: Instrument) -> list[str]:
    """The codes of the answers to the background that is a company's trade."""
    asked = [one.question for one in instrument.background if one.id == TRADE and one.question]
    lists = [instrument.questions[question].answers for question in asked]
    return [code for name in lists if name for code in instrument.lists[name].codes]


def _limit_problems(
    file: TomlFile, place: Place, limits: Sequence[NumberLimit], instrument: Instrument
) -> Iterator[Problem]:
    numbers = {
        name for name, column in instrument.columns.items() if column.question.kind == "number"
    }
    for position, limit in enumerate(limits):
        where: Place = (*place, "only_if", position)
        yield from _unknown(
            file, where, limit.columns, numbers, "a number that the instrument asks for"
        )
        if limit.at_least is None and limit.at_most is None:
            yield Problem(file.where(where), "needs `at_least` or `at_most`.")
