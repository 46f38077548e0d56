"""What the shell offers when Tab is pressed: companies, stages, reasons, waves, kinds of pages.

The files are read with the standard library only, as imports would make a person wait after Tab.
A file that cannot be read offers nothing; the command itself says what is wrong with the file.
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
"""The folder of the programme.toml whose reasons are used if a programme names none."""


@dataclass(frozen=True, slots=True)
class Named:
    """A stage or a reason of programme.toml: its id, and its names by language."""

    id: str
    by_language: dict[str, str]

    @property
    def name(self) -> str:
        """The English name, or else the first one; "" if there is no name."""
        return self.by_language.get("en") or next(iter(self.by_language.values()), "")

    @property
    def names(self) -> list[str]:
        """All names."""
        return list(self.by_language.values())


Offer = list[tuple[str, str]]
"""What can be typed, each with a short text that explains it."""


def complete_companies(ctx: Context, incomplete: str) -> Offer:
    """List the register's ids that begin with `incomplete`, each with the company's name."""
    return [
        (one, name) for one, name in _read_companies(_find_root(ctx)) if one.startswith(incomplete)
    ]


def complete_stages(ctx: Context, incomplete: str) -> Offer:
    """List the stages whose id begins with `incomplete`; if none does, those whose name does."""
    stages = _list_named(_read_selection(_find_root(ctx)), "stage")
    ids = [(one.id, one.name) for one in stages if one.id.startswith(incomplete)]
    names = [(name, one.id) for one in stages for name in one.names]
    return ids or [one for one in names if one[0].casefold().startswith(incomplete.casefold())]


def complete_reasons(ctx: Context, incomplete: str) -> Offer:
    """List the codes of reasons that begin with `incomplete`, each with its name."""
    selection = _read_selection(_find_root(ctx))
    reasons = _list_named(selection, "reason_code") or _list_named(
        _read_selection(SHIPPED), "reason_code"
    )
    return [(one.id, one.name) for one in reasons if one.id.startswith(incomplete)]


def complete_kinds(incomplete: str) -> list[str]:
    """List the kinds of pages that begin with `incomplete`."""
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def complete_waves(incomplete: str) -> list[str]:
    """List the waves that begin with `incomplete`."""
    return [wave for wave in WAVES if wave.startswith(incomplete)]


def _find_root(ctx: Context) -> Path:
    """Return the workspace named earlier on the line, or else this folder."""
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
    """List the stages or reasons. A reason may be a plain string; other shapes are left out."""
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
