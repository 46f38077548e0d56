"""The companies' effect reports, from both rounds' numbers to pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.effects.company_change import measure_changes
from diagnostics.findings.measure_file import read_actions
from diagnostics.records import Flag
from diagnostics.selection.selection import find_cases
from jamna.pages.diagnosis_source import gather_diagnoses
from jamna.pages.rendering import remove_others, render_company_pages
from jamna.pipeline.followup import SecondRound
from jamna.pipeline.run import Made, Wanted
from jamna.pipeline.selection import find_flags
from jamna.screen.progress import Screen
from reports.effect import EffectSource, build_effect
from reports.effect.page import write_effect
from reports.rendering.records import Page
from reports.style.brand import Brand
from survey.common.errors import CallError, Problem, raise_all
from survey.common.toml import read_toml
from survey.register.cleared_quotes import read_cleared


def make_effects(made: Made, wanted: Wanted, brand: Brand, screen: Screen) -> list[str]:
    """The reports of all companies that answered twice and still run, in HTML and PDF.

    Only what changed is made again.

    CallError where effect reports were asked for by name and one of the companies can have none.
    """
    if made.second is None:
        return []
    if "effect" in wanted.kinds:
        raise_all(
            CallError,
            (
                _explain_missing(company, made.second)
                for company in sorted(wanted.companies - {*find_twice(made.second)})
            ),
        )
    companies = [
        company
        for company in find_twice(made.second)
        if not wanted.companies or company in wanted.companies
    ]
    if not wanted.companies:
        remove_others(made.workspace, "effect", companies)
    source = gather_effect_pages(made, made.second, companies)
    return render_company_pages(
        _write_all(companies, source, brand), len(companies), "effect reports", made, brand, screen
    )


def find_twice(second: SecondRound) -> Sequence[str]:
    """The companies that answered both rounds to the end and still run, sorted."""
    facts = second.facts
    return sorted(
        str(company)
        for company in facts.closed.index[
            facts.answered_before & facts.answered_after & ~facts.closed
        ]
    )


def gather_effect_pages(made: Made, second: SecondRound, companies: Sequence[str]) -> EffectSource:
    """Everything the pages of `companies` are made from."""
    first, settings, simulated = made.inputs, made.inputs.settings, made.workspace.is_simulated
    office = first.settings.programme.language
    library = read_actions(read_toml(made.workspace.measures), first.instrument, office)
    cases = find_cases(made.judgement.selection, settings.selection)
    return EffectSource(
        before=gather_diagnoses(
            first, made.numbers, made.judgement.flags, library, companies, simulated=simulated
        ),
        after=gather_diagnoses(
            second.inputs,
            second.numbers,
            find_later_flags(second),
            library,
            companies,
            simulated=simulated,
        ),
        changes=measure_changes(
            made.numbers.outcome_scores,
            second.numbers.outcome_scores,
            made.numbers.scores.index.index.difference(cases),
            first.backgrounds,
            first.instrument,
            settings.comparison,
            settings.privacy,
        ),
        facts=second.facts,
        activities=second.effort.activities,
        kinds=settings.activity,
        diagnosed=frozenset(cases),
        cleared=read_cleared(made.workspace.cleared, first.register),
    )


def find_later_flags(second: SecondRound) -> Sequence[Flag]:
    """The flags of the second round; how sure they are is not worked out."""
    settings = second.inputs.settings
    return find_flags(replace(second.inputs, settings=settings.without_variants()), second.numbers)


def _explain_missing(company: str, second: SecondRound) -> Problem:
    """Why the company has no effect report."""
    facts = second.facts
    if bool(facts.closed.get(company)):
        return Problem("--company", f'"{company}" has closed: there is no effect report for it.')
    if not bool(facts.answered_after.get(company)):
        return Problem(
            "--company",
            f'"{company}" has not answered the second round to its end, '
            "so there is nothing to compare.",
        )
    return Problem(
        "--company",
        f'"{company}" had not answered the first round to its end, '
        "so there is nothing to compare with.",
    )


def _write_all(companies: Sequence[str], source: EffectSource, brand: Brand) -> Iterator[Page]:
    for company in companies:
        yield write_effect(build_effect(company, source), brand)
