"""Say in plain English on the screen what a decision changes."""

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
class ScreenNames:
    """The names that the screen shows beside ids, or instead of them.

    Each mapping gives the name by id. A company without a name has "".
    """

    companies: Mapping[str, str]
    stages: Mapping[str, str]
    reasons: Mapping[str, str]
    quotas: Mapping[str, str]

    def company(self, company_id: str) -> str:
        """Return a company's id and its name: `C0007 (Bygg AB)`."""
        name = self.companies.get(company_id, "")
        return f"{company_id} ({name})" if name else company_id

    def stage(self, stage: str) -> str:
        """Return a stage's name; the id if the programme no longer has the stage."""
        return self.stages.get(stage, stage)

    def quota(self, name: str) -> str:
        """Return a quota in words; capitals in its name do not matter."""
        return self.quotas.get(name.casefold(), name)

    def reason(self, code: str) -> str:
        """Return a reason in words; the code if the programme no longer has the reason."""
        return self.reasons.get(code, code.replace("_", " "))


def gather_names(
    register: pd.DataFrame, settings: Settings, instrument: Instrument, language: str = "en"
) -> ScreenNames:
    """Gather the names of companies, stages, reasons and quotas in one language."""
    known = register["name"].dropna() if "name" in register else pd.Series(dtype=str)
    return ScreenNames(
        companies=dict(zip(map(str, known.index), map(str, known), strict=True)),
        stages={stage.id: said(stage.name, language) for stage in settings.selection.stage},
        reasons={code.id: said(code.name, language) for code in settings.selection.reason_code},
        quotas=_name_quotas(settings, instrument, language),
    )


def _name_quotas(settings: Settings, instrument: Instrument, language: str) -> Mapping[str, str]:
    """Return the quotas' names by the selection's own, case-folded name of them.

    An example: `municipality=paj` is "Pajala (municipality)".
    """
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
    weighed: Weighed, candidates: Candidates, rules: SelectionRules, names: ScreenNames
) -> Iterator[str]:
    """Yield one line each: the decision, what speaks against it ("! …"), and what it changes."""
    decision = weighed.decision
    yield format_decision(decision, names)
    for warning in warn(weighed, candidates, rules, names):
        yield f"! {warning}"
    if decision.impact is not None:
        yield from format_impact(decision, decision.impact, names)


def format_decision(decision: Decision, names: ScreenNames) -> str:
    """Return the decision as one sentence."""
    company, stage = names.company(decision.company_id), names.stage(decision.stage)
    what = {
        "include": f"Include {company} at {stage}",
        "exclude": f"Exclude {company} from {stage}",
        "withdraw": f"Withdraw what was decided about {company} at {stage}",
    }[decision.action]
    note = f', note "{decision.note}"' if decision.note else ""
    return f"{what}: {names.reason(decision.reason_code)}{note}; decided by {decision.by}."


def warn(
    weighed: Weighed, candidates: Candidates, rules: SelectionRules, names: ScreenNames
) -> Iterator[str]:
    """Yield what a person should know before she decides."""
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
            f"{names.stage(one.stage.id)} has {one.stage.capacity} seats and "
            f"{len(one.companies)} companies included by decision: nobody can be chosen, "
            "nor the consequences said, until "
            f"{surplus} more {'is' if surplus == 1 else 'are'} withdrawn."
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


def _format_overridden(one: Overridden, names: ScreenNames) -> str:
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


def format_impact(decision: Decision, impact: Impact, names: ScreenNames) -> Iterator[str]:
    """Yield one line each: what the company gets, who falls out, who moves up, changed demands."""
    was, now = (
        _format_outcome(impact.outcome_before, decision.rank_before),
        _format_outcome(impact.outcome_after, decision.rank_after),
    )
    company, stage = names.company(decision.company_id), names.stage(decision.stage)
    yield f"{company} at {stage}: {was} before, {now} after."
    yield from _format_seats("Falls out of", impact.fell_out, names) or ["Nobody falls out."]
    yield from _format_seats("Moves up to", impact.moved_up, names) or ["Nobody moves up."]
    yield from (format_demand(one, names) for one in impact.demands)


def _format_outcome(outcome: Outcome | None, rank: int | None) -> str:
    return OUTCOMES[outcome] + (f" (rank {rank})" if rank is not None else "")


def _format_seats(what: str, seats: Sequence[Seat], names: ScreenNames) -> list[str]:
    """Return one line per stage."""
    stages = dict.fromkeys(seat.stage for seat in seats)
    by_stage = {
        stage: ", ".join(names.company(one.company_id) for one in seats if one.stage == stage)
        for stage in stages
    }
    return [f"{what} {names.stage(stage)}: {companies}." for stage, companies in by_stage.items()]


def format_demand(change: DemandChange, names: ScreenNames) -> str:
    """Say how a quota, the contrast seats or the seats that must be filled change in number."""
    stage, numbers = names.stage(change.stage), f"{change.before} before, {change.after} after"
    if change.name == CONTRAST:
        return (
            f"Contrast seats filled at {stage}: {numbers}; the programme asks for {change.asked}."
        )
    if change.name == MUST:
        return f"Companies that must go in and have no seat at {stage}: {numbers}."
    quota = f"The quota {names.quota(change.name)} at {stage}"
    return f"{quota} is {_judge_quota(change)}: {numbers}; it asks for {change.asked}."


def _judge_quota(change: DemandChange) -> str:
    if change.is_worse:
        return "lost" if change.before >= change.asked else "missed by more"
    return "met again" if change.after >= change.asked else "missed by less"


def format_time(decision: Decision) -> str:
    """Return when it was decided, to the minute, with the time zone."""
    return f"{decision.decided_at:%Y-%m-%d %H:%M} {decision.decided_at.tzname()}"


def count(number: int, one: str) -> str:
    """Return a number with its word: 1 flag, 2 flags."""
    return f"{number} {one if number == 1 else one + 's'}"
