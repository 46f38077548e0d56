"""Write files so that nobody ever finds one half-written."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

PRIVATE, PRIVATE_FOLDER = 0o600, 0o700


@contextmanager
def beside(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give the path of a temporary file in the same folder as `path`, for the block to write.

    When the block ends without an error, the temporary file replaces `path`; else it is deleted. An
    OSError about the temporary file is raised again with the name of `path`. A `private` file can
    be read by its owner only, and so can the folder if it is made here.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER if private else 0o777, parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        if private:
            partial.touch(mode=PRIVATE)
        yield partial
        partial.replace(path)
    except OSError as error:  # the error of a full disk names no file
        if error.errno is None or error.filename not in (None, str(partial)):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # a read-only folder refuses this, too; the first error says enough
            partial.unlink()


def write_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write UTF-8 text; line ends stay as they are. Only its owner can read a `private` file."""
    with beside(path, private=private) as partial:
        partial.write_bytes(text.encode("utf-8"))


def write_with(path: Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary path; the file replaces `path` when it is complete."""
    with beside(path) as partial:
        write(partial)


def hash_file(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        total = sha256()
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()
