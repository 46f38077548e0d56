"""Findings: what is worth telling one company, and in which tone.

What hurts somebody goes first, then what can get better, then what is strong. An area is one or the
other, never both.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from analysis.records import Benchmark, Needs, Scores
from diagnostics.findings.facts import is_about_hurt
from diagnostics.findings.items import (
    FULL,
    FlagsOnItem,
    ScoredItem,
    known_in,
    list_items,
    mark_items,
    row_of,
)
from diagnostics.records import Finding, Flag, FlagLevel, Rarity, Tone
from survey.instrument.records import Instrument

# The limits of the four bands (0-25, -50, -75, -100), which the pages show.
STRONG = 75.0
"""A score from here is a strength, whatever other companies score."""
MIDDLE = 50.0
"""An indicator under this is a concern. Being above others is a strength only from here."""
LOWEST = 25.0
"""A domain under this is a concern, even if comparable companies score as low."""

# The weights order findings and nothing else. Without its tier a weight is at most 85, so a flagged
# finding always comes before one without a flag.
HURT_WEIGHT = 1000.0
"""What hurts somebody comes before everything else."""
TIER: Mapping[FlagLevel | None, float] = {"serious": 200, "watch": 100, None: 0}
"""What the gravest flag on an item adds to the weight of its finding."""
BEHIND_WEIGHT = 25.0
"""What a concern gains where its domain lies below comparable companies."""
AHEAD_WEIGHT = 25.0
"""What a strength gains where the company lies above comparable companies."""
DOMAIN_WEIGHT = 10.0
"""What a strength gains if it is a whole domain."""
RANK_WEIGHT: Mapping[int, float] = {1: 20, 2: 12, 3: 6}
"""What a need gains by the rank that the company gave it (1 is first)."""

Marks = Mapping[str, FlagsOnItem]
Areas = Mapping[str, Sequence[Finding]]
"""Findings of one kind by domain."""


def find(
    company_id: str,
    scores: Scores,
    benchmarks: Sequence[Benchmark],
    flags: Iterable[Flag],
    needs: Needs,
    instrument: Instrument,
    rare: Mapping[str, Rarity] | None = None,
    employees: int | None = None,
) -> list[Finding]:
    """Find what to tell the company `company_id`; the heaviest finding comes first.

    `benchmarks` are those of this company. `flags` may be those of all companies. `rare` are the
    indicators of newcomers that are strengths however uneven, as `find_rare_newcomers` gives them.
    Of an indicator that is told from so many `employees` (None if unknown) a smaller company hears
    nothing, nor of a domain with no other. Each item has at most one finding, and each domain
    strengths or concerns. An item without a score has none, and an indicator is no strength where
    its domain has no score. A hidden benchmark compares nothing. A company without any strength
    gets its best domain, marked `relative`. In the highest band what others hear as a concern
    is what the company could do `next`.
    """
    by_item = {benchmark.item: benchmark for benchmark in benchmarks}
    items = _tellable(
        list_items(company_id, scores, by_item, instrument, rare or {}), instrument, employees
    )
    marks = mark_items([flag for flag in flags if flag.company_id == company_id], items)
    hurting = {one.id for one in instrument.indicator if is_about_hurt(one)}
    hurt = [_hurt(item, marks) for item in items if item.item in hurting and item.score < FULL]
    told = [item for item in items if item.item not in hurting]
    far = float(scores.index.get(company_id, 0.0)) >= STRONG
    equality = _judge(told, marks, {finding.domain for finding in hurt}, far=far)
    return sorted(
        [*hurt, *equality, *_needs(company_id, needs, marks, instrument)],
        key=lambda finding: (-finding.weight, finding.level, finding.item),
    )


def _tellable(
    items: Sequence[ScoredItem], instrument: Instrument, employees: int | None
) -> list[ScoredItem]:
    """The items that a company of this size is told about."""
    silent = {
        one.id
        for one in instrument.indicator
        if employees is not None and employees < one.told_from
    }
    left = [item for item in items if item.item not in silent]
    told = {item.domain for item in left if item.level == "indicator"}
    hushed = {instrument.indicators[item].domain for item in silent} - told
    return [item for item in left if item.domain not in hushed]


def _hurt(item: ScoredItem, marks: Marks) -> Finding:
    mark = marks.get(item.item, FlagsOnItem())
    weight = HURT_WEIGHT + FULL - item.score
    return _finding(item, "hurt", weight, mark.flags)


def _judge(
    items: Sequence[ScoredItem], marks: Marks, hurt: Collection[str | None], *, far: bool
) -> list[Finding]:
    """The strengths and concerns of a company, each domain with one of both."""
    tone: Tone = "next" if far else "concern"
    concerns = _by_domain(_concern(item, tone, marks) for item in items if _is_concern(item, marks))
    scored = {item.domain for item in items if item.level == "domain"}
    strengths = _by_domain(
        _strength(item) for item in items if item.domain in scored and _is_strength(item, marks)
    )
    for domain in {*concerns} & {*strengths}:
        strong = any(one.level == "domain" for one in strengths[domain])
        lost = concerns if strong and not any(one.flags for one in concerns[domain]) else strengths
        del lost[domain]
    for hurting in hurt:
        strengths.pop(str(hurting), None)
    if far and not concerns:
        _find_next(items, strengths, concerns)
    if not strengths:
        _find_best(
            [item for item in items if item.domain in scored - {*hurt}], concerns, strengths, marks
        )
    return [one for areas in (strengths, concerns) for group in areas.values() for one in group]


def _by_domain(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(str(finding.domain), []).append(finding)
    return grouped


def _is_concern(item: ScoredItem, marks: Marks) -> bool:
    if item.rarity is not None:
        return False
    if item.item in marks:
        return True
    if item.level == "indicator":
        return item.judged < MIDDLE
    return item.judged < LOWEST or (item.behind and item.judged < STRONG)


def _is_strength(item: ScoredItem, marks: Marks) -> bool:
    if item.rarity is not None:
        return True
    if item.item in marks or item.versus == "below":
        return False
    return item.score >= STRONG or (item.versus == "above" and item.score >= MIDDLE)


def _concern(item: ScoredItem, tone: Tone, marks: Marks) -> Finding:
    mark = marks.get(item.item, FlagsOnItem())
    weight = TIER[mark.level] + (FULL - item.judged) / 2 + BEHIND_WEIGHT * item.behind
    return _finding(item, tone, weight, mark.flags)


def _strength(item: ScoredItem) -> Finding:
    weight = (
        item.judged / 2
        + AHEAD_WEIGHT * (item.versus == "above")
        + DOMAIN_WEIGHT * (item.level == "domain")
    )
    return _finding(item, "strength", weight)


def _finding(item: ScoredItem, tone: Tone, weight: float, flags: Sequence[str] = ()) -> Finding:
    return Finding(
        item=item.item,
        level=item.level,
        tone=tone,
        score=item.score,
        versus=item.versus,
        flags=flags,
        weight=weight,
        domain=item.domain,
        rarity=item.rarity,
    )


def _find_next(
    items: Sequence[ScoredItem],
    strengths: dict[str, list[Finding]],
    concerns: dict[str, list[Finding]],
) -> None:
    """Give a company in the highest band what it could do next: its lowest indicator under 75.

    Its domain is no strength then, unless it is the only one.
    """
    open_ = [
        item
        for item in items
        if item.level == "indicator" and item.judged < STRONG and {*strengths} - {item.domain}
    ]
    if open_:
        lowest = min(open_, key=lambda item: (item.judged, item.item))
        strengths.pop(lowest.domain, None)
        concerns[lowest.domain] = [_concern(lowest, "next", {})]


def _find_best(
    items: Sequence[ScoredItem],
    concerns: dict[str, list[Finding]],
    strengths: dict[str, list[Finding]],
    marks: Marks,
) -> None:
    """Give a company without strengths its best item as a `relative` strength, beside its concerns.

    With a domain go the answers in it that were good. The best item has no flag, is not in the
    lowest band, and is not below comparable companies.
    An item of a domain without concerns goes first, then a domain, then the highest score. A domain
    whose concerns have no flag can be the best one, and has no concerns then, if others remain.
    """
    candidates = [
        item
        for item in items
        if item.score >= LOWEST
        and item.versus != "below"
        and item.item not in marks
        and (item.domain not in concerns or _can_be_best(item, concerns))
    ]
    if candidates:
        best = min(
            candidates,
            key=lambda one: (one.domain in concerns, one.level != "domain", -one.score, one.item),
        )
        concerns.pop(best.domain, None)
        strengths[best.domain] = [
            replace(_strength(one), relative=True)
            for one in items
            if one is best or _is_good_answer(one, best, marks)
        ]


def _is_good_answer(item: ScoredItem, best: ScoredItem, marks: Marks) -> bool:
    """Whether the item is a strong indicator in the domain that is the company's best."""
    inside = item.level == "indicator" and best.level == "domain" and item.domain == best.domain
    return inside and item.score >= STRONG and item.item not in marks


def _can_be_best(item: ScoredItem, concerns: Areas) -> bool:
    own = concerns[item.domain]
    return (
        item.level == "domain"
        and len(concerns) > 1
        and not any(one.flags or one.level == "domain" for one in own)
    )


def _needs(company_id: str, needs: Needs, marks: Marks, instrument: Instrument) -> list[Finding]:
    """Find the first wish, and the needs that are severe, flagged, or ranked and above 0."""
    if company_id not in needs.severity.index:
        return []
    severe, ranks = row_of(needs.severe, company_id), row_of(needs.priority, company_id)
    names = [need.id for need in instrument.need]
    known = dict(known_in(row_of(needs.severity, company_id), names))
    findings = []
    for need in names:
        rank, severity = _rank(ranks, need), known.get(need)
        is_severe = bool(severe[need]) if pd.notna(severe[need]) else False
        is_wished = rank is not None and (rank == 1 or (severity or 0) > 0)
        if is_wished or (severity is not None and (is_severe or need in marks)):
            findings.append(_need(need, severity or 0.0, rank, marks.get(need, FlagsOnItem())))
    return findings


def _rank(ranks: pd.Series, need: str) -> int | None:
    rank = ranks.get(need)
    return None if rank is None or pd.isna(rank) else int(rank)


def _need(need: str, severity: float, rank: int | None, marks: FlagsOnItem) -> Finding:
    weight = TIER[marks.level] + severity / 4 + RANK_WEIGHT.get(rank or 0, 0)
    return Finding(need, "need", "concern", severity, None, marks.flags, weight, rank=rank)
