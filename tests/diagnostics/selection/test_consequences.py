"""What a decision changes, counted by hand in small worlds and by slow code in many."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.records import DemandChange, Impact, Seat
from diagnostics.rules import Quota
from diagnostics.selection.consequences import compare_selections
from diagnostics.selection.selection import select
from tests.diagnostics.selection_world import candidates, decide, ordinary, rules, stage

PAJ = Quota(each="municipality", least=1)
WOMEN = Quota(target_group="women", least=1)


def impact(companies, programme, decision, known=()):
    world = candidates(companies)
    before, after = (
        select(world, programme, list(known)),
        select(world, programme, [*known, decision]),
    )
    return compare_selections(before, after, decision, world, programme)


def test_who_is_put_in_pushes_out_the_last_of_the_list():
    found = impact(ordinary(5), rules(stage(2, reserve=1)), decide("A05", include=True))
    assert found == Impact("not_selected", "selected", (Seat("deep_dive", "A02"),), ())


def test_who_is_left_out_lets_the_first_in_reserve_move_up():
    found = impact(ordinary(5), rules(stage(2, reserve=1)), decide("A01", include=False))
    assert found == Impact("selected", "not_selected", (), (Seat("deep_dive", "A03"),))


def test_a_company_that_is_in_anyway_changes_nothing():
    assert impact(ordinary(5), rules(stage(2)), decide("A01", include=True)) == Impact(
        "selected", "selected"
    )


def test_leaving_out_at_an_early_stage_moves_seats_at_the_later_ones_too():
    programme = rules(stage(3, "engaged"), stage(2))
    found = impact(ordinary(5), programme, decide("A01", include=False, at="engaged"))
    assert found.moved_up == (Seat("engaged", "A04"), Seat("deep_dive", "A03"))


def test_a_withdrawal_gives_back_what_the_decision_took():
    into = decide("A05", include=True)
    back = replace(into, withdraws=True)
    found = impact(ordinary(5), rules(stage(2)), back, [into])
    assert found == Impact("selected", "not_selected", (), (Seat("deep_dive", "A02"),))


def test_a_quota_that_gives_way_is_told_with_its_numbers():
    companies = ordinary(3) | {"W1": {"lowest_index": 90.0, "groups": ["women"]}}
    programme = rules(stage(2, quota=[WOMEN]))
    found = impact(companies, programme, decide("A03", include=True), [decide("A02", include=True)])
    assert found.fell_out == (Seat("deep_dive", "W1"),)
    assert found.demands == (DemandChange("deep_dive", "target_group=women", 1, 1, 0),)
    assert found.demands[0].is_worse


def test_leaving_out_the_only_company_of_a_place_loses_its_quota():
    companies = ordinary(3) | {"P1": {"lowest_index": 90.0, "municipality": "PAJ"}}
    found = impact(companies, rules(stage(2, quota=[PAJ])), decide("P1", include=False))
    assert found.demands == (DemandChange("deep_dive", "municipality=PAJ", 1, 1, 0),)


def test_a_quota_is_met_again_when_its_company_is_put_in():
    companies = ordinary(3) | {"W1": {"lowest_index": 90.0, "groups": ["women"], "complete": False}}
    found = impact(companies, rules(stage(2, quota=[WOMEN])), decide("W1", include=True))
    assert found.demands == (DemandChange("deep_dive", "target_group=women", 1, 0, 1),)
    assert not found.demands[0].is_worse


def test_a_company_that_must_go_in_and_no_longer_does_is_counted():
    companies = ordinary(3) | {"S1": {"serious_flags": 1.0, "lowest_index": 50.0}}
    found = impact(companies, rules(stage(1, must=["serious"])), decide("A01", include=True))
    assert found.fell_out == (Seat("deep_dive", "S1"),)
    assert found.demands == (DemandChange("deep_dive", "must", 0, 0, 1),)
    assert found.demands[0].is_worse


def test_contrast_seats_that_decisions_take_are_counted():
    companies = {
        f"A{place:02}": {"lowest_index": 10.0 * place, "mean_need": 10.0 * place}
        for place in range(1, 10)
    }
    programme = rules(stage(3, contrast=2))
    found = impact(companies, programme, decide("A05", include=True), [decide("A04", include=True)])
    (change,) = [one for one in found.demands if one.name == "contrast"]
    assert (change.asked, change.after) == (2, 1)
    assert change.before == 2


names = st.sampled_from(["A01", "A02", "A03", "A04", "A05", "A06"])
drawn = st.builds(
    decide, names, include=st.booleans(), at=st.sampled_from(["engaged", "deep_dive"])
)


def chosen(selection, at):
    rows = zip(
        selection.table["company_id"],
        selection.table["stage"],
        selection.table["outcome"],
        strict=True,
    )
    return {
        company for company, stage_id, outcome in rows if stage_id == at and outcome == "selected"
    }


@settings(max_examples=40, deadline=None)
@given(known=st.lists(drawn, max_size=2), decision=drawn)
def test_seats_lost_and_won_are_those_of_two_whole_selections(known, decision):
    programme = rules(stage(4, "engaged"), stage(3))
    world = candidates(ordinary(6))
    before, after = select(world, programme, known), select(world, programme, [*known, decision])
    found = compare_selections(before, after, decision, world, programme)
    for at in ("engaged", "deep_dive"):
        was, now = (
            chosen(before, at) - {decision.company_id},
            chosen(after, at) - {decision.company_id},
        )
        assert {one.company_id for one in found.fell_out if one.stage == at} == was - now
        assert {one.company_id for one in found.moved_up if one.stage == at} == now - was
