"""A source of another make: a dictionary of rows, with commas, UUIDs for versions and small ids."""

from datetime import UTC, datetime

import pytest

from survey.common.errors import AnswersError, LimeSurveyError
from survey.exports.ranges import RangeExport, read_range
from survey.snapshots.pull import PullPlan, pull
from survey.snapshots.snapshots import list_snapshots, read_snapshot

PLAN = PullPlan(
    wave="baseline",
    server="https://forms.example.org",
    survey=7,
    structure="s1",
    language="sv",
    languages=("sv",),
    size=4,
)


class Shelf:
    """Answers by id. Its CSV is RFC 4180's: commas, and no blank line at the end."""

    version = "shelf 2"
    largest_id = 500

    def __init__(self, moods):
        self.moods = moods
        self.windows = []

    def count(self):
        return len(self.moods)

    def fetch(self, wanted):
        rows = [
            f'"{number}","2026-03-01 10:20:30","tok{number}","{self.moods[number]}"\r\n'
            for number in sorted(self.moods)
            if wanted.first <= number <= wanted.last
        ]
        content = '"id","submitdate","token","MOOD"\r\n' + "".join(rows)
        return read_range(content.encode(), wanted) if rows else RangeExport(b"")

    def find_smallest(self, wanted):
        self.windows.append(wanted)
        return min((n for n in self.moods if wanted.first <= n <= wanted.last), default=None)


def take(source, folder, size=4):
    plan = PullPlan(**{**{name: getattr(PLAN, name) for name in PLAN.__slots__}, "size": size})
    return pull(source, plan, folder, lambda: datetime(2026, 3, 2, tzinfo=UTC), lambda pace: None)


def test_another_source_is_pulled_by_the_same_pull(tmp_path):
    moods = {1: "A1", 2: "A2", 3: "A1, said twice", 9: "A2", 400: "A1"}
    pulled = take(Shelf(moods), tmp_path)
    frame = read_snapshot(pulled.snapshot).frame
    assert dict(zip(frame["id"].astype(int), frame["MOOD"], strict=True)) == moods
    assert pulled.snapshot.manifest.server_version == "shelf 2"


def test_other_ranges_of_the_same_rows_are_nothing_new(tmp_path):
    shelf = Shelf({1: "A1", 2: "A2", 5: "A1", 6: "A2"})
    first = take(shelf, tmp_path)
    again = take(shelf, tmp_path, size=100)
    assert (again.new, again.snapshot) == (False, first.snapshot)


def test_nothing_is_looked_for_beyond_the_largest_id(tmp_path):
    shelf = Shelf({1: "A1"})
    shelf.count = lambda: 2
    with pytest.raises(LimeSurveyError, match="has 2 responses by its own count, but gave 1"):
        take(shelf, tmp_path)
    assert max(window.last for window in shelf.windows) == 500


def test_a_range_with_other_responses_is_refused(tmp_path):
    shelf = Shelf({1: "A1", 2: "A2"})
    honest = shelf.fetch
    shelf.fetch = lambda wanted: read_range(
        honest(wanted).content.replace(b'"2",', b'"77",'), wanted
    )
    with pytest.raises(AnswersError, match="responses that were not asked for"):
        take(shelf, tmp_path)
    assert list_snapshots(tmp_path) == []
