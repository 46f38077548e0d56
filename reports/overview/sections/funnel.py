"""The numbers from all contacts to the last stage, also by a background such as municipality."""

from collections.abc import Sequence

import pandas as pd

from reports.overview.companies import Directory
from reports.overview.document import Funnel, FunnelStep, Split
from reports.overview.source import OverviewSource
from reports.style.language import Language
from survey.common.texts import said


def build_funnel(source: OverviewSource, directory: Directory, language: Language) -> Funnel:
    """Count the steps; an answer is one that was finished."""
    names = [language.gettext("Contacted"), language.gettext("Answered")]
    names += [said(stage.name, language.code) for stage in source.rules.stage]
    reached = _reached(source)
    counts = [int(step.sum()) for step in reached]
    capacities = [None, None, *[stage.capacity for stage in source.rules.stage]]
    steps = [
        FunnelStep(
            name,
            count,
            _share(count, counts[0]) or 0.0,
            _share(count, counts[at - 1]) if at else None,
            capacity,
        )
        for at, (name, count, capacity) in enumerate(zip(names, counts, capacities, strict=True))
    ]
    by = directory.fact_names[0] if directory.fact_names else ""
    return Funnel(
        steps, _count_started(source), by, _split(directory, reached, language) if by else []
    )


def _reached(source: OverviewSource) -> Sequence[pd.Series]:
    """For each step, whether each contact reached it (bool, index `company_id` of the register)."""
    contacts = source.register.index
    complete = source.answers.companies["complete"].astype(bool)
    stages = [source.selection.chosen(stage.id) for stage in source.rules.stage]
    members = [contacts.tolist(), complete.index[complete].tolist(), *stages]
    return [pd.Series(contacts.isin(names), index=contacts) for names in members]


def _count_started(source: OverviewSource) -> int:
    return int((~source.answers.companies["complete"].astype(bool)).sum())


def _split(
    directory: Directory, reached: Sequence[pd.Series], language: Language
) -> Sequence[Split]:
    """The steps for each value of the first shown background; unknown comes last."""
    values = directory.facts.iloc[:, 0]
    counts = {
        str(value): [int(step[here.index].sum()) for step in reached]
        for value, here in values.groupby(values)
    }
    ordered = sorted(counts, key=lambda name: (name == "", language.alphabet(name)))
    unknown = language.gettext("unknown")
    return [
        Split(name or unknown, counts[name], _share(counts[name][1], counts[name][0]))
        for name in ordered
    ]


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole else None
