from dataclasses import replace
from hashlib import sha256

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from diagnostics.records import StageNote
from diagnostics.rules import ContrastSeats, Exclusion, Lottery, Quota
from diagnostics.selection.lottery import draw
from diagnostics.selection.selection import find_cases, select
from survey.common.errors import ConfigurationError
from tests.diagnostics.selection_world import (
    candidates,
    decide,
    ordinary,
    row,
    rules,
    selected,
    selected_by_rule,
    shuffled,
    stage,
)

COLUMNS = [
    "company_id",
    "stage",
    "outcome",
    "rule_outcome",
    "priority",
    "rank",
    "place",
    "reasons",
    "decided_by",
]
TOURISM = Exclusion(
    background="trade",
    values=["TOUR"],
    reason={"en": "tourism cannot take part", "sv": "besöksnäringen kan inte delta"},
)


def test_the_table_has_the_contracts_columns_and_one_row_a_company_and_stage():
    table = select(candidates(ordinary(4)), rules(stage(3, "engaged"), stage(1))).table
    assert list(table.columns) == COLUMNS
    assert not table.duplicated(["company_id", "stage"]).any()
    assert table["stage"].value_counts().to_dict() == {
        "contacted": 4,
        "answered": 4,
        "engaged": 4,
        "deep_dive": 3,
    }


def test_each_stage_chooses_among_those_of_the_one_before():
    selection = select(
        candidates(ordinary(6)),
        rules(stage(4, "engaged", order=["lowest_index"]), stage(2, order=["highest_need"])),
    )
    assert selected(selection, "engaged") == ["A01", "A02", "A03", "A04"]
    assert set(selected(selection)) <= {"A01", "A02", "A03", "A04"}


def test_the_cases_are_the_companies_chosen_at_the_last_stage_in_the_order_of_its_list():
    stages = rules(stage(4, "engaged"), stage(2, order=["highest_need"]))
    companies = {
        "B": {"highest_need": 1},
        "C": {"highest_need": 2},
        "A": {"highest_need": 3},
        "D": {"highest_need": 0},
    }
    selection = select(candidates(companies), stages)
    assert selection.chosen("deep_dive") == ["A", "C"]
    assert sorted(selection.chosen("engaged")) == ["A", "B", "C", "D"]
    assert selection.chosen("no such stage") == []
    assert find_cases(selection, stages) == ["A", "C"]
    assert find_cases(selection, rules()) == []


def test_contacts_are_counted_whether_they_answered_or_not():
    companies = ordinary(3) | {
        "silent": {"answered": False, "complete": False},
        "half": {"complete": False},
        "tour": {"trade": "TOUR"},
    }
    selection = select(candidates(companies), rules(stage(2, reserve=1), excluded=[TOURISM]))
    counts = {count.stage: count for count in selection.counts}
    assert (counts["contacted"].selected, counts["contacted"].capacity) == (6, None)
    answered, last = counts["answered"], counts["deep_dive"]
    assert (answered.selected, answered.ineligible, answered.not_selected) == (4, 1, 1)
    assert (last.candidates, last.selected, last.reserve, last.not_selected, last.ineligible) == (
        4,
        2,
        1,
        0,
        1,
    )
    assert row(selection, "half", "answered")["reasons"] == "the answer is not complete"
    assert row(selection, "silent", "answered")["reasons"] == "no answer"


def test_every_reason_against_a_company_is_given():
    companies = {
        "both": {"trade": "TOUR", "wants_support": False},
        "unsaid": {"wants_support": pd.NA},
        "unknown_trade": {"trade": None},
    }
    selection = select(candidates(companies), rules(stage(5), excluded=[TOURISM]), language="sv")
    assert row(selection, "both")["outcome"] == "ineligible"
    assert (
        row(selection, "both")["reasons"] == "besöksnäringen kan inte delta; does not want support"
    )
    assert row(selection, "unsaid")["reasons"] == "did not say that it wants support"
    assert row(selection, "both")["rank"] is None
    assert selected(selection) == ["unknown_trade"]


def test_who_did_not_answer_stands_before_no_stage():
    companies = ordinary(1) | {
        "silent": {"answered": False, "complete": False, "trade": "TOUR", "wants_support": pd.NA}
    }
    table = select(candidates(companies), rules(stage(1), excluded=[TOURISM])).table
    assert table.loc[table["company_id"] == "silent", "stage"].tolist() == ["contacted", "answered"]


def test_support_need_not_be_asked_for():
    companies = {"no": {"wants_support": False}, "unsaid": {"wants_support": pd.NA}}
    assert selected(select(candidates(companies), rules(stage(5), wants_support=False))) == [
        "no",
        "unsaid",
    ]


def test_a_missing_index_is_eligible_comes_last_and_says_so():
    companies = ordinary(2) | {"none": {"lowest_index": np.nan}}
    selection = select(candidates(companies), rules(stage(2, reserve=5)))
    assert selected(selection) == ["A01", "A02"]
    assert (
        row(selection, "none")["reasons"]
        == "no. 1 on the reserve list; index: missing, so last on this"
    )


def test_nothing_is_rounded_before_ranking():
    companies = {
        "b": {"lowest_index": 40.0000001},
        "c": {"lowest_index": 40.0000002},
        "a": {"lowest_index": 40.0000003},
    }
    assert selected(select(candidates(companies), rules(stage(1)))) == ["b"]


def test_priority_counts_classes_of_equals_and_rank_breaks_ties_by_the_earliest_answer():
    companies = {
        "late": {"watch_flags": 1, "earliest_answer": 9},
        "early": {"watch_flags": 1, "earliest_answer": 2},
        "none": {"earliest_answer": 1},
        "never": {"earliest_answer": np.nan},
    }
    selection = select(
        candidates(companies), rules(stage(1, order=["watch_flags", "earliest_answer"]))
    )
    standing = {
        company: (row(selection, company)["priority"], row(selection, company)["rank"])
        for company in companies
    }
    assert standing == {"early": (1, 1), "late": (1, 2), "none": (2, 3), "never": (2, 4)}


def test_what_is_still_equal_is_settled_by_a_seeded_draw_and_not_by_name():
    companies = {f"C{number}": {} for number in range(30)}
    first, second = (select(candidates(companies), rules(stage(5), seed=seed)) for seed in (1, 2))
    assert selected(first) != selected(second)
    assert selected(first) != sorted(companies)[:5]


def test_serious_flags_must_go_in_whatever_the_order_says():
    companies = ordinary(4) | {
        "Z": {"lowest_index": 99, "serious_flags": 1},
        "Y": {"lowest_index": 98, "watch_flags": 1},
    }
    selection = select(candidates(companies), rules(stage(2, must=["serious"])))
    assert selected(selection) == ["A01", "Z"]
    assert row(selection, "Z")["reasons"] == "goes in with a serious equality flag; index: 99.0"
    both = select(candidates(companies), rules(stage(2, must=["serious", "watch"])))
    assert selected(both) == ["Y", "Z"]


def test_quotas_take_the_next_of_their_group_and_say_so():
    companies = ordinary(4) | {"W": {"lowest_index": 50, "groups": ["women"], "municipality": "Y"}}
    selection = select(
        candidates(companies),
        rules(stage(2, quota=[Quota(target_group="women"), Quota(each="municipality")])),
    )
    assert selected(selection) == ["A01", "W"]
    assert row(selection, "W")["place"] == "quota"
    assert row(selection, "W")["reasons"].startswith(
        "in by quota (target_group=women, municipality=Y)"
    )
    assert row(selection, "A01")["place"] == "core"


def test_who_would_be_in_anyway_has_no_quota_place():
    companies = ordinary(4) | {"W": {"lowest_index": 0, "groups": ["women"]}}
    assert (
        row(
            select(candidates(companies), rules(stage(2, quota=[Quota(target_group="women")]))), "W"
        )["place"]
        == "core"
    )


def test_a_quota_asks_for_no_more_than_there_are_and_says_so():
    companies = ordinary(4) | {"W": {"lowest_index": 50, "groups": ["women"]}}
    selection = select(
        candidates(companies), rules(stage(3, quota=[Quota(target_group="women", least=2)]))
    )
    assert selected(selection) == ["A01", "A02", "W"]
    assert selection.notes == [StageNote("deep_dive", "quota", 1, 2, "target_group=women")]


CONTRASTS = {
    f"M{place}": {"lowest_index": 20 + place, "mean_need": 50 + place} for place in range(6)
} | {
    "needy_and_good": {"lowest_index": 90, "mean_need": 90},
    "needy_and_good_too": {"lowest_index": 85, "mean_need": 85},
    "calm_and_poor": {"lowest_index": 19, "mean_need": 10, "watch_flags": 0},
    "poor_too": {"lowest_index": 18, "mean_need": 12},
}


def test_contrast_places_go_half_to_need_with_equality_and_half_to_the_reverse():
    selection = select(
        candidates(CONTRASTS),
        rules(stage(4, order=["highest_need", "earliest_answer"], contrast=2, reserve=1)),
    )
    places = {company: row(selection, company)["place"] for company in selected(selection)}
    assert [company for company, place in places.items() if place == "contrast"] == [
        "calm_and_poor",
        "needy_and_good",
    ]
    assert row(selection, "needy_and_good")["reasons"].startswith(
        "contrast place, a high need and good equality: 90.0 and 90.0"
    )


def test_a_high_need_without_good_equality_is_no_contrast():
    companies = {
        f"M{place}": {"lowest_index": 20 + place, "mean_need": 60 - place} for place in range(6)
    }
    companies |= {name: {"lowest_index": 22.5, "mean_need": 99} for name in ("needy", "needy_too")}
    selection = select(candidates(companies), rules(stage(4, contrast=1)))
    assert selection.table["place"].dropna().unique().tolist() == ["core"]


def region(**one):
    """Ten companies in the middle, and one that stands out among them."""
    return {
        f"M{place}": {"lowest_index": 30.0 + place, "mean_need": 40.0 + place}
        for place in range(10)
    } | {"one": one}


@pytest.mark.parametrize(
    ("one", "is_contrast"),
    [
        ({"lowest_index": 54.8, "mean_need": 62}, False),  # the best here, and still not good
        ({"lowest_index": 74.9, "mean_need": 62}, False),
        ({"lowest_index": 75, "mean_need": 50}, True),
        ({"lowest_index": 75, "mean_need": 49.9}, False),
        ({"lowest_index": 20, "mean_need": 75}, False),
    ],
)
def test_good_equality_has_a_floor_and_so_has_a_high_need(one, is_contrast):
    selection = select(
        candidates(region(**one)),
        rules(stage(3, order=["earliest_answer"], contrast=ContrastSeats(seats=1))),
    )
    assert (row(selection, "one")["place"] == "contrast") == is_contrast
    assert [note.got for note in selection.notes] == ([] if is_contrast else [0])


@pytest.mark.parametrize(
    ("one", "is_contrast"),
    [
        ({"lowest_index": 20, "mean_need": 39}, False),  # the least here, and still not low
        ({"lowest_index": 20, "mean_need": 25}, True),
        ({"lowest_index": 20, "mean_need": 25.1}, False),
    ],
)
def test_a_low_need_has_a_ceiling(one, is_contrast):
    selection = select(
        candidates(region(**one)), rules(stage(4, order=["earliest_answer"], contrast=2))
    )
    assert (row(selection, "one")["place"] == "contrast") == is_contrast


@pytest.mark.parametrize(("index", "is_contrast"), [(50, True), (50.1, False)])
def test_poor_equality_has_a_ceiling(index, is_contrast):
    """Where everybody else has 80 or more."""
    companies = {
        name: {**cells, "lowest_index": 50 + cells["lowest_index"]}
        for name, cells in region(lowest_index=index - 50, mean_need=10).items()
    }
    selection = select(
        candidates(companies), rules(stage(4, order=["earliest_answer"], contrast=2))
    )
    assert (row(selection, "one")["place"] == "contrast") == is_contrast


def test_limits_are_the_programmes_own():
    low = ContrastSeats(seats=1, equality_at_least=54, need_at_least=60)
    companies = region(lowest_index=54.8, mean_need=62)
    selection = select(
        candidates(companies), rules(stage(3, order=["earliest_answer"], contrast=low))
    )
    assert row(selection, "one")["place"] == "contrast"


def test_a_contrast_case_that_goes_in_anyway_leaves_the_seat_to_the_order_and_it_is_said():
    companies = region(lowest_index=80, mean_need=90, serious_flags=1)
    selection = select(candidates(companies), rules(stage(3, must=["serious"], contrast=1)))
    assert row(selection, "one")["place"] == "core"
    assert selection.notes == [StageNote("deep_dive", "contrast", 0, 1)]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"equality_at_most": 75}, "equality_at_most = 75 is not under equality_at_least = 75"),
        ({"need_at_least": 20}, "need_at_most = 25 is not under need_at_least = 20"),
        ({"need_at_most": 101}, "less than or equal to 100"),
        ({"seats": -1}, "greater than or equal to 0"),
    ],
)
def test_limits_that_contradict_each_other_are_refused(limits, said):
    with pytest.raises(ValidationError, match=said):
        ContrastSeats(**limits)


def test_contrast_places_without_a_clear_case_go_by_order():
    selection = select(candidates(ordinary(5)), rules(stage(2, contrast=2)))
    assert selected(selection) == ["A01", "A02"]
    assert selection.notes == [StageNote("deep_dive", "contrast", 0, 2)]


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("serious_flags", "large"),
        ("firm_flags", "large"),
        ("watch_flags", "large"),
        ("need_flags", "large"),
        ("lowest_index", "small"),
        ("lowest_domain", "small"),
        ("highest_need", "large"),
        ("earliest_answer", "small"),
    ],
)
def test_each_key_of_an_order_puts_the_right_end_first_and_the_missing_last(key, first):
    companies = {"small": {key: 1.0}, "large": {key: 2.0}, "missing": {key: np.nan}}
    listed = select(candidates(companies), rules(stage(3, order=[key]))).chosen("deep_dive")
    assert listed == [first, *({"small", "large"} - {first}), "missing"]


@pytest.mark.parametrize(
    ("capacity", "contrast", "cases"),
    [(3, 1, {"B"}), (4, 2, {"B", "O3"}), (5, 3, {"A", "B", "O3"})],
)
def test_the_clearest_contrasts_get_the_seats_and_an_odd_one_is_for_a_high_need(
    capacity, contrast, cases
):
    """Of 12, "A", "B" and "C" stand 22, 23 and 21 in the sum of both ranks.

    "O1" and "O2" go in by order.
    """
    places = {f"O{rank}": (rank, rank) for rank in range(1, 10)}
    places |= {"A": (10, 12), "B": (12, 11), "C": (11, 10)}
    companies = {
        name: {"mean_need": 8.3 * need, "lowest_index": 8.3 * index}
        for name, (need, index) in places.items()
    }
    table = select(candidates(companies), rules(stage(capacity, contrast=contrast))).table
    assert set(table.loc[table["place"] == "contrast", "company_id"]) == cases
    assert set(table.loc[table["place"] == "core", "company_id"]) == {"O1", "O2"}


def test_where_everybody_has_a_seat_no_contrast_is_missed():
    for number in (2, 3):
        assert select(candidates(ordinary(number)), rules(stage(3, contrast=2))).notes == []


def test_only_quotas_that_find_too_few_are_noted_in_the_order_of_their_names():
    companies = {
        "A": {"municipality": "Y"},
        "B": {"municipality": "X"},
        "C": {"municipality": "Z"},
        "D": {"municipality": "Z"},
    }
    notes = select(
        candidates(companies), rules(stage(4, quota=[Quota(each="municipality", least=2)]))
    ).notes
    assert notes == [
        StageNote("deep_dive", "quota", 1, 2, f"municipality={name}") for name in ("X", "Y")
    ]


def test_a_lottery_draws_at_its_own_stage_only():
    drawn = rules(
        stage(10, "engaged"), stage(3), lottery=Lottery(stage="deep_dive", seed=7, equal_on=0)
    )
    selection = select(candidates(ordinary(30)), drawn)
    first_ten = [f"A{number:02}" for number in range(1, 11)]
    assert selected(selection, "engaged") == first_ten
    assert selected(selection) == sorted(
        sorted(first_ten, key=lambda company: sha256(f"7:{company}".encode()).hexdigest())[:3]
    )


def test_the_reserve_list_follows_the_order():
    selection = select(candidates(ordinary(6)), rules(stage(2, reserve=2)))
    assert [row(selection, company)["outcome"] for company in ("A03", "A04", "A05")] == [
        "reserve",
        "reserve",
        "not_selected",
    ]
    assert row(selection, "A04")["reasons"].startswith("no. 2 on the reserve list")


def test_an_excluded_company_is_out_and_the_next_moves_up():
    selection = select(
        candidates(ordinary(4)),
        rules(stage(2, reserve=1)),
        [decide("A01", include=False, reason="declined")],
    )
    assert row(selection, "A01") | {"priority": None} == {
        "company_id": "A01",
        "stage": "deep_dive",
        "outcome": "not_selected",
        "rule_outcome": "selected",
        "priority": None,
        "rank": None,
        "place": None,
        "reasons": "excluded by decision (declined)",
        "decided_by": "Adviser",
    }
    moved = row(selection, "A03")
    assert (moved["outcome"], moved["rule_outcome"], moved["place"], moved["decided_by"]) == (
        "selected",
        "reserve",
        "core",
        None,
    )
    assert "the rule alone, without decisions on others: reserve" in moved["reasons"]


def test_an_included_company_pushes_out_the_last_by_order():
    selection = select(candidates(ordinary(4)), rules(stage(2)), [decide("A04", include=True)])
    assert selected(selection) == ["A01", "A04"]
    assert selected_by_rule(selection) == ["A01", "A02"]
    included = row(selection, "A04")
    assert (included["place"], included["rank"], included["priority"], included["decided_by"]) == (
        "decision",
        1,
        4,
        "Adviser",
    )


def test_including_a_company_that_is_in_by_rule_changes_nothing_but_is_kept():
    selection = select(candidates(ordinary(4)), rules(stage(2)), [decide("A02", include=True)])
    assert selected(selection) == ["A01", "A02"]
    assert (row(selection, "A02")["place"], row(selection, "A02")["decided_by"]) == (
        "core",
        "Adviser",
    )


def test_an_ineligible_company_can_be_included_and_it_shows():
    companies = ordinary(3) | {
        "tour": {"trade": "TOUR"},
        "silent": {"answered": False, "complete": False, "lowest_index": np.nan},
    }
    decisions = [decide("tour", include=True), decide("silent", include=True)]
    selection = select(candidates(companies), rules(stage(3), excluded=[TOURISM]), decisions)
    assert selected(selection) == ["A01", "silent", "tour"]
    tour = row(selection, "tour")
    assert (tour["rule_outcome"], tour["place"]) == ("ineligible", "decision")
    assert tour["reasons"].startswith(
        "tourism cannot take part; included by decision (knows_company)"
    )
    assert row(selection, "silent", "answered")["outcome"] == "not_selected"


def test_a_later_stages_inclusion_carries_a_company_through_the_ones_before():
    selection = select(
        candidates(ordinary(6)), rules(stage(3, "engaged"), stage(2)), [decide("A06", include=True)]
    )
    assert selected(selection, "engaged") == ["A01", "A02", "A06"]
    assert selected(selection) == ["A01", "A06"]
    assert row(selection, "A06")["rule_outcome"] == "not_selected"


def test_an_exclusion_holds_at_the_stages_after_and_the_rules_own_view_stays_visible():
    selection = select(
        candidates(ordinary(6)),
        rules(stage(3, "engaged"), stage(2)),
        [decide("A01", include=False, at="engaged")],
    )
    later = row(selection, "A01")
    assert (later["outcome"], later["rule_outcome"], later["decided_by"]) == (
        "not_selected",
        "selected",
        "Adviser",
    )
    assert selected(selection) == ["A02", "A03"]


def test_who_fell_out_before_is_said_to_have_fallen_out():
    decisions = [decide("A06", include=True, at="engaged")]
    selection = select(candidates(ordinary(6)), rules(stage(2, "engaged"), stage(2)), decisions)
    assert row(selection, "A02")["reasons"] == "not selected at the stage before"


def test_the_last_decision_about_a_company_and_a_stage_counts():
    back_and_forth = [
        decide("A01", include=False, at="engaged"),
        decide("A01", include=True, at="engaged"),
    ]
    selection = select(
        candidates(ordinary(4)), rules(stage(3, "engaged"), stage(2)), back_and_forth
    )
    assert selected(selection) == ["A01", "A02"]
    selection = select(
        candidates(ordinary(4)), rules(stage(3, "engaged"), stage(2)), back_and_forth[::-1]
    )
    assert selected(selection) == ["A02", "A03"]


def test_a_newer_decision_at_another_stage_goes_before_an_older_one():
    later_in = [decide("A06", include=False, at="engaged"), decide("A06", include=True)]
    assert "A06" in selected(
        select(candidates(ordinary(6)), rules(stage(3, "engaged"), stage(2)), later_in)
    )
    later_out = later_in[::-1]
    assert "A06" not in selected(
        select(candidates(ordinary(6)), rules(stage(3, "engaged"), stage(2)), later_out)
    )


def test_decisions_about_nobody_are_handed_back():
    strange = [decide("nobody", include=True), decide("A01", include=True, at="nowhere")]
    selection = select(candidates(ordinary(3)), rules(stage(1)), strange)
    assert list(selection.unused) == strange
    assert selected(selection) == ["A01"]


def test_what_the_rule_asks_for_gives_way_to_a_decision():
    companies = ordinary(3) | {
        "S1": {"serious_flags": 1},
        "S2": {"serious_flags": 1, "lowest_index": 60},
    }
    selection = select(
        candidates(companies), rules(stage(2, must=["serious"])), [decide("A01", include=True)]
    )
    assert selected(selection) == ["A01", "S1"]
    assert selection.notes == [StageNote("deep_dive", "must", 0, 1)]


def test_a_collision_that_a_decision_takes_away_stops_nothing():
    companies = {f"S{number}": {"serious_flags": 1, "lowest_index": number} for number in range(3)}
    selection = select(
        candidates(companies), rules(stage(2, must=["serious"])), [decide("S1", include=False)]
    )
    assert selected(selection) == ["S0", "S2"]


def collision(companies, *stages, decisions=()):
    with pytest.raises(ConfigurationError) as caught:
        select(candidates(companies), rules(*stages), decisions)
    (problem,) = caught.value.problems
    return problem.what


def test_too_many_serious_flags_are_counted():
    companies = {f"S{number:02}": {"serious_flags": 1} for number in range(23)}
    said = collision(
        companies, stage(20, must=["serious"], contrast=2, quota=[Quota(each="municipality")])
    )
    assert (
        said == "Deep dive has 20 seats, but 23 companies with a serious equality flag must go in."
    )


def test_a_quota_for_each_value_is_added_up():
    companies = {f"C{number:02}": {"municipality": f"M{number % 8}"} for number in range(40)}
    said = collision(
        companies,
        stage(20, quota=[Quota(target_group="women"), Quota(each="municipality", least=3)]),
    )
    assert said == "Deep dive has 20 seats, but at least 3 for each municipality makes 24."


def test_only_what_collides_is_named():
    companies = {f"S{number}": {"serious_flags": 1} for number in range(4)} | {
        f"W{number}": {"groups": ["women"]} for number in range(4)
    }
    companies |= {f"Y{number}": {"groups": ["young"]} for number in range(1)}
    quota = [Quota(target_group="young"), Quota(target_group="women", least=2)]
    said = collision(companies, stage(5, must=["serious"], quota=quota))
    assert said == (
        "Deep dive has 5 seats, but 4 companies with a serious equality flag must go in and at "
        "least 2 must be in the target group women."
    )


def test_contrast_places_can_collide():
    companies = CONTRASTS | {f"S{number}": {"serious_flags": 1} for number in range(3)}
    said = collision(companies, stage(4, must=["serious"], contrast=2))
    assert (
        said == "Deep dive has 4 seats, but 3 companies with a serious equality flag must go in "
        "and 2 are for contrast."
    )


def test_more_inclusions_than_places_collide():
    decisions = [decide(company, include=True) for company in ("A01", "A02", "A03")]
    assert (
        collision(ordinary(5), stage(2), decisions=decisions)
        == "Deep dive has 2 seats, but 3 companies are included by decision."
    )


def test_a_collision_of_the_rule_is_said_even_where_something_is_included():
    companies = ordinary(2) | {f"S{number}": {"serious_flags": 1} for number in range(3)}
    said = collision(companies, stage(2, must=["serious"]), decisions=[decide("A01", include=True)])
    assert said == "Deep dive has 2 seats, but 3 companies with a serious equality flag must go in."


def lottery(seed, equal_on=1):
    return Lottery(stage="deep_dive", seed=seed, equal_on=equal_on)


EQUALS = {f"E{number:02}": {"watch_flags": 1, "lowest_index": number} for number in range(20)} | {
    "first": {"watch_flags": 2},
    "last": {"watch_flags": 0},
    "must": {"watch_flags": 1, "serious_flags": 1},
}
DRAWN = {"order": ["watch_flags", "lowest_index"], "must": ["serious"]}


def test_a_lottery_draws_among_equals_only_and_can_be_repeated_by_its_record():
    selection = select(candidates(EQUALS), rules(stage(6, **DRAWN), lottery=lottery(7)))
    assert {"first", "must"} <= set(selected(selection))
    record = selection.lottery
    assert set(record.entrants["company_id"]) == {f"E{number:02}" for number in range(20)}
    again = record.entrants.sort_values("draw")["company_id"].tolist()[:4]
    assert sorted(again) == sorted(record.entrants.loc[record.entrants["won"], "company_id"])
    assert sorted([*again, "first", "must"]) == selected(selection)


def test_the_draw_is_what_sha256sum_gives():
    """`printf '7:E00' | sha256sum`"""
    record = select(candidates(EQUALS), rules(stage(6, **DRAWN), lottery=lottery(7))).lottery
    assert record.entrants.set_index("company_id").loc["E00", "draw"] == "535d9fc95161"


def test_another_seed_is_another_draw_and_the_rest_of_the_order_does_not_matter():
    draws = [
        selected(select(candidates(EQUALS), rules(stage(6, **DRAWN), lottery=lottery(seed))))
        for seed in range(6)
    ]
    assert len({tuple(draw) for draw in draws}) > 1
    other = {company: cells | {"lowest_index": 1.0} for company, cells in EQUALS.items()}
    assert (
        selected(select(candidates(other), rules(stage(6, **DRAWN), lottery=lottery(0))))
        == draws[0]
    )


def test_no_company_is_drawn_differently_because_of_another():
    fewer = {company: cells for company, cells in EQUALS.items() if company != "E03"}
    whole, part = (
        select(candidates(some), rules(stage(6, **DRAWN), lottery=lottery(7))).lottery
        for some in (EQUALS, fewer)
    )
    draws = whole.entrants.set_index("company_id")["draw"]
    assert part.entrants.set_index("company_id")["draw"].to_dict() == draws.drop("E03").to_dict()


def test_a_lottery_among_all_lets_everybody_draw():
    companies = {company: cells for company, cells in EQUALS.items() if company != "must"}
    record = select(
        candidates(companies), rules(stage(6, **DRAWN), lottery=lottery(7, equal_on=0))
    ).lottery
    assert len(record.entrants) == len(companies)
    assert record.entrants["won"].sum() == 6


def test_without_a_lottery_there_is_no_record():
    assert select(candidates(EQUALS), rules(stage(6, **DRAWN))).lottery is None


def test_over_many_seeds_every_equal_has_the_same_chance():
    names = [f"E{number}" for number in range(5)]
    first = [names[np.argmin(draw(names, seed))] for seed in range(1000)]
    won = np.array([first.count(name) for name in names])
    assert np.all(np.abs(won - 200) < 4 * np.sqrt(1000 * 0.2 * 0.8))


@st.composite
def programmes(pick):
    size = pick(st.integers(1, 14))
    values = st.sampled_from([0.0, 10.0, 20.0, 20.5, 90.0, np.nan])
    companies = {
        f"C{number:02}": {
            "lowest_index": pick(values),
            "mean_need": pick(values),
            "highest_need": pick(values),
            "watch_flags": pick(st.integers(0, 1)),
            "serious_flags": pick(st.sampled_from([0, 0, 0, 1])),
            "municipality": pick(st.sampled_from(["X", "Y", "Z"])),
            "groups": pick(st.sampled_from([[], ["women"], ["women", "young"]])),
            "wants_support": pick(st.sampled_from([True, True, True, False])),
            "earliest_answer": pick(st.integers(0, 2)),
        }
        for number in range(size)
    }
    quota = pick(
        st.lists(
            st.sampled_from([Quota(each="municipality"), Quota(target_group="women", least=2)]),
            max_size=2,
            unique_by=repr,
        )
    )
    last = stage(
        pick(st.integers(0, 6)), order=["watch_flags", "lowest_index"],
        must=pick(st.sampled_from([[], ["serious"]])),
        contrast=pick(st.integers(0, 2)), reserve=2, quota=quota,
    )  # fmt: skip
    names = st.sampled_from(sorted(companies))
    decisions = pick(
        st.lists(
            st.builds(
                decide, names, include=st.booleans(), at=st.sampled_from(["engaged", "deep_dive"])
            ),
            max_size=3,
        )
    )
    return companies, rules(stage(pick(st.integers(3, 10)), "engaged"), last), decisions


def try_to_select(companies, rules_, decisions):
    """The selection, or what stands in its way."""
    try:
        return select(candidates(companies), rules_, decisions)
    except ConfigurationError as error:
        return error.problems


@given(programmes(), st.integers(0, 100))
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_in_a_file_changes_nothing(programme, seed):
    companies, rules_, decisions = programme
    selection, other = (
        try_to_select(some, rules_, decisions) for some in (companies, shuffled(companies, seed))
    )
    if isinstance(selection, tuple):
        assert selection == other
        return
    first, second = (
        one.table.sort_values(["stage", "company_id"], ignore_index=True)
        for one in (selection, other)
    )
    pd.testing.assert_frame_equal(first, second)
    hold_invariants(selection, rules_)


def hold_invariants(selection, rules_):
    table = selection.table
    assert not table.duplicated(["company_id", "stage"]).any()
    assert table[["outcome", "rule_outcome", "reasons"]].notna().all().all()
    assert (table["reasons"] != "").all()
    engaged, last = (table[table["stage"] == name] for name in ("engaged", "deep_dive"))
    for part, of_stage in ((engaged, rules_.stage[0]), (last, rules_.stage[1])):
        chosen = part[part["outcome"] == "selected"]
        assert len(chosen) == min(of_stage.capacity, part["rank"].notna().sum())
        assert part["rank"].dropna().sort_values().tolist() == list(
            range(1, part["rank"].notna().sum() + 1)
        )
        assert chosen["place"].notna().all()
        assert part.loc[part["outcome"] != "selected", "place"].isna().all()
    assert set(last.loc[last["outcome"] == "selected", "company_id"]) <= set(
        engaged.loc[engaged["outcome"] == "selected", "company_id"]
    )


def test_no_stages_leave_the_contacts_and_the_answers():
    selection = select(candidates(ordinary(2)), rules())
    assert [count.stage for count in selection.counts] == ["contacted", "answered"]


def test_nobody_can_be_chosen_among_nobody():
    selection = select(
        candidates({"tour": {"trade": "TOUR"}}), rules(stage(3, contrast=2), excluded=[TOURISM])
    )
    assert selected(selection) == []
    assert row(selection, "tour")["outcome"] == "ineligible"


def test_a_stage_can_have_no_places():
    selection = select(candidates(ordinary(3)), rules(replace(stage(0), reserve=1)))
    assert row(selection, "A01")["outcome"] == "reserve"
