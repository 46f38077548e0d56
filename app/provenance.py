"""What results were made from, so that anybody can tell, and nothing is made twice."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from app.inputs import Inputs
from app.workspace import Workspace
from survey.files import digest, write_text

VERSION = version("jamna")


def hash_files(paths: Iterable[Path]) -> str:
    """One sha256 over several files, in their order; a missing file counts as such."""
    total = sha256()
    for path in paths:
        total.update(f"{path.name}={digest(path) if path.is_file() else 'none'}\n".encode())
    return total.hexdigest()


def tell_provenance(workspace: Workspace, inputs: Inputs) -> Mapping[str, str | int | bool]:
    """Version, hashes and seed behind the tables."""
    return {
        "version": VERSION,
        "wave": inputs.answers.wave,
        "answers": hash_files(inputs.sources),
        "instrument": digest(workspace.instrument),
        "programme": digest(workspace.programme),
        "measures": hash_files([workspace.measures]),
        "brand": hash_files([workspace.brand]),
        "register": digest(workspace.register),
        "tokens": hash_files([workspace.tokens]),
        "decisions": hash_files([workspace.decisions]),
        "seed": inputs.settings.robustness.seed,
        "simulated": workspace.is_simulated,
    }


def write_provenance(workspace: Workspace, name: str, facts: Mapping[str, object]) -> Path:
    """Write what the step called `name` was made from."""
    path = workspace.results / f"{name}.provenance.json"
    write_text(path, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
    return path


def read_provenance(workspace: Workspace, name: str) -> Mapping[str, object] | None:
    """What the step was made from last time; None if it never was, or nobody can tell."""
    path = workspace.results / f"{name}.provenance.json"
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) else None
