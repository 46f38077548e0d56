"""Why each company stands where it stands at a stage, as codes and in words."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from diagnostics.records import Candidates, Decision
from diagnostics.rules import OrderKey, Stage
from diagnostics.selection.funnel import FilledStage
from diagnostics.selection.table import ANSWERED, CONTACTED

COLUMNS = ["company_id", "stage", "code", "detail"]
WORDS: Mapping[str, str] = {
    "registered": "in the register",
    "answered": "complete answer",
    "incomplete": "the answer is not complete",
    "silent": "no answer",
    "excluded": "{}",
    "no_support": "does not want support",
    "support_unsaid": "did not say that it wants support",
    "included": "included by decision ({})",
    "kept_out": "excluded by decision ({})",
    "gone": "not selected at the stage before",
    "must": "goes in with a {} equality flag",
    "quota": "in by quota ({})",
    "contrast_need": "contrast place, a high need and good equality: {}",
    "contrast_equality": "contrast place, a low need and poor equality: {}",
    "order": "in by order",
    "reserve": "no. {} on the reserve list",
    "beyond": "after the last place on the list",
    "moved": "the rule alone, without decisions on others: {}",
    "serious_flags": "serious equality flags: {}",
    "watch_flags": "watch equality flags: {}",
    "firm_flags": "firm equality flags: {}",
    "need_flags": "need flags: {}",
    "lowest_index": "index: {}",
    "lowest_domain": "lowest domain: {}",
    "highest_need": "highest need: {}",
}
"""What each code says in words; `{}` stands for the detail."""
MISSING = "missing, so last on this"


def explain_start(candidates: Candidates) -> pd.DataFrame:
    """Give the reasons at "contacted" and "answered"; one row per company and stage."""
    facts = candidates.facts
    code = np.select([facts["complete"], facts["answered"]], ["answered", "incomplete"], "silent")
    return pd.concat(
        [
            pd.DataFrame(
                {"company_id": facts.index, "stage": CONTACTED, "code": "registered", "detail": ""}
            ),
            pd.DataFrame(
                {"company_id": facts.index, "stage": ANSWERED, "code": code, "detail": ""}
            ),
        ]
    )


def explain_stage(
    rows: pd.DataFrame,
    decided: FilledStage,
    rulings: Mapping[str, Decision],
    ineligible: pd.DataFrame,
    candidates: Candidates,
) -> pd.DataFrame:
    """Give the reasons at one stage, one row per reason, in the order in which they are told.

    `rows` are those of the stage (`tabulate_stage`), `rulings` its decisions by company.
    """
    stage, listed = decided.stage, decided.listed
    parts = [
        ineligible,
        _own(listed, rulings, stage, candidates.keys.loc[listed.index]),
        _kept_out(rows, rulings),
        _gone(rows, decided),
        _moved(rows, rulings),
        *(
            _value(key, candidates.keys.loc[listed.index, key])
            for key in stage.order
            if key != "earliest_answer"
        ),
    ]
    return pd.concat(parts).assign(stage=stage.id)[COLUMNS]


def word_reasons(why: pd.DataFrame) -> pd.DataFrame:
    """Put reasons into words: `company_id, stage, reasons`, one row per company and stage."""
    texts: dict[tuple[str, str], list[str]] = {}
    for company, stage, code, detail in zip(
        *(why[column].tolist() for column in COLUMNS), strict=True
    ):
        texts.setdefault((company, stage), []).append(WORDS[code].format(detail))
    rows = [(company, stage, "; ".join(said)) for (company, stage), said in texts.items()]
    return pd.DataFrame(rows, columns=["company_id", "stage", "reasons"], dtype="str")


def _own(
    listed: pd.DataFrame, rulings: Mapping[str, Decision], stage: Stage, keys: pd.DataFrame
) -> pd.DataFrame:
    """Say what put each company where it is on the list."""
    code = listed["code"].to_numpy(dtype=str)
    detail = np.full(len(listed), "", dtype=object)
    detail[code == "reserve"] = [
        str(number) for number in range(1, int((code == "reserve").sum()) + 1)
    ]
    detail[code == "included"] = [
        rulings[company].reason_code for company in listed.index[code == "included"]
    ]
    detail[code == "must"] = " or ".join(stage.must)
    detail[code == "quota"] = listed["quotas"].to_numpy()[code == "quota"]
    contrast = np.char.startswith(code, "contrast_")
    detail[contrast] = [
        f"{need:.1f} and {index:.1f}"
        for need, index in keys.loc[contrast, ["mean_need", "lowest_index"]].to_numpy()
    ]
    return pd.DataFrame({"company_id": listed.index, "code": code, "detail": detail})


def _kept_out(rows: pd.DataFrame, rulings: Mapping[str, Decision]) -> pd.DataFrame:
    kept_out = {
        company: ruling.reason_code for company, ruling in rulings.items() if not ruling.include
    }
    here = rows["company_id"][rows["company_id"].isin(list(kept_out))]
    return pd.DataFrame({"company_id": here, "code": "kept_out", "detail": here.map(kept_out)})


def _gone(rows: pd.DataFrame, decided: FilledStage) -> pd.DataFrame:
    """Say which companies the rule alone would have here, that are no longer in the funnel."""
    here = (
        rows["rank"].notna()
        | rows["company_id"].isin(decided.excluded.tolist())
        | rows["outcome"].eq("ineligible")
    )
    return pd.DataFrame({"company_id": rows.loc[~here, "company_id"], "code": "gone", "detail": ""})


def _moved(rows: pd.DataFrame, rulings: Mapping[str, Decision]) -> pd.DataFrame:
    """Say which companies decisions about others have moved."""
    moved = rows[rows["rank"].notna() & rows["outcome"].ne(rows["rule_outcome"])]
    moved = moved[~moved["company_id"].isin(list(rulings))]
    return pd.DataFrame(
        {
            "company_id": moved["company_id"],
            "code": "moved",
            "detail": moved["rule_outcome"].str.replace("_", " "),
        }
    )


def _value(key: OrderKey, values: pd.Series) -> pd.DataFrame:
    """Say what each company has on one key of the order, with one decimal at most."""
    form = "{:.0f}" if key.endswith("_flags") else "{:.1f}"
    detail = [MISSING if np.isnan(value) else form.format(value) for value in values]
    return pd.DataFrame({"company_id": values.index, "code": key, "detail": detail})
