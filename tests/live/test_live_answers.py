"""Answers from a real server: what was given is what is read, in snapshots that can be trusted."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from threading import Lock

import pandas as pd
import pytest

from survey.answers.gather import gather_answers
from survey.common.errors import LimeSurveyError
from survey.exports.reading import read_export
from survey.limesurvey import errors
from survey.limesurvey.source import LimeSurveySource
from survey.limesurvey.structure.reading import read_structure
from survey.limesurvey.structure.records import structure_hash
from survey.snapshots.changes import compare_snapshots
from survey.snapshots.pull import PullPlan, pull
from survey.snapshots.snapshots import find_damage, list_snapshots, read_snapshot
from tests.live.live_answers import COMPANIES, FULL, Given, add, make_register
from tests.made_instruments import ask, make_instrument

SIZE = 3
SMALL = make_instrument(ask("ONE", "yes_no"))


def take(connection, survey_id, folder, **more):
    plan = PullPlan(
        wave="baseline",
        server="live",
        survey=survey_id,
        structure="s",
        language="sv",
        languages=("en", "sv"),
        size=SIZE,
        parallel=4,
    )
    plan = replace(plan, **more)
    source = LimeSurveySource(connection, survey_id, plan.language)
    return pull(source, plan, folder, lambda: datetime.now(UTC), lambda pace: None)


def ids(pulled):
    return [int(number) for number in read_snapshot(pulled.snapshot).frame["id"]]


def as_given(frame, answered):
    """The frame's answers by response, in the shape they were given; a missing value is None."""
    rows = frame.set_index(frame["id"].astype(int))[list(answered.columns)]
    return {
        int(number): {name: None if pd.isna(value) else value for name, value in row.items()}
        for number, row in rows.iterrows()
    }


def without_nulls(given):
    """How servers of LimeSurvey 6.4 and before write answers: NULL as an empty text."""
    return {
        number: {name: value or "" for name, value in answers.items()}
        for number, answers in given.items()
    }


def test_every_answer_comes_back_as_it_was_given(connection, answered, tmp_path):
    frame = read_snapshot(take(connection, answered.survey_id, tmp_path).snapshot).frame
    without_null = frame["submitdate"].eq("").any()
    frame = frame.assign(submitdate=frame["submitdate"].replace("", None))
    given = {number: one.answers for number, one in answered.given.items()}
    assert as_given(frame, answered) == (without_nulls(given) if without_null else given)
    assert frame["token"].tolist() == [one.token for one in answered.given.values()]
    assert frame["submitdate"].notna().tolist() == [one.complete for one in answered.given.values()]


def test_a_snapshot_tells_where_it_came_from(connection, answered, tmp_path):
    structure = read_structure(connection, answered.survey_id)
    pulled = take(connection, answered.survey_id, tmp_path, structure=structure_hash(structure))
    manifest = pulled.snapshot.manifest
    assert pulled.new
    assert (manifest.rows, manifest.survey, manifest.server_version) == (
        COMPANIES,
        answered.survey_id,
        connection.server_version,
    )
    assert len([part for part in manifest.parts if part.rows]) >= COMPANIES // SIZE
    assert find_damage(pulled.snapshot) == []


def test_nothing_new_makes_no_snapshot_however_it_is_cut(connection, answered, tmp_path):
    first = take(connection, answered.survey_id, tmp_path)
    for size in (SIZE, 5000):
        again = take(connection, answered.survey_id, tmp_path, size=size)
        assert (again.new, again.snapshot.folder) == (False, first.snapshot.folder)
    assert len(list_snapshots(tmp_path)) == 1


def test_csv_json_and_snapshot_give_the_same_answers(connection, answered, every_kind, tmp_path):
    pulled = read_snapshot(take(connection, answered.survey_id, tmp_path / "pulled").snapshot)
    exports = {"snapshot": pulled}
    for kind in ("csv", "json"):
        path = tmp_path / f"all.{kind}"
        path.write_bytes(connection.export(answered.survey_id, kind, "sv"))
        exports[kind] = read_export(path)
    assert [export.kind for export in exports.values()] == ["csv", "csv", "json"]
    register = make_register(COMPANIES)
    read = {
        name: gather_answers([export], every_kind, register, answered.tokens, "baseline", "token")
        for name, export in exports.items()
    }
    assert len(read["csv"].companies) == COMPANIES
    assert read["csv"].companies["complete"].sum() == sum(
        one.complete for one in answered.given.values()
    )
    for name in ("snapshot", "json"):
        pd.testing.assert_frame_equal(read[name].companies, read["csv"].companies)
        for table in ("responses", "faults"):
            pd.testing.assert_frame_equal(
                getattr(read[name], table).drop(columns="source"),
                getattr(read["csv"], table).drop(columns="source"),
            )


def test_status_and_ranges_choose_responses(connection, answered, tmp_path):
    for status, wanted in (("complete", True), ("incomplete", False)):
        path = tmp_path / f"{status}.csv"
        path.write_bytes(connection.export(answered.survey_id, "csv", "sv", status=status))
        expected = [number for number, one in answered.given.items() if one.complete is wanted]
        assert [int(number) for number in read_export(path).frame["id"]] == expected
    beyond = connection.export(answered.survey_id, "csv", "sv", 5000, 6000)
    assert beyond.removeprefix(b"\xef\xbb\xbf") == b"\r\n"


def test_what_changed_vanished_and_arrived_is_found(connection, open_survey, tmp_path):
    made = open_survey()
    survey_id, columns = made.survey_id, made.columns
    take(connection, survey_id, tmp_path)
    connection.call("set_survey_properties", survey_id, {"alloweditaftercompletion": "Y"})
    complete = [number for number, one in made.given.items() if one.complete]
    unfinished = next(number for number, one in made.given.items() if not one.complete)
    changed, vanished = complete[0], complete[5]
    connection.call(
        "update_response",
        survey_id,
        {"id": changed, columns["name"]: "Ändrat; ändå", columns["sat[SQ001]"]: "2"},
    )
    connection.call("update_response", survey_id, {"id": unfinished, columns["name"]: "Mer"})
    connection.call("delete_response", survey_id, vanished)
    arrived = add(connection, survey_id, columns, Given(FULL, True, next(iter(made.tokens))))
    far = add(
        connection,
        survey_id,
        columns,
        Given(FULL, True, next(iter(made.tokens))),
        id=arrived + 4000,
    )
    pulled = take(connection, survey_id, tmp_path)
    assert pulled.new
    assert ids(pulled) == sorted({*made.given, arrived, far} - {vanished})
    changes = compare_snapshots(pulled.before, pulled.snapshot)
    assert (changes.arrived, changes.continued, changes.vanished) == (
        (arrived, far),
        (unfinished,),
        (vanished,),
    )
    [found] = changes.changed
    assert found.id == changed
    assert {"name", "sat[SQ001]"} <= set(found.columns)


class Breaking:
    """A connection that breaks at the third range and stays broken."""

    def __init__(self, connection):
        self._connection, self._count, self._lock = connection, count(1), Lock()
        self.server_version = connection.server_version
        self.call = connection.call

    def export(self, *asked):
        with self._lock:
            if next(self._count) >= 3:
                raise errors.Unreachable.at("LimeSurvey", reason="broken on purpose")
        return self._connection.export(*asked)


def test_after_a_break_it_goes_on_where_it_stopped(connection, answered, tmp_path):
    with pytest.raises(errors.Unreachable):
        take(Breaking(connection), answered.survey_id, tmp_path, parallel=1)
    assert list_snapshots(tmp_path) == []
    pulled = take(connection, answered.survey_id, tmp_path)
    assert (pulled.resumed, ids(pulled)) == (SIZE, list(answered.given))


def test_a_language_the_survey_lacks(connection, answered, tmp_path):
    with pytest.raises(errors.UnknownLanguage):
        connection.export(answered.survey_id, "csv", "zu")
    refuse(connection, answered.survey_id, tmp_path, errors.UnknownLanguage, language="zu")


def test_a_survey_that_is_not_active(own, tmp_path):
    survey_id = own.deploy(SMALL).survey_id
    with pytest.raises(errors.NotActive):
        own.connection.export(survey_id, "csv")
    refuse(own.connection, survey_id, tmp_path, errors.NotActive)


def test_a_survey_that_is_not_there(connection, tmp_path):
    refuse(connection, 999_999_999, tmp_path, errors.NoPermission)


def refuse(connection, survey_id, folder, kind, **more):
    with pytest.raises(kind):
        take(connection, survey_id, folder, **more)
    assert list_snapshots(folder) == []


def test_a_survey_that_nobody_has_answered(own, tmp_path):
    survey_id = own.activate(SMALL)
    with pytest.raises(errors.NoAnswers):
        own.connection.export(survey_id, "csv")
    assert take(own.connection, survey_id, tmp_path).snapshot.manifest.rows == 0
    assert not take(own.connection, survey_id, tmp_path).new


def test_what_the_database_objects_to_is_told_without_its_words(connection, open_survey):
    made = open_survey()
    with pytest.raises(LimeSurveyError) as caught:
        add(connection, made.survey_id, made.columns, Given({"age": "abc"}, True, "nobody"))
    assert not [word for word in ("SQL", "CDb", "lime_", "1366") if word in str(caught.value)]
