"""The main estimate: follow-up on treatment and on everything the selection read at baseline.

Selection on the observed baseline leaves chosen and other companies comparable once that baseline
is in the regression (McKenzie 2012). What the selection did not read, and decisions that overrode
the rule, can still confound.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

import numpy as np

from analysis.effects.designs import Design, find_refusal, lay_design
from analysis.effects.models.regression import Errors, fit_effect
from analysis.effects.notes import Note, NoteCode
from analysis.effects.records import (
    ADJUSTED,
    RANDOMISED,
    Estimate,
    Least,
    Study,
    count_sides,
    make_row,
    refuse_row,
)

Ancova = Literal["ancova", "ancova_hc3", "ancova_overlap", "ancova_ruled", "ancova_drawn"]

LEAST = Least()


def estimate_ancova(
    study: Study, least: Least = LEAST, estimator: Ancova = "ancova", errors: Errors = "HC2"
) -> Estimate:
    """Fit Y1 = a + tau T + b'X + e and report tau with robust errors.

    X holds the outcome's baseline, the covariates and the backgrounds. HC2 with Bell and
    McCaffrey's degrees of freedom and not HC3: with the 14 of 20 chosen that answer again, HC3
    errors are a sixth too large, and its test too careful (`make validate` shows both).
    """
    design, level = lay_design(study), find_level(study)
    refusal = find_refusal(design, least)
    notes = list(note_companies(study, design))
    if refusal is not None:
        return refuse_row(
            study, estimator, refusal.status, design.sides, level, refusal.note, *notes
        )
    found = fit_effect(design.outcome, design.treated, design.controls, errors).numbers()
    return make_row(study, estimator, found, design.sides, level, *notes)


def estimate_ancova_hc3(study: Study, least: Least = LEAST) -> Estimate:
    """Estimate the same with HC3 errors (MacKinnon and White 1985).

    Their interval tends to be too wide where few were chosen.
    """
    return estimate_ancova(study, least, "ancova_hc3", "HC3")


def estimate_ancova_ruled(study: Study, least: Least = LEAST) -> Estimate:
    """Estimate the same without the companies whose decision overrode the rule."""
    return estimate_ancova(study.narrow(~study.frame["override"]), least, "ancova_ruled")


def estimate_ancova_drawn(study: Study, least: Least = LEAST) -> Estimate:
    """Estimate the same among companies whose seat was drawn by lot.

    Only the outcome's baseline and the stratum have to be held.
    """
    drawn = replace(study.narrow(study.frame["drawn"]), covariates=(), backgrounds=("stratum",))
    return estimate_ancova(drawn, least, "ancova_drawn")


def find_level(study: Study) -> int:
    """The Maryland level: randomised if the seat of every measured company was drawn by lot.

    Else it is a comparison with controls.
    """
    drawn = study.frame["drawn"].to_numpy(dtype=bool)[study.measured]
    return RANDOMISED if len(drawn) and drawn.all() else ADJUSTED


def note_companies(study: Study, design: Design) -> Iterator[Note]:
    """Who is missing from the estimate, and who breaks its assumption."""
    frame = study.frame[study.frame["eligible"]]
    lost = count_sides(frame.loc[frame["after"].isna(), "treated"])
    if lost.treated + lost.comparison:
        yield Note("lost", {"treated": lost.treated, "comparison": lost.comparison})
    unknown = (
        int(np.sum(frame["before"].isna() & frame["after"].notna())) if study.has_baseline else 0
    )
    counts: Mapping[NoteCode, int] = {
        "without_baseline": unknown,
        "closed": int(frame["closed"].sum()),
        "overrides": int(frame["override"].sum()),
        "set_aside": design.set_aside,
    }
    yield from (Note(code, {"n": n}) for code, n in counts.items() if n)
