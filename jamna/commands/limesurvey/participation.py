"""Which companies were invited and which have answered, and the link that each of them answers at."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from survey.common.files import write_text
from survey.instrument.records import Wave


def tabulate_participation(
    register: pd.DataFrame, tokens: Mapping[str, str], participation: pd.DataFrame, wave: Wave
) -> pd.DataFrame:
    """The register's view of who takes part: a row a company, `invited` and `completed` (bool), `at` as the server wrote it; no tokens."""
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
    """Write every participant company's link to a file that only its owner can read; `survey` is the survey's address."""
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
    """The participants that are companies of ours: index `token`, with `company_id`."""
    return participation.assign(
        company_id=[tokens.get(str(token), "") for token in participation.index]
    ).query("company_id != ''")
