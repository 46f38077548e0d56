"""How a company reads what the law asks of it."""

from datetime import date
from types import SimpleNamespace

import pytest

from diagnostics.findings.laws import Duty, Law
from diagnostics.rules import Condition
from reports.company.build import format_law
from reports.diagnosis.document import DutyGroup, ToldDuty
from reports.diagnosis.duties import build_duties
from reports.style.language import translator

NBSP = "\N{NO-BREAK SPACE}"
SOURCE_HELPERS = {"office": {"en": "the office"}, "inspector": {"en": "the inspector"}}


def law(name, act, paragraph, **more):
    values = {
        "id": name,
        "country": "SE",
        "act": {"en": act, "sv": act},
        "paragraph": {"en": paragraph, "sv": paragraph},
        "duty": {"en": f"Do {name}.", "sv": f"Göra {name}."},
        "read_on": date(2026, 11, 24),
        "authority": "office",
    }
    return Law(**(values | more))


def told(*duties):
    source = SimpleNamespace(duties={"A": duties}, helpers=SOURCE_HELPERS)
    return build_duties("A", source, translator("en"))


def test_duties_that_the_same_answers_show_are_one_and_name_their_act_once():
    shown = [Condition(item="pay", below=100)]
    one = law("one", "Act", "s. 1", shown_by=shown)
    two = law("two", "Act", "s. 2", shown_by=shown, authority="inspector")
    other = law("other", "Rules", "s. 9", shown_by=[Condition(item="goal", below=50)])
    made = told(*(Duty(each, shown=True, because=()) for each in (one, two, other)))
    assert made.undone == (
        ToldDuty(
            "Do one. Do two.",
            f"Act, s.{NBSP}1 and s.{NBSP}2",
            "the office and the inspector",
        ),
        ToldDuty("Do other.", f"Rules, s.{NBSP}9", "the office"),
    )


def test_other_duties_stand_one_by_one_by_subject_and_none_drops_out():
    laws = [
        law("late", "Act", "s. 1"),
        law("safe", "Act", "s. 2", subject="environment", sure=False),
        law("fair", "Act", "s. 3", subject="equality"),
    ]
    made = told(*(Duty(each, shown=False, because=()) for each in laws))
    assert made.others == (
        DutyGroup(
            "Equality and harassment", (ToldDuty("Do fair.", f"Act, s.{NBSP}3", "the office"),)
        ),
        DutyGroup(
            "Work environment",
            (ToldDuty("Do safe.", f"Act, s.{NBSP}2, as a rule", "the office"),),
        ),
        DutyGroup("Terms of employment", (ToldDuty("Do late.", f"Act, s.{NBSP}1", "the office"),)),
    )
    assert made.number_of_others == 3


@pytest.mark.parametrize(
    ("act", "paragraph", "read"),
    [
        (
            "Arbetsmiljölagen",
            "3 kap. 2 a § och AFS 2023:1",
            "Arbetsmiljölagen 3_kap._2_a_§ och AFS 2023:1",
        ),
        ("AFS 2023:2", "om våld", "AFS 2023:2 om våld"),
        ("Diskrimineringslagen", "kap. 3 § 6", "Diskrimineringslagen kap._3_§_6"),
        ("Tasa-arvolaki", "6 a–b §", "Tasa-arvolaki 6_a–b_§"),
        ("Equality Act", "ch. 3 ss. 8–10", "Equality Act, ch._3 ss._8–10"),
    ],
)
def test_act_and_paragraph_read_as_one(act, paragraph, read):
    assert format_law(law("one", act, paragraph), translator("sv")).replace(NBSP, "_") == read
