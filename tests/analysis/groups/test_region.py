"""Means, middle halves and frequencies by group: right numbers, and what must stay hidden."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import round_mean, round_share
from analysis.groups.frequencies import list_questions, tabulate_frequencies
from analysis.groups.groups import name_groups
from analysis.groups.region import tabulate_region
from analysis.records import Points, Scores
from analysis.rules import PrivacyRules
from survey.answers.records import Answers
from survey.instrument.records import (
    AnswerList,
    Background,
    Domain,
    Indicator,
    Instrument,
    Option,
    Question,
    Row,
    Section,
)

NAME = {"en": "x"}
INSTRUMENT = Instrument(
    title=NAME,
    languages=["en"],
    section=[Section(id="all", title=NAME)],
    answers=[
        AnswerList(id="often", options=[Option(code=code, text=NAME) for code in ("A", "B", "C")])
    ],
    question=[
        Question(code="Q", section="all", kind="choice", answers="often", text=NAME, other=True),
        Question(
            code="G",
            section="all",
            kind="grid",
            answers="often",
            text=NAME,
            rows=[Row(code="R1", text=NAME)],
        ),
        Question(code="H", section="all", kind="choice", answers="often", text=NAME),
        Question(code="M", section="all", kind="multiple", answers="often", text=NAME),
        Question(code="Y", section="all", kind="yes_no", text=NAME),
        Question(code="N", section="all", kind="number", text=NAME),
        Question(code="T", section="all", kind="long_text", text=NAME),
        Question(code="P", section="all", kind="yes_no", text=NAME, personal=True),
        Question(code="L", section="all", kind="yes_no", text=NAME, waves=["followup"]),
        Question(code="TOWN", section="all", kind="choice", answers="often", text=NAME),
    ],
    domain=[Domain(id="d", name=NAME), Domain(id="harm", name=NAME)],
    indicator=[
        Indicator(id="q", domain="d", name=NAME, points="scale", question="Q"),
        Indicator(id="q2", domain="d", name=NAME, points="scale", question="G[R1]"),
        Indicator(id="h", domain="harm", name=NAME, points="scale", question="H", sensitive=True),
        Indicator(id="h2", domain="harm", name=NAME, points="yes_no", question="Y"),
    ],
    background=[Background(id="town", name=NAME, question="TOWN")],
)
PRIVACY = PrivacyRules()


def answers_of(frame):
    empty = pd.DataFrame()
    return Answers("baseline", empty, frame, empty)


def companies(towns, **columns):
    index = pd.Index([f"C{place:03}" for place in range(len(towns))], name="company_id")
    names = ["Q", "G[R1]", "H", "M[A]", "M[B]", "M[C]", "Y", "N", "T", "P", "L", "TOWN"]
    frame = pd.DataFrame(pd.NA, index=index, columns=names, dtype="string")
    return frame.assign(**columns), pd.DataFrame({"town": towns}, index=index)


def groups_of(backgrounds):
    marks = pd.DataFrame(index=backgrounds.index)
    return name_groups(backgrounds, ["town"], marks)


def scores_of(index, q, h):
    values = pd.DataFrame({"q": q, "q2": q, "h": h, "h2": h}, index=index, dtype=float)
    domains = values[["q", "h"]].rename(columns={"q": "d", "h": "harm"})
    points = Points(values, values, values)
    return Scores("baseline", points, domains, domains.mean(axis=1), domains, values["q"])


def region(towns, q, h=None):
    frame, backgrounds = companies(towns)
    scores = scores_of(frame.index, q, q if h is None else h)
    table = tabulate_region(scores, INSTRUMENT, groups_of(backgrounds), PRIVACY)
    return table.set_index(["item", "group"])


def frequencies(towns, **columns):
    frame, backgrounds = companies(towns, **columns)
    table = tabulate_frequencies(answers_of(frame), INSTRUMENT, groups_of(backgrounds), PRIVACY)
    return table.set_index(["question", "group", "answer"]).sort_index()


def test_a_mean_needs_five_a_middle_half_eight_and_harassment_twenty():
    towns = ["A"] * 5 + ["B"] * 8 + ["C"] * 20
    table = region(towns, range(10, 43))
    told = {
        (item, town): tuple(table.loc[(item, f"town={town}"), ["status", "spread"]])
        for item in ("d", "harm")
        for town in "ABC"
    }
    assert told == {
        ("d", "A"): ("ok", "hidden"),
        ("d", "B"): ("ok", "ok"),
        ("d", "C"): ("ok", "ok"),
        ("harm", "A"): ("hidden", "hidden"),
        ("harm", "B"): ("hidden", "hidden"),
        ("harm", "C"): ("hidden", "hidden"),
    }


def test_the_domain_of_a_sensitive_question_is_as_sensitive():
    table = region(["A"] * 25 + ["B"] * 19, range(44))
    assert table.loc[("harm", "town=B"), "status"] == "hidden"
    assert table.loc[("d", "town=B"), "status"] == "ok"


def test_a_hidden_group_cannot_be_had_by_subtraction():
    """Four in A; without B hidden too, the whole less B and C would be A."""
    table = region(["A"] * 4 + ["B"] * 6 + ["C"] * 9, range(19))
    assert table.loc[("d", "town=A"), "status"] == "hidden"
    assert table.loc[("d", "town=B"), "status"] == "hidden"
    assert table.loc[("d", "town=C"), "status"] == "ok"


def test_hidden_shows_nothing_and_empty_is_not_hidden():
    table = region(["A"] * 4 + ["B"] * 9 + ["C"] * 9, [*range(13), *[np.nan] * 9])
    for item, group in (("d", "town=A"), ("harm", "town=A")):
        assert table.loc[(item, group), ["n", "mean", "low", "high"]].isna().all()
    empty = table.loc[("d", "town=C")]
    assert (empty["status"], empty["spread"], empty["n"]) == ("empty", "empty", 0)


def test_numbers_are_rounded_means_to_points_and_halves_to_fives():
    table = region(["A"] * 10, [11.3 * place % 100 for place in range(10)])
    row = table.loc[("d", "all")]
    assert np.mean([11.3 * place % 100 for place in range(10)]) == pytest.approx(40.85)
    assert row["mean"] == 40
    assert row["low"] % 5 == row["high"] % 5 == 0
    many = region(["A"] * 20, [41.2] * 20)
    assert many.loc[("d", "all"), "mean"] == 41


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 100)), min_size=5, max_size=60))
def test_a_shown_mean_is_that_of_its_group(cases):
    towns, values = zip(*cases, strict=True)
    table = region(list(towns), values)
    for town in {*towns}:
        own = [value for at, value in cases if at == town]
        row = table.loc[("d", f"town={town}")]
        if row["status"] == "ok":
            assert row["n"] == len(own) >= 5
            assert abs(row["mean"] - np.mean(own)) <= (2.5 if len(own) < 20 else 0.5)
            assert 0 < np.mean(own) < 100
        if row["spread"] == "ok":
            assert len(own) >= 8
            assert row["low"] <= np.quantile(own, 0.25)
            assert row["high"] >= np.quantile(own, 0.75)


def test_shares_are_of_those_who_answered():
    table = frequencies(["A"] * 20, Q=["A"] * 6 + ["B"] * 5 + ["-oth-"] * 1 + [pd.NA] * 8)
    shares = {answer: table.loc[("Q", "all", answer), "share"] for answer in ("A", "B", "-oth-")}
    assert shares["A"] == 0.5
    assert table.loc[("Q", "all", "A"), "n"] == 12


def test_boxes_are_of_those_who_ticked_any():
    ticked = pd.array(["Y"] * 10 + [""] * 10, dtype="string")
    other = pd.array([""] * 5 + ["Y"] * 5 + [""] * 10, dtype="string")
    table = frequencies(["A"] * 20, **{"M[A]": ticked, "M[B]": other})
    assert table.loc[("M", "all", "A"), ["n", "status", "low"]].tolist() == [10, "range", 0.8]
    assert table.loc[("M", "all", "B"), "share"] == 0.5


def test_a_share_needs_ten_and_a_sensitive_one_twenty():
    towns = ["A"] * 9 + ["B"] * 19 + ["C"] * 22
    mixed = (["A", "B"] * 25)[:50]
    table = frequencies(towns, Q=mixed, H=mixed)
    status = table["status"]
    assert status["Q", "town=A", "A"] == "hidden"
    assert [*status["Q", "town=C"]].count("ok") == 1
    assert status["H", "town=B", "A"] == "hidden"
    assert table.xs("town=A", level="group").loc["Q", ["n", "share"]].isna().all(axis=None)


def test_a_share_of_fewer_than_three_or_of_all_but_a_few_is_a_range():
    table = frequencies(["A"] * 20, Q=["A"] * 18 + ["B"] * 2, H=["A"] * 12 + ["B"] * 8)
    shown = table.loc[("Q", "all")][["status", "low", "high"]]
    assert shown.loc["A"].tolist() == ["range", 0.9, 1.0]
    assert shown.loc["B"].tolist() == shown.loc["C"].tolist() == ["range", 0.0, 0.1]
    assert table.loc["Q", "share"].isna().all()


def test_a_range_that_the_rest_of_its_row_would_tell_takes_an_answer_with_it():
    """Of twenty, 14 + 6 leave nobody for the others; without B, they can be somebody."""
    table = frequencies(["A"] * 20, Q=["A"] * 14 + ["B"] * 6)
    assert table["status"]["Q", "all"].tolist() == ["range", "ok", "hidden", "range"]


def test_shares_are_rounded_to_fives():
    table = frequencies(["A"] * 60, Q=["A"] * 16 + ["B"] * 44)
    assert {*table["share"]["Q", "all"].dropna()} <= {0.25, 0.75}


def test_free_text_numbers_persons_other_rounds_and_the_groups_themselves_are_never_told():
    everything = dict.fromkeys(("Q", "G[R1]", "H", "M[A]", "Y", "N", "T", "P", "L", "TOWN"), "A")
    table = frequencies(["A"] * 30, **everything)
    assert {*table.index.get_level_values("question")} == {"Q", "G[R1]", "H", "M", "Y"}


def test_a_questionnaire_without_lists_makes_an_empty_table():
    frame, backgrounds = companies(["A"] * 3)
    bare = replace(
        INSTRUMENT, question=[one for one in INSTRUMENT.question if one.code == "N"], indicator=[]
    )
    table = tabulate_frequencies(answers_of(frame), bare, groups_of(backgrounds), PRIVACY)
    assert table.empty
    assert [*list_questions(answers_of(frame), bare)] == []


def test_shares_and_means_are_rounded_by_the_room():
    assert round_share(0.524) == pytest.approx(0.5)
    assert round_mean(61.6, 20) == 62
    assert round_mean(61.6, 19) == 60


def test_a_group_that_is_all_at_one_end_is_hidden_and_another_with_it():
    table = region(["A"] * 10 + ["B"] * 8 + ["C"] * 20, [100] * 10 + [50] * 28)
    status = {town: table.loc[("d", f"town={town}"), "status"] for town in "ABC"}
    assert status == {"A": "hidden", "B": "hidden", "C": "ok"}


def test_a_questions_mean_is_told_of_the_whole_alone():
    table = region(["A"] * 30 + ["B"] * 30, [50] * 60)
    assert table.loc[("q", "all"), "status"] == "ok"
    assert (table.loc["q"].loc[["town=A", "town=B"], "status"] == "hidden").all()
