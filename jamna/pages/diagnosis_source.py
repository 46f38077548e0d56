"""From numbers and judgement to what each company's pages say."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.groups.benchmarks import compare
from analysis.records import Benchmark
from analysis.reliability.band_stability import find_firm_bands
from diagnostics.findings.findings import find
from diagnostics.findings.measure_file import ActionLibrary
from diagnostics.findings.measures import FittedAction, fit_actions, gather_facts
from diagnostics.records import Finding, Flag
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.provenance import VERSION
from jamna.pipeline.scores import Numbers
from reports.diagnosis import DiagnosisSource
from reports.style.cells import number_in, row_of
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
) -> DiagnosisSource:
    """Everything the pages of `companies` are made from; each must have answered."""
    settings, instrument = inputs.settings, inputs.instrument
    everyone = compare(
        numbers.scores, inputs.backgrounds, instrument, settings.comparison, settings.privacy
    )
    benchmarks = {company: everyone[company] for company in companies}
    findings = _find_findings(raised, numbers, benchmarks, instrument)
    own = backgrounds(inputs.answers.companies, inputs.register, instrument, own_first=True)
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
        actions=_fit_actions(findings, inputs, own, library),
        band_firm={str(company): bool(firm) for company, firm in bands.items()},
    )


def _find_findings(
    raised: Sequence[Flag],
    numbers: Numbers,
    benchmarks: Mapping[str, Sequence[Benchmark]],
    instrument: Instrument,
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
        )
        for company, theirs in benchmarks.items()
    }


def _fit_actions(
    findings: Mapping[str, Sequence[Finding]],
    inputs: Inputs,
    own: pd.DataFrame,
    library: ActionLibrary,
) -> dict[str, Sequence[FittedAction]]:
    """The actions that fit each company's findings and size; `own` are its own backgrounds."""
    rows = inputs.answers.companies
    facts = {
        company: gather_facts(
            row_of(rows, company), inputs.instrument, number_in(row_of(own, company), "size_number")
        )
        for company in findings
    }
    return {
        company: fit_actions(found, facts[company], library) for company, found in findings.items()
    }
