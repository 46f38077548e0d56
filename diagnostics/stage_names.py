"""Find a stage by any of its names: its id, or its name on the pages in any language."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from unicodedata import normalize

from diagnostics.rules import Stage
from survey.common.errors import Problem, nearest


def find_stages(word: str, stages: Sequence[Stage]) -> Sequence[Stage]:
    """List the stages called `word`; capitals and spaces do not matter.

    If `word` is an id, only that stage is listed. The list is empty if no stage is called so; it
    has several stages if they share the name.
    """
    by_id = [stage for stage in stages if fold_name(stage.id) == fold_name(word)]
    return by_id or [
        stage for stage in stages if fold_name(word) in map(fold_name, stage.name.values())
    ]


def describe_unknown(word: str, found: Sequence[Stage], stages: Sequence[Stage]) -> Problem:
    """Return the problem with a word that names no stage, or several (`found`)."""
    if found:
        several = " and ".join(stage.id for stage in found)
        return Problem("--stage", f'"{word}" is the name of {several}.', "Write the id.")
    if not word.strip():
        return Problem("--stage", "is missing.", _list_stages(stages))
    names = [name for stage in stages for name in (stage.id, *stage.name.values())]
    near = nearest(word, names)
    return Problem(
        "--stage",
        f'"{word}" is not a stage.',
        near if near.startswith("Did") else _list_stages(stages),
    )


def check_stage_names(stages: Sequence[Stage]) -> Iterator[Problem]:
    """Yield a problem for each stage that shares a name with another stage.

    A command could not tell the two apart.
    """
    for stage, other in combinations(stages, 2):
        for name in sorted(_fold_names(stage) & _fold_names(other)) if stage.id != other.id else []:
            where = f"programme.toml ([[selection.stage]] {other.id})"
            yield Problem(
                where, f'"{name}" is a name of the stage {stage.id}, too.', "Give it another."
            )


def _fold_names(stage: Stage) -> set[str]:
    return {fold_name(name) for name in (stage.id, *stage.name.values())}


def fold_name(word: str) -> str:
    """Return a name in small letters, with one `_` in place of spaces, `-` and `_`."""
    return re.sub(r"[\s_-]+", "_", normalize("NFKC", word).strip().casefold())


def _list_stages(stages: Sequence[Stage]) -> str:
    return nearest("", [stage.id for stage in stages])
