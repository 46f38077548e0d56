"""A lottery that anybody can repeat from its seed. No draw depends on the other companies."""

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
    """Draw for each company: the first 12 hexadecimal digits of the SHA-256 of `seed:company_id`.

    The lowest draw comes first. `printf '7:C0001' | sha256sum` gives the draw of C0001 with seed 7.
    """
    return np.array(
        [sha256(f"{seed}:{company}".encode()).hexdigest()[:DIGITS] for company in companies],
        dtype=f"U{DIGITS}",
    )


def record_lottery(listed: pd.DataFrame, lottery: Lottery) -> LotteryRecord:
    """Record the companies about which the draw decided.

    These are the companies that share a `priority` of which some got a seat and some did not.
    Companies that got a seat for another reason (included, must, contrast) took no part in the
    draw.
    `listed` is that of `FilledStage`.
    """
    by_list = ~listed["included"] & ~listed["must"] & listed["place"].ne("contrast")
    drawn = listed[by_list].rename_axis("company_id").reset_index()
    won = drawn["outcome"].eq("selected")
    shares = won.groupby(drawn["priority"]).transform("mean")
    entrants = drawn.assign(won=won)[(shares > 0) & (shares < 1)].sort_values(["priority", "draw"])
    return LotteryRecord(
        lottery.stage,
        lottery.seed,
        lottery.equal_on,
        entrants[ENTRANT_COLUMNS].reset_index(drop=True),
    )
