"""The quality of the answers.

Faults, completeness, companies that answered twice, scales, questions that separate nobody.
"""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from reports.overview.answer_quality import Completeness, Discrimination, FaultGroup, Scale
from reports.overview.companies import Directory, name_items
from reports.overview.document import Quality
from reports.overview.source import OverviewSource
from reports.style.cells import number
from reports.style.language import Language
from survey.answers.records import Answers
from survey.common.texts import said
from survey.instrument.records import Instrument

MOST_NAMED = 100


def build_quality(source: OverviewSource, directory: Directory, language: Language) -> Quality:
    """Count what was answered, what was kept out, and how well the questions measure."""
    responses = source.answers.responses
    complete = source.answers.companies["complete"].astype(bool)
    twice = _answered_twice(source.answers)
    names = name_items(source.instrument, language)
    unscored = {one.id for one in source.instrument.indicator if one.unscored}
    scales, weak = _reliability(source.reliability, names, unscored)
    return Quality(
        responses=len(responses),
        complete=int(complete.sum()),
        incomplete=int((~complete).sum()),
        twice=[directory.company(company) for company in twice[:MOST_NAMED]],
        twice_total=len(twice),
        faults=_fault_groups(source, language),
        faults_total=len(source.answers.faults),
        completeness=_completeness(source, names),
        scales=scales,
        weak=weak,
    )


def _answered_twice(answers: Answers) -> Sequence[str]:
    counts = answers.responses["company_id"].dropna().value_counts()
    return sorted(map(str, counts.index[counts > 1]))


def _fault_groups(source: OverviewSource, language: Language) -> Sequence[FaultGroup]:
    """Faults by column, the most first; "" is a whole row."""
    groups = [
        (str(column), faults)
        for column, faults in source.answers.faults.groupby("column", sort=True)
    ]
    return [
        FaultGroup(
            question=_column_text(source.instrument, column, language)
            if column
            else language.gettext("Whole rows"),
            cells=len(faults),
            example=str(faults["value"].iloc[0]),
            where=language.gettext("%(file)s, row %(row)s")
            % {"file": faults["source"].iloc[0], "row": faults["row"].iloc[0]},
        )
        for column, faults in sorted(groups, key=lambda pair: -len(pair[1]))
    ]


def _column_text(instrument: Instrument, column: str, language: Language) -> str:
    known = instrument.columns.get(column)
    return f"{column}: {said(known.question.text, language.code)}" if known else column


def _completeness(source: OverviewSource, names: Mapping[str, str]) -> Sequence[Completeness]:
    """The index, then the domains in the instrument's order."""
    levels = source.scores[source.scores["level"].isin(["index", "domain"])]
    order = ["index", *source.instrument.domains]
    return [
        _count_scores(names.get(item, item), levels[levels["item"] == item])
        for item in order
        if item in set(levels["item"])
    ]


def _count_scores(name: str, scores: pd.DataFrame) -> Completeness:
    status = scores["status"].value_counts()
    mean = scores["completeness"].mean()
    return Completeness(
        item=name,
        scored=int(status.get("ok", 0)),
        not_calculable=int(status.get("not_calculable", 0)),
        not_applicable=int(status.get("not_applicable", 0)),
        mean=None if pd.isna(mean) else float(mean),
    )


def _reliability(
    table: pd.DataFrame | None, names: Mapping[str, str], unscored: Collection[str]
) -> tuple[Sequence[Scale], Sequence[Discrimination]]:
    """Scales with an alpha, and the questions marked as separating nobody."""
    if table is None:
        return [], []
    scales = table[table["alpha"].notna()]
    weak = table[table["separates_nobody"].fillna(value=False).astype(bool)]
    weak = weak[~weak["item"].isin(unscored)]  # nobody has points for not being hurt
    return [_scale(row, names) for _, row in scales.iterrows()], [
        _discrimination(row, names) for _, row in weak.iterrows()
    ]


def _scale(row: pd.Series, names: Mapping[str, str]) -> Scale:
    return Scale(
        name=names.get(row["item"], row["item"]),
        n=int(row["n"]),
        alpha=float(row["alpha"]),
        low=number(row["low"]),
        high=number(row["high"]),
        omega=number(row["omega"]),
    )


def _discrimination(row: pd.Series, names: Mapping[str, str]) -> Discrimination:
    return Discrimination(
        names.get(row["item"], row["item"]),
        int(row["n"]),
        number(row["top_share"]),
        number(row["with_rest"]),
    )
