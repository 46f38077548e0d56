"""LimeSurvey's JSON export, written for tests of the reader."""

import json

import pandas as pd

WHOLE_NUMBERS = frozenset({"id", "lastpage"})
"""Columns that the JSON export writes as numbers; `code[filecount]` is the third kind."""


def encode_json(frame: pd.DataFrame) -> bytes:
    """One object per response, ids as numbers, `/` and letters beyond ASCII escaped."""
    columns = [_as_json_values(frame[name]) for name in frame.columns]
    names = [str(name) for name in frame.columns]
    records = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    text = json.dumps(records, separators=(",", ":")).replace("/", "\\/")
    return f'{{"responses": {text}}}'.encode()


def _as_json_values(values: pd.Series) -> list[str | int | None]:
    name = str(values.name)
    number = name in WHOLE_NUMBERS or name.endswith("[filecount]")
    texts = [None if pd.isna(text) else str(text) for text in values]
    return [int(text) if number and text is not None else text for text in texts]
