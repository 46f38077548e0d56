"""Checks of the flag rules in `programme.toml`; every problem is found at once."""

from collections.abc import Iterator, Sequence

from diagnostics.records import FlagKind
from diagnostics.rules import Condition, FlagRule
from survey.common.errors import Problem, nearest
from survey.instrument.records import INDEX, Instrument


def check_rules(rules: Sequence[FlagRule], instrument: Instrument) -> list[Problem]:
    """Find every problem of the rules: ids, counts, limits, and items that a rule cannot name."""
    items = items_by_kind(instrument)
    problems = list(_check_names(rules))
    for rule in rules:
        where = f"programme.toml ([[flag]] {rule.id})"
        problems += _check_count(rule, where)
        for condition in [*rule.all, *rule.any]:
            problems += _check_condition(condition, rule.kind, items, where)
    return problems


def items_by_kind(instrument: Instrument) -> dict[FlagKind, set[str]]:
    """List the items that a rule of each kind can name. No rule mixes equality and need."""
    return {
        "equality": {INDEX, *instrument.domains, *instrument.indicators},
        "need": {need.id for need in instrument.need},
    }


def _check_names(rules: Sequence[FlagRule]) -> Iterator[Problem]:
    names = [rule.id for rule in rules]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(
            f"programme.toml ([[flag]] {name})",
            f"{names.count(name)} rules have this id.",
            "Give each rule an id of its own.",
        )


def _check_count(rule: FlagRule, where: str) -> Iterator[Problem]:
    if not rule.all and not rule.any:
        yield Problem(where, "has no condition.", "Add some under `all` or `any`.")
    if rule.any and rule.least > len(rule.any):
        yield Problem(
            where,
            f"least = {rule.least}, but `any` has only {len(rule.any)}.",
            "No company could meet it.",
        )
    if rule.least > 1 and not rule.any:
        yield Problem(
            where,
            f"least = {rule.least} counts conditions under `any`, and there are none.",
            "Move the conditions to `any`.",
        )


def _check_condition(
    condition: Condition, kind: FlagKind, items: dict[FlagKind, set[str]], where: str
) -> Iterator[Problem]:
    other: FlagKind = "need" if kind == "equality" else "equality"
    if condition.item not in items[kind] and condition.item in items[other]:
        advice = f'Write a rule of kind = "{other}" for it: equality and need are two results.'
        yield Problem(
            where, f'"{condition.item}" cannot stand in a rule of kind = "{kind}".', advice
        )
    elif condition.item not in items[kind]:
        yield Problem(
            where,
            f'no domain, indicator or need is called "{condition.item}".',
            nearest(condition.item, items[kind]),
        )
    if (condition.below is None) == (condition.at_least is None):
        says = "has no limit" if condition.below is None else "has two limits"
        yield Problem(
            where, f'the condition on "{condition.item}" {says}.', "Give it `below` or `at_least`."
        )
