"""What a run reads: settings, instrument, register and answers, checked together so that all problems show at once."""

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
    """Everything a run reads. `backgrounds` has one row a company that answered; `sources` are the files the answers came from.

    `read_from`: the hash of each file, taken before it was read, so that a change meanwhile is seen the next time.
    """

    settings: Settings
    instrument: Instrument
    register: pd.DataFrame
    answers: Answers
    backgrounds: pd.DataFrame
    sources: Sequence[Path]
    read_from: Mapping[str, str] = field(default_factory=dict)


def read_inputs(workspace: Workspace, wave: Wave = "baseline") -> Inputs:
    """Read the workspace's inputs; one error with everything that keeps them from being read."""
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
    """One sha256 over several files, in their order; a missing file counts as such."""
    total = sha256()
    for path in paths:
        total.update(f"{path.name}={hash_file(path) if path.is_file() else 'none'}\n".encode())
    return total.hexdigest()


def _hash_each(**files: Path) -> dict[str, str]:
    return {name: hash_file(path) if path.is_file() else "none" for name, path in files.items()}


@dataclass(frozen=True, slots=True)
class _Exports:
    """The answers of a wave as they lie there; `sha256` is over the files `sources`, taken before they were read."""

    sources: Sequence[Path]
    sha256: str
    exports: Sequence[Export]


def _read_exports(workspace: Workspace, settings: Settings, wave: Wave) -> _Exports:
    stored = find_stored(workspace, settings, wave)
    return _Exports(stored.files, hash_files(stored.files), stored.read())


def _raise_together(*tasks: Future[Any]) -> None:
    """One error with the problems of every task that failed; a fault of our own comes out as it is."""
    errors = [error for task in tasks if (error := task.exception()) is not None]
    wrong = [error for error in errors if isinstance(error, JamnaError)]
    if wrong and len(wrong) == len(errors):
        raise type(wrong[0])(*(problem for error in wrong for problem in error.problems))


def read_rules(workspace: Workspace) -> tuple[Settings, Instrument]:
    """The programme's choices and its instrument; what is wrong with either is told together."""
    settings, problems = gather_problems(lambda: load_settings(workspace.programme))
    office = settings.programme.language if settings else None
    instrument, others = gather_problems(lambda: load_instrument(workspace.instrument, office))
    if settings is None or instrument is None:
        raise ConfigurationError(*problems, *others)
    return settings, instrument
