from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.reliability.robustness import leave_each_indicator_out, vary
from analysis.rules import RobustnessRules
from analysis.scoring.coding import code_points
from analysis.scoring.scoring import score
from diagnostics.flags.checks import check_rules
from diagnostics.flags.flags import raise_flags, tabulate_flags
from diagnostics.flags.reasons import format_reasons, format_score
from diagnostics.records import Reason
from diagnostics.rules import Condition, FlagRule
from survey.common.errors import ConfigurationError
from survey.instrument.records import NeedsRule
from tests.diagnostics.flag_world import SCORING, make_instrument, make_world

COLUMNS = ["company_id", "wave", "flag", "kind", "level", "reasons", "stands", "firm"]
"""The contract of `results/flags`."""


def rule(name="low", *, kind="equality", level="serious", **conditions):
    return FlagRule(id=name, kind=kind, level=level, name={"en": name}, **conditions)


def below(item, limit):
    return Condition(item=item, below=limit)


def at_least(item, limit):
    return Condition(item=item, at_least=limit)


FEW = RobustnessRules(variants=20)


def flags_of(world, *rules, robustness=FEW, seed=1):
    return raise_flags(
        world.scores,
        world.needs,
        world.answers,
        world.instrument,
        rules=list(rules),
        robustness=robustness,
        scoring=SCORING,
        rng=np.random.default_rng(seed),
    )


LOW = "111111111"
MIDDLE = "333333333"
TWO_LOW = "111111555"


def test_every_condition_of_all_must_hold():
    world = make_world({"a": TWO_LOW, "b": "111555555", "c": "555555555"})
    flags = flags_of(world, rule(all=[below("hiring", 25), below("pay", 25)]))
    assert [flag.company_id for flag in flags] == ["a"]


@pytest.mark.parametrize(("least", "flagged"), [(1, ["a", "b", "c"]), (2, ["a", "b"]), (3, ["a"])])
def test_at_least_so_many_conditions_of_any_must_hold(least, flagged):
    world = make_world({"a": LOW, "b": TWO_LOW, "c": "111555555", "d": "555555555"})
    three = [below(domain, 25) for domain in ("hiring", "pay", "climate")]
    assert [flag.company_id for flag in flags_of(world, rule(any=three, least=least))] == flagged


def test_all_and_any_both_count():
    world = make_world({"a": TWO_LOW, "b": "111555555"})
    assert [
        flag.company_id
        for flag in flags_of(world, rule(all=[below("hiring", 25)], any=[below("pay", 25)]))
    ] == ["a"]


def test_a_limit_itself_is_not_below_but_is_at_least():
    world = make_world({"a": "222222222"})
    assert flags_of(world, rule(all=[below("hiring_1", 25)])) == []
    assert len(flags_of(world, rule(all=[at_least("hiring_1", 25)]))) == 1


@pytest.mark.parametrize("answers", ["___555555", "000555555"])
def test_a_missing_score_meets_no_condition(answers):
    world = make_world({"a": answers})
    assert (
        flags_of(
            world,
            rule("low", all=[below("hiring", 100)]),
            rule("high", all=[at_least("hiring", 0)]),
        )
        == []
    )


def test_reasons_name_the_conditions_met_and_no_others():
    world = make_world({"a": TWO_LOW})
    (flag,) = flags_of(
        world, rule(any=[below("climate", 25), below("pay", 25), below("hiring", 25)])
    )
    assert [(reason.item, reason.score, reason.limit) for reason in flag.reasons] == [
        ("pay", 0, 25),
        ("hiring", 0, 25),
    ]


def test_a_domains_answers_are_its_worst_indicators_by_what_they_cost():
    """hiring_1 weighs double: 2 x 25 lost points are less than 1 x 100, and more than 1 x 25."""
    world = make_world({"a": "414555555"})
    (flag,) = flags_of(world, rule(all=[below("hiring", 75)]))
    assert dict(flag.reasons[0].answers) == {"H2": "1", "H1": "4", "H3": "4"}
    assert list(flag.reasons[0].answers) == ["H2", "H1", "H3"]


def test_an_indicator_with_full_points_or_without_points_is_no_reason():
    world = make_world({"a": "51_111111", "b": "150111111"})
    reasons = {
        flag.company_id: flag.reasons[0].answers
        for flag in flags_of(world, rule(all=[below("hiring", 75)]))
    }
    assert reasons == {"a": {"H2": "1"}, "b": {"H1": "1"}}


def test_the_index_shows_five_answers_at_most():
    (flag,) = flags_of(make_world({"a": "121211121"}), rule(all=[below("index", 25)]))
    assert list(flag.reasons[0].answers) == ["H1", "C1", "P1", "H3", "P2"]


def test_a_high_limit_is_explained_by_what_pulls_up():
    (flag,) = flags_of(make_world({"a": "515111111"}), rule(all=[at_least("hiring", 60)]))
    assert list(flag.reasons[0].answers) == ["H1", "H3"]


def test_a_needs_reason_is_its_severity_and_its_place():
    world = make_world({"a": f"{MIDDLE} 514 31"})
    flags = flags_of(
        world,
        rule("n", kind="need", level="watch", any=[at_least("selling", 75), at_least("money", 75)]),
    )
    assert [dict(reason.answers) for reason in flags[0].reasons] == [
        {"NEED[N1]": "5", "TOP[2]": "N1"},
        {"NEED[N3]": "4", "TOP[1]": "N3"},
    ]
    assert flags[0].firm is None


def test_stands_is_the_share_of_random_variants_and_of_indicators_left_out():
    """Against the slow obvious version: score again, compare, count."""
    world = make_world({"a": "222233344", "b": "123123123", "c": LOW})
    rules = [rule("index", all=[below("index", 35)]), rule("hiring", all=[below("hiring", 30)])]
    robustness = RobustnessRules(variants=40, thresholds=8)
    points = code_points(world.answers, world.instrument)
    generator = np.random.default_rng(3)
    variants = [
        *vary(points, world.instrument, SCORING, robustness, generator),
        *leave_each_indicator_out(points, world.instrument, SCORING),
    ]
    flags = flags_of(world, *rules, robustness=robustness, seed=3)
    # "a" has 25 in hiring and 42 in the index, "b" 25 in every domain, "c" 0.
    assert [(flag.company_id, flag.flag) for flag in flags] == [
        ("a", "hiring"),
        *((company, name) for company in ("b", "c") for name in ("index", "hiring")),
    ]
    for flag in flags:
        (condition,) = {one.id: one for one in rules}[flag.flag].all
        place = world.scores.index.index.get_loc(flag.company_id)
        held = [
            variant.measured.of(condition.item)[place] < condition.below + variant.shift
            for variant in variants
        ]
        assert flag.stands == pytest.approx(np.mean(held))


def test_what_is_far_from_the_limit_stands_always_and_what_is_near_does_not():
    world = make_world({"a": LOW, "b": "222222222"})
    stands = {
        flag.company_id: flag.stands for flag in flags_of(world, rule(all=[below("hiring", 25.5)]))
    }
    assert stands["a"] == 1
    assert 0.2 < stands["b"] < 0.8


def test_firm_is_what_no_single_answer_decides():
    world = make_world({"leans_on_one": "155222222", "leans_on_many": "222222222"})
    firm = {flag.company_id: flag.firm for flag in flags_of(world, rule(all=[below("hiring", 51)]))}
    assert firm == {"leans_on_many": True, "leans_on_one": False}


def test_a_company_is_flagged_by_the_one_rule_that_it_meets():
    flags = flags_of(
        make_world({"a": "111555555", "b": "555111555"}),
        *(rule(name, all=[below(name, 25)]) for name in ("pay", "hiring")),
    )
    assert [(flag.company_id, flag.flag) for flag in flags] == [("a", "hiring"), ("b", "pay")]


def test_a_reason_on_one_indicator_is_its_own_answer():
    (flag,) = flags_of(make_world({"a": "121555555"}), rule(all=[below("hiring_2", 50)]))
    assert [(reason.item, reason.score, dict(reason.answers)) for reason in flag.reasons] == [
        ("hiring_2", 25, {"H2": "2"})
    ]


def test_a_need_without_a_rank_is_explained_by_its_severity_alone():
    (flag,) = flags_of(
        make_world({"a": f"{MIDDLE} 514 2"}), rule(kind="need", all=[at_least("money", 75)])
    )
    assert dict(flag.reasons[0].answers) == {"NEED[N3]": "4"}


def test_an_instrument_that_ranks_no_needs_explains_flags_all_the_same():
    world = make_world({"a": f"{LOW} 514"})
    world = replace(world, instrument=replace(world.instrument, needs=NeedsRule(severe_from="4")))
    (flag,) = flags_of(world, rule(all=[below("hiring_1", 25)]))
    assert dict(flag.reasons[0].answers) == {"H1": "1"}


def test_the_same_seed_gives_the_same_flags_and_companies_do_not_sway_one_another():
    companies = {"a": "222222222", "b": LOW, "c": "232323232"}
    rules = [rule(all=[below("hiring", 26)])]
    everybody, alone = (
        flags_of(make_world(companies), *rules),
        flags_of(make_world({"a": companies["a"]}), *rules),
    )
    assert flags_of(make_world(dict(reversed(companies.items()))), *rules) == everybody
    assert [flag for flag in everybody if flag.company_id == "a"] == alone


def test_flags_come_by_company_and_then_by_rule():
    world = make_world({"b": LOW, "a": LOW})
    flags = flags_of(
        world, rule("second", all=[below("pay", 50)]), rule("first", all=[below("pay", 50)])
    )
    assert [(flag.company_id, flag.flag) for flag in flags] == [
        ("a", "second"),
        ("a", "first"),
        ("b", "second"),
        ("b", "first"),
    ]


def test_no_rules_no_flags():
    world = make_world({"a": LOW})
    assert flags_of(world) == []
    table = tabulate_flags([])
    assert list(table.columns) == COLUMNS
    assert table.empty


def test_the_table_says_item_score_limit_and_answers():
    world = make_world({"a": "121555555 511 1"})
    table = tabulate_flags(
        flags_of(
            world,
            rule(all=[below("hiring", 25)]),
            rule("selling", kind="need", level="watch", all=[at_least("selling", 75)]),
        )
    )
    assert list(table.columns) == COLUMNS
    assert table["reasons"].tolist() == [
        "hiring 6.2 below 25 (H1=1, H3=1, H2=2)",
        "selling 100.0 at least 75 (NEED[N1]=5, TOP[1]=N1)",
    ]
    assert table["firm"].dtype == "boolean"
    assert table["firm"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("score_", "limit", "said"),
    [
        (12.5, 25, "12.5"),
        (24.96, 25, "24.96"),
        (24.94, 25, "24.9"),
        (24.99996, 25, "24.99996"),
        (25.0, 25, "25.0"),
        (74.96, 75, "74.96"),
    ],
)
def test_a_score_is_never_said_on_the_wrong_side_of_its_limit(score_, limit, said):
    assert format_score(score_, limit) == said


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_said_score_compares_as_the_score_does(value, limit):
    assert (float(format_score(value, limit)) < limit) == (value < limit)


def test_reasons_without_answers_need_no_brackets():
    assert format_reasons([Reason("pay", 24.96, "below", 25, {})]) == "pay 24.96 below 25"


@st.composite
def small_programmes(draw):
    codes = st.text("012345_", min_size=9, max_size=9)
    companies = draw(st.lists(codes, min_size=1, max_size=5))
    items = st.sampled_from(["index", "hiring", "pay", "climate", "hiring_1", "climate_3"])
    limits = st.sampled_from([10, 25, 50, 62.5, 75])
    conditions = st.lists(
        st.one_of(st.builds(below, items, limits), st.builds(at_least, items, limits)), max_size=3
    )
    first, second = draw(conditions), draw(conditions)
    if not first and not second:
        first = [below("index", 50)]
    return companies, first, second, draw(st.integers(1, len(second))) if second else 1


@given(small_programmes())
@settings(max_examples=25, deadline=None)
def test_flags_are_what_reading_the_rule_aloud_gives(programme):
    answers, everything, some, least = programme
    world = make_world({f"c{place}": one for place, one in enumerate(answers)})
    items = pd.concat(
        [world.scores.index, world.scores.domains, world.scores.points.values], axis=1
    )

    def holds(company, condition):
        value = items.loc[company, condition.item]
        return (
            bool(value < condition.below)
            if condition.below is not None
            else bool(value >= condition.at_least)
        )

    expected = [
        company
        for company in items.index
        if all(holds(company, one) for one in everything)
        and (not some or sum(holds(company, one) for one in some) >= least)
    ]
    flags = flags_of(
        world, rule(all=everything, any=some, least=least), robustness=RobustnessRules(variants=2)
    )
    assert [flag.company_id for flag in flags] == expected
    for flag in flags:
        assert len(flag.reasons) == sum(holds(flag.company_id, one) for one in [*everything, *some])
        assert 0 <= flag.stands <= 1


def problems(*rules):
    return [str(problem) for problem in check_rules(list(rules), make_instrument())]


def test_good_rules_have_no_problems():
    assert (
        problems(
            rule(all=[below("hiring", 25)]), rule("n", kind="need", all=[at_least("selling", 75)])
        )
        == []
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (rule(all=[below("hirring", 25)]), 'Did you mean "hiring"?'),
        (rule(all=[Condition(item="pay")]), "has no limit"),
        (rule(all=[Condition(item="pay", below=1, at_least=2)]), "has two limits"),
        (rule(), "has no condition"),
        (rule(any=[below("pay", 5)], least=2), "`any` has only 1"),
        (rule(all=[below("pay", 5)], least=2), "there are none"),
        (rule(all=[at_least("selling", 75)]), 'kind = "need"'),
        (rule(kind="need", all=[below("index", 75)]), 'kind = "equality"'),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(wrong, said):
    (problem,) = problems(wrong)
    assert said in problem
    assert "[[flag]] low" in problem


def test_all_problems_are_said_at_once_and_flags_are_not_raised():
    wrong = [rule("twice", all=[below("hirring", 25)]), rule("twice", all=[Condition(item="pay")])]
    assert len(problems(*wrong)) == 3
    with pytest.raises(ConfigurationError, match="2 rules have this id") as caught:
        flags_of(make_world({"a": LOW}), *wrong)
    assert len(caught.value.problems) == 3


def test_scores_of_another_aggregation_are_flagged_as_they_are():
    world = make_world({"a": TWO_LOW})
    arithmetic = type(SCORING)(aggregation="arithmetic")
    points = code_points(world.answers, world.instrument)
    again = score(points, world.instrument, arithmetic, "baseline")
    flags = raise_flags(
        again,
        world.needs,
        world.answers,
        world.instrument,
        rules=[rule(all=[below("index", 50)])],
        robustness=RobustnessRules(variants=4),
        scoring=arithmetic,
        rng=np.random.default_rng(1),
    )
    assert flags[0].reasons[0].score == pytest.approx(100 / 3)
