"""What a decision changes, in plain English for the screen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from diagnostics.records import (
    CONTRAST,
    MUST,
    Candidates,
    Decision,
    DemandChange,
    Impact,
    Outcome,
    Seat,
)
from diagnostics.rules import SelectionRules
from diagnostics.selection.eligibility import find_ineligible
from diagnostics.selection.reasons import WORDS
from jamna.commands.decisions.weighing import Overridden, Weighed
from jamna.workspace.settings import Settings
from reports.overview.companies import label_texts
from survey.common.texts import said
from survey.instrument.records import Instrument

OUTCOMES: Mapping[Outcome | None, str] = {
    "selected": "selected",
    "reserve": "in reserve",
    "not_selected": "not selected",
    "ineligible": "cannot take part",
    None: "not among the candidates",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for ids on the screen: companies' names by id ("" where there is none), stages', reasons' and quotas'."""

    companies: Mapping[str, str]
    stages: Mapping[str, str]
    reasons: Mapping[str, str]
    quotas: Mapping[str, str]

    def company(self, company_id: str) -> str:
        """A company by its id and its name."""
        name = self.companies.get(company_id, "")
        return f"{company_id} ({name})" if name else company_id

    def stage(self, stage: str) -> str:
        """A stage by its name; one that is gone by its id."""
        return self.stages.get(stage, stage)

    def quota(self, name: str) -> str:
        """A quota in words; a background's value is found whatever its case."""
        return self.quotas.get(name.casefold(), name)

    def reason(self, code: str) -> str:
        """A reason in words; one that is gone by its code."""
        return self.reasons.get(code, code.replace("_", " "))


def gather_names(
    register: pd.DataFrame, settings: Settings, instrument: Instrument, language: str = "en"
) -> Names:
    """The names of the register's companies and of what the programme's file calls by an id."""
    known = register["name"].dropna() if "name" in register else pd.Series(dtype=str)
    return Names(
        companies=dict(zip(map(str, known.index), map(str, known), strict=True)),
        stages={stage.id: said(stage.name, language) for stage in settings.selection.stage},
        reasons={code.id: said(code.name, language) for code in settings.selection.reason_code},
        quotas=_name_quotas(settings, instrument, language),
    )


def _name_quotas(settings: Settings, instrument: Instrument, language: str) -> Mapping[str, str]:
    """By the selection's own name, such as `municipality=paj`, case-folded: "Pajala (municipality)"."""
    groups = {
        f"target_group={one.id}".casefold(): said(one.name, language)
        for one in settings.target_group
    }
    values = {
        f"{one.id}={value}".casefold(): f"{text} ({said(one.name, language).casefold()})"
        for one in instrument.background
        for value, text in label_texts(instrument, one, language).items()
    }
    return values | groups


def format_consequences(
    weighed: Weighed, candidates: Candidates, rules: SelectionRules, names: Names
) -> Iterator[str]:
    """What the decision is, what speaks against it, and what it changes: one line each; warnings begin with "!"."""
    decision = weighed.decision
    yield format_decision(decision, names)
    for warning in warn(weighed, candidates, rules, names):
        yield f"! {warning}"
    if decision.impact is not None:
        yield from format_impact(decision, decision.impact, names)


def format_decision(decision: Decision, names: Names) -> str:
    """The decision in one sentence."""
    company, stage = names.company(decision.company_id), names.stage(decision.stage)
    what = {
        "include": f"Include {company} at {stage}",
        "exclude": f"Exclude {company} from {stage}",
        "withdraw": f"Withdraw what was decided about {company} at {stage}",
    }[decision.action]
    note = f', note "{decision.note}"' if decision.note else ""
    return f"{what}: {names.reason(decision.reason_code)}{note}; decided by {decision.by}."


def warn(
    weighed: Weighed, candidates: Candidates, rules: SelectionRules, names: Names
) -> Iterator[str]:
    """What a person should know before she decides."""
    decision = weighed.decision
    if decision.action == "include":
        yield from _warn_including(decision.company_id, candidates, rules)
    if decision.action == "exclude":
        yield from _warn_excluding(decision.company_id, candidates)
    if weighed.replaces is not None and not decision.withdraws:
        yield _format_replaced(weighed.replaces, decision)
    yield from (_format_overridden(one, names) for one in weighed.overrides)
    if decision.impact is not None and _is_idle(decision.impact):
        yield _format_idle(decision, decision.impact)
    for one in weighed.overfull:
        surplus = len(one.companies) - one.stage.capacity
        yield (
            f"{names.stage(one.stage.id)} has {one.stage.capacity} seats and {len(one.companies)} companies included by "
            f"decision: nobody can be chosen, nor the consequences said, until {surplus} more "
            f"{'is' if surplus == 1 else 'are'} withdrawn."
        )


def _warn_including(company: str, candidates: Candidates, rules: SelectionRules) -> Iterator[str]:
    if not candidates.facts.loc[company, "answered"]:
        yield "It has not answered the survey: nothing is known about it."
        return
    if not candidates.facts.loc[company, "complete"]:
        yield "Its answer is not complete: the rule would not consider it."
    why = find_ineligible(candidates, rules, "en")
    for _, row in why[why["company_id"] == company].iterrows():
        yield f"By the rule it cannot take part: {WORDS[row['code']].format(row['detail'])}."
    keys = _read_keys(candidates, company)
    if not keys["serious_flags"] and not keys["watch_flags"]:
        yield _format_unflagged(int(keys["need_flags"]), keys["lowest_index"])


def _read_keys(candidates: Candidates, company: str) -> dict[str, float]:
    row = candidates.keys.loc[[company]].to_numpy(dtype=float)[0]
    return dict(zip(candidates.keys.columns, map(float, row), strict=True))


def _format_unflagged(flags: int, index: float) -> str:
    none = f"It has no equality flag ({count(flags, 'need flag')})" if flags else "It has no flag"
    known = (
        f"its equality index is {index:.1f} of 100"
        if not np.isnan(index)
        else "it has no equality index"
    )
    return f"{none}; {known}."


def _warn_excluding(company: str, candidates: Candidates) -> Iterator[str]:
    flags = int(_read_keys(candidates, company)["serious_flags"])
    if flags:
        yield f"It has {count(flags, 'serious equality flag')}."


def _format_replaced(earlier: Decision, decision: Decision) -> str:
    same = (
        "The same was decided"
        if earlier.include == decision.include
        else f"To {earlier.action} it was decided"
    )
    return f"{same} on {format_time(earlier)} by {earlier.by}: this decision takes its place."


def _format_overridden(one: Overridden, names: Names) -> str:
    earlier = one.decision
    return (
        f"At {names.stage(one.stage.id)} it counts instead of the decision to {earlier.action} it "
        f"({names.stage(earlier.stage)}) of {format_time(earlier)} by {earlier.by}."
    )


def _is_idle(impact: Impact) -> bool:
    moved = impact.fell_out or impact.moved_up or impact.demands
    return impact.outcome_before == impact.outcome_after and not moved


def _format_idle(decision: Decision, impact: Impact) -> str:
    without = "with it" if decision.withdraws else "without this decision"
    binds = "" if decision.withdraws else " It binds when answers or rules change."
    return f"Nothing changes now: {without} it is {OUTCOMES[impact.outcome_before]}, too.{binds}"


def format_impact(decision: Decision, impact: Impact, names: Names) -> Iterator[str]:
    """What becomes of the company, who falls out, who moves up, and which demands are met by more or fewer."""
    was, now = (
        _format_outcome(impact.outcome_before, decision.rank_before),
        _format_outcome(impact.outcome_after, decision.rank_after),
    )
    yield f"{names.company(decision.company_id)} at {names.stage(decision.stage)}: {was} before, {now} after."
    yield from _format_seats("Falls out of", impact.fell_out, names) or ["Nobody falls out."]
    yield from _format_seats("Moves up to", impact.moved_up, names) or ["Nobody moves up."]
    yield from (format_demand(one, names) for one in impact.demands)


def _format_outcome(outcome: Outcome | None, rank: int | None) -> str:
    return OUTCOMES[outcome] + (f" (rank {rank})" if rank is not None else "")


def _format_seats(what: str, seats: Sequence[Seat], names: Names) -> list[str]:
    """One line a stage."""
    stages = dict.fromkeys(seat.stage for seat in seats)
    told = {
        stage: ", ".join(names.company(one.company_id) for one in seats if one.stage == stage)
        for stage in stages
    }
    return [f"{what} {names.stage(stage)}: {companies}." for stage, companies in told.items()]


def format_demand(change: DemandChange, names: Names) -> str:
    """A quota, the contrast seats or the musts, with the numbers before and after."""
    stage, numbers = names.stage(change.stage), f"{change.before} before, {change.after} after"
    if change.name == CONTRAST:
        return (
            f"Contrast seats filled at {stage}: {numbers}; the programme asks for {change.asked}."
        )
    if change.name == MUST:
        return f"Companies that must go in and have no seat at {stage}: {numbers}."
    return f"The quota {names.quota(change.name)} at {stage} is {_judge_quota(change)}: {numbers}; it asks for {change.asked}."


def _judge_quota(change: DemandChange) -> str:
    if change.is_worse:
        return "lost" if change.before >= change.asked else "missed by more"
    return "met again" if change.after >= change.asked else "missed by less"


def format_time(decision: Decision) -> str:
    """When it was decided, to the minute, with its time zone."""
    return f"{decision.decided_at:%Y-%m-%d %H:%M} {decision.decided_at.tzname()}"


def count(number: int, one: str) -> str:
    """A number with its word: 1 flag, 2 flags."""
    return f"{number} {one if number == 1 else one + 's'}"
