"""Which decisions bind: the last one, until it is withdrawn."""

from dataclasses import replace

import pytest

from diagnostics.selection.binding_decisions import (
    find_binding,
    find_overfull,
    find_rulings,
    find_standings,
)
from diagnostics.selection.selection import select
from tests.diagnostics.selection_world import (
    candidates,
    decide,
    ordinary,
    row,
    rules,
    selected,
    stage,
)

STAGES = ["engaged", "deep_dive"]


def withdraw(decision):
    return replace(decision, withdraws=True, reason_code="mistake")


def test_a_withdrawn_decision_binds_no_longer_and_the_rule_decides_again():
    into = decide("A04", include=True)
    world, few = candidates(ordinary(4)), rules(stage(2))
    alone, back = select(world, few), select(world, few, [into, withdraw(into)])
    assert selected(select(world, few, [into])) == ["A01", "A04"]
    assert selected(back) == selected(alone) == ["A01", "A02"]
    assert row(back, "A04") == row(alone, "A04")


def test_what_a_withdrawn_decision_replaced_does_not_come_back():
    into, out = decide("A04", include=True), decide("A04", include=False)
    assert find_rulings([into, out, withdraw(out)], STAGES, ["A04"]).by_stage["deep_dive"] == {}


def test_withdrawing_leaves_what_was_decided_at_another_stage():
    early, late = decide("A01", include=False, at="engaged"), decide("A01", include=True)
    rulings = find_rulings([early, late, withdraw(late)], STAGES, ["A01"])
    assert rulings.by_stage == {"engaged": {"A01": early}, "deep_dive": {"A01": early}}


def test_a_company_can_be_decided_about_again_after_a_withdrawal():
    into = decide("A04", include=True)
    again = [into, withdraw(into), into]
    assert find_standings(again) == ["withdrawn", "withdrawal", "binds"]
    assert find_binding(again, "A04", "deep_dive") is into
    assert find_binding(again[:2], "A04", "deep_dive") is None


def test_each_decision_says_what_became_of_it():
    other, first, second = (
        decide("A02", include=True),
        decide("A01", include=True),
        decide("A01", include=False),
    )
    elsewhere = decide("A01", include=True, at="engaged")
    assert find_standings([first, other, elsewhere, second]) == [
        "replaced",
        "binds",
        "binds",
        "binds",
    ]


@pytest.mark.parametrize(("capacity", "overfull"), [(2, 1), (3, 0)])
def test_a_stage_is_overfull_where_more_are_included_than_it_seats(capacity, overfull):
    included = [decide(company, include=True) for company in ("A03", "A01", "A02")]
    stages = [stage(9, "engaged"), stage(capacity)]
    found = find_overfull(find_rulings(included, STAGES, ["A01", "A02", "A03"]), stages)
    assert len(found) == overfull
    assert all(list(one.companies) == ["A01", "A02", "A03"] for one in found)
