"""What the programme gave, in the words of those who answered.

Shares with Wilson intervals, through the privacy room.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.disclosure import hide_groups, overlap
from analysis.groups.proportions import wilson_interval
from analysis.rules import PrivacyRules

COLUMNS = ["group", "answer", "n", "share", "low", "high", "status"]
_KINDS = {
    "group": "str",
    "answer": "str",
    "n": "Int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "status": "str",
}


def share_given(
    boxes: pd.DataFrame, groups: Mapping[str, pd.Series], privacy: PrivacyRules
) -> pd.DataFrame:
    """One row per group and answer, columns `COLUMNS`.

    `boxes`: respondent x answer, boolean, missing where somebody did not answer that. `groups`:
    bool by respondent, by name. `n` answered, the `share` (0-1) of them said yes, `low` to `high`
    is Wilson's 95 %. `status`: "ok", "hidden" (then there is no number), or "empty" where nobody in
    the group answered.
    """
    tables = [_share(str(answer), boxes[answer], groups, privacy) for answer in boxes.columns]
    table = pd.concat(tables) if tables else pd.DataFrame(columns=COLUMNS)
    return table.astype(_KINDS).reset_index(drop=True)


def _share(
    answer: str, given: pd.Series, groups: Mapping[str, pd.Series], privacy: PrivacyRules
) -> pd.DataFrame:
    known = given.notna()
    n = np.array([int((group & known).sum()) for group in groups.values()])
    yes = np.array(
        [
            int((group & known & given.fillna(value=False).astype(bool)).sum())
            for group in groups.values()
        ]
    )
    hidden = hide_groups(overlap(groups, known), privacy.share)
    share = np.where(hidden | (n == 0), np.nan, yes / np.maximum(n, 1))
    interval = wilson_interval(share, n)
    return pd.DataFrame(
        {
            "group": list(groups),
            "answer": answer,
            "n": pd.array(n, dtype="Int64"),
            "share": share,
            "low": interval.low,
            "high": interval.high,
            "status": np.where(hidden, "hidden", np.where(n > 0, "ok", "empty")),
        }
    ).assign(n=lambda table: table["n"].mask(hidden))
