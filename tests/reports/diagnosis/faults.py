"""What readers must never find on a diagnosis, looked for in its document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagnostics.findings.facts import CompanyFacts, is_about_hurt
from diagnostics.findings.measures import FittedAction
from diagnostics.records import Finding
from reports.diagnosis import DiagnosisSource, build_diagnosis
from reports.diagnosis.document import Diagnosis
from reports.diagnosis.page import write_diagnosis
from reports.style.brand import load_brand
from survey.common.texts import said

BRAND = load_brand()
CHANGE = ("behöver ändras", "needs to change", "Mest finns att göra", "most to do")
MANY = re.compile(
    r"\b(många hos er|bland era \d|platserna tillsätts|alla hos er|many with you|posts are filled|"
    r"everybody here|many here)\b",
    re.IGNORECASE,
)
SEVERAL = re.compile(r"\b(ni|er|era|ert)\b", re.IGNORECASE)
BLAME = re.compile(r"ni bryter mot|du bryter mot|you break|you violate", re.IGNORECASE)
NO_NEED = re.compile(r"(inget behov|gäller inte oss|does not concern us), (ert|ditt|your)")
NUMBER = re.compile(r"\d(?!\d? (månaderna|months))")
NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
"""A number that is no year."""
PRAISE = re.compile(r"kommit långt|come far|går bra|going well")
AT_ONCE = re.compile(r"redan i dag|nästa arbetspass|today if you like|before the next shift")
UNMEASURED = re.compile(r"ingen har mätt|nobody has measured if|nobody has measured whether")
BEARABLE = re.compile(r"ska ingen behöva|Ingen ska behöva|ska du inte behöva|should have to put up")
AFTER_COLON = re.compile(r":\*\* [^\n:]{0,60}(?<!\d)\\:")


@dataclass(frozen=True, slots=True)
class Case:
    """One company: its document, its Markdown, and what it was made from."""

    made: Diagnosis
    text: str
    findings: Sequence[Finding]
    actions: Sequence[FittedAction]
    facts: CompanyFacts


def read_case(company: str, source: DiagnosisSource, facts: CompanyFacts) -> Case:
    """Make the company's page."""
    made = build_diagnosis(company, source)
    text = write_diagnosis(made, BRAND).source
    return Case(made, text, source.findings[company], source.actions[company], facts)


def find_faults(case: Case, source: DiagnosisSource) -> Iterator[str]:
    """Every fault of a page, by its kind."""
    checks = (
        _areas_on_both_sides(case),
        _hurt(case, source),
        _headline(case),
        _highest_band(case),
        _steps(case),
        _words(case),
        _duties(case),
        _repeated(case),
        _first_employment(case),
        _rare(case),
        _hurt_words(case),
        _whole(case),
        _wishes(case),
    )
    for faults in checks:
        yield from faults


def _areas_on_both_sides(case: Case) -> Iterator[str]:
    praised = {remark.topic for remark in case.made.strengths}
    if praised & {remark.topic for remark in case.made.concerns}:
        yield "an area is both strong and weak"
    good = {finding.domain for finding in case.findings if finding.tone == "strength"}
    if good & {one.domain for one in case.findings if one.tone != "strength" and one.domain}:
        yield "a domain has strengths and concerns"
    if good & {finding.domain for finding in case.findings if finding.flags}:
        yield "an area is both praised and flagged"


def _hurt(case: Case, source: DiagnosisSource) -> Iterator[str]:
    hurt = [finding for finding in case.findings if finding.tone == "hurt"]
    helping = [one for one in case.actions if one.action.for_hurt]
    if bool(hurt) != (case.made.hurt is not None):
        yield "what hurts somebody has no box, or a box has no finding"
    if helping and not hurt:
        yield "a step about harassment without its finding"
    if hurt and not helping:
        yield "a finding about harassment without a step"
    if case.made.hurt and not case.made.hurt.sentences:
        yield "what hurts somebody is not said"
    if case.made.hurt and any(NUMBER.search(one) for one in case.made.hurt.sentences):
        yield "a number beside what hurts somebody"
    names = {
        said(one.name, case.made.language)
        for one in source.instrument.indicator
        if is_about_hurt(one)
    }
    if case.made.flags and names & {answer.question for answer in case.made.flags.answers}:
        yield "what hurts somebody is listed as an answer behind a flag"


def _hurt_words(case: Case) -> Iterator[str]:
    """How a page speaks where somebody was treated badly, months after the answer."""
    if case.made.hurt is None:
        return
    if AT_ONCE.search(case.text):
        yield "an old answer is met as if it were today"
    if len(BEARABLE.findall(case.text)) != 1:
        yield "that nobody should have to bear it is not said once"
    if len(case.made.hurt.sentences) != 1:
        yield "what was done is not one sentence"
    if PRAISE.search(case.made.summary):
        yield "praise right after what hurts somebody"
    ordinary = [one.action.id for one in case.actions if not one.action.for_hurt]
    if case.facts.employees and ordinary[:1] != ["one_page_routine"]:
        yield "an employer where somebody was treated badly has no routine first"


def _whole(case: Case) -> Iterator[str]:
    """What is said of the whole follows the group, and no area is praised without a score."""
    told, group = case.made.summary, case.made.band
    far = re.search(r"kommit långt|come far", told)
    on_the_way = re.search(r"en bit kvar|some way to go", told)
    if group and (far if group <= 2 else on_the_way):
        yield "the first sentence is against the group"
    unscored = {area.name for area in case.made.areas if area.score is None}
    if unscored & {remark.topic for remark in case.made.strengths}:
        yield "an area without a score is praised"
    if case.made.is_alone and any(
        area.missing.startswith(("gäller inte", "does not concern")) for area in case.made.areas
    ):
        yield "a lone owner is shown areas that do not concern one"
    if group and sum(area.score is not None for area in case.made.areas) <= 3:
        yield "a group from few areas"


def _wishes(case: Case) -> Iterator[str]:
    """The first wish has a step that is named so, and what nobody has measured is said once."""
    first = any(need.place == 1 for need in case.made.needs or ())
    named = any(
        about.endswith(("första val", "first choice"))
        for step in case.made.steps
        for about in step.about
    )
    if first and not named:
        yield "the first wish has no step"
    if any(UNMEASURED.search(step.known) for step in case.made.steps):
        yield "a step repeats that nobody has measured"
    if AFTER_COLON.search(case.text):
        yield "two colons in one sentence"


def _headline(case: Case) -> Iterator[str]:
    told = case.made.summary
    has_headline = any(words in told for words in (*CHANGE, "ta er an", "ta dig an", "take on"))
    if has_headline and not case.actions:
        yield "a headline without a step"
    answered = {finding.item for one in case.actions for finding in one.because}
    concerned = any(
        finding.tone in {"concern", "next"} and finding.level != "need" and finding.item in answered
        for finding in case.findings
    )
    if concerned and not has_headline:
        yield "a company with concerns has no headline"


def _highest_band(case: Case) -> Iterator[str]:
    if case.made.band == 4 and any(words in case.made.summary for words in CHANGE):
        yield "the highest band hears what must change"
    if case.made.band == 4 and any(
        finding.tone == "concern" and finding.level != "need" for finding in case.findings
    ):
        yield "the highest band has concerns"


def _steps(case: Case) -> Iterator[str]:
    grades = [one.evidence.grade if one.evidence else None for one in case.actions]
    if len(case.actions) > 5:
        yield "more than five steps"
    if {*grades[:3]} & {"mixed", "avoid"}:
        yield "a doubtful step among the first three"
    if len({one.action.id for one in case.actions}) < len(case.actions):
        yield "the same step twice"
    if any(not step.about for step in case.made.steps):
        yield "a step does not say what it is for"
    if any(not one.action.legal and one.evidence is None for one in case.actions):
        yield "a step without law and evidence"


def _words(case: Case) -> Iterator[str]:
    if BLAME.search(case.text):
        yield "a company is blamed"
    if case.facts.employees in {0, 1} and MANY.search(case.text):
        yield "one person reads of many"
    if case.made.is_alone and case.made.language == "sv" and SEVERAL.search(_own_words(case)):
        yield "one person is told ni"
    if NO_NEED.search(case.text):
        yield "a need that is none and yet a choice"
    if case.made.needs is None and re.search(r"nämnt några behov|named any needs", case.text):
        yield "needs on a page of a survey without needs"


def _own_words(case: Case) -> str:
    """What the page itself says in its head; instrument and measures have their own words."""
    return case.made.summary


def _duties(case: Case) -> Iterator[str]:
    if case.facts.employs is False and case.made.duties:
        yield "an employer's duty for somebody who employs nobody"
    if case.facts.employs and not case.made.duties:
        yield "an employer without duties"
    if case.facts.employs is None and case.made.duties and case.made.duties.undone:
        yield "a duty is said to be undone though nobody knows whether anybody is employed"


def _repeated(case: Case) -> Iterator[str]:
    flags = case.made.flags
    if flags:
        areas = [area for grade in flags.grades for area in grade.areas]
        if len({*areas}) < len(areas) or len({*flags.titles}) < len(flags.titles):
            yield "the same area or flag twice in the box"
        if len({*flags.answers}) < len(flags.answers):
            yield "the same answer twice in the box"
    sentences = [remark.sentence for remark in (*case.made.strengths, *case.made.concerns)]
    telling = [one for one in sentences if len(one) > 60]
    if len({*telling}) < len(telling):
        yield "the same sentence twice"


def _first_employment(case: Case) -> Iterator[str]:
    employs = (case.facts.employees or 0) > 0
    ids = {one.action.id for one in case.actions}
    if employs and any("first_job" in name or "first_employ" in name for name in ids):
        yield "an employer is advised on the first employment"


def _rare(case: Case) -> Iterator[str]:
    if any(one.rarity and one.tone != "strength" for one in case.findings):
        yield "hiring the rarer sex is a concern"
