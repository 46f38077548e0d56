"""A workspace is its owner's alone, and one that was stopped half-way is no dead end."""

import os
import stat

import pytest

from jamna.commands.check.workspace import check_workspace
from jamna.workspace.layout import REGISTER_TEMPLATE, new_workspace
from survey.common.errors import AnswersError, CallError
from tests.jamna.small_programme import quick_programme, silent

posix_only = pytest.mark.skipif(os.name != "posix", reason="there are no such rights here")


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


@posix_only
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_new_workspace_is_its_owner_s_alone(tmp_path, umask):
    before = os.umask(umask)
    try:
        new_workspace(tmp_path / "here")
    finally:
        os.umask(before)
    assert rights(tmp_path / "here") == 0o700


@posix_only
def test_an_empty_folder_that_others_see_is_closed(tmp_path):
    (tmp_path / "here").mkdir(mode=0o755)
    new_workspace(tmp_path / "here")
    assert rights(tmp_path / "here") == 0o700


@posix_only
def test_check_says_where_others_can_look_in_and_what_to_type(tmp_path):
    root = quick_programme(tmp_path / "here", companies=24)
    assert rights(root) == 0o700
    assert not [line for line in check_workspace(root, silent()) if "chmod" in line]
    root.chmod(0o750)
    told = [line for line in check_workspace(root, silent()) if "chmod" in line]
    assert len(told) == 1
    assert f"{root}: can be opened by others" in told[0]
    assert f"`chmod 700 {root}`" in told[0]


def test_what_was_stopped_half_way_can_be_made_again(tmp_path):
    new_workspace(tmp_path / "whole")
    half = tmp_path / "half"
    half.mkdir()
    for name in ("instrument.toml", "companies.csv"):
        (half / name).write_bytes((tmp_path / "whole" / name).read_bytes())
    new_workspace(half)
    assert (half / "programme.toml").is_file()


def test_what_somebody_wrote_is_never_overwritten(tmp_path):
    (tmp_path / "companies.csv").write_text(
        REGISTER_TEMPLATE + "C1,Alfa,here,some,sv\n", encoding="utf-8"
    )
    with pytest.raises(CallError, match=r"already holds companies\.csv"):
        new_workspace(tmp_path)
    assert "Alfa" in (tmp_path / "companies.csv").read_text(encoding="utf-8")
    assert not (tmp_path / "instrument.toml").exists()


def test_half_a_rehearsal_is_refused(tmp_path):
    root = quick_programme(tmp_path / "here", companies=24)
    (root / "rehearsal" / "rehearse.provenance.json").unlink()
    with pytest.raises(AnswersError, match="stopped before it was whole"):
        check_workspace(root, silent())
