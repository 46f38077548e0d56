"""Who answered, and who is missing.

Response by groups of companies, through the privacy room.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure import hide_groups, overlap
from analysis.groups.groups import EVERYONE
from analysis.rules import PrivacyRules

COLUMNS = [
    "group",
    "contacted",
    "answered",
    "share_answered",
    "again",
    "share_again",
    "status",
    "status_again",
]
_KINDS = {
    "contacted": "Int64",
    "answered": "Int64",
    "again": "Int64",
    "share_answered": "float64",
    "share_again": "float64",
}


@dataclass(frozen=True, slots=True)
class Turnout:
    """Whether each contact `answered` the first round, and the second one too (`again`).

    Both are bool by contact, with one index.
    """

    answered: "pd.Series[bool]"
    again: "pd.Series[bool]"


def tabulate_response(
    turnout: Turnout, backgrounds: pd.DataFrame, by: list[str], privacy: PrivacyRules
) -> pd.DataFrame:
    """One row per group: "all", then "<background>=<value>" for each background in `by`.

    The columns are `COLUMNS`. `share_answered` is of the contacts, `share_again` of those who
    answered first (0-1). `status` of either share: "ok", "hidden" (fewer than the least for a share
    stand behind it, or it would give a hidden one away) or "empty"; nothing but the group is told
    of a hidden share, not even its number.
    """
    groups = _name_groups(backgrounds, by)
    everyone = pd.Series(data=True, index=turnout.answered.index)
    first = _count(groups, everyone, turnout.answered, privacy)
    second = _count(groups, turnout.answered, turnout.answered & turnout.again, privacy)
    table = pd.DataFrame(
        {
            "group": list(groups),
            "contacted": first["of"],
            "answered": first["count"],
            "share_answered": first["share"],
            "again": second["count"],
            "share_again": second["share"],
            "status": first["status"],
            "status_again": second["status"],
        }
    )
    return table.astype(_KINDS | {"group": "str", "status": "str", "status_again": "str"})[COLUMNS]


def _name_groups(backgrounds: pd.DataFrame, by: list[str]) -> Mapping[str, pd.Series]:
    """The whole, and each value of each background; a company without one belongs to none."""
    groups = {EVERYONE: pd.Series(data=True, index=backgrounds.index)}
    for background in by:
        for value in sorted(backgrounds[background].dropna().unique()):
            groups[f"{background}={value}"] = (
                backgrounds[background].eq(value).fillna(value=False).astype(bool)
            )
    return groups


def _count(
    groups: Mapping[str, pd.Series], asked: pd.Series, answered: pd.Series, privacy: PrivacyRules
) -> pd.DataFrame:
    """Of those `asked` in each group, how many `answered`: `of, count, share, status`."""
    of = np.array([int((group & asked).sum()) for group in groups.values()])
    count = np.array([int((group & answered).sum()) for group in groups.values()])
    hidden = hide_groups(overlap(groups, asked), privacy.share)
    shown = ~hidden & (of > 0)
    return pd.DataFrame(
        {
            "of": pd.array(np.where(hidden, 0, of), dtype="Int64"),
            "count": pd.array(np.where(hidden, 0, count), dtype="Int64"),
            "share": np.where(shown, count / np.maximum(of, 1), np.nan),
            "status": np.where(hidden, "hidden", np.where(of > 0, "ok", "empty")),
        }
    ).assign(
        of=lambda table: table["of"].mask(hidden), count=lambda table: table["count"].mask(hidden)
    )
