"""Files are whole or not there, and what the system refuses names the file."""

import errno
import os
import stat

import pytest

from survey.common.files import write_text, write_with


def test_a_full_disk_names_the_file_and_leaves_what_was_there(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("before", encoding="utf-8")

    def fill(partial):
        partial.write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left") as caught:
        write_with(path, fill)
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.iterdir()] == [
        ("scores.csv", "before")
    ]


def test_a_refusal_names_the_file_and_not_the_one_beside(tmp_path):
    path = tmp_path / "scores.csv"

    def refuse(partial):
        partial.mkdir()  # so that it cannot be removed as a file, either
        raise PermissionError(errno.EROFS, "Read-only file system", str(partial))

    with pytest.raises(OSError, match="Read-only") as caught:
        write_with(path, refuse)
    assert (caught.value.errno, caught.value.filename) == (errno.EROFS, str(path))


def test_a_refusal_of_another_file_keeps_its_name(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        write_with(tmp_path / "scores.csv", lambda partial: (tmp_path / "source").read_bytes())
    assert caught.value.filename == str(tmp_path / "source")


@pytest.mark.skipif(os.name != "posix", reason="only here can files be closed to others")
def test_a_private_file_lies_in_a_private_folder(tmp_path):
    write_text(tmp_path / "keys" / "tokens.csv", "token,company_id\n", private=True)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "tokens.csv").stat().st_mode) == 0o600
