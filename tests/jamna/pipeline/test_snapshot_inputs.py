"""The main job on answers that were pulled: a rehearsal's export cut into a snapshot by a pull."""

import shutil
from datetime import UTC, datetime

import pandas as pd
import pytest
from typer.testing import CliRunner

from jamna.cli import app
from jamna.pipeline.inputs import read_inputs
from jamna.workspace.layout import Workspace
from jamna.workspace.settings import load_settings
from survey.limesurvey.source import LimeSurveySource
from survey.snapshots.pull import PullPlan, pull

RUNNER = CliRunner()
BOM = b"\xef\xbb\xbf"


def jamna(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


class ExportServer:
    """Gives the rows of one export by ranges of ids, which count from 1 without a gap."""

    server_version = "6.16.11"

    def __init__(self, export):
        self.head, *self.rows = split_rows(export.removeprefix(BOM))

    def call(self, method, *params):
        return {"full_responses": len(self.rows)}

    def export(self, survey_id, kind, language=None, first=None, last=None):
        rows = self.rows[first - 1 : last]
        return BOM + b"".join([self.head, *rows]) + b"\r\n" if rows else b"\r\n"


def split_rows(text):
    """Rows end with CRLF outside quotation marks; line ends inside values are LF."""
    return [row + b"\r\n" for row in text.split(b"\r\n") if row]


def take(root, server):
    plan = PullPlan(
        wave="baseline",
        server="https://survey.example.org",
        survey=111111,
        structure="s",
        language="sv",
        languages=("sv",),
        size=40,
    )
    return pull(
        LimeSurveySource(server, plan.survey, plan.language),
        plan,
        Workspace(root).snapshots("baseline"),
        lambda: datetime(2026, 11, 23, tzinfo=UTC),
        lambda pace: None,
    )


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory):
    root = tmp_path_factory.mktemp("rehearsed")
    assert jamna("rehearse", "-w", root, "--companies", 200, "--seed", 5).exit_code == 0
    return root


@pytest.fixture
def arena(rehearsed, tmp_path):
    return shutil.copytree(rehearsed, tmp_path / "arena")


def set_source(root, new):
    programme = root / "programme.toml"
    text = programme.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith('files = ["answers/baseline'))
    programme.write_text(text.replace(line, new(line)), encoding="utf-8")


@pytest.mark.parametrize("new", [lambda line: "", lambda line: f'{line}\nsource = "limesurvey"'])
def test_a_snapshot_gives_the_same_answers_as_the_file_it_was_cut_from(arena, new):
    before = read_inputs(Workspace(arena)).answers
    export = arena / "answers" / "baseline" / "responses.csv"
    pulled = take(arena, ExportServer(export.read_bytes()))
    export.unlink()
    set_source(arena, new)
    inputs = read_inputs(Workspace(arena))
    pd.testing.assert_frame_equal(inputs.answers.companies, before.companies)
    pd.testing.assert_frame_equal(
        inputs.answers.faults.drop(columns="source").sort_values(
            ["row", "column"], ignore_index=True
        ),
        before.faults.drop(columns="source").sort_values(["row", "column"], ignore_index=True),
    )
    assert inputs.sources == [pulled.snapshot.manifest_path]


def test_files_are_read_where_they_are_named_whatever_was_pulled(arena):
    export = arena / "answers" / "baseline" / "responses.csv"
    take(arena, ExportServer(export.read_bytes()))
    assert read_inputs(Workspace(arena)).sources == [export]


def test_no_snapshot_yet_says_what_to_type(arena):
    set_source(arena, lambda line: "")
    result = jamna("check", "-w", arena)
    assert result.exit_code == 4
    assert "no snapshot of the answers is there" in result.output
    assert "jamna pull" in result.output


def test_files_must_be_named_where_they_are_to_be_read(arena):
    set_source(arena, lambda line: 'source = "files"')
    result = jamna("check", "-w", arena)
    assert result.exit_code == 3
    assert "`files` names none" in result.output


def test_a_changed_snapshot_is_refused(arena):
    pulled = take(
        arena, ExportServer((arena / "answers" / "baseline" / "responses.csv").read_bytes())
    )
    set_source(arena, lambda line: "")
    path = pulled.snapshot.path(pulled.snapshot.manifest.parts[1])
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b'"Y"', b'"N"', 1))
    result = jamna("score", "-w", arena)
    assert result.exit_code == 4
    assert "0000000041-0000000080.csv: is not as it was pulled" in result.output.replace("\n", " ")


def test_check_tells_what_vanished_and_changed_between_two_pulls(arena):
    server = ExportServer((arena / "answers" / "baseline" / "responses.csv").read_bytes())
    take(arena, server)
    set_source(arena, lambda line: "")
    assert "against" not in jamna("check", "-w", arena).output
    complete = next(
        number for number, row in enumerate(server.rows) if b'"Y"' in row and b'";;' not in row[:40]
    )
    server.rows[complete] = server.rows[complete].replace(b'"Y"', b'"N"', 1)
    del server.rows[-1]
    take(arena, server)
    result = jamna("check", "-w", arena)
    assert result.exit_code == 0
    assert f"1 response has vanished from the server: {len(server.rows) + 1}." in result.output
    assert f"1 response was complete and changed since: {complete + 1} (" in result.output


def test_the_shipped_lines_about_limesurvey_are_right_without_their_marks(tmp_path):
    assert jamna("new", tmp_path / "arena").exit_code == 0
    programme = tmp_path / "arena" / "programme.toml"
    lines = programme.read_text(encoding="utf-8").splitlines()
    start = lines.index("# [limesurvey]")
    source = next(place for place, line in enumerate(lines) if line.startswith("# source = "))
    for place in (source, *range(start, start + 8)):
        lines[place] = lines[place].removeprefix("# ")
    programme.write_text("\n".join(lines), encoding="utf-8")
    settings = load_settings(programme)
    assert settings.limesurvey.survey == {"baseline": 111111, "followup": 222222}
    assert (settings.limesurvey.range, settings.limesurvey.language) == (5000, "sv")
    assert settings.answers["baseline"].kind == "limesurvey"
    assert settings.answers["followup"].kind == "files"
