import pandas as pd

from analysis.groups.groups import mark_target_groups, name_groups
from analysis.rules import TargetGroup

BACKGROUNDS = pd.DataFrame(
    {
        "municipality": ["ARJ", None, "PAJ"],
        "founder_sex": ["W", "M", None],
        "start_year": ["x", "y", None],
        "start_year_number": [2025.0, 2010.0, None],
    },
    index=pd.Index(["a", "b", "c"], name="company_id"),
)
GROUPS = [
    TargetGroup(id="women", name={"en": "Women"}, background="founder_sex", values=["W"]),
    TargetGroup(id="new", name={"en": "New"}, background="start_year", least=2023),
]


def test_an_unknown_background_belongs_to_no_target_group():
    marks = mark_target_groups(BACKGROUNDS, GROUPS)
    assert marks.to_dict("list") == {"women": [True, False, False], "new": [True, False, False]}


def test_groups_are_named_by_background_and_value():
    named = name_groups(BACKGROUNDS, ["municipality"], mark_target_groups(BACKGROUNDS, GROUPS))
    assert {name: list(group) for name, group in named.items()} == {
        "all": [True, True, True],
        "municipality=ARJ": [True, False, False],
        "municipality=PAJ": [False, False, True],
        "target_group=women": [True, False, False],
        "target_group=new": [True, False, False],
    }
