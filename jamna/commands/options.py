"""The options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

from jamna.commands.completion import complete_waves


def find_workspace(ctx: typer.Context, root: Path) -> Path:
    """Return `root` as it was typed; CallError if it is not a workspace.

    This happens before anything slow is imported, so that the error comes at once.
    """
    if not ctx.resilient_parsing:
        from jamna.workspace.layout import open_workspace

        open_workspace(root)
    return root


FolderOption = Annotated[
    Path,
    typer.Option(
        "-w", "--workspace", metavar="DIR", help="The folder of the programme.", file_okay=False
    ),
]
WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "-w",
        "--workspace",
        metavar="DIR",
        help="The folder of the programme.",
        callback=find_workspace,
    ),
]
WaveOption = Annotated[
    str, typer.Option(help="baseline or followup.", autocompletion=complete_waves)
]
HERE = Path()
