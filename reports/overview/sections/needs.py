"""What the programme's companies need, as the table of needs says it: hidden cells stay hidden."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from analysis.groups.groups import EVERYONE, TARGET_GROUP
from reports.overview.companies import label_texts
from reports.overview.document import CellStatus, Matrix, NeedRow, NeedsView
from reports.overview.source import OverviewSource
from reports.style.cells import number, whole
from reports.style.language import Language
from survey.common.texts import said


def build_needs(source: OverviewSource, language: Language) -> NeedsView:
    """The ranked list, and a matrix for each way of grouping."""
    table = source.needs_programme
    names = {need.id: said(need.name, language.code) for need in source.instrument.need}
    everyone = table[table["group"] == EVERYONE].sort_values(
        "rank", na_position="last", kind="stable"
    )
    order = [str(need) for need in everyone["need"]]
    rows = [_need_row(row, names) for _, row in everyone.iterrows()]
    return NeedsView(rows, _matrices(source, names, order, language))


def _matrices(
    source: OverviewSource, names: Mapping[str, str], order: Sequence[str], language: Language
) -> Sequence[Matrix]:
    groups = [str(group) for group in source.needs_programme["group"].unique() if group != EVERYONE]
    kinds = list(dict.fromkeys(group.partition("=")[0] for group in groups))
    cells = {
        (str(row["group"]), str(row["need"])): row for _, row in source.needs_programme.iterrows()
    }
    return [
        _matrix(
            source,
            cells,
            kind,
            [group for group in groups if group.partition("=")[0] == kind],
            names,
            order,
            language,
        )
        for kind in kinds
    ]


def _matrix(
    source: OverviewSource,
    cells: Mapping[tuple[str, str], pd.Series],
    kind: str,
    groups: Sequence[str],
    names: Mapping[str, str],
    order: Sequence[str],
    language: Language,
) -> Matrix:
    titles, words = _group_words(source, kind, language)
    groups = _order_groups(groups, kind, words, language)
    columns = [
        words.get(group.partition("=")[2].casefold(), group.partition("=")[2]) for group in groups
    ]
    rows = [
        [
            _need_row(cells[group, need], names) if (group, need) in cells else _EMPTY
            for group in groups
        ]
        for need in order
    ]
    return Matrix(titles, columns, [names.get(need, need) for need in order], rows)


def _order_groups(
    groups: Sequence[str], kind: str, words: Mapping[str, str], language: Language
) -> Sequence[str]:
    """Groups in the order they are shown.

    Target groups as the programme lists them, answers by name, classes of numbers by size.
    """
    if kind == TARGET_GROUP:
        return groups

    def place(group: str) -> tuple[float, str]:
        value = group.partition("=")[2]
        number = re.match(r"\d+", value)
        return (
            float(number.group()) if number else -1.0 if value.startswith("<") else float("inf"),
            language.alphabet(words.get(value.casefold(), value)),
        )

    return sorted(groups, key=place)


def _group_words(
    source: OverviewSource, kind: str, language: Language
) -> tuple[str, Mapping[str, str]]:
    """What a kind of group is called, and its groups (by case-folded id)."""
    if kind == TARGET_GROUP:
        return language.gettext("Target group"), {
            group.id: said(group.name, language.code) for group in source.target_groups
        }
    background = next(
        (background for background in source.instrument.background if background.id == kind), None
    )
    if background is None:
        return kind, {}
    return said(background.name, language.code), label_texts(
        source.instrument, background, language.code
    )


_EMPTY = NeedRow("", None, "empty", None, None, None, None, None)


def _need_row(row: pd.Series, names: Mapping[str, str]) -> NeedRow:
    """One cell of the table; a hidden or empty one carries no number at all."""
    need = str(row["need"])
    status = _status(row)
    if status != "ok":
        return replace(_EMPTY, name=names.get(need, need), status=status)
    return NeedRow(
        name=names.get(need, need),
        rank=whole(row["rank"]),
        status=status,
        n=whole(row["n"]),
        share=number(row["share_severe"]),
        low=number(row["low"]),
        high=number(row["high"]),
        first_choice=number(row["first_choice_share"]),
    )


def _status(row: pd.Series) -> CellStatus:
    """A cell without a share and without a word about hiding has nobody in it."""
    if row["status"] == "hidden":
        return "hidden"
    return "empty" if pd.isna(row["share_severe"]) else "ok"
