"""List which companies were invited, which have answered, and each company's own link."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from survey.common.files import write_text
from survey.instrument.records import Wave


def tabulate_participation(
    register: pd.DataFrame, tokens: Mapping[str, str], participation: pd.DataFrame, wave: Wave
) -> pd.DataFrame:
    """Return one row per company of the register, without its token.

    `invited` and `completed` are bool. `at` is the time as the server wrote it; "" if there is
    none.
    """
    there = _with_company(tokens, participation)
    latest = there.sort_values("at").groupby("company_id").last().reindex(register.index)
    invited = latest["completed"].notna()
    return pd.DataFrame(
        {
            "company_id": register.index,
            "name": register["name"].to_numpy(),
            "municipality": register["municipality"].to_numpy(),
            "wave": wave,
            "invited": invited.to_numpy(),
            "completed": latest["completed"].eq(other=True).to_numpy(),
            "at": latest["at"].fillna("").to_numpy(),
        }
    )


def write_links(
    register: pd.DataFrame,
    tokens: Mapping[str, str],
    participation: pd.DataFrame,
    survey: str,
    path: Path,
) -> None:
    """Write each participating company's link to `path`; only the file's owner can read it.

    `survey` is the survey's address.
    """
    there = _with_company(tokens, participation)
    there = there[there["company_id"].isin(register.index)].drop_duplicates("company_id")
    links = pd.DataFrame(
        {
            "company_id": there["company_id"],
            "name": there["company_id"].map(register["name"]),
            "link": survey + "?token=" + there.index.astype("str"),
        }
    )
    write_text(path, links.to_csv(index=False, lineterminator="\n"), private=True)


def _with_company(tokens: Mapping[str, str], participation: pd.DataFrame) -> pd.DataFrame:
    """Return the participants that are companies of the register, with their `company_id`.

    The index is `token`.
    """
    return participation.assign(
        company_id=[tokens.get(str(token), "") for token in participation.index]
    ).query("company_id != ''")
