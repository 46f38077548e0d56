from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Benchmark, Needs, Points, Scores
from diagnostics.findings.findings import find
from diagnostics.findings.items import compare
from diagnostics.records import Flag, Reason
from survey.instrument.records import (
    AnswerList,
    Domain,
    Indicator,
    Instrument,
    Need,
    NeedsRule,
    Option,
    Question,
    Row,
    Says,
    Section,
)

DOMAINS = ["hiring", "pay"]
INDICATORS = {
    "heads": "hiring",
    "advert": "hiring",
    "gap": "pay",
    "grounds": "pay",
    "jokes": "hiring",
}
NEEDS = ["selling", "hands", "money"]


def text(words):
    return {"sv": words}


def instrument():
    says = {
        "heads": Says(
            strong=text("{women} kvinnor och {men} män av {people}"),
            weak=text("{women} av {people} är kvinnor"),
        ),
        "advert": Says(strong=text("Alltid"), weak=text("Ni svarade {answer}")),
        "gap": Says(strong=text("{gap} procent"), weak=text("{gap} procent skiljer")),
    }
    sources = {
        "heads": {"points": "balance", "women": "W", "men": "M"},
        "advert": {"points": "scale", "question": "AD"},
        "gap": {"points": "gap", "women": "PW", "men": "PM", "women_count": "W", "men_count": "M"},
        "grounds": {"points": "yes_no", "question": "GR"},
        "jokes": {"points": "yes_no", "question": "JOKE", "sensitive": True, "weight": 0},
    }
    often = AnswerList(
        id="often",
        options=[
            Option(code="NO", text={"sv": "aldrig", "en": "never"}),
            Option(code="YES", text=text("alltid")),
        ],
    )
    severity = AnswerList(
        id="severity",
        options=[Option(code=str(step), text=text(str(step))) for step in range(1, 6)],
    )
    return Instrument(
        title=text("Prov"),
        languages=["sv"],
        section=[Section(id="all", title=text("Allt"))],
        answers=[often, severity],
        question=[
            *(
                Question(code=code, section="all", kind="number", text=text(code))
                for code in ("W", "M", "PW", "PM")
            ),
            Question(code="AD", section="all", kind="choice", answers="often", text=text("Annons")),
            Question(code="GR", section="all", kind="yes_no", text=text("Grunder")),
            Question(code="JOKE", section="all", kind="yes_no", text=text("Skämt")),
            Question(
                code="NEED",
                section="all",
                kind="grid",
                answers="severity",
                text=text("Behov"),
                rows=[
                    Row(code=f"N{position}", text=text(need)) for position, need in enumerate(NEEDS)
                ],
            ),
        ],
        domain=[Domain(id=domain, name=text(domain)) for domain in DOMAINS],
        indicator=[
            Indicator(id=item, domain=domain, name=text(item), says=says.get(item), **sources[item])
            for item, domain in INDICATORS.items()
        ],
        needs=NeedsRule(severe_from="4"),
        need=[
            Need(id=need, name=text(need), severity=f"NEED[N{position}]")
            for position, need in enumerate(NEEDS)
        ],
    )


INSTRUMENT = instrument()


def scores_of(domains, indicators, index=None):
    def frame(values, columns):
        return pd.DataFrame(
            [[values.get(column, np.nan) for column in columns]],
            index=["c1"],
            columns=columns,
            dtype=float,
        )

    points = Points(frame(indicators, list(INDICATORS)), pd.DataFrame(), pd.DataFrame())
    whole = pd.Series({} if index is None else {"c1": index}, dtype=float)
    return Scores("baseline", points, frame(domains, DOMAINS), whole, pd.DataFrame(), pd.Series())


def needs_of(severity=(), places=()):
    def frame(values, dtype):
        return pd.DataFrame(
            [[dict(values).get(need) for need in NEEDS]], index=["c1"], columns=NEEDS
        ).astype(dtype)

    severe = {need: value >= 75 for need, value in dict(severity).items()}
    return Needs("baseline", frame(severity, float), frame(places, float), frame(severe, "boolean"))


def others(item, score, low=40.0, high=60.0, *, hidden=False):
    return Benchmark(item, score, None if hidden else low, None if hidden else high, 12, {}, hidden)


def flag(
    item, score, *, level="serious", kind="equality", relation="below", company="c1", name="stuck"
):
    return Flag(
        company, "baseline", name, kind, level, [Reason(item, score, relation, 50, {})], 0.9, True
    )


def findings(domains=(), indicators=(), benchmarks=(), flags=(), needs=None, index=None, rare=None):
    return find(
        "c1",
        scores_of(dict(domains), dict(indicators), index),
        list(benchmarks),
        flags,
        needs or needs_of(),
        INSTRUMENT,
        rare,
    )


def told(found):
    return {finding.item: finding.tone for finding in found}


@pytest.mark.parametrize(
    ("score", "benchmark", "tone"),
    [
        (80, None, "strength"),
        (75, None, "strength"),
        (74, None, None),
        (65, (40, 60), "strength"),
        (45, (20, 40), None),
        (55, (40, 60), None),
        (35, (40, 60), "concern"),
        (70, (75, 90), "concern"),
        (80, (85, 95), None),
        (20, None, "concern"),
        (30, None, None),
    ],
)
def test_a_domain_is_judged_by_its_band_and_by_comparable_companies(score, benchmark, tone):
    benchmarks = [others("hiring", score, *benchmark)] if benchmark else []
    found = findings({"hiring": score, "pay": 99}, benchmarks=benchmarks)
    assert told(found).get("hiring") == tone


@pytest.mark.parametrize(
    ("score", "tone"), [(75, "strength"), (74.9, None), (50, None), (49.9, "concern")]
)
def test_an_indicator_is_judged_by_its_score(score, tone):
    found = findings({"pay": 99, "hiring": 70}, {"advert": score})
    assert told(found).get("advert") == tone


def test_a_hidden_benchmark_claims_no_comparison():
    (found,) = findings(
        {"hiring": 20, "pay": 70},
        benchmarks=[others("hiring", 20, hidden=True)],
        flags=[flag("hiring", 20), flag("pay", 70)],
    )[:1]
    assert (found.item, found.versus) == ("hiring", None)
    assert compare(others("hiring", 60)) == "within"
    assert compare(replace(others("hiring", 10), hidden=True)) is None
    assert compare(None) is None


def test_a_missing_score_is_never_told():
    found = findings({"pay": 80}, {"gap": np.nan}, flags=[], needs=needs_of(places={"hands": 2}))
    assert told(found) == {"pay": "strength"}


def test_an_indicator_is_no_strength_where_its_domain_has_no_score():
    """The picture says of such a domain that the answers are too few."""
    assert told(findings({"pay": 40}, {"advert": 100})) == {"pay": "strength"}
    assert findings({}, {"advert": 100}) == []
    assert findings({}, {"advert": 60}) == []


def test_a_company_with_one_or_two_employed_hears_nothing_of_what_is_told_of_many():
    many = {"told_from": 3}
    few = replace(
        INSTRUMENT,
        indicator=[
            replace(one, **many) if one.id in {"heads", "advert"} else one
            for one in INSTRUMENT.indicator
        ],
    )
    scores = scores_of({"hiring": 10, "pay": 10}, {"heads": 0, "advert": 0, "gap": 0}, 10)
    index = [flag("index", 10)]

    def items(employees):
        found = find("c1", scores, [], index, needs_of(), few, None, employees)
        return {finding.item for finding in found}

    assert {"heads", "advert", "hiring", "gap"} <= items(3)
    assert {"heads", "advert", "hiring", "gap"} <= items(None)
    assert items(2) == {"gap", "pay"}


def test_a_flagged_item_is_a_concern_however_it_compares():
    found = findings(
        {"hiring": 80, "pay": 90},
        {"heads": 60},
        [others("hiring", 80)],
        [flag("hiring", 80), flag("heads", 60, level="watch")],
    )
    assert told(found) == {"hiring": "concern", "heads": "concern", "pay": "strength"}
    assert [finding.flags for finding in found] == [["stuck"], ["stuck"], ()]


def test_another_companys_flags_are_nobodys_business():
    assert told(findings({"hiring": 60, "pay": 90}, flags=[flag("hiring", 60, company="c2")])) == {
        "pay": "strength"
    }


def test_what_goes_well_is_the_setting_of_a_flag_and_not_its_concern():
    contrast = flag("pay", 90, relation="at_least")
    assert told(findings({"pay": 90}, flags=[contrast])) == {"pay": "strength"}


def test_a_flag_on_the_index_is_told_at_the_lowest_domain():
    found = findings({"hiring": 60, "pay": 55}, flags=[flag("index", 30)])
    assert [(finding.item, finding.flags) for finding in found if finding.tone == "concern"] == [
        ("pay", ["stuck"])
    ]
    assert told(findings({"pay": 55}, flags=[flag("index", 30)])) == {"pay": "concern"}


def test_flagged_items_come_first_and_serious_before_watch():
    flags = [flag("gap", 45, level="watch"), flag("heads", 49)]
    found = findings({"hiring": 10, "pay": 10}, {"heads": 49, "gap": 45, "advert": 0}, flags=flags)
    assert [finding.item for finding in found][:2] == ["heads", "gap"]


def test_a_need_is_told_when_severe_or_ranked_and_felt():
    needs = needs_of({"selling": 75, "hands": 25, "money": 0}, {"hands": 1, "money": 2})
    found = findings({"pay": 99}, needs=needs)
    assert told(found) == {"pay": "strength", "selling": "concern", "hands": "concern"}
    assert [finding.domain for finding in found if finding.level == "need"] == [None, None]


def test_a_need_flag_is_told_although_the_need_is_neither_severe_nor_ranked():
    found = findings(
        {"pay": 99},
        needs=needs_of({"selling": 50}),
        flags=[flag("selling", 50, kind="need", relation="at_least")],
    )
    assert told(found)["selling"] == "concern"


def test_a_company_without_a_strength_gets_what_it_has_come_furthest_with():
    found = findings({"hiring": 40, "pay": 60}, {"gap": 70})
    assert [(finding.item, finding.relative) for finding in found] == [("pay", True)]


def test_the_best_domain_is_told_with_the_answers_in_it_that_were_good():
    found = findings({"hiring": 60, "pay": 20}, {"advert": 90, "heads": 30, "gap": 0}, index=40)
    assert {one.item for one in found if one.relative} == {"hiring", "advert"}
    assert {one.item for one in found if one.tone == "concern"} == {"gap", "pay"}


def test_where_everything_is_a_concern_the_best_domain_is_told_as_such_and_not_twice():
    found = findings({"hiring": 10, "pay": 40}, {"heads": 5, "gap": 30})
    assert told(found) == {"hiring": "concern", "heads": "concern", "pay": "strength"}
    assert [finding.item for finding in found if finding.relative] == ["pay"]


def test_a_domain_in_the_lowest_band_is_not_praised_for_an_indicator():
    found = findings({"hiring": 10, "pay": 20}, {"heads": 5, "gap": 30})
    assert {*told(found).values()} == {"concern"}


def test_the_only_concern_is_not_turned_into_praise():
    assert told(findings({"pay": 40}, {"gap": 30})) == {"gap": "concern"}


def test_the_best_of_the_lowest_band_is_no_strength():
    assert told(findings({"hiring": 10, "pay": 20}, {"heads": 5})) == {
        "hiring": "concern",
        "heads": "concern",
        "pay": "concern",
    }


def test_nothing_is_praised_at_zero_or_under_a_flag():
    found = findings({"hiring": 0, "pay": 20}, flags=[flag("pay", 20)])
    assert told(found) == {"hiring": "concern", "pay": "concern"}


some = st.one_of(st.just(float("nan")), st.floats(0, 100))


@given(
    st.fixed_dictionaries(dict.fromkeys(DOMAINS, some)),
    st.fixed_dictionaries(dict.fromkeys(INDICATORS, some)),
    st.lists(st.sampled_from([*DOMAINS, *INDICATORS]), max_size=3),
)
def test_an_item_has_one_finding_and_a_number_behind_it(domains, indicators, flagged):
    known = {
        item: score for item, score in {**domains, **indicators}.items() if not np.isnan(score)
    }
    flags = [flag(item, known[item]) for item in flagged if item in known]
    found = findings(
        domains,
        indicators,
        [others(domain, known[domain]) for domain in DOMAINS if domain in known],
        flags,
    )
    items = [finding.item for finding in found]
    assert len(items) == len(set(items))
    assert all(finding.score == known[finding.item] for finding in found)
    assert [finding.weight for finding in found] == sorted(
        (finding.weight for finding in found), reverse=True
    )
    relative = [finding for finding in found if finding.relative]
    assert len({finding.domain for finding in relative}) <= 1
    assert not relative or [finding.tone for finding in found].count("strength") == len(relative)


def weights(found):
    return {(finding.item, finding.tone): finding.weight for finding in found}


@pytest.mark.parametrize(
    ("flags", "benchmarks", "weight"),
    [
        ([], [], 40),  # half of the 80 missing points
        ([], [("hiring", 20)], 65),  # 25 more below the others
        ([flag("hiring", 20, level="watch")], [], 140),
        ([flag("hiring", 20)], [], 240),
        ([flag("hiring", 20), flag("hiring", 20, level="watch")], [("hiring", 20)], 265),
    ],
)
def test_a_concern_weighs_its_flag_its_missing_points_and_that_it_lies_behind(
    flags, benchmarks, weight
):
    found = findings(
        {"hiring": 20, "pay": 99}, benchmarks=[others(*one) for one in benchmarks], flags=flags
    )
    assert weights(found)["hiring", "concern"] == weight


def test_an_indicator_lies_behind_where_its_domain_does():
    behind = [others("hiring", 30), others("advert", 20)]
    found = findings({"hiring": 30, "pay": 99}, {"advert": 20, "grounds": 20}, benchmarks=behind)
    assert weights(found)["advert", "concern"] == 65
    found = findings({"hiring": 70, "pay": 60}, {"advert": 20})
    assert weights(found)["advert", "concern"] == 40


@pytest.mark.parametrize(
    ("domains", "indicators", "benchmark", "weight"),
    [
        ({"hiring": 80}, {}, None, 50),  # half of its points, and 10 for a whole domain
        ({"hiring": 80}, {}, ("hiring", 80, 40, 60), 75),  # 25 more above the others
        ({"hiring": 80}, {}, ("hiring", 80, 70, 90), 50),
        ({"pay": 80, "hiring": 70}, {"advert": 80}, None, 40),
    ],
)
def test_a_strength_weighs_its_points_that_it_lies_ahead_and_that_it_is_a_domain(
    domains, indicators, benchmark, weight
):
    found = findings(domains, indicators, benchmarks=[others(*benchmark)] if benchmark else [])
    assert weights(found)["advert" if indicators else "hiring", "strength"] == weight


@pytest.mark.parametrize(("rank", "weight"), [(1, 40), (2, 32), (3, 26), (4, 20), (None, 20)])
def test_a_need_weighs_a_quarter_of_its_severity_and_its_rank(rank, weight):
    ranks = {"hands": rank} if rank else {}
    found = findings(needs=needs_of({"hands": 80}, ranks))
    assert weights(found) == {("hands", "concern"): weight}
    flagged = findings(
        needs=needs_of({"hands": 80}, ranks),
        flags=[flag("hands", 80, kind="need", relation="at_least", level="watch")],
    )
    assert weights(flagged) == {("hands", "concern"): 100 + weight}


def test_the_worst_finding_without_a_flag_comes_after_the_mildest_with_one():
    worst = others("hiring", 0)
    found = findings(
        {"hiring": 0, "pay": 100}, {"gap": 100}, [worst], [flag("gap", 100, level="watch")]
    )
    assert [finding.item for finding in found] == ["gap", "hiring"]


def test_findings_of_one_weight_come_by_level_and_then_by_name():
    needs = needs_of({"selling": 80, "hands": 80}, {"selling": 1, "hands": 1})
    found = findings({"hiring": 20, "pay": 20}, {"gap": 20, "advert": 20}, needs=needs)
    assert len({finding.weight for finding in found}) == 1
    assert [finding.item for finding in found] == [
        "hiring",
        "pay",
        "advert",
        "gap",
        "hands",
        "selling",
    ]


@pytest.mark.parametrize(
    ("score", "versus"), [(39.9, "below"), (40, "within"), (60, "within"), (60.1, "above")]
)
def test_a_score_on_a_quartile_lies_within_the_middle_half(score, versus):
    assert compare(others("hiring", score)) == versus


@pytest.mark.parametrize("missing", ["score", "low", "high"])
def test_a_benchmark_with_a_number_missing_compares_nothing(missing):
    assert compare(replace(others("hiring", 10), **{missing: None})) is None


@pytest.mark.parametrize(
    ("score", "benchmark", "tone"),
    [
        (25, None, None),
        (24.9, None, "concern"),
        (75, (80, 90), None),
        (74.9, (80, 90), "concern"),
        (50, (20, 40), "strength"),
    ],
)
def test_the_limits_of_a_domains_bands_belong_to_the_band_above(score, benchmark, tone):
    benchmarks = [others("hiring", score, *benchmark)] if benchmark else []
    assert told(findings({"hiring": score, "pay": 99}, benchmarks=benchmarks)).get("hiring") == tone


def test_a_strength_is_nothing_that_lies_below_others_even_the_best_of_a_weak_lot():
    below = [others("hiring", 70, 75, 90), others("gap", 60, 70, 80)]
    found = findings({"hiring": 70, "pay": 40}, {"gap": 60}, below)
    assert [
        (finding.item, finding.relative) for finding in found if finding.tone == "strength"
    ] == [("pay", True)]


def test_a_company_whose_only_fair_item_lies_below_others_is_praised_for_nothing():
    found = findings({"hiring": 70, "pay": 10}, benchmarks=[others("hiring", 70, 75, 90)])
    assert told(found) == {"hiring": "concern", "pay": "concern"}


def test_what_a_company_has_come_furthest_with_can_stand_at_the_limit_of_the_lowest_band():
    found = findings({"hiring": 25, "pay": 10})
    assert [
        (finding.item, finding.relative) for finding in found if finding.tone == "strength"
    ] == [("hiring", True)]
    assert not [
        finding for finding in findings({"hiring": 24.9, "pay": 10}) if finding.tone == "strength"
    ]


def test_of_equally_good_items_the_first_by_name_is_what_it_has_come_furthest_with():
    assert [finding.item for finding in findings({"pay": 60, "hiring": 60})] == ["hiring"]


def test_a_flag_on_the_index_is_told_at_a_domain_even_if_an_indicator_is_lower():
    found = findings({"hiring": 20, "pay": 15}, {"advert": 5}, flags=[flag("index", 30)])
    assert {
        finding.item: list(finding.flags) for finding in found if finding.tone == "concern"
    } == {"pay": ["stuck"], "hiring": [], "advert": []}


def test_a_high_index_is_the_setting_of_a_flag_too():
    contrast = flag("index", 90, relation="at_least")
    assert told(findings({"hiring": 60, "pay": 90}, flags=[contrast])) == {"pay": "strength"}


def test_a_flag_is_named_once_however_many_of_its_reasons_name_the_item():
    twice = replace(
        flag("index", 30), reasons=[Reason(item, 30, "below", 50, {}) for item in ("index", "pay")]
    )
    (concern,) = [
        finding
        for finding in findings({"hiring": 60, "pay": 30}, flags=[twice])
        if finding.tone == "concern"
    ]
    assert concern.flags == ["stuck"]


@pytest.mark.parametrize(
    ("severity", "severe", "ranks", "told_need"),
    [
        (75, True, {}, True),
        (75, pd.NA, {}, False),
        (25, False, {}, False),
        (25, False, {"hands": 3}, True),
        (0, False, {"hands": 1}, True),
        (np.nan, pd.NA, {"hands": 1}, True),
        (0, False, {"hands": 2}, False),
        (np.nan, pd.NA, {"hands": 2}, False),
        (1, False, {"hands": 1}, True),
    ],
)
def test_a_need_is_told_only_if_it_is_severe_flagged_or_ranked_and_felt(
    severity, severe, ranks, told_need
):
    needs = needs_of({"hands": severity}, ranks)
    needs = replace(
        needs,
        severe=pd.DataFrame(
            {"selling": [pd.NA], "hands": [severe], "money": [pd.NA]}, index=["c1"], dtype="boolean"
        ),
    )
    assert bool(findings(needs=needs)) == told_need


def test_a_company_that_said_nothing_of_needs_has_none():
    somebody_else = needs_of({"hands": 100})
    frames = {
        name: getattr(somebody_else, name).rename({"c1": "c2"})
        for name in ("severity", "priority", "severe")
    }
    assert told(findings({"pay": 80}, needs=replace(somebody_else, **frames))) == {
        "pay": "strength"
    }


def test_an_indicator_that_the_scores_do_not_hold_is_no_finding():
    """A follow-up questionnaire can leave an indicator out."""
    scores = scores_of({"pay": 80}, {"gap": 10})
    fewer = replace(scores, points=replace(scores.points, values=scores.points.values[["gap"]]))
    assert told(find("c1", fewer, [], [], needs_of(), INSTRUMENT)) == {"pay": "strength"}


# ------------------------------------------------------------------------------- what hurts


def test_what_hurts_somebody_comes_first_and_its_domain_is_not_praised():
    found = findings(
        {"hiring": 90, "pay": 90},
        {"jokes": 50, "advert": 100, "gap": 100},
        flags=[flag("gap", 100)],
    )
    assert (found[0].item, found[0].tone) == ("jokes", "hurt")
    assert "hiring" not in {finding.domain for finding in found if finding.tone == "strength"}


def test_that_nobody_was_hurt_is_no_achievement():
    assert told(findings({"pay": 90}, {"jokes": 100})) == {"pay": "strength"}


# ------------------------------------------------------------------------------- one side


def test_a_strong_domain_is_not_told_as_weak_too():
    found = findings({"hiring": 80, "pay": 60}, {"advert": 0, "gap": 90, "grounds": 20})
    assert told(found) == {"hiring": "strength", "grounds": "concern"}


def test_a_flag_in_a_strong_domain_takes_its_praise_away():
    found = findings({"hiring": 80, "pay": 90}, {"advert": 0}, flags=[flag("advert", 0)])
    assert told(found) == {"advert": "concern", "pay": "strength"}


@given(
    st.fixed_dictionaries(dict.fromkeys(DOMAINS, some)),
    st.fixed_dictionaries(dict.fromkeys(INDICATORS, some)),
    st.lists(st.sampled_from([*DOMAINS, *INDICATORS]), max_size=2),
    st.sampled_from([None, 60.0, 80.0]),
    st.sampled_from([None, {"heads": "company"}]),
)
def test_no_domain_is_both_strong_and_weak(domains, indicators, flagged, index, rare):
    known = {
        item: score for item, score in {**domains, **indicators}.items() if not np.isnan(score)
    }
    flags = [flag(item, known[item]) for item in flagged if item in known]
    found = findings(domains, indicators, flags=flags, index=index, rare=rare)
    areas = {
        tones: {one.domain for one in found if one.tone in tones and one.level != "need"}
        for tones in (("strength",), ("concern", "next", "hurt"))
    }
    assert not areas["strength",] & areas["concern", "next", "hurt"]


# ------------------------------------------------------------------------------- the highest band


def test_in_the_highest_band_a_company_hears_what_it_could_do_next():
    far = {"domains": {"hiring": 60, "pay": 95}, "indicators": {"advert": 20}}
    assert told(findings(**far, index=75)) == {"advert": "next", "pay": "strength"}
    assert told(findings(**far, index=74.9)) == {"advert": "concern", "pay": "strength"}


def test_in_the_highest_band_the_lowest_indicator_is_next_where_nothing_is_low():
    found = findings({"hiring": 80, "pay": 95}, {"advert": 60, "heads": 70}, index=85)
    assert told(found) == {"advert": "next", "pay": "strength"}
    assert told(findings({"pay": 80}, {"gap": 60}, index=80)) == {"pay": "strength"}


# ------------------------------------------------------------------------------- newcomers


def test_newcomers_of_the_rarer_sex_are_a_strength_and_their_points_stay():
    found = findings({"hiring": 50, "pay": 60}, {"heads": 0}, rare={"heads": "trade"})
    assert [(one.item, one.tone, one.score, one.rarity) for one in found] == [
        ("heads", "strength", 0, "trade")
    ]


def test_newcomers_of_the_rarer_sex_do_not_make_their_domain_low():
    low = {"domains": {"hiring": 20, "pay": 99}, "indicators": {"heads": 0, "advert": 60}}
    behind = [others("hiring", 20)]
    assert told(findings(**low, benchmarks=behind))["hiring"] == "concern"
    assert told(findings(**low, benchmarks=behind, rare={"heads": "company"})) == {
        "heads": "strength",
        "pay": "strength",
    }
