"""What the selection reads about every contact, gathered from answers, scores, needs and flags."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.records import Needs, Scores
from diagnostics.records import Candidates, Flag
from survey.answers.records import Answers
from survey.instrument.records import Instrument

COUNTS = ["serious_flags", "watch_flags", "firm_flags", "need_flags"]


def gather_candidates(
    contacts: Iterable[str],
    answers: Answers,
    instrument: Instrument,
    *,
    backgrounds: pd.DataFrame,
    groups: pd.DataFrame,
    scores: Scores,
    needs: Needs,
    flags: Sequence[Flag],
) -> Candidates:
    """Gather the facts about all `contacts` of the register, and about all companies that answered.

    `backgrounds`, `groups` (`mark_target_groups`), `scores` and `needs` have one row per company
    that answered. A contact that did not answer has no flags and no scores.
    """
    everybody = pd.Index(
        sorted({*contacts, *answers.companies.index}), name="company_id", dtype="str"
    )
    counts = count_flags(flags, answers.companies.index)
    submitted = pd.to_datetime(answers.companies["submitted"]).rename("earliest_answer")
    keys = pd.concat([counts, read_keys(scores, needs), _seconds(submitted)], axis=1).reindex(
        everybody
    )
    return Candidates(
        facts=_read_facts(answers, instrument, everybody),
        keys=keys.fillna(dict.fromkeys(COUNTS, 0.0)),
        backgrounds=backgrounds.reindex(everybody),
        groups=groups.reindex(everybody, fill_value=False).astype(bool),
    )


def count_flags(flags: Sequence[Flag], companies: pd.Index) -> pd.DataFrame:
    """Count each company's flags, as floats: the columns are `COUNTS`.

    The first three count equality flags; `need_flags` counts need flags of any level.
    """
    raised = pd.DataFrame(
        [
            (
                flag.company_id,
                flag.kind == "equality" and flag.level == "serious",
                flag.kind == "equality" and flag.level == "watch",
                flag.kind == "equality" and flag.firm is not False,
                flag.kind == "need",
            )
            for flag in flags
        ],
        columns=["company_id", *COUNTS],
    )
    return raised.groupby("company_id").sum().reindex(companies, fill_value=0).astype("float64")


def read_keys(scores: Scores, needs: Needs) -> pd.DataFrame:
    """Read `lowest_index`, `lowest_domain`, `highest_need`, `mean_need`: 0-100, NaN if missing.

    Only the needs that a company ranked count. If no company ranked any, all needs count.
    """
    ranked = needs.priority.notna()
    severity = needs.severity.where(ranked) if ranked.to_numpy().any() else needs.severity
    return pd.DataFrame(
        {
            "lowest_index": scores.index,
            "lowest_domain": scores.domains.min(axis=1),
            "highest_need": severity.max(axis=1),
            "mean_need": severity.mean(axis=1),
        }
    ).astype("float64")


def _seconds(submitted: pd.Series) -> pd.Series:
    moments = submitted.to_numpy(dtype="datetime64[ns]")
    seconds = np.where(np.isnat(moments), np.nan, moments.astype(np.int64) / 1e9)
    return pd.Series(seconds, submitted.index, name=submitted.name)


def _read_facts(answers: Answers, instrument: Instrument, everybody: pd.Index) -> pd.DataFrame:
    facts = pd.DataFrame(
        {"answered": True, "complete": answers.companies["complete"].astype(bool)},
        index=answers.companies.index,
    )
    facts = facts.reindex(everybody, fill_value=False)
    return facts.assign(wants_support=_read_support(answers, instrument).reindex(everybody))


def _read_support(answers: Answers, instrument: Instrument) -> pd.Series:
    """Read whether each company wants support: missing if it did not say, or was not asked."""
    if instrument.support is None:
        return pd.Series(pd.NA, answers.companies.index, dtype="boolean")
    said = answers.companies[instrument.support.question].replace("", pd.NA)
    return said.isin(instrument.support.yes).astype("boolean").mask(said.isna())
