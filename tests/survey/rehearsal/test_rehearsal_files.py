"""The files of a rehearsal, read back: every planted fault is found, and no other."""

import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.answers.gather import gather_answers
from survey.exports.reading import read_export
from survey.instrument.file import load_instrument
from survey.register.register import read_register, read_tokens
from survey.rehearsal import RehearsalPlan, rehearse, write_rehearsal

ROOT = Path(__file__).parents[3]
SHIPPED = load_instrument(ROOT / "survey" / "library" / "instrument.toml")
SMALL = load_instrument(ROOT / "tests" / "data" / "rehearsal" / "small.toml")
CELL = ["row", "response_id", "company_id", "column", "value"]


def contents(directory):
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def listed(table):
    return sorted(map(tuple, table[CELL].astype("str").fillna("").to_numpy().tolist()))


def gathered(directory, instrument):
    register, tokens = (
        read_register(directory / "companies.csv"),
        read_tokens(directory / "keys" / "tokens.csv"),
    )
    return gather_answers(
        [read_export(directory / "answers" / "baseline" / "responses.csv")],
        instrument,
        register,
        tokens,
        "baseline",
    )


def test_the_export_reads_back_equal(tmp_path):
    rehearsal = rehearse(SHIPPED, RehearsalPlan(companies=400), np.random.default_rng(11))
    write_rehearsal(rehearsal, tmp_path)
    export = read_export(tmp_path / "answers" / "baseline" / "responses.csv")
    assert export.kind == "csv"
    pd.testing.assert_frame_equal(export.frame, rehearsal.answers)


def test_register_tokens_and_truth_read_back(tmp_path):
    rehearsal = rehearse(SHIPPED, RehearsalPlan(companies=50), np.random.default_rng(12))
    write_rehearsal(rehearsal, tmp_path)
    register = read_register(tmp_path / "companies.csv")
    truth = pd.read_csv(tmp_path / "rehearsal" / "truth.csv")
    pd.testing.assert_frame_equal(
        register[rehearsal.register.columns], rehearsal.register, check_index_type=False
    )
    assert dict(read_tokens(tmp_path / "keys" / "tokens.csv")) == dict(
        zip(rehearsal.tokens["token"], rehearsal.tokens["company_id"], strict=True)
    )
    assert truth["company_id"].tolist() == register.index.tolist()
    assert truth.filter(like="true_").shape == (50, 6)


def test_only_their_owner_can_read_the_tokens(tmp_path):
    write_rehearsal(
        rehearse(SHIPPED, RehearsalPlan(companies=3), np.random.default_rng(1)), tmp_path
    )
    assert stat.S_IMODE((tmp_path / "keys" / "tokens.csv").stat().st_mode) == 0o600


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_rehearsal(
            rehearse(SHIPPED, RehearsalPlan(companies=150), np.random.default_rng(9)),
            tmp_path / name,
        )
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "one")) == 4


@pytest.mark.parametrize("instrument", [SHIPPED, SMALL], ids=["shipped", "small"])
@pytest.mark.parametrize("seed", [2, 71])
def test_every_planted_fault_is_found_in_its_row_and_no_other_cell_is_called_faulty(
    tmp_path, instrument, seed
):
    rehearsal = rehearse(instrument, RehearsalPlan(), np.random.default_rng(seed))
    write_rehearsal(rehearsal, tmp_path)
    found = gathered(tmp_path, instrument).faults
    planted = rehearsal.planted[rehearsal.planted["fault"]]
    strange = found["column"].eq("") & found["company_id"].isna()
    assert set(planted["what"]) >= {
        "unknown_code",
        "decimal_comma",
        "words_for_number",
        "negative_number",
        "part_over_whole",
    }
    assert set(planted["what"]) >= {"unknown_token", "no_token", "test_row"}
    assert listed(found[found["column"].ne("") | strange]) == listed(planted)


def test_awkward_texts_are_no_faults_and_arrive_as_written(tmp_path):
    rehearsal = rehearse(SHIPPED, RehearsalPlan(), np.random.default_rng(4))
    write_rehearsal(rehearsal, tmp_path)
    wild = rehearsal.planted[rehearsal.planted["what"] == "wild_text"]
    companies = gathered(tmp_path, SHIPPED).companies
    once = wild[~wild["company_id"].duplicated()].set_index("company_id")
    arrived = companies.loc[once.index, "FREE"]
    assert (arrived == once["value"]).mean() > 0.5
    assert wild["value"].str.contains("\n").any()


def test_a_company_that_answers_twice_counts_once(tmp_path):
    rehearsal = rehearse(SHIPPED, RehearsalPlan(), np.random.default_rng(5))
    write_rehearsal(rehearsal, tmp_path)
    answers = gathered(tmp_path, SHIPPED)
    each = answers.responses.dropna(subset="company_id").groupby("company_id")
    twice = each["complete"].agg(["size", "sum"]).query("size == 2")
    assert (twice["sum"] == 2).any()
    assert (twice["sum"] == 1).any()
    assert (each["counts"].sum() == 1).all()
    assert answers.companies.loc[twice.index, "complete"].all()


@pytest.mark.parametrize("companies", [0, 1])
def test_a_programme_of_nobody_or_one_has_valid_files(tmp_path, companies):
    write_rehearsal(
        rehearse(SHIPPED, RehearsalPlan(companies=companies), np.random.default_rng(1)), tmp_path
    )
    assert len(read_register(tmp_path / "companies.csv")) == companies
    assert len(gathered(tmp_path, SHIPPED).companies) <= companies
