"""A draw that anybody can repeat, with nothing but a seed: no company's draw depends on who else takes part."""

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from diagnostics.records import LotteryRecord
from diagnostics.rules import Lottery

DIGITS = 12
ENTRANT_COLUMNS = ["company_id", "priority", "draw", "won"]


def draw(companies: Iterable[str], seed: int) -> NDArray[np.str_]:
    """Each company's draw: the first twelve hexadecimal digits of the SHA-256 of `seed:company_id`. The lowest is drawn first.

    `printf '7:C0001' | sha256sum` gives the draw of C0001 under seed 7.
    """
    return np.array([sha256(f"{seed}:{company}".encode()).hexdigest()[:DIGITS] for company in companies], dtype=f"U{DIGITS}")


def record_lottery(listed: pd.DataFrame, lottery: Lottery) -> LotteryRecord:
    """Who the draw let in or kept out: the classes of equals of which some went in and some did not.

    `listed`: index `company_id`, `priority`, `draw`, `outcome`, `place`, `included` and `must` (`diagnostics.funnel.Filled`).
    Companies that went in for another reason than their place on the list are no entrants.
    """
    by_list = ~listed["included"] & ~listed["must"] & listed["place"].ne("contrast")
    drawn = listed[by_list].rename_axis("company_id").reset_index()
    won = drawn["outcome"].eq("selected")
    shares = won.groupby(drawn["priority"]).transform("mean")
    entrants = drawn.assign(won=won)[(shares > 0) & (shares < 1)].sort_values(["priority", "draw"])
    return LotteryRecord(lottery.stage, lottery.seed, lottery.equal_on, entrants[ENTRANT_COLUMNS].reset_index(drop=True))
