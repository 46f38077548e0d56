"""The selection: from all contacts to the last stage, by the rule alone and as people decided."""

from collections.abc import Iterator, Sequence

import pandas as pd

from diagnostics.records import (
    Candidates,
    Decision,
    LotteryRecord,
    Selection,
    StageNote,
    StageOutcomes,
)
from diagnostics.rules import SelectionRules
from diagnostics.selection.binding_decisions import Rulings, find_rulings
from diagnostics.selection.eligibility import find_ineligible
from diagnostics.selection.funnel import FilledStage, Terms, run_funnel
from diagnostics.selection.lottery import record_lottery
from diagnostics.selection.reasons import explain_stage, explain_start, word_reasons
from diagnostics.selection.table import (
    ANSWERED,
    CONTACTED,
    count_stage,
    finish_table,
    tabulate_stage,
    tabulate_start,
)


def select(
    candidates: Candidates,
    rules: SelectionRules,
    decisions: Sequence[Decision] = (),
    *,
    language: str = "en",
) -> Selection:
    """Fill every stage twice: by the rule alone, and with the `decisions` (oldest first).

    `language` is that of the names of stages and the reasons for exclusion in `programme.toml`.
    ConfigurationError if the demands of a stage collide.
    """
    ineligible = find_ineligible(candidates, rules, language)
    eligible = find_eligible(candidates, ineligible)
    rulings = find_rulings(decisions, [stage.id for stage in rules.stage], candidates.facts.index)
    decided = run_funnel(eligible, Terms(candidates, rules, rulings.by_stage, language=language))
    ruled = (
        run_funnel(eligible, Terms(candidates, rules, forgiving=True, language=language))
        if decisions
        else decided
    )
    table, reasons = _tabulate(decided, ruled, rulings, ineligible, candidates)
    return Selection(
        table=finish_table(table, word_reasons(reasons)),
        why=reasons,
        counts=_count(table, rules),
        lottery=_record_lottery(decided, rules),
        unused=rulings.unused,
        notes=[note for filled in decided for note in _note(filled)],
    )


def _tabulate(
    decided: Sequence[FilledStage],
    ruled: Sequence[FilledStage],
    rulings: Rulings,
    ineligible: pd.DataFrame,
    candidates: Candidates,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of the table and the reasons, from "contacted" to the last stage."""
    rows, why = [tabulate_start(candidates)], [explain_start(candidates)]
    for filled, by_rule in zip(decided, ruled, strict=True):
        of_stage = rulings.by_stage[filled.stage.id]
        never = ineligible if filled is decided[0] else ineligible.iloc[:0]
        rows.append(tabulate_stage(filled, by_rule, of_stage, never))
        why.append(explain_stage(rows[-1], filled, of_stage, never, candidates))
    return pd.concat(rows, ignore_index=True), pd.concat(why, ignore_index=True)


def find_eligible(candidates: Candidates, ineligible: pd.DataFrame) -> pd.Index:
    """Find the companies that answered completely and are not among the `ineligible`."""
    return candidates.facts.index[candidates.facts["complete"]].difference(
        ineligible["company_id"].tolist()
    )


def find_cases(selection: Selection, rules: SelectionRules) -> list[str]:
    """List the cases: the ids of the companies selected at the last stage, if there is one."""
    return selection.chosen(rules.stage[-1].id) if rules.stage else []


def _count(table: pd.DataFrame, rules: SelectionRules) -> list[StageOutcomes]:
    capacities = {CONTACTED: None, ANSWERED: None} | {
        stage.id: stage.capacity for stage in rules.stage
    }
    return [count_stage(table, stage, capacity) for stage, capacity in capacities.items()]


def _record_lottery(decided: Sequence[FilledStage], rules: SelectionRules) -> LotteryRecord | None:
    lottery = rules.lottery
    if lottery is None:
        return None
    listed = next(filled.listed for filled in decided if filled.stage.id == lottery.stage)
    return record_lottery(listed, lottery)


def _note(filled: FilledStage) -> Iterator[StageNote]:
    """List what a person should know of a stage: what found too few companies, what gave way."""
    yield from filled.short
    if filled.yielded:
        left = int((filled.listed["must"] & filled.listed["outcome"].ne("selected")).sum())
        yield StageNote(filled.stage.id, "must", 0, left)
