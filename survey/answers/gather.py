"""Turn exports into answers: one row per company. Whatever is wrong is named and left out."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from survey.answers.columns import note_columns, refuse_columns
from survey.answers.cross_field_faults import find_rule_faults
from survey.answers.faults import Fault, empty_faults, find_cell_faults, tabulate_faults
from survey.answers.identity import find_unknown_companies, identify_companies, refuse_strangers
from survey.answers.records import Answers, check_frames
from survey.answers.responses import (
    choose_counting,
    drop_repeats,
    find_empty_responses,
    find_repeated_companies,
    find_wrong_times,
    stack_responses,
)
from survey.answers.skip_logic import settle_blanks
from survey.exports.reading import Export
from survey.instrument.records import Instrument, Wave

RESPONSE_COLUMNS = [
    "source",
    "row",
    "response_id",
    "company_id",
    "complete",
    "submitted",
    "language",
    "counts",
]
COMPANY_COLUMNS = ["complete", "submitted", "language"]


def gather_answers(
    exports: Sequence[Export],
    instrument: Instrument,
    register: pd.DataFrame | None,
    tokens: Mapping[str, str],
    wave: Wave,
    company: str = "token",
) -> Answers:
    """Gather the answers of one wave from all its files.

    `company` is the column that says which company answered. "token": `tokens` gives the
    company_id of a token. "id": each response is a company of its own. Any other column holds the
    company_id itself. A company must be in the `register` (index `company_id`), unless that is
    None.

    AnswersError if a file does not fit the instrument at all. Anything smaller is a fault.
    """
    filled = [export for export in exports if len(export.frame.columns)]
    if not filled:
        return _no_answers(instrument, wave)
    refuse_columns(filled, instrument, wave, company)
    notes = note_columns(filled, instrument, wave, company, _list_columns(register))
    stacked = stack_responses(filled, instrument, company)
    stacked["company_id"] = identify_companies(stacked["given"], register, tokens, company)
    unknown = _find_unknown(stacked, register, tokens, company)
    rows, repeated = drop_repeats(stacked)
    rows, found = _clean_rows(settle_blanks(rows, instrument), instrument)
    faults = pd.concat(
        [notes, tabulate_faults(stacked, [*unknown, *repeated, *found])], ignore_index=True
    )
    return check_frames(
        Answers(
            wave,
            rows[RESPONSE_COLUMNS].reset_index(drop=True),
            _one_a_company(rows, instrument),
            faults,
        )
    )


def _list_columns(register: pd.DataFrame | None) -> list[str]:
    return [] if register is None else [str(register.index.name), *map(str, register.columns)]


def _find_unknown(
    rows: pd.DataFrame, register: pd.DataFrame | None, tokens: Mapping[str, str], company: str
) -> list[Fault]:
    """Return the fault of unknown companies; AnswersError if not one company is known."""
    company_id = rows["company_id"]
    unknown = find_unknown_companies(rows["given"], company_id, register, tokens, company)
    refuse_strangers(company_id, unknown, company)
    return unknown


def _clean_rows(rows: pd.DataFrame, instrument: Instrument) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the rows, with faulty cells missing and with `counts`, and every fault in them."""
    answers = rows[list(instrument.columns)]
    answered = (answers.notna() & (answers != "")).any(axis="columns")
    cells = find_cell_faults(rows, instrument)
    cleaned = _blank_cells(rows, cells)
    rules = find_rule_faults(cleaned, rows, instrument)
    cleaned = _blank_cells(cleaned, rules).assign(counts=choose_counting(cleaned, answered))
    responses = [
        *find_wrong_times(cleaned),
        *find_empty_responses(cleaned, answered),
        *find_repeated_companies(cleaned),
    ]
    return cleaned, [*cells, *rules, *responses]


def _blank_cells(rows: pd.DataFrame, faults: Sequence[Fault]) -> pd.DataFrame:
    """Return `rows` with the faulty cells missing."""
    wrong: dict[str, list[pd.Index]] = {}
    for fault in faults:
        wrong.setdefault(fault.column, []).append(fault.rows)
    return rows.assign(
        **{column: _blank_rows(rows[column], found) for column, found in wrong.items()}
    )


def _blank_rows(values: pd.Series, rows: Sequence[pd.Index]) -> pd.Series:
    return values.mask(values.index.isin(np.concatenate(rows)), np.nan)


def _one_a_company(rows: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    order = rows.loc[rows["counts"], "company_id"].sort_values().index
    companies: pd.DataFrame = rows.loc[order, ["company_id", *COMPANY_COLUMNS, *instrument.columns]]
    return companies.set_index("company_id")


def _no_answers(instrument: Instrument, wave: Wave) -> Answers:
    """Return the answers of an active survey that nobody has answered yet."""
    nobody = pd.Index([], dtype="str", name="company_id")
    companies = _empty_frame([*COMPANY_COLUMNS, *instrument.columns]).set_index(nobody)
    return check_frames(Answers(wave, _empty_frame(RESPONSE_COLUMNS), companies, empty_faults()))


def _empty_frame(names: Sequence[str]) -> pd.DataFrame:
    kinds = {"row": "int64", "submitted": "datetime64[us]", "complete": "bool", "counts": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "str")) for name in names})
