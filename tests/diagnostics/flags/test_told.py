"""What a company tells of somebody who was hurt: grave where it is, and never doubted."""

import tomllib
from importlib.resources import files

import pandas as pd
from pydantic import TypeAdapter

from diagnostics.flags.conditions import meets_rule
from diagnostics.flags.flags import can_be_firm
from diagnostics.rules import FlagRule
from survey.instrument.file import load_instrument

LIBRARY = files("jamna") / "workspace" / "library" / "programme.toml"
RULES = {
    rule.id: rule
    for rule in TypeAdapter(list[FlagRule]).validate_python(
        tomllib.loads(LIBRARY.read_text(encoding="utf-8"))["flag"]
    )
}
OFTEN, ONCE, NEVER = 0.0, 50.0, 100.0


def raised(**points):
    told = {"unwelcome_jokes": NEVER, "demeaning_words": NEVER, "unwelcome_touch": NEVER} | points
    read = pd.DataFrame({name: [value] for name, value in told.items()}).__getitem__
    names = ("hurt_gravely", "somebody_hurt")
    return {
        name
        for name in names
        if meets_rule(RULES[name], lambda item: read(item).to_numpy(dtype=float), 0.0)[0]
    }


def test_touching_and_anything_repeated_is_a_serious_talk_and_a_single_joke_one_to_watch():
    assert raised() == set()
    assert raised(unwelcome_jokes=ONCE) == {"somebody_hurt"}
    assert raised(unwelcome_touch=ONCE) == {"hurt_gravely"}
    assert raised(demeaning_words=OFTEN) == {"hurt_gravely", "somebody_hurt"}
    assert RULES["hurt_gravely"].level == "serious"


def test_nobody_asks_how_sure_a_company_is_of_what_it_tells():
    instrument = load_instrument(files("survey") / "library" / "instrument.toml", "sv")
    doubted = {name: can_be_firm(rule, instrument) for name, rule in RULES.items()}
    assert not doubted["hurt_gravely"]
    assert not doubted["somebody_hurt"]
    assert doubted["two_very_low"]


def test_pay_is_compared_only_where_women_and_men_are_employed():
    instrument = load_instrument(files("survey") / "library" / "instrument.toml", "sv")
    asked = {(one.question, one.at_least) for one in instrument.questions["COMP"].asked_if}
    assert asked == {("STAFFW", 1), ("STAFFM", 1)}
