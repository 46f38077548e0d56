"""Every table that a run writes has the documented columns, and no table is left undocumented."""

import pandas as pd
import pytest

from docs.generate import make_pages
from jamna.commands.decisions.listing import Filter, list_decisions
from jamna.commands.run import run_workspace
from jamna.pages import kinds
from jamna.pipeline import steps
from jamna.workspace.table_columns import TABLES
from reports.rendering.manifest import write_manifest
from tests.jamna.small_programme import quick_programme, silent

DOCUMENTED = {table.name: list(table.columns) for table in TABLES}
FROM_A_SERVER = {"participation_baseline", "participation_followup"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the results of a run with a second round, and the frames before they were written."""
    root = quick_programme(tmp_path_factory.mktemp("tables") / "w", companies=60, effect=6)
    frames = {}
    with pytest.MonkeyPatch.context() as patch:
        write = steps.write_tables

        def note(directory, tables):
            frames.update(tables)
            return write(directory, tables)

        patch.setattr(steps, "write_tables", note)
        patch.setattr(kinds, "KINDS", ())
        write_manifest(root / "reports", [])
        run_workspace(root, silent())
        list_decisions(root, Filter(), lambda _: None, silent())
    return root / "results", frames


@pytest.mark.parametrize("name", sorted({*DOCUMENTED} - FROM_A_SERVER))
def test_a_table_has_exactly_the_documented_columns(made, name):
    results, frames = made
    assert sorted(frames[name].columns) == sorted(DOCUMENTED[name])
    assert pd.read_csv(results / f"{name}.csv").columns.tolist() == DOCUMENTED[name]
    assert pd.read_parquet(results / f"{name}.parquet").columns.tolist() == DOCUMENTED[name]


def test_no_table_is_written_that_is_not_documented(made):
    results, _ = made
    written = {path.stem for path in results.glob("*.parquet")}
    assert written == {*DOCUMENTED} - FROM_A_SERVER


def test_the_reference_has_a_section_for_every_table():
    words = make_pages()["tables.md"]
    assert [name for name in DOCUMENTED if f"## results/{name}\n" not in words] == []
