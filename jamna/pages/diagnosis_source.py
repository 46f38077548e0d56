"""From numbers and judgement to what each company's pages say."""

from collections.abc import Sequence

from analysis.groups.benchmarks import compare
from analysis.reliability.band_stability import find_firm_bands
from diagnostics.findings.findings import find
from diagnostics.findings.measure_file import ActionLibrary
from diagnostics.findings.measures import fit_actions, gather_facts
from diagnostics.records import Flag
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.provenance import VERSION
from jamna.pipeline.scores import Numbers
from reports.diagnosis import DiagnosisSource
from reports.style.cells import number_in, row_of
from survey.answers.background import backgrounds


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
    benchmarks = compare(
        numbers.scores, inputs.backgrounds, instrument, settings.comparison, settings.privacy
    )
    flags = {
        company: [flag for flag in raised if flag.company_id == company] for company in companies
    }
    findings = {
        company: find(
            company, numbers.scores, benchmarks[company], flags[company], numbers.needs, instrument
        )
        for company in companies
    }
    bands = find_firm_bands(numbers.scores.points, instrument, settings.scoring)
    rows = inputs.answers.companies
    own = backgrounds(rows, inputs.register, instrument, own_first=True)
    staff = {company: number_in(row_of(own, company), "size_number") for company in companies}
    facts = {
        company: gather_facts(row_of(rows, company), instrument, staff[company])
        for company in companies
    }
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
        benchmarks={company: benchmarks[company] for company in companies},
        flags=raised,
        findings=findings,
        actions={
            company: fit_actions(findings[company], facts[company], library)
            for company in companies
        },
        band_firm={str(company): bool(firm) for company, firm in bands.items()},
    )
