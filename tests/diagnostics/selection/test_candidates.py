from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.reliability.robustness import vary
from analysis.rules import RobustnessRules
from analysis.scoring.coding import code_points
from diagnostics.flags.flags import raise_flags
from diagnostics.records import Flag
from diagnostics.rules import Condition, Exclusion, FlagRule, SelectionRules, Stage
from diagnostics.selection.candidates import count_flags, gather_candidates, read_keys
from diagnostics.selection.selection import select
from diagnostics.selection.stability import selection_stability
from survey.instrument.records import Background, Question, Support
from tests.diagnostics.flag_world import SCORING, make_instrument, make_world


def flag(company, kind="equality", level="serious", *, firm=True):
    return Flag(company, "baseline", "f", kind, level, [], 1.0, firm)


def test_flags_are_counted_by_kind_level_and_firmness():
    flags = [
        flag("a"),
        flag("a", firm=False),
        flag("a", level="watch"),
        flag("b", "need", "serious", firm=None),
    ]
    counts = count_flags(flags, pd.Index(["a", "b", "c"], name="company_id"))
    assert counts.loc["a"].to_dict() == {
        "serious_flags": 2,
        "watch_flags": 1,
        "firm_flags": 2,
        "need_flags": 0,
    }
    assert counts.loc["b"].to_dict() == {
        "serious_flags": 0,
        "watch_flags": 0,
        "firm_flags": 0,
        "need_flags": 1,
    }
    assert counts.loc["c"].sum() == 0


def test_the_needs_that_order_companies_are_those_they_put_first():
    world = make_world({"a": "333333333 125 12", "b": "333333333 551", "c": "111555___"})
    keys = read_keys(world.scores, world.needs)
    assert keys.loc["a", ["highest_need", "mean_need"]].tolist() == [25, 12.5]
    assert keys.loc["b", ["highest_need", "mean_need"]].isna().all()
    assert keys.loc["c", "lowest_domain"] == 0


def test_where_nobody_was_asked_for_places_all_needs_count():
    world = make_world({"a": "333333333 125", "b": "333333333 551"})
    assert read_keys(world.scores, world.needs)["highest_need"].to_dict() == {"a": 100, "b": 100}


def asking(world):
    """Ask for support too: company "a" says yes, "b" says no, and "c" leaves it blank."""
    instrument = make_instrument()
    support = Question(code="SUP", section="all", kind="yes_no", text={"en": "?"})
    trade = Question(code="TRADE", section="all", kind="choice", answers="needs", text={"en": "?"})
    instrument = replace(
        instrument,
        question=[*instrument.question, support, trade],
        background=[Background(id="trade", name={"en": "Trade"}, question="TRADE")],
        support=Support(question="SUP", yes=["Y"]),
    )
    said = {
        "SUP": ["Y", "N", "", pd.NA],
        "TRADE": ["N1", "N2", "N1", "N1"],
        "complete": [True, True, True, False],
    }
    companies = world.answers.companies.assign(
        **said, submitted=pd.to_datetime(["2025-03-01", "2025-03-02", "2025-03-03", None])
    )
    return replace(
        world, instrument=instrument, answers=replace(world.answers, companies=companies)
    )


@pytest.fixture
def world():
    return asking(
        make_world(
            {
                "a": "111111111 555 1",
                "b": "333333333 333 1",
                "c": "444444444 111 1",
                "d": "333333333",
            }
        )
    )


def gather(world, contacts=("z", "a", "b", "c", "d"), flags=()):
    companies = world.answers.companies
    return gather_candidates(
        contacts,
        world.answers,
        world.instrument,
        backgrounds=pd.DataFrame({"trade": companies["TRADE"]}),
        groups=pd.DataFrame({"women": [True, False, False, False]}, index=companies.index),
        scores=world.scores,
        needs=world.needs,
        flags=list(flags),
    )


def test_all_contacts_are_lined_up_with_what_is_known_of_them(world):
    candidates = gather(world, flags=[flag("a")])
    for frame in (candidates.facts, candidates.keys, candidates.backgrounds, candidates.groups):
        assert frame.index.tolist() == ["a", "b", "c", "d", "z"]
    assert candidates.facts["answered"].tolist() == [True, True, True, True, False]
    assert candidates.facts["complete"].tolist() == [True, True, True, False, False]
    assert candidates.facts["wants_support"].astype(object).where(
        candidates.facts["wants_support"].notna(), None
    ).tolist() == [
        True,
        False,
        None,
        None,
        None,
    ]
    assert candidates.keys["serious_flags"].tolist() == [1, 0, 0, 0, 0]
    assert candidates.keys["lowest_index"].round(6).tolist()[:3] == [0, 50, 75]
    assert candidates.keys.loc["z", "lowest_index":].isna().all()
    assert candidates.groups["women"].tolist() == [True, False, False, False, False]
    days = candidates.keys["earliest_answer"].diff() / 86400
    assert days.tolist()[1:3] == [1, 1]


def test_the_order_of_contacts_does_not_matter(world):
    first, second = gather(world), gather(world, contacts=("d", "c", "z", "b", "a"))
    pd.testing.assert_frame_equal(first.keys, second.keys)


def test_an_instrument_that_does_not_ask_for_support_leaves_it_missing(world):
    quiet = replace(world, instrument=replace(world.instrument, support=None))
    assert gather(quiet).facts["wants_support"].isna().all()


LAST = Stage(
    id="deep_dive", name={"en": "Deep dive"}, capacity=2, order=["serious_flags", "lowest_index"]
)
LOW = FlagRule(
    id="low",
    kind="equality",
    level="serious",
    name={"en": "low"},
    all=[Condition(item="index", below=25)],
)
URGENT = FlagRule(
    id="urgent",
    kind="need",
    level="watch",
    name={"en": "urgent"},
    all=[Condition(item="selling", at_least=75)],
)


def stability(companies, rules, robustness, flag_rules=(LOW, URGENT), seed=1):
    world = make_world(companies)
    world = replace(
        world,
        answers=replace(
            world.answers, companies=world.answers.companies.assign(complete=True, submitted=pd.NaT)
        ),
    )
    points = code_points(world.answers, world.instrument)
    flags = raise_flags(
        world.scores,
        world.needs,
        world.answers,
        world.instrument,
        rules=flag_rules,
        robustness=robustness,
        scoring=SCORING,
        rng=np.random.default_rng(seed),
    )
    candidates = gather_candidates(
        companies,
        world.answers,
        world.instrument,
        backgrounds=pd.DataFrame(index=world.answers.companies.index),
        groups=pd.DataFrame(index=world.answers.companies.index),
        scores=world.scores,
        needs=world.needs,
        flags=flags,
    )
    table = selection_stability(
        candidates,
        rules,
        flag_rules=flag_rules,
        needs=world.needs,
        domains=list(world.scores.domains.columns),
        variants=vary(points, world.instrument, SCORING, robustness, np.random.default_rng(seed)),
    )
    return table, select(candidates, rules)


COMPANIES = {
    "low": "111111111",
    "near": "151515151",
    "far": "555555555",
    "rival": "333333333",
    "high": "555554555",
}


def test_a_place_that_every_variant_gives_stands_wholly():
    table, _ = stability(
        COMPANIES, SelectionRules(wants_support=False, stage=[LAST]), RobustnessRules(variants=30)
    )
    stands = table.set_index("company_id")["stands"]
    assert stands["low"] == 1
    assert 0 < stands["near"] <= 1
    assert "far" not in stands.index
    assert stands.sum() == pytest.approx(2)
    assert (table["stage"] == "deep_dive").all()


def test_without_variation_exactly_the_selected_stand():
    """No change of weights or limits, and equal domains, for which both aggregations agree."""
    companies = {"a": "111111111", "b": "222222222", "c": "333333333", "d": "444444444"}
    still = RobustnessRules(variants=6, weights=0, thresholds=0)
    table, selection = stability(
        companies, SelectionRules(wants_support=False, stage=[LAST]), still
    )
    assert table.to_dict("list") == {
        "company_id": ["a", "b"],
        "stage": ["deep_dive"] * 2,
        "stands": [1.0, 1.0],
    }
    assert sorted(selection.chosen("deep_dive")) == ["a", "b"]


def test_a_flag_that_comes_and_goes_moves_the_place():
    """At 24.2 the flag under 25 holds in some variants only. In the others the rival is chosen."""
    flagged = FlagRule(
        id="low",
        kind="equality",
        level="serious",
        name={"en": "low"},
        all=[Condition(item="hiring", below=26)],
    )
    one = SelectionRules(wants_support=False, stage=[replace(LAST, capacity=1)])
    companies = {"border": "222555555", "rival": "333222222"}
    table, _ = stability(companies, one, RobustnessRules(variants=60), flag_rules=[flagged])
    stands = table.set_index("company_id")["stands"]
    assert 0.2 < stands["border"] < 0.9
    assert stands.sum() == pytest.approx(1)


def test_a_collision_in_a_variant_stops_nothing():
    must = replace(LAST, must=["serious"], capacity=1)
    companies = {"a": "222222222", "b": "222222222", "c": "555555555"}
    tight = FlagRule(
        id="low",
        kind="equality",
        level="serious",
        name={"en": "low"},
        all=[Condition(item="index", below=24)],
    )
    table, _ = stability(
        companies,
        SelectionRules(wants_support=False, stage=[must]),
        RobustnessRules(variants=40),
        flag_rules=[tight],
    )
    assert table["stands"].sum() == pytest.approx(1)


def test_no_stage_has_no_stability():
    table, _ = stability(
        COMPANIES, SelectionRules(wants_support=False), RobustnessRules(variants=2)
    )
    assert table.empty


def selection_of(world, **settings):
    rules = SelectionRules(stage=[LAST], **settings)
    return (
        select(gather(world), rules)
        .table.set_index(["stage", "company_id"])["outcome"]["deep_dive"]
        .to_dict()
    )


def test_from_answers_to_outcomes(world):
    excluded = [Exclusion(background="trade", values=["N2"], reason={"en": "no"})]
    assert selection_of(world) == {"a": "selected", "b": "ineligible", "c": "ineligible"}
    assert selection_of(world, wants_support=False, excluded=excluded) == {
        "a": "selected",
        "b": "ineligible",
        "c": "selected",
    }
