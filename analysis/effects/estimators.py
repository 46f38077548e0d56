"""All estimates of one outcome.

The main one, those that support it, and those that are often shown instead.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis.effects.inference.randomisation import DRAWS, estimate_randomisation
from analysis.effects.inference.wild_cluster import estimate_wild_cluster
from analysis.effects.models.aipw import estimate_aipw
from analysis.effects.models.ancova import (
    LEAST,
    estimate_ancova,
    estimate_ancova_drawn,
    estimate_ancova_hc3,
    estimate_ancova_ruled,
)
from analysis.effects.models.before_after import (
    estimate_before_after,
    estimate_difference_in_differences,
    expect_before_after,
    expect_difference_in_differences,
)
from analysis.effects.models.lee import estimate_lee
from analysis.effects.models.overlap import Overlap, find_overlap
from analysis.effects.notes import Note
from analysis.effects.records import ADJUSTED, Estimate, Least, Sides, Study, refuse_row


def estimate_effects(
    study: Study, rng: np.random.Generator, draws: int = DRAWS, least: Least = LEAST
) -> list[Estimate]:
    """Every row of one outcome and group, the main estimate first.

    `adjust_families` must still adjust the p-values.
    """
    overlap = find_overlap(study)
    return [
        *estimate_main(study, overlap, least),
        estimate_ancova_hc3(study, least),
        estimate_aipw(study, overlap, least),
        estimate_randomisation(study, rng, draws, least),
        estimate_lee(study, least),
        estimate_wild_cluster(study, rng, draws, least),
        estimate_difference_in_differences(study, least),
        expect_difference_in_differences(study, least),
        estimate_before_after(study, least),
        expect_before_after(study, least),
    ]


def estimate_main(study: Study, overlap: Overlap, least: Least = LEAST) -> Iterator[Estimate]:
    """ANCOVA for all companies, and for those inside the overlap.

    Where there are any: without decisions against the rule, and among seats drawn by lot.
    """
    main = estimate_ancova(study, least)
    alone = (
        [Note("without_comparison", {"n": overlap.without_comparison})]
        if overlap.without_comparison
        else []
    )
    yield replace(main, notes=(*alone, *main.notes))
    yield estimate_inside(study, overlap, least)
    measured = study.frame[study.measured]
    if measured["override"].any():
        yield estimate_ancova_ruled(study, least)
    if measured["drawn"].any():
        yield estimate_ancova_drawn(study, least)


def estimate_inside(study: Study, overlap: Overlap, least: Least = LEAST) -> Estimate:
    """ANCOVA among companies that could have gone either way."""
    if overlap.companies.any():
        return estimate_ancova(study.narrow(overlap.companies), least, "ancova_overlap")
    return refuse_row(
        study, "ancova_overlap", "not_estimable", Sides(0, 0), ADJUSTED, Note("no_overlap")
    )
