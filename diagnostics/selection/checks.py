"""Checks of the selection rules in `programme.toml`; every problem is found at once."""

from collections.abc import Collection, Iterator, Sequence

from analysis.rules import TargetGroup
from diagnostics.rules import Exclusion, Quota, SelectionRules, Stage
from diagnostics.selection.table import ANSWERED, CONTACTED
from diagnostics.stage_names import check_stage_names
from survey.common.errors import Problem, nearest
from survey.instrument.records import Background, Instrument


def check_selection(
    rules: SelectionRules, instrument: Instrument, target_groups: Sequence[TargetGroup]
) -> list[Problem]:
    """Find every problem of the rules: ids, exclusions, quotas, orders and the lottery."""
    problems = [*_check_support(rules, instrument), *_check_names(rules), *_check_lottery(rules)]
    problems += [*check_stage_names(rules.stage), *_check_reasons(rules)]
    for exclusion in rules.excluded:
        problems += _check_exclusion(exclusion, instrument)
    for stage in rules.stage:
        problems += _check_stage(stage, instrument)
        for quota in stage.quota:
            problems += _check_quota(
                quota, f"{_where(stage.id)}, [[selection.stage.quota]]", instrument, target_groups
            )
    return problems


def _where(stage: str) -> str:
    return f"programme.toml ([[selection.stage]] {stage})"


def _check_support(rules: SelectionRules, instrument: Instrument) -> Iterator[Problem]:
    if rules.wants_support and instrument.support is None:
        advice = "Set wants_support = false, or add [support] to the instrument."
        yield Problem(
            "programme.toml ([selection])",
            "wants_support = true, but the instrument does not ask who wants support.",
            advice,
        )


def _check_names(rules: SelectionRules) -> Iterator[Problem]:
    names = [stage.id for stage in rules.stage]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(
            _where(name),
            f"{names.count(name)} stages have this id.",
            "Give each stage an id of its own.",
        )
    for name in sorted({CONTACTED, ANSWERED} & set(names)):
        yield Problem(
            _where(name),
            f'"{name}" is there already: the stages start after the answers.',
            "Take it away.",
        )


def _check_reasons(rules: SelectionRules) -> Iterator[Problem]:
    codes = [code.id for code in rules.reason_code]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        where = f"programme.toml ([[selection.reason_code]] {code})"
        yield Problem(
            where,
            f"{codes.count(code)} reasons have this id.",
            "Give each reason an id of its own.",
        )


def _check_lottery(rules: SelectionRules) -> Iterator[Problem]:
    if rules.lottery is None:
        return
    where, stages = (
        "programme.toml ([selection.lottery])",
        {stage.id: stage for stage in rules.stage},
    )
    if rules.lottery.stage not in stages:
        yield Problem(
            where,
            f'there is no stage "{rules.lottery.stage}".',
            nearest(rules.lottery.stage, stages),
        )
    elif rules.lottery.equal_on > len(stages[rules.lottery.stage].order):
        keys = len(stages[rules.lottery.stage].order)
        yield Problem(
            where,
            f"equal_on = {rules.lottery.equal_on}, but the order of the stage has {keys} keys.",
            "Write fewer.",
        )


def _check_exclusion(exclusion: Exclusion, instrument: Instrument) -> Iterator[Problem]:
    where, backgrounds = (
        "programme.toml ([[selection.excluded]])",
        {one.id: one for one in instrument.background},
    )
    if exclusion.background not in backgrounds:
        yield Problem(
            where,
            f'there is no background "{exclusion.background}".',
            nearest(exclusion.background, backgrounds),
        )
        return
    known = _codes(backgrounds[exclusion.background], instrument)
    for value in exclusion.values:
        if known and value not in known:
            yield Problem(
                where, f'{exclusion.background} has no answer "{value}".', nearest(value, known)
            )


def _codes(background: Background, instrument: Instrument) -> Collection[str]:
    """List the values that a background can have; none if they are not a list of answers."""
    column = instrument.columns.get(background.question) if background.question else None
    return column.codes or () if column is not None else ()


def _check_stage(stage: Stage, instrument: Instrument) -> Iterator[Problem]:
    repeated = sorted({key for key in stage.order if stage.order.count(key) > 1})
    if repeated:
        yield Problem(
            _where(stage.id),
            f"order names {', '.join(repeated)} more than once.",
            "Name each key once.",
        )
    if "earliest_answer" in stage.order[:-1]:
        yield Problem(
            _where(stage.id),
            "earliest_answer leaves nothing for the keys after it to decide.",
            "Put it last in order.",
        )
    if stage.contrast.seats > stage.capacity:
        yield Problem(
            _where(stage.id),
            f"contrast = {stage.contrast.seats} is more than its {stage.capacity} seats.",
            "Write fewer.",
        )
    if stage.contrast.seats and not instrument.need:
        yield Problem(
            _where(stage.id),
            "contrast compares need with equality, but the instrument has no needs.",
            "Set contrast = 0.",
        )


def _check_quota(
    quota: Quota, where: str, instrument: Instrument, target_groups: Sequence[TargetGroup]
) -> Iterator[Problem]:
    groups, backgrounds = (
        [group.id for group in target_groups],
        [one.id for one in instrument.background],
    )
    if (quota.target_group is None) == (quota.each is None):
        yield Problem(
            where, "names neither or both of target_group and each.", "Give it one of them."
        )
    if quota.target_group is not None and quota.target_group not in groups:
        yield Problem(
            where,
            f'there is no target group "{quota.target_group}".',
            nearest(quota.target_group, groups),
        )
    if quota.each is not None and quota.each not in backgrounds:
        yield Problem(
            where, f'there is no background "{quota.each}".', nearest(quota.each, backgrounds)
        )
