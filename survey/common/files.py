"""Files that are never left half-written."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

PRIVATE, PRIVATE_FOLDER = 0o600, 0o700


@contextmanager
def beside(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a path beside `path` to write to; it takes `path`'s place when the block ends well and is removed when it does not.

    What the system refuses names `path`: a full disk's error names no file by itself, and others may name the one beside.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER if private else 0o777, parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        if private:
            partial.touch(mode=PRIVATE)
        yield partial
        partial.replace(path)
    except OSError as error:
        if error.errno is None or error.filename not in (None, str(partial)):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # a folder that refuses to be written refuses this, too
            partial.unlink()


def write_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write UTF-8 text with line feeds as they are; `private` files can be read by their owner only."""
    with beside(path, private=private) as partial:
        partial.write_bytes(text.encode("utf-8"))


def write_with(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file that takes `path`'s place when it is whole."""
    with beside(path) as partial:
        write(partial)


def digest(path: Path) -> str:
    """The file's sha256, in hexadecimal."""
    with path.open("rb") as file:
        total = sha256()
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()
