"""Groups of companies: the values of a background, and the programme's target groups."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.rules import TargetGroup

EVERYONE = "all"
TARGET_GROUP = "target_group"


def mark_target_groups(backgrounds: pd.DataFrame, groups: Sequence[TargetGroup]) -> pd.DataFrame:
    """Whether each company is known to belong to each target group: company x group, bool.

    A company with an unknown background does not belong. A group with `least` is held against the
    number behind the background (`<background>_number`), one with `values` against its value.
    """
    marks = {group.id: _belongs(backgrounds, group) for group in groups}
    return pd.DataFrame(
        marks, index=backgrounds.index, columns=[group.id for group in groups]
    ).astype(bool)


def name_groups(
    backgrounds: pd.DataFrame, by: Sequence[str], marks: pd.DataFrame
) -> Mapping[str, pd.Series]:
    """Name every group: "all", "<background>=<value>", "target_group=<id>".

    Each is a bool Series by company.
    """
    named = {EVERYONE: pd.Series(data=True, index=backgrounds.index)}
    for background in by:
        for value in sorted(backgrounds[background].dropna().unique()):
            named[f"{background}={value}"] = (
                backgrounds[background].eq(value).fillna(value=False).astype(bool)
            )
    return named | {f"{TARGET_GROUP}={group}": marks[group] for group in marks.columns}


def _belongs(
    backgrounds: pd.DataFrame, group: TargetGroup
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if group.least is not None:
        return (
            backgrounds[f"{group.background}_number"].astype("float64") >= group.least
        ).to_numpy(dtype=bool)
    return backgrounds[group.background].isin(group.values).to_numpy(dtype=bool)
