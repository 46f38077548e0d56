"""From numbers and judgement to what each company's pages say."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pandas as pd

from analysis.groups.benchmarks import compare
from analysis.records import Benchmark
from analysis.reliability.band_stability import find_firm_bands
from diagnostics.findings.facts import STAFF, TRADE, CompanyFacts, gather_facts
from diagnostics.findings.findings import find
from diagnostics.findings.laws import find_duties
from diagnostics.findings.library import ActionLibrary
from diagnostics.findings.measures import fit_actions
from diagnostics.findings.newcomers import find_rare_newcomers, find_rarer_by_trade
from diagnostics.records import Finding, Flag, Rarity
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.provenance import VERSION
from jamna.pipeline.scores import Numbers
from reports.diagnosis import DiagnosisSource
from reports.style.cells import number_in, row_of, text_in
from survey.answers.background import backgrounds
from survey.instrument.records import Instrument


def gather_diagnoses(
    inputs: Inputs,
    numbers: Numbers,
    raised: Sequence[Flag],
    library: ActionLibrary,
    companies: Sequence[str],
    *,
    simulated: bool,
    day: date | None = None,
) -> DiagnosisSource:
    """Everything the pages of `companies` are made from; each must have answered.

    `day`: the laws are those in force on it; today, if none is given.
    """
    settings, instrument = inputs.settings, inputs.instrument
    library = library.in_country(settings.programme.country)
    everyone = compare(
        numbers.scores, inputs.backgrounds, instrument, settings.comparison, settings.privacy
    )
    benchmarks = {company: everyone[company] for company in companies}
    own = backgrounds(inputs.answers.companies, inputs.register, instrument, own_first=True)
    facts = gather_all_facts(inputs, numbers, own)
    findings = _find_findings(
        raised, numbers, benchmarks, instrument, _find_rare(inputs, own, facts), facts
    )
    duties = {
        company: find_duties(
            facts[company], found, library.law, settings.programme.country, day or _today()
        )
        for company, found in findings.items()
    }
    bands = find_firm_bands(numbers.scores.points, instrument, settings.scoring)
    return DiagnosisSource(
        programme=settings.programme.name,
        title=settings.programme.title,
        contact=settings.programme.contact,
        help_until=settings.programme.help_until,
        language=settings.programme.language,
        simulated=simulated,
        version=VERSION,
        instrument=instrument,
        flag_rules=settings.flag,
        scoring=settings.scoring,
        privacy=settings.privacy,
        register=inputs.register,
        answers=inputs.answers,
        backgrounds=own,
        scores=numbers.scores,
        needs=numbers.needs,
        benchmarks=benchmarks,
        flags=raised,
        findings=findings,
        actions={
            company: fit_actions(found, facts[company], library, duties=duties[company])
            for company, found in findings.items()
        },
        duties=duties,
        contacts=[contact.to_person() for contact in settings.programme.contact_for],
        helpers={helper.id: helper.name for helper in library.helper},
        band_firm={str(company): bool(firm) for company, firm in bands.items()},
    )


def _find_findings(
    raised: Sequence[Flag],
    numbers: Numbers,
    benchmarks: Mapping[str, Sequence[Benchmark]],
    instrument: Instrument,
    rare: Mapping[str, Mapping[str, Rarity]],
    facts: Mapping[str, CompanyFacts],
) -> dict[str, Sequence[Finding]]:
    """What is worth telling each company that has benchmarks."""
    return {
        company: find(
            company,
            numbers.scores,
            theirs,
            [flag for flag in raised if flag.company_id == company],
            numbers.needs,
            instrument,
            rare[company],
            facts[company].employees,
        )
        for company, theirs in benchmarks.items()
    }


def gather_all_facts(
    inputs: Inputs, numbers: Numbers, own: pd.DataFrame
) -> dict[str, CompanyFacts]:
    """What decides which actions and laws are for each company; `own` are its own backgrounds."""
    rows = inputs.answers.companies
    return {
        company: gather_facts(
            row_of(rows, company),
            inputs.instrument,
            number_in(row_of(own, company), f"{STAFF}_number"),
            text_in(row_of(own, company), TRADE),
            row_of(numbers.scores.points.values, company),
        )
        for company in map(str, rows.index)
    }


def _find_rare(
    inputs: Inputs, own: pd.DataFrame, facts: Mapping[str, CompanyFacts]
) -> dict[str, Mapping[str, Rarity]]:
    """The indicators of each company's newcomers that are mostly of the rarer sex."""
    rarer = (
        find_rarer_by_trade(own[TRADE], inputs.answers.companies, inputs.instrument)
        if TRADE in own
        else {}
    )
    return {
        company: find_rare_newcomers(one, inputs.instrument, rarer)
        for company, one in facts.items()
    }


def _today() -> date:
    return datetime.now(UTC).date()
