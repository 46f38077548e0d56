"""The groups of the page in words and in order: all, municipalities, trades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.region.source import RegionSource
from reports.style.language import Language
from survey.answers.background import label
from survey.common.texts import said

EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class Family:
    """One way of grouping: its `name` in words, and the names of its groups by id, in order."""

    id: str
    name: str
    groups: Mapping[str, str]


def name_families(source: RegionSource, language: Language) -> Sequence[Family]:
    """Every way of grouping in the tables; groups stand in the order of the alphabet."""
    groups = [str(group) for group in source.region["group"].unique() if group != EVERYONE]
    kinds = list(dict.fromkeys(group.partition("=")[0] for group in groups))
    return [
        _name_family(
            kind, [one for one in groups if one.partition("=")[0] == kind], source, language
        )
        for kind in kinds
    ]


def _name_family(
    kind: str, groups: Sequence[str], source: RegionSource, language: Language
) -> Family:
    named = {one.id: one.name for one in source.instrument.background}
    words = {
        group: label(source.instrument, kind, group.partition("=")[2], language.code)
        for group in groups
    }
    ordered = dict(sorted(words.items(), key=lambda pair: language.alphabet(pair[1])))
    return Family(kind, said(named[kind], language.code) if kind in named else kind, ordered)
