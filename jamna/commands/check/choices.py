"""Find choices in programme.toml that do not fit the instrument's backgrounds or the stages."""

from collections.abc import Iterator, Mapping, Sequence

from analysis.rules import TargetGroup
from jamna.workspace.settings import Settings
from survey.answers.background import code_texts, is_number
from survey.common.errors import Problem, nearest
from survey.instrument.records import Background, Instrument

Backgrounds = Mapping[str, Background]


def check_names(settings: Settings, instrument: Instrument) -> list[Problem]:
    """List the names of backgrounds and stages that do not exist, and the ids that occur twice."""
    known = {background.id: background for background in instrument.background}
    problems = [
        *_check_lists(settings, known),
        *_check_stage(settings),
        *_check_ids(settings),
        *_check_contacts(settings, known, instrument),
    ]
    for group in settings.target_group:
        problems += _check_group(group, known, instrument)
    return problems


def _check_lists(settings: Settings, known: Backgrounds) -> Iterator[Problem]:
    for names in settings.comparison.groups:
        yield from _check_list("[comparison] groups", names, known)
    yield from _check_list("[needs] by", settings.needs.by, known)
    yield from _check_list("[needs] weight_to", settings.needs.weight_to, known)


def _check_list(setting: str, names: Sequence[str], known: Backgrounds) -> Iterator[Problem]:
    where = f"programme.toml ({setting})"
    for name in dict.fromkeys(names):
        if name not in known:
            yield Problem(where, f'there is no background "{name}".', nearest(name, known))
        elif names.count(name) > 1:
            yield Problem(where, f'names "{name}" more than once.', "Name it once.")


def _check_stage(settings: Settings) -> Iterator[Problem]:
    stages, wanted = [stage.id for stage in settings.selection.stage], settings.effects.stage
    if wanted is not None and wanted not in stages:
        yield Problem(
            "programme.toml ([effects])", f'there is no stage "{wanted}".', nearest(wanted, stages)
        )


def _check_ids(settings: Settings) -> Iterator[Problem]:
    tables = {
        "target_group": [group.id for group in settings.target_group],
        "activity": [kind.id for kind in settings.activity],
        "event": [kind.id for kind in settings.event],
    }
    for table, ids in tables.items():
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            where = f"programme.toml ([[{table}]] {name})"
            yield Problem(
                where, f"{ids.count(name)} of them have this id.", "Give each an id of its own."
            )


def _check_contacts(
    settings: Settings, known: Backgrounds, instrument: Instrument
) -> Iterator[Problem]:
    """The municipalities of the persons to ask are answers of the questionnaire."""
    background = known.get("municipality")
    codes = set(code_texts(background, instrument).values()) if background else set()
    for contact in settings.programme.contact_for:
        where = f"programme.toml ([[programme.contact_for]] {contact.name})"
        for code in contact.municipalities:
            if code not in codes:
                what = f'there is no municipality "{code}".'
                yield Problem(where, what, nearest(code, codes))


def find_uncontacted(settings: Settings, instrument: Instrument) -> Iterator[Problem]:
    """A remark if some companies' pages would name nobody to call or write to."""
    named = settings.programme.contact_for
    if any(not contact.municipalities for contact in named):
        return
    background = {one.id: one for one in instrument.background}.get("municipality")
    codes = set(code_texts(background, instrument).values()) if background else set()
    left = sorted(codes - {code for contact in named for code in contact.municipalities})
    if named and codes and not left:
        return
    where = f" in {', '.join(left)}" if named and left else ""
    yield Problem(
        "programme.toml ([[programme.contact_for]])",
        f"the pages for companies{where} name nobody to call or write to.",
        "Add a person with name, telephone and email; without municipalities it is for all others.",
    )


def _check_group(
    group: TargetGroup, known: Backgrounds, instrument: Instrument
) -> Iterator[Problem]:
    where = f"programme.toml ([[target_group]] {group.id})"
    background = known.get(group.background)
    if background is None:
        yield Problem(
            where, f'there is no background "{group.background}".', nearest(group.background, known)
        )
        return
    if (group.least is None) == (not group.values):
        yield Problem(where, "names neither or both of values and least.", "Give it one of them.")
    elif group.least is not None and not is_number(background, instrument):
        yield Problem(
            where,
            f"least needs a number, and {group.background} is not a number.",
            "Write values = [...] instead.",
        )
    codes = set(code_texts(background, instrument).values())
    for value in group.values:
        if codes and value not in codes:
            yield Problem(
                where, f'{group.background} has no answer "{value}".', nearest(value, codes)
            )
