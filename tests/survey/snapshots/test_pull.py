"""Pulling from a small stand-in: the calls, the files on disk, and what an interruption leaves."""

import json
import stat
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from survey.common.errors import CallError, LimeSurveyError
from survey.common.locking import alone
from survey.limesurvey.source import LimeSurveySource
from survey.snapshots.partial_pull import FRESH, UNFINISHED
from survey.snapshots.pull import Pace, PullPlan, pull
from survey.snapshots.snapshots import latest_snapshot, list_snapshots, read_snapshot
from tests.survey.snapshots.small_server import SmallServer, response

PLAN = PullPlan(
    wave="baseline",
    server="https://survey.example.org",
    survey=111111,
    structure="s1",
    language="sv",
    languages=("sv", "en"),
    size=10,
)


def ticking(start=datetime(2026, 11, 23, 8, 0, tzinfo=UTC)):
    seconds = count()
    return lambda: start + timedelta(seconds=next(seconds))


def take(server, folder, plan=PLAN, clock=None, watch=lambda pace: None, **how):
    source = LimeSurveySource(server, plan.survey, plan.language)
    return pull(source, plan, folder, clock or ticking(), watch, **how)


def ids(pulled):
    return [int(number) for number in read_snapshot(pulled.snapshot).frame["id"]]


def test_a_snapshot_holds_every_response_as_received(tmp_path):
    server = SmallServer(*(response(number, complete=number % 3 > 0) for number in range(1, 26)))
    pulled = take(server, tmp_path)
    assert pulled.new
    assert ids(pulled) == list(range(1, 26))
    manifest = pulled.snapshot.manifest
    assert [(part.first, part.last, part.rows) for part in manifest.parts] == [
        (1, 10, 10),
        (11, 20, 10),
        (21, 30, 5),
    ]
    for part in manifest.parts:
        assert pulled.snapshot.path(part).read_bytes() == server.export(
            111111, "csv", "sv", part.first, part.last
        )
    assert (manifest.rows, manifest.columns, manifest.languages) == (
        25,
        ["id", "submitdate", "token", "MOOD"],
        ["sv", "en"],
    )
    assert latest_snapshot(tmp_path) == pulled.snapshot


def test_nothing_else_is_left_and_nothing_can_be_written(tmp_path):
    pulled = take(SmallServer(response(1)), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [pulled.snapshot.name]
    files = sorted(path for path in pulled.snapshot.folder.iterdir())
    assert [path.name for path in files] == ["0000000001-0000000010.csv", "manifest.json"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o444}


def test_nothing_new_means_no_new_snapshot(tmp_path):
    server = SmallServer(*map(response, range(1, 26)))
    first = take(server, tmp_path)
    again = take(server, tmp_path)
    assert (again.new, again.snapshot) == (False, first.snapshot)
    assert [path.name for path in tmp_path.iterdir()] == [first.snapshot.name]


def test_other_ranges_alone_are_nothing_new(tmp_path):
    server = SmallServer(*map(response, range(1, 26)))
    take(server, tmp_path)
    assert not take(server, tmp_path, PullPlan(**{**_fields(PLAN), "size": 7})).new


def test_a_blank_where_null_was_is_something_new(tmp_path):
    server = SmallServer(response(1, mood=None), response(2))
    take(server, tmp_path)
    server.responses[1]["MOOD"] = ""
    assert take(server, tmp_path).new


def test_another_structure_is_something_new(tmp_path):
    server = SmallServer(response(1))
    take(server, tmp_path)
    pulled = take(server, tmp_path, PullPlan(**{**_fields(PLAN), "structure": "s2"}))
    assert (pulled.new, pulled.snapshot.manifest.number) == (True, 2)


def test_a_damaged_snapshot_is_not_taken_for_the_same(tmp_path):
    server = SmallServer(response(1))
    path = next(take(server, tmp_path).snapshot.folder.glob("*.csv"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"A1", b"A2"))
    assert take(server, tmp_path).new


def test_snapshots_are_in_the_order_they_were_made_even_if_the_clock_goes_back(tmp_path):
    server = SmallServer(response(1))
    take(server, tmp_path)
    server.responses[2] = response(2)
    second = take(server, tmp_path, clock=ticking(datetime(2020, 1, 1, tzinfo=UTC)))
    assert latest_snapshot(tmp_path) == second.snapshot
    assert [snapshot.manifest.number for snapshot in list_snapshots(tmp_path)] == [1, 2]


def test_a_survey_nobody_answered_is_an_empty_snapshot(tmp_path):
    pulled = take(SmallServer(), tmp_path)
    assert (pulled.new, pulled.snapshot.manifest.rows, pulled.snapshot.manifest.parts) == (
        True,
        0,
        [],
    )
    assert read_snapshot(pulled.snapshot).frame.empty


def test_a_wide_gap_takes_a_few_calls(tmp_path):
    server = SmallServer(*map(response, (3, 4, 1_000_000_005, 1_000_000_011, 2_147_483_647)))
    pulled = take(server, tmp_path)
    assert ids(pulled) == [3, 4, 1_000_000_005, 1_000_000_011, 2_147_483_647]
    assert len(server.asked) + server.probes < 60


def test_deleted_responses_leave_holes_that_do_not_matter(tmp_path):
    numbers = [number for number in range(1, 200) if number % 7 in {1, 2}]
    pulled = take(SmallServer(*map(response, numbers)), tmp_path)
    assert ids(pulled) == numbers


def test_no_range_is_larger_than_asked_for(tmp_path):
    server = SmallServer(*map(response, range(1, 100)))
    take(server, tmp_path)
    assert {last - first for first, last in server.asked} == {9}


def test_a_response_that_arrives_meanwhile_waits_for_the_next_pull_or_is_there_once(tmp_path):
    server = SmallServer(*map(response, range(1, 26)))
    server.before = lambda first, last: server.responses.setdefault(
        26 + len(server.asked), response(26 + len(server.asked))
    )
    found = ids(take(server, tmp_path))
    assert found[:25] == list(range(1, 26))
    assert len(found) == len(set(found))


def test_one_deleted_and_one_arrived_meanwhile_is_not_taken_for_a_loss(tmp_path):
    server = SmallServer(*map(response, range(1, 26)))

    def churn(first, last):
        if (first, last) == (21, 30) and 25 in server.responses:
            del server.responses[25]
        elif first > 30:
            server.responses[26] = response(26)

    server.before = churn
    assert ids(take(server, tmp_path)) == [*range(1, 25), 26]


def test_a_server_that_gives_less_than_it_counts_is_not_believed(tmp_path):
    server = SmallServer(*map(response, range(1, 26)))
    whole = server._rows
    server._rows = lambda first, last: [row for row in whole(first, last) if row["id"] != 7]
    with pytest.raises(LimeSurveyError, match="25 responses by its own count, but gave 24"):
        take(server, tmp_path)
    assert list_snapshots(tmp_path) == []


def test_a_survey_that_is_not_active_is_named(tmp_path):
    server = SmallServer()
    server.call = lambda method, *params: []
    with pytest.raises(LimeSurveyError, match="survey 111111: the survey is not active"):
        take(server, tmp_path)


@pytest.mark.parametrize("size", [1, 3, 10, 1000])
def test_a_break_goes_on_where_it_stopped(tmp_path, size):
    server = SmallServer(*map(response, range(1, 26)))
    plan = PullPlan(**{**_fields(PLAN), "size": size, "parallel": 1})

    def fail_late(first, last):
        if first > 12:
            raise LimeSurveyError

    server.before = fail_late
    if size < 1000:
        with pytest.raises(LimeSurveyError):
            take(server, tmp_path, plan)
    assert list_snapshots(tmp_path) == []
    server.before = lambda first, last: None
    server.asked.clear()
    pulled = take(server, tmp_path, plan)
    assert ids(pulled) == list(range(1, 26))
    assert pulled.resumed == len(
        [
            first
            for first in range(1, 26)
            if first not in {n for a, b in server.asked for n in range(a, b + 1)}
        ]
    )
    if size < 10:
        assert pulled.resumed


def test_ctrl_c_keeps_what_is_on_disk(tmp_path):
    server = SmallServer(*map(response, range(1, 56)))
    paces = []

    def stop(pace):
        paces.append(pace)
        if len(paces) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(server, tmp_path, watch=stop)
    assert list_snapshots(tmp_path) == []
    pulled = take(server, tmp_path)
    assert pulled.resumed >= 20
    assert ids(pulled) == list(range(1, 56))


def _break(server, folder):
    def fail(first, last):
        if first > 20:
            raise LimeSurveyError

    server.before = fail
    with pytest.raises(LimeSurveyError):
        take(server, folder, PullPlan(**{**_fields(PLAN), "parallel": 1}))
    server.before = lambda first, last: None


def test_the_end_of_what_a_break_left_is_read_again(tmp_path):
    server = SmallServer(*map(response, range(1, 16)), *map(response, range(30, 40)))
    _break(server, tmp_path)
    server.responses[16] = response(16)
    assert 16 in ids(take(server, tmp_path))


@pytest.mark.parametrize(
    ("gone", "arrived"),
    [
        (range(1, 6), range(36, 41)),
        (range(1, 3), range(36, 41)),
        (range(1, 6), ()),
        (range(1, 6), range(500, 505)),
        ((), range(36, 41)),
    ],
)
def test_what_was_deleted_after_a_break_is_not_kept_and_what_arrived_is_there(
    tmp_path, gone, arrived
):
    server = SmallServer(*map(response, range(1, 36)))
    _break(server, tmp_path)
    for number in gone:
        del server.responses[number]
    server.responses |= {number: response(number) for number in arrived}
    assert ids(take(server, tmp_path)) == sorted(server.responses)


def test_an_attempt_that_kept_nothing_is_not_when_the_pull_began(tmp_path):
    server = SmallServer(response(1))
    server.before = lambda first, last: (_ for _ in ()).throw(LimeSurveyError)
    with pytest.raises(LimeSurveyError):
        take(server, tmp_path, clock=ticking(datetime(2026, 11, 23, 6, 0, tzinfo=UTC)))
    server.before = lambda first, last: None
    began = take(server, tmp_path).snapshot.manifest.began
    assert began >= datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_range_that_was_damaged_after_a_break_is_read_again(tmp_path):
    server = SmallServer(*map(response, range(1, 36)))
    _break(server, tmp_path)
    (tmp_path / UNFINISHED / "0000000001-0000000010.csv").write_bytes(b"\r\n")
    assert ids(take(server, tmp_path)) == list(range(1, 36))


def test_a_note_that_was_cut_off_by_a_break_is_no_obstacle(tmp_path):
    server = SmallServer(*map(response, range(1, 36)))
    _break(server, tmp_path)
    log = tmp_path / UNFINISHED / "parts.jsonl"
    log.write_bytes(log.read_bytes()[:-20])
    assert ids(take(server, tmp_path)) == list(range(1, 36))


@pytest.mark.parametrize(
    ("change", "anew", "later"),
    [
        ({"structure": "s2"}, False, timedelta()),
        ({"size": 5}, False, timedelta()),
        ({}, True, timedelta()),
        ({}, False, FRESH),
    ],
)
def test_a_break_of_another_plan_or_of_long_ago_is_not_gone_on_with(tmp_path, change, anew, later):
    server = SmallServer(*map(response, range(1, 36)))
    _break(server, tmp_path)
    plan = PullPlan(**{**_fields(PLAN), **change})
    pulled = take(server, tmp_path, plan, clock=ticking(ticking()() + later), anew=anew)
    assert pulled.resumed == 0
    assert ids(pulled) == list(range(1, 36))


def test_columns_that_change_half_way_are_refused(tmp_path):
    server = SmallServer(*map(response, range(1, 36)))

    def rename(first, last):
        if first > 10:
            server.responses = {
                number: {**row, "NEW": None} for number, row in server.responses.items()
            }

    server.before = rename
    with pytest.raises(LimeSurveyError, match="changed its columns while it was read \\(NEW\\)"):
        take(server, tmp_path)
    assert list_snapshots(tmp_path) == []
    assert ids(take(server, tmp_path)) == list(range(1, 36))


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda content: content[:-2], "cut off"),
        (lambda content: b"", "cut off"),
        (
            lambda content: content[: content.rindex(b';"A1"')] + b"\r\n\r\n",
            "fields where the headings",
        ),
        (lambda content: content.replace(b'"id"', b'"di"'), "without the column id"),
        (lambda content: content.replace(b'"3";', b'"333";'), "not asked for"),
        (lambda content: content.replace(b'"3";', b'"4";'), "same response twice"),
        (lambda content: content.replace(b"A1", b"\xff\xfe"), "not UTF-8"),
    ],
)
def test_a_range_that_is_not_what_was_asked_for_is_refused(tmp_path, spoil, what):
    server = SmallServer(*map(response, range(1, 6)))
    server.spoil = spoil
    with pytest.raises(LimeSurveyError, match=what):
        take(server, tmp_path)
    assert list_snapshots(tmp_path) == []


def test_two_pulls_at_once_are_refused(tmp_path):
    with (
        alone(tmp_path, "jamna pull"),
        pytest.raises(CallError, match="another `jamna pull` is running"),
    ):
        take(SmallServer(response(1)), tmp_path)


def test_the_pace_ends_at_everything(tmp_path):
    paces = []
    take(SmallServer(*map(response, range(1, 26))), tmp_path, watch=paces.append)
    assert [pace.rows for pace in paces][-1] == paces[-1].expected == 25
    assert paces[-1].remaining == 0


def test_pace_knows_rate_and_what_remains():
    pace = Pace(rows=600, expected=1000, fetched=200, seconds=4)
    assert (pace.rate, pace.remaining) == (50, 8)
    assert Pace(rows=0, expected=1000, fetched=0, seconds=4).remaining is None


def test_the_manifest_is_for_people_too(tmp_path):
    manifest = json.loads(
        take(SmallServer(response(1)), tmp_path).snapshot.manifest_path.read_text(encoding="utf-8")
    )
    assert manifest["began"].startswith("2026-11-23T08:00:00")
    assert (manifest["survey"], manifest["parts"][0]["file"]) == (
        111111,
        "0000000001-0000000010.csv",
    )


def test_after_a_refusal_nothing_more_is_asked(tmp_path):
    server = SmallServer(*map(response, range(1, 301)))

    def refuse(first, last):
        raise LimeSurveyError

    server.before = refuse
    with pytest.raises(LimeSurveyError):
        take(server, tmp_path)
    assert len(server.asked) < 30


def _fields(plan):
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}
