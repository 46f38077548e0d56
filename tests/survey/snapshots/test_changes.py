"""What vanished, changed, went on or arrived between two snapshots."""

from datetime import UTC, datetime

import pytest

from survey.limesurvey.source import LimeSurveySource
from survey.snapshots.changes import ChangedResponse, Changes, compare_snapshots, list_changes
from survey.snapshots.pull import PullPlan, pull
from tests.survey.snapshots.small_server import SmallServer, response


def take(server, folder, size=10):
    plan = PullPlan(
        wave="baseline",
        server="https://survey.example.org",
        survey=111111,
        structure="s",
        language="sv",
        languages=("sv",),
        size=size,
    )
    source = LimeSurveySource(server, plan.survey, plan.language)
    return pull(
        source, plan, folder, lambda: datetime(2026, 11, 23, tzinfo=UTC), lambda pace: None
    ).snapshot


def change(server):
    del server.responses[4]
    server.responses[12]["MOOD"] = None
    server.responses[13]["submitdate"] = None
    server.responses[21] |= {"submitdate": "2026-03-02 10:00:00", "MOOD": "A2"}
    server.responses[31] = response(31)


@pytest.mark.parametrize("size", [1, 7, 10, 1000])
def test_every_kind_of_difference_is_found_however_the_ids_were_cut(tmp_path, size):
    server = SmallServer(*(response(number, complete=number != 21) for number in range(1, 26)))
    old = take(server, tmp_path)
    change(server)
    new = take(server, tmp_path, size)
    assert compare_snapshots(old, new) == Changes(
        arrived=(31,),
        continued=(21,),
        changed=(ChangedResponse(12, ("MOOD",)), ChangedResponse(13, ("submitdate",))),
        vanished=(4,),
    )


def test_a_blank_is_not_what_null_was(tmp_path):
    server = SmallServer(response(1, mood=None))
    old = take(server, tmp_path)
    server.responses[1]["MOOD"] = ""
    assert compare_snapshots(old, take(server, tmp_path)).changed == (
        ChangedResponse(1, ("MOOD",)),
    )


@pytest.mark.parametrize("numbers", [[], [1, 2, 30]])
def test_everything_may_vanish_and_arrive(tmp_path, numbers):
    server = SmallServer(*map(response, numbers))
    one = take(server, tmp_path)
    server.responses = {number: response(number) for number in (40, 41)}
    other = take(server, tmp_path)
    assert compare_snapshots(one, other) == Changes(arrived=(40, 41), vanished=tuple(numbers))
    assert compare_snapshots(other, one) == Changes(arrived=tuple(numbers), vanished=(40, 41))


def test_ranges_that_are_the_same_are_not_read(tmp_path):
    server = SmallServer(*map(response, range(1, 26)))
    old = take(server, tmp_path)
    server.responses[26] = response(26)
    new = take(server, tmp_path)
    for snapshot in (old, new):
        snapshot.path(snapshot.manifest.parts[0]).unlink()
    assert compare_snapshots(old, new) == Changes(arrived=(26,))


def test_the_sentences_name_responses_and_columns(tmp_path):
    server = SmallServer(*(response(number, complete=number != 21) for number in range(1, 26)))
    old = take(server, tmp_path)
    change(server)
    for number in (1, 2, 3, 5, 6, 7):
        del server.responses[number]
    new = take(server, tmp_path)
    where = f"{new.name}, against {old.name}"
    assert [str(problem) for problem in list_changes(compare_snapshots(old, new), old, new)] == [
        (
            f"{where}: 7 responses have vanished from the server: 1, 2, 3, 4, 5 and 2 more. Did "
            "somebody delete what was answered?"
        ),
        (
            f"{where}: 2 responses were complete and changed since: 12 (MOOD), 13 (submitdate). "
            "Did somebody edit what was answered?"
        ),
        f"{where}: 1 response was incomplete and changed since: 21. People went on answering.",
    ]


def test_other_columns_are_told_and_the_rest_compared(tmp_path):
    server = SmallServer(*map(response, range(1, 4)))
    old = take(server, tmp_path)
    server.responses = {number: {**row, "NEW": "x"} for number, row in server.responses.items()}
    server.responses[2]["MOOD"] = "A5"
    new = take(server, tmp_path)
    changes = compare_snapshots(old, new)
    assert changes.changed == (ChangedResponse(2, ("MOOD",)),)
    assert "the columns are not the same: NEW." in str(list_changes(changes, old, new)[-1])


def test_new_responses_alone_are_no_remark(tmp_path):
    server = SmallServer(response(1))
    old = take(server, tmp_path)
    server.responses[2] = response(2)
    new = take(server, tmp_path)
    assert list_changes(compare_snapshots(old, new), old, new) == []
