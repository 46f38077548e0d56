"""What companies are told in a world without change; `make validate` tries more of them."""

import pytest

from jamna.simulation.effect_recovery import World
from jamna.simulation.false_claims import GROUPS, Claimed, count_false_claims, format_claims
from jamna.workspace.layout import new_workspace
from jamna.workspace.settings import load_settings
from survey.instrument.file import load_instrument


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    workspace = new_workspace(tmp_path_factory.mktemp("shipped"))
    world = World(load_settings(workspace.programme), load_instrument(workspace.instrument))
    return count_false_claims(world, range(301, 305), workers=1)


def test_at_most_one_company_in_twenty_is_told_of_a_change_that_is_none(counts):
    """Four programmes of some 300 companies.

    Two standard errors are 0.012 for all, and 0.026 for large ones.
    """
    assert counts["all"].companies > 1000
    assert counts["all"].share < 0.062
    assert counts["under 10 employees"].share < 0.065
    assert counts["10 employees or more"].share < 0.076


def test_the_groups_by_size_are_all_companies(counts):
    small, large = (counts[group] for group in GROUPS[1:3])
    assert small + large == counts["all"]


def test_the_table_says_share_and_number():
    table = format_claims({"all": Claimed(1200, 48), "with a deep dive": Claimed(0, 0)})
    assert "| all | 1,200 | 4.0% |" in table
    assert "| with a deep dive | 0 | nan% |" in table
