"""What had to be assumed to read the office's files."""

from collections.abc import Callable
from pathlib import Path

from jamna.pipeline.inputs import Inputs
from jamna.workspace.layout import Workspace
from survey.exports.reading import read_export
from survey.register.register import read_typed


def format_reading(workspace: Workspace, inputs: Inputs) -> list[str]:
    """Return one line per file that was not plain UTF-8 with commas and decimal points.

    The line says which encoding, separator and decimal sign were found, or which sheet was read.
    """
    typed = [
        workspace.register,
        workspace.tokens,
        workspace.activities,
        workspace.events,
        workspace.cleared,
    ]
    answers = [
        path
        for path in inputs.sources
        if path.suffix.casefold() != ".json" and workspace.root / "answers" in path.parents
    ]
    return [
        *_format(workspace, typed, lambda path: read_typed(path).assumed),
        *_format(
            workspace,
            [path for path in answers if "snapshots" not in path.parts],
            lambda path: read_export(path).assumed,
        ),
    ]


def _format(workspace: Workspace, paths: list[Path], read: Callable[[Path], str]) -> list[str]:
    told = {path: read(path) for path in paths if path.exists()}
    return [
        f"{path.relative_to(workspace.root)}: {assumed}."
        for path, assumed in told.items()
        if assumed
    ]
