from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.records import Points, Scores
from diagnostics.rules import Lottery, Quota
from diagnostics.selection.selection import select
from diagnostics.studies import Rounds, build_studies, read_covariates
from tests.diagnostics.selection_world import candidates, decide, ordinary, rules, stage


def scores_of(index):
    bare = pd.DataFrame(index=index)
    domains = pd.DataFrame({"pay": np.arange(len(index), dtype=float)}, index=index)
    return Scores(
        "baseline",
        Points(bare, bare, bare),
        domains,
        domains["pay"] + 50,
        domains * 0 + 1,
        domains["pay"] * 0 + 1,
    )


def study_of(companies, chosen_by, decisions=(), closed=(), after=None):
    people = candidates(companies)
    index = people.facts.index
    before = pd.DataFrame({"index": np.arange(len(index), dtype=float)}, index=index)
    later = before.iloc[:-1] + 5 if after is None else after
    rounds = Rounds(before, later, frozenset(closed), {"index": "equality"}, {"index": 0.8})
    selection = select(people, chosen_by, list(decisions))
    return build_studies(rounds, people, selection, chosen_by, scores_of(index), "deep_dive")[
        "index"
    ]


def test_who_was_selected_is_compared_with_who_could_have_been():
    companies = ordinary(6) | {"NO": {"wants_support": False}, "HALF": {"complete": False}}
    study = study_of(companies, rules(stage(2)))
    assert study.frame.index[study.frame["treated"]].tolist() == ["A01", "A02"]
    assert study.frame.index[~study.frame["eligible"]].tolist() == ["NO"]
    assert "HALF" not in study.frame.index
    assert study.frame.loc["A01", ["before", "after"]].tolist() == [0, 5]
    assert (study.family, study.reliability) == ("equality", 0.8)


def test_a_company_without_a_second_answer_has_no_outcome_and_stays():
    study = study_of(ordinary(4), rules(stage(2)), closed=["A02"])
    assert study.frame["after"].isna().tolist() == [False, False, False, True]
    assert study.frame.index[study.frame["closed"]].tolist() == ["A02"]


def test_a_decision_that_moved_somebody_breaks_the_rule_for_both():
    study = study_of(ordinary(4), rules(stage(2)), [decide("A04", include=True)])
    assert study.frame.index[study.frame["treated"]].tolist() == ["A01", "A04"]
    assert study.frame.index[study.frame["override"]].tolist() == ["A02", "A04"]


def test_companies_alike_in_whole_numbers_share_a_stratum():
    companies = ordinary(2, serious_flags=1.0) | {"B": {"lowest_index": 90.0}}
    study = study_of(companies, rules(stage(2, order=["serious_flags", "lowest_index"])))
    assert study.frame["stratum"].tolist() == ["1", "1", "0"]
    assert set(study_of(companies, rules(stage(2))).frame["stratum"]) == {"all"}


@pytest.mark.parametrize("key", ["serious_flags", "firm_flags", "watch_flags", "need_flags"])
def test_every_count_that_the_order_reads_makes_strata(key):
    study = study_of({"A": {key: 2.0}, "B": {key: 2.0}, "C": {}}, rules(stage(2, order=[key])))
    assert study.frame["stratum"].to_dict() == {"A": "2", "B": "2", "C": "0"}


def test_a_count_makes_strata_even_if_only_one_stage_reads_it():
    stages = rules(stage(3, "engaged", order=["watch_flags"]), stage(2, order=["lowest_index"]))
    study = study_of({"A": {"watch_flags": 1.0}, "B": {}, "C": {}}, stages)
    assert study.frame["stratum"].to_dict() == {"A": "1", "B": "0", "C": "0"}


def test_a_study_tells_municipality_size_and_sector():
    people = candidates(ordinary(2))
    people = replace(
        people, backgrounds=people.backgrounds.assign(size="5-9", municipality=["X", "Y"])
    )
    before = pd.DataFrame({"index": 1.0}, index=people.facts.index)
    chosen_by = rules(stage(1))
    rounds = Rounds(before, before, frozenset(), {"index": "equality"}, {})
    studies = build_studies(
        rounds, people, select(people, chosen_by), chosen_by, scores_of(before.index), "deep_dive"
    )
    assert studies["index"].backgrounds == ("municipality", "size", "sector")
    told = studies["index"].frame[["municipality", "size", "sector"]]
    assert told.to_dict("index") == {
        "A01": {"municipality": "X", "size": "5-9", "sector": "SHOP"},
        "A02": {"municipality": "Y", "size": "5-9", "sector": "SHOP"},
    }
    assert np.isnan(studies["index"].reliability)


def test_a_covariate_stands_there_once_whichever_stage_read_it():
    people = candidates(ordinary(3))
    by_municipality = Quota(each="municipality", least=1)
    stages = rules(
        stage(3, "engaged", order=["lowest_index"], contrast=1),
        stage(2, order=["lowest_index"], quota=[by_municipality]),
    )
    read = read_covariates(people, stages, scores_of(people.facts.index))
    assert read.columns.tolist() == ["index", "index_squared", "pay", "mean_need"]


def test_a_rule_that_read_no_mean_need_has_no_such_covariate():
    people = candidates(ordinary(3))
    read = read_covariates(
        people, rules(stage(2, order=["lowest_domain"])), scores_of(people.facts.index)
    )
    assert read.columns.tolist() == ["index", "index_squared", "pay", "lowest_domain"]


def test_who_took_part_in_the_draw_is_known():
    equal = {f"E{place}": {"watch_flags": 1.0} for place in range(4)}
    drawn = rules(
        stage(2, order=["watch_flags", "lowest_index"]),
        lottery=Lottery(stage="deep_dive", seed=3, equal_on=1),
    )
    study = study_of(equal | {"OUT": {}}, drawn)
    assert study.frame.index[study.frame["drawn"]].tolist() == ["E0", "E1", "E2", "E3"]
    assert study.frame["treated"].sum() == 2


def test_a_draw_at_another_stage_is_none_of_the_studys():
    equal = {f"E{place}": {"watch_flags": 1.0} for place in range(6)}
    drawn = rules(
        stage(4, "engaged", order=["watch_flags"]),
        stage(2),
        lottery=Lottery(stage="engaged", seed=3, equal_on=1),
    )
    assert not study_of(equal, drawn).frame["drawn"].any()


def test_the_covariates_are_what_the_rule_read():
    people = candidates(ordinary(3, groups=["women"]))
    asked = rules(
        stage(
            2,
            order=["serious_flags", "highest_need"],
            contrast=1,
            quota=[Quota(target_group="women", least=1)],
        )
    )
    read = read_covariates(people, asked, scores_of(people.facts.index))
    assert read.columns.tolist() == [
        "index",
        "index_squared",
        "pay",
        "highest_need",
        "mean_need",
        "group_women",
    ]
    assert read["index_squared"].tolist() == [0, 1, 4]
    assert read["group_women"].tolist() == [1, 1, 1]
