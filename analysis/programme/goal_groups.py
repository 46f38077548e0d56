"""The parts of the programme for which results are shown: municipalities and target groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.groups.groups import EVERYONE, TARGET_GROUP, mark_target_groups
from analysis.rules import TargetGroup

MUNICIPALITY = "municipality"
NO_MUNICIPALITY = "no_municipality"
"""What belongs to no municipality or to an unknown one, so that the parts add up to the whole."""


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """A part of the programme, by `name`.

    "all", "municipality=<value>", "no_municipality" or "target_group=<id>". `members`: bool by
    company. `unknown`: bool by company, of which nobody knows whether it belongs.
    """

    name: str
    members: "pd.Series[bool]"
    unknown: "pd.Series[bool]"


def name_parts(
    backgrounds: pd.DataFrame, target_groups: Sequence[TargetGroup]
) -> Sequence[ProgrammePart]:
    """Part the programme: the whole, each municipality, and each target group.

    Companies without a municipality are a part of their own. `backgrounds`: one row per contact.
    """
    nobody = pd.Series(data=False, index=backgrounds.index)
    localities = backgrounds.get(MUNICIPALITY, pd.Series(index=backgrounds.index, dtype="str"))
    marks = mark_target_groups(backgrounds, target_groups)
    return [
        ProgrammePart(EVERYONE, ~nobody, nobody),
        *(
            ProgrammePart(
                f"{MUNICIPALITY}={locality}",
                localities.eq(locality).fillna(value=False).astype(bool),
                nobody,
            )
            for locality in _values(localities)
        ),
        *(
            [ProgrammePart(NO_MUNICIPALITY, localities.isna(), nobody)]
            if localities.isna().any()
            else []
        ),
        *(
            ProgrammePart(
                f"{TARGET_GROUP}={group.id}", marks[group.id], _unknown(backgrounds, group)
            )
            for group in target_groups
        ),
    ]


def _values(localities: pd.Series) -> list[str]:
    return sorted(localities.dropna().unique().tolist())


def _unknown(backgrounds: pd.DataFrame, group: TargetGroup) -> "pd.Series[bool]":
    column = group.background if group.least is None else f"{group.background}_number"
    return backgrounds[column].isna()
