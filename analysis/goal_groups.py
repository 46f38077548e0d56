"""The parts of the programme by which its results are shown: municipalities and target groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.groups import EVERYONE, TARGET_GROUP, mark_target_groups
from analysis.rules import TargetGroup

MUNICIPALITY = "municipality"
NO_MUNICIPALITY = "no_municipality"
"""What belongs to no municipality or to an unknown one, so that the parts add up to the whole."""


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """A part of the programme: `name` is "all", "municipality=<value>", "no_municipality" or "target_group=<id>".

    `members`: bool by company. `unknown`: bool by company, of which nobody knows whether it belongs.
    """

    name: str
    members: "pd.Series[bool]"
    unknown: "pd.Series[bool]"


def name_parts(backgrounds: pd.DataFrame, target_groups: Sequence[TargetGroup]) -> Sequence[ProgrammePart]:
    """The whole, each municipality, companies without one where there are any, and each target group. `backgrounds`: one row a contact."""
    nobody = pd.Series(data=False, index=backgrounds.index)
    places = backgrounds.get(MUNICIPALITY, pd.Series(index=backgrounds.index, dtype="str"))
    marks = mark_target_groups(backgrounds, target_groups)
    return [
        ProgrammePart(EVERYONE, ~nobody, nobody),
        *(ProgrammePart(f"{MUNICIPALITY}={place}", places.eq(place).fillna(value=False).astype(bool), nobody) for place in _values(places)),
        *([ProgrammePart(NO_MUNICIPALITY, places.isna(), nobody)] if places.isna().any() else []),
        *(ProgrammePart(f"{TARGET_GROUP}={group.id}", marks[group.id], _unknown(backgrounds, group)) for group in target_groups),
    ]


def _values(places: pd.Series) -> list[str]:
    return sorted(places.dropna().unique().tolist())


def _unknown(backgrounds: pd.DataFrame, group: TargetGroup) -> "pd.Series[bool]":
    column = group.background if group.least is None else f"{group.background}_number"
    return backgrounds[column].isna()
