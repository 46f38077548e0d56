"""Hundreds of simulated companies, none of whose pages has a fault that readers found."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from diagnostics.findings.measure_file import read_actions
from jamna.pages.diagnosis_source import gather_all_facts, gather_diagnoses
from jamna.pipeline.inputs import read_inputs
from jamna.pipeline.scores import compute_numbers
from jamna.pipeline.selection import find_flags
from jamna.workspace.layout import open_workspace
from survey.answers.background import backgrounds
from survey.common.toml import read_toml
from tests.jamna.small_programme import quick_programme
from tests.reports.diagnosis.faults import find_faults, read_case

COMPANIES, SEED = 800, 20261125
"""Contacts, of whom about a third answer."""
DAY = date(2026, 11, 25)


def walk(root, office="sv"):
    """Each company's page with its faults; every other company reads the other language."""
    inputs = read_inputs(open_workspace(root))
    inputs = replace(inputs, settings=inputs.settings.without_variants())
    rows = inputs.answers.companies
    numbers = compute_numbers(inputs)
    library = read_actions(read_toml(open_workspace(root).measures), inputs.instrument, office)
    source = gather_diagnoses(
        inputs,
        numbers,
        find_flags(inputs, numbers),
        library,
        sorted(rows.index),
        simulated=True,
        day=DAY,
    )
    own = backgrounds(rows, inputs.register, inputs.instrument, own_first=True)
    facts = gather_all_facts(inputs, numbers, own)
    for company in sorted(rows.index):
        case = read_case(company, source, facts[company])
        yield company, case, list(find_faults(case, source))


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    return list(walk(quick_programme(tmp_path_factory.mktemp("w"), COMPANIES, SEED)))


def test_no_page_of_hundreds_has_a_fault_that_readers_found(walked):
    faults = Counter(fault for _, _, found in walked for fault in found)
    where = {fault: company for company, _, found in walked for fault in found}
    assert (dict(faults), where) == ({}, {})


def test_the_walk_meets_every_kind_of_company(walked):
    """Otherwise the test above proves nothing."""
    cases = [case for _, case, _ in walked]
    met = {
        "alone": sum(case.made.is_alone for case in cases),
        "one employed": sum(case.facts.employees == 1 for case in cases),
        "hurt": sum(case.made.hurt is not None for case in cases),
        "highest band": sum(case.made.is_far for case in cases),
        "flags": sum(case.made.flags is not None for case in cases),
        "undone duties": sum(bool(case.made.duties and case.made.duties.undone) for case in cases),
        "rare newcomers": sum(any(one.rarity for one in case.findings) for case in cases),
    }
    assert len(cases) >= 200
    assert min(met.values()) > 0, met
