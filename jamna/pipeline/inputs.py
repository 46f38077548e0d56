"""Read settings, instrument, register and answers together, so that all problems show at once."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from jamna.pipeline.stored_answers import find_stored
from jamna.workspace.layout import Workspace
from jamna.workspace.settings import Settings, load_settings
from survey.answers.gather import gather_answers
from survey.answers.identity import BY_KEY
from survey.answers.records import Answers
from survey.common.errors import ConfigurationError, JamnaError, gather_problems
from survey.common.files import hash_file
from survey.exports.reading import Export
from survey.instrument.file import load_instrument
from survey.instrument.records import Instrument, Wave
from survey.register.register import backgrounds, read_register, read_tokens


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a run reads.

    `backgrounds` has one row per company that answered. `sources` are the files of the answers.
    `read_from` has the hash of each file, taken before the file was read: if it changes while it
    is read, the next run notices.
    """

    settings: Settings
    instrument: Instrument
    register: pd.DataFrame
    answers: Answers
    backgrounds: pd.DataFrame
    sources: Sequence[Path]
    read_from: Mapping[str, str] = field(default_factory=dict)


def read_inputs(workspace: Workspace, wave: Wave = "baseline") -> Inputs:
    """Read the workspace's inputs; one error with everything that cannot be read."""
    rules_from = _hash_each(programme=workspace.programme, instrument=workspace.instrument)
    settings, instrument = read_rules(workspace)
    company = settings.answers[wave].company if wave in settings.answers else ""
    read_from = rules_from | _hash_each(register=workspace.register, tokens=workspace.tokens)
    with ThreadPoolExecutor() as pool:
        register_task = pool.submit(read_register, workspace.register)
        tokens_task = (
            pool.submit(read_tokens, workspace.tokens) if company == BY_KEY else pool.submit(dict)
        )
        exports_task = pool.submit(_read_exports, workspace, settings, wave)
    _raise_together(register_task, tokens_task, exports_task)
    register, tokens, found = register_task.result(), tokens_task.result(), exports_task.result()
    answers = gather_answers(found.exports, instrument, register, tokens, wave, company)
    known = backgrounds(answers.companies, register, instrument)
    return Inputs(
        settings,
        instrument,
        register,
        answers,
        known,
        found.sources,
        read_from | {"answers": found.sha256},
    )


def hash_files(paths: Iterable[Path]) -> str:
    """Return one sha256 of several files in the given order; a missing one counts as "none"."""
    total = sha256()
    for path in paths:
        total.update(f"{path.name}={hash_file(path) if path.is_file() else 'none'}\n".encode())
    return total.hexdigest()


def _hash_each(**files: Path) -> dict[str, str]:
    return {name: hash_file(path) if path.is_file() else "none" for name, path in files.items()}


@dataclass(frozen=True, slots=True)
class _Exports:
    """A wave's stored answers. `sha256` of `sources` was taken before they were read."""

    sources: Sequence[Path]
    sha256: str
    exports: Sequence[Export]


def _read_exports(workspace: Workspace, settings: Settings, wave: Wave) -> _Exports:
    stored = find_stored(workspace, settings, wave)
    return _Exports(stored.files, hash_files(stored.files), stored.read())


def _raise_together(*tasks: Future[Any]) -> None:
    """Raise one error with the problems of every task that failed.

    If one of them failed by a fault of our own, nothing is raised here: its result raises it.
    """
    errors = [error for task in tasks if (error := task.exception()) is not None]
    wrong = [error for error in errors if isinstance(error, JamnaError)]
    if wrong and len(wrong) == len(errors):
        raise type(wrong[0])(*(problem for error in wrong for problem in error.problems))


def read_rules(workspace: Workspace) -> tuple[Settings, Instrument]:
    """Read programme.toml and the instrument; ConfigurationError with the problems of both."""
    settings, problems = gather_problems(lambda: load_settings(workspace.programme))
    office = settings.programme.language if settings else None
    instrument, others = gather_problems(lambda: load_instrument(workspace.instrument, office))
    if settings is None or instrument is None:
        raise ConfigurationError(*problems, *others)
    return settings, instrument
