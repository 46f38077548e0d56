"""Rows as messy as real ones: answers spoilt on purpose.

Each is noted, so that what finds them can be held against the truth.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from survey.answers.skip_logic import conditions_of
from survey.instrument.columns import columns_of
from survey.instrument.records import Instrument, Wave
from survey.rehearsal.answers.remarks import WILD
from survey.rehearsal.cells import Sheet
from survey.rehearsal.plan import Mess, RehearsalPlan
from survey.rehearsal.roles import asked_in
from survey.rehearsal.turnout import Sender

Spoilt = Literal[
    "unknown_code",
    "decimal_comma",
    "words_for_number",
    "negative_number",
    "part_over_whole",
    "wild_text",
]
SPOILT: tuple[Spoilt, ...] = (
    "unknown_code",
    "decimal_comma",
    "words_for_number",
    "negative_number",
    "part_over_whole",
    "wild_text",
)
STRANGE: tuple[Sender, ...] = ("unknown_token", "no_token", "test_row")
TEST_WORDS = "test test"
UNKNOWN_CODE = "Z-9"
"""No answer list can hold this: its codes are letters and digits."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The columns each kind of mess can fall on.

    `codes` hold answers of lists, `numbers` any number, `counts` people and pay, `parts` numbers
    with the wholes they are part of, `texts` free text.
    """

    codes: Sequence[str]
    numbers: Sequence[str]
    counts: Sequence[str]
    parts: Mapping[str, Sequence[str]]
    texts: Sequence[str]

    def of(self, kind: Spoilt) -> Sequence[str]:
        """The columns for one kind."""
        match kind:
            case "unknown_code":
                return self.codes
            case "decimal_comma" | "words_for_number":
                return self.numbers
            case "negative_number":
                return self.counts
            case "part_over_whole":
                return list(self.parts)
            case "wild_text":
                return self.texts


def find_targets(instrument: Instrument, wave: Wave = "baseline") -> Targets:
    """Where mess can fall.

    Questions that open others are spared: a spoilt one would hide the rest of the mess in its row.

    The whole of a part may open others, since only the part is changed.
    """
    gates = {
        each.question
        for question in instrument.question
        for each in conditions_of(question, instrument)
    }
    kinds: dict[str, list[str]] = {"code": [], "number": [], "text": []}
    for question in asked_in(instrument, wave):
        group = {
            "choice": "code",
            "yes_no": "code",
            "grid": "code",
            "number": "number",
            "text": "text",
            "long_text": "text",
        }.get(question.kind)
        if group and question.code not in gates:
            kinds[group] += [
                column.name
                for column in columns_of(question, instrument.lists)
                if column.part != "other"
            ]
    counted = {
        name
        for indicator in instrument.indicator
        if indicator.form.head_counts
        for name in indicator.columns
    }
    parts = {check.at_most[0]: check.at_most[1:] for check in instrument.check}
    wholes = {question.code for question in asked_in(instrument, wave) if question.kind == "number"}
    return Targets(
        codes=kinds["code"],
        numbers=kinds["number"],
        counts=[name for name in kinds["number"] if name in counted],
        parts={
            part: added
            for part, added in parts.items()
            if part in kinds["number"] and wholes.issuperset(added)
        },
        texts=kinds["text"],
    )


def spoil(
    sheet: Sheet,
    responses: pd.DataFrame,
    instrument: Instrument,
    plan: RehearsalPlan,
    rng: np.random.Generator,
    wave: Wave = "baseline",
) -> tuple[Sheet, pd.DataFrame]:
    """Spoil cells of complete responses, at most one mess a response.

    Returns the new sheet, and one row a spoilt cell: `response` (position), `column`, `value`,
    `kind`. Where a kind finds nothing to spoil, there is less of it.
    """
    targets = find_targets(instrument, wave)
    own = responses.index[(responses["sender"] == "own") & responses["complete"]]
    free = iter(rng.permutation(np.array(own)).tolist())
    planted = [
        cell
        for kind in SPOILT
        for _ in range(_how_many(kind, plan.mess, len(own)))
        for cell in _spoil_one(free, kind, sheet, targets, rng)
    ]
    table = pd.DataFrame(planted, columns=["response", "column", "value", "kind"])
    return _overwrite({**sheet, **_mark_tests(sheet, responses, targets)}, table), table


def _how_many(kind: Spoilt, mess: Mess, answering: int) -> int:
    return round(float(getattr(mess, kind)) * answering)


def _spoil_one(
    free: Iterator[int], kind: Spoilt, sheet: Sheet, targets: Targets, rng: np.random.Generator
) -> Sequence[tuple[int, str, str, Spoilt]]:
    """Spoil the next response that has something to spoil, and return its cells.

    There are none once all responses are used up.
    """
    columns = list(targets.of(kind))
    if not columns:
        return []
    for response in free:
        row = {
            name: cells[response] for name, cells in sheet.items() if cells[response] is not None
        }
        for column in rng.permutation(columns).tolist():
            spoilt = _spoilt_values(kind, column, row, targets, rng)
            if spoilt:
                return [(response, name, value, kind) for name, value in spoilt.items()]
    return []


def _spoilt_values(
    kind: Spoilt, column: str, row: Mapping[str, str], targets: Targets, rng: np.random.Generator
) -> Mapping[str, str]:
    """The cells that make up one mess; none where there is no answer to spoil."""
    value = row.get(column, "")
    if kind == "wild_text":
        return {column: WILD[int(rng.integers(len(WILD)))]} if column in row else {}
    if kind == "part_over_whole":
        return _exceed(column, targets.parts[column], row, rng)
    if not value or (kind == "negative_number" and float(value) <= 0):
        return {}
    return {column: _spoil_text(kind, value)}


def _spoil_text(kind: Spoilt, value: str) -> str:
    match kind:
        case "decimal_comma":
            return f"{value.split('.', maxsplit=1)[0]},5"
        case "words_for_number":
            return f"ca {value}"
        case "negative_number":
            return f"-{value}"
        case _:
            return UNKNOWN_CODE


def _exceed(
    part: str, wholes: Sequence[str], row: Mapping[str, str], rng: np.random.Generator
) -> Mapping[str, str]:
    """A part greater than its whole; all cells are at fault, for nobody knows which is wrong."""
    if not all(row.get(name) for name in (part, *wholes)):
        return {}
    whole = sum(int(float(row[name])) for name in wholes)
    return {part: str(whole + int(rng.integers(1, 4)))} | {name: row[name] for name in wholes}


def _mark_tests(sheet: Sheet, responses: pd.DataFrame, targets: Targets) -> Sheet:
    """Test rows say so in every text that was reached."""
    tests = responses["sender"].to_numpy(dtype=object) == "test_row"
    return {
        name: np.where(tests & ~pd.isna(sheet[name]), TEST_WORDS, sheet[name])
        for name in targets.texts
    }


def _overwrite(sheet: Sheet, planted: pd.DataFrame) -> Sheet:
    copies = {column: sheet[column].copy() for column in planted["column"].unique().tolist()}
    for response, column, value in zip(
        planted["response"], planted["column"], planted["value"], strict=True
    ):
        copies[column][response] = value
    return {**sheet, **copies}
