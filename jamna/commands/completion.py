"""What the shell offers when Tab is pressed: companies, stages, reasons and kinds of pages of the workspace at hand.

Read straight from the files, by the standard library alone: whoever presses Tab waits for nothing. A
file that cannot be read offers nothing; what is wrong with it is told by the command itself.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer import Context

KINDS = ("overview", "card", "region", "diagnosis", "effect", "evaluation")
"""The kinds of pages, in the order in which the help names them."""
WAVES = ("baseline", "followup")
SHIPPED = Path(__file__).parents[1] / "workspace" / "library"
"""Where the reasons stand that a programme without any is meant to have."""


@dataclass(frozen=True, slots=True)
class Named:
    """A stage or a reason of programme.toml: its id, and its names by language."""

    id: str
    by_language: dict[str, str]

    @property
    def name(self) -> str:
        """The English name, else the first; "" without any."""
        return self.by_language.get("en") or next(iter(self.by_language.values()), "")

    @property
    def names(self) -> list[str]:
        """All names."""
        return list(self.by_language.values())


Offer = list[tuple[str, str]]
"""What can be typed, each with a word of help."""


def complete_companies(ctx: Context, incomplete: str) -> Offer:
    """Ids of the register that begin so, with the companies' names."""
    return [
        (one, name) for one, name in _read_companies(_find_root(ctx)) if one.startswith(incomplete)
    ]


def complete_stages(ctx: Context, incomplete: str) -> Offer:
    """Ids of stages that begin so, and names on the pages where no id does."""
    stages = _list_named(_read_selection(_find_root(ctx)), "stage")
    ids = [(one.id, one.name) for one in stages if one.id.startswith(incomplete)]
    names = [(name, one.id) for one in stages for name in one.names]
    return ids or [one for one in names if one[0].casefold().startswith(incomplete.casefold())]


def complete_reasons(ctx: Context, incomplete: str) -> Offer:
    """Reasons that begin so, in words too."""
    selection = _read_selection(_find_root(ctx))
    reasons = _list_named(selection, "reason_code") or _list_named(
        _read_selection(SHIPPED), "reason_code"
    )
    return [(one.id, one.name) for one in reasons if one.id.startswith(incomplete)]


def complete_kinds(incomplete: str) -> list[str]:
    """Kinds of pages that begin so."""
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def complete_waves(incomplete: str) -> list[str]:
    """Waves that begin so."""
    return [wave for wave in WAVES if wave.startswith(incomplete)]


def _find_root(ctx: Context) -> Path:
    """The workspace that was named before the cursor, else this folder."""
    return Path(ctx.params.get("workspace") or Path())


def _read_companies(root: Path) -> Iterator[tuple[str, str]]:
    try:
        with (root / "companies.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield row["company_id"], row.get("name") or ""
    except (OSError, ValueError, KeyError, csv.Error):
        return


def _read_selection(root: Path) -> dict[str, Any]:
    try:
        programme = tomllib.loads((root / "programme.toml").read_text(encoding="utf-8"))
        selection = programme.get("selection", {})
    except (OSError, ValueError, RecursionError):
        return {}
    return selection if isinstance(selection, dict) else {}


def _list_named(selection: dict[str, Any], kind: str) -> list[Named]:
    """The stages or reasons; whatever has another shape is left out. A reason may be a word alone."""
    entries = selection.get(kind)
    tables = (
        [{"id": one} if isinstance(one, str) else one for one in entries]
        if isinstance(entries, list)
        else []
    )
    return [
        Named(str(one["id"]), _read_names(one.get("name")))
        for one in tables
        if isinstance(one, dict) and "id" in one
    ]


def _read_names(names: object) -> dict[str, str]:
    return (
        {str(language): str(name) for language, name in names.items()}
        if isinstance(names, dict)
        else {}
    )
