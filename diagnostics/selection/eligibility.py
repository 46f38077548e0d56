"""Who cannot be chosen at all, and every reason why."""

from collections.abc import Iterator

import pandas as pd

from diagnostics.records import Candidates
from diagnostics.rules import SelectionRules
from survey.common.texts import said

WHY_COLUMNS = ["company_id", "code", "detail"]


def find_ineligible(candidates: Candidates, rules: SelectionRules, language: str) -> pd.DataFrame:
    """Find the ineligible companies: `company_id, code, detail`, one row per company and reason.

    Only companies with a complete answer are listed. A company without an index is eligible; it
    comes last where the index decides. A company whose background is unknown is not excluded.
    `language` is that of the reasons in `programme.toml`.
    """
    complete = candidates.facts["complete"]
    frames = [
        _list(mask & complete, code, detail)
        for mask, code, detail in _grounds(candidates, rules, language)
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=WHY_COLUMNS)


def _grounds(
    candidates: Candidates, rules: SelectionRules, language: str
) -> Iterator[tuple[pd.Series, str, str]]:
    for exclusion in rules.excluded:
        yield (
            candidates.backgrounds[exclusion.background].isin(exclusion.values),
            "excluded",
            said(exclusion.reason, language),
        )
    if rules.wants_support:
        wants = candidates.facts["wants_support"]
        yield (~wants).fillna(value=False).astype(bool), "no_support", ""
        yield wants.isna(), "support_unsaid", ""


def _list(mask: pd.Series, code: str, detail: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"company_id": mask.index[mask.to_numpy(dtype=bool)], "code": code, "detail": detail}
    )
