"""What cards are made from: records and tables of the floors below, as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.records import Benchmark, Needs, Scores
from diagnostics.records import Decision, Flag, Selection
from diagnostics.rules import FlagRule, SelectionRules
from survey.answers.records import Answers
from survey.common.texts import Text
from survey.instrument.records import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSource:
    """Everything a card can say.

    `language` is the office's. `later`: the answers of the second round, None before there is one.
    `register`: index `company_id`, text. `backgrounds`: index as `answers.companies`.
    `benchmarks`: by company, the index and the domains. `stability`: by company, the share (0-1) of
    variants that select it at the last stage. `reported`: companies with a report of their own.
    """

    title: Text
    language: str
    simulated: bool
    version: str
    instrument: Instrument
    flag_rules: Sequence[FlagRule]
    rules: SelectionRules
    register: pd.DataFrame
    answers: Answers
    later: Answers | None
    backgrounds: pd.DataFrame
    scores: Scores
    needs: Needs
    benchmarks: Mapping[str, Sequence[Benchmark]]
    flags: Sequence[Flag]
    selection: Selection
    decisions: Sequence[Decision] = ()
    stability: pd.Series = field(default_factory=lambda: pd.Series(dtype="float64"))
    reported: frozenset[str] = frozenset()
