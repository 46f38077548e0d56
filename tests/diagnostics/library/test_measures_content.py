"""What the shipped measures say, and for whom; the file is read as plain data."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

import diagnostics
import survey
from diagnostics.findings.facts import CompanyFacts
from diagnostics.findings.measure_file import read_actions
from diagnostics.findings.measures import allows
from survey.common.toml import read_toml
from survey.instrument.file import load_instrument

SHIPPED = Path(diagnostics.__file__).parent / "library" / "measures.toml"
LIBRARY = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
LAWS = {law["id"]: law for law in LIBRARY["law"]}
MEASURES = {measure["id"]: measure for measure in LIBRARY["measure"]}
SOMEBODY_ALONE = CompanyFacts(employees=0, employs=False, owners=1)
INSTRUMENT = load_instrument(Path(survey.__file__).parent / "library" / "instrument.toml")
ACTIONS = read_actions(read_toml(SHIPPED), INSTRUMENT)
LANGUAGES = {"sv", "en", "fi", "nb"}
COUNTRIES = ("SE", "FI", "NO")
HURT = {"unwelcome_jokes", "demeaning_words", "unwelcome_touch"}
BY_NUMBERS = {"unwelcome_jokes", "demeaning_words", "unwelcome_touch", "board", "pay_gap"}
"""Indicators whose measures ask for the numbers that its score needs, and one of the past."""
ALONE = "staff_most = 1 is somebody alone"

FORBIDDEN = {
    "sv": [
        *("bryter mot", "lagbrott", "olaglig", "jämställdhetsplan", "allmän visstid", "jämnt"),
        *("hon eller han", "henne eller honom", "förmän", "med den det gäller", "med den andras"),
    ],
    "en": [
        *(
            r"with you\b",
            "she or he",
            "her or him",
            "foreman",
            "break the law",
            "breach",
            "unlawful",
        ),
        *("illegal", "the line without one"),
    ],
    "fi": [
        *("pankaa", "syrjintävaltuutettu", "aluehallintovirasto", "ely-keskus", "rikotte"),
        *("talousarvio", "lainaaja", "ylittää rajan", "yli rajan", "palkolli", "tänään edelleen"),
    ],
    "nb": [
        *("hun eller han", "henne eller ham", "bryter loven", "trygdekassen", "formenn", "ulovlig"),
        "hvem ny som",
    ],
}
"""Words that are wrong, outdated, blaming, or leave somebody out."""
FINNISH = ["jämställdhetsplan"]
"""What is gone from Swedish law and still asked by Finland's."""
FORBIDDEN_ANYWHERE = ["AFS 2001:1", "2015:4", "1993:2", "ELY", "!", "  "]
SEVERAL = {"sv": r"\b(ni|er|era|ert)\b", "nb": r"\b(dere|deres)\b"}
"""Words to several people at once."""
SECOND_PERSON = {
    "sv": r"\b(du|dig|din|ditt|dina)\b",
    "nb": r"\b(du|deg|din|ditt|dine)\b",
    "fi": r"\b(sinun|sinua|sinut|itsellesi)\b",
}


def texts(record, *names):
    """Each text of a record, with its name and language."""
    for name in names:
        for language, text in record.get(name, {}).items():
            yield f"{record['id']}.{name}.{language}", language, text


def measure_texts(measure):
    yield from texts(measure, "title", "why", "effort", "first_step")
    named = {**measure.get("together", {}), "id": measure["id"]}
    yield from texts(named, "text")
    yield from texts({**measure.get("evidence", {}), "id": measure["id"]}, "known", "studied_in")


def all_texts():
    return [
        *chain.from_iterable(measure_texts(measure) for measure in MEASURES.values()),
        *chain.from_iterable(texts(law, "act", "paragraph", "duty") for law in LAWS.values()),
        *chain.from_iterable(texts(helper, "name") for helper in LIBRARY["helper"]),
    ]


def is_for(measure, employees):
    """Whether a company with so many employees, of which nothing else is known, is offered it."""
    limits = [
        (employees, measure.get("employees_least", 0), measure.get("employees_most", 10**6)),
        (employees + 1, measure.get("staff_least", 0), measure.get("staff_most", 10**6)),
    ]
    fits = all(least <= number <= most for number, least, most in limits)
    return fits and not {"only_if", "trades"} & set(measure)


def answering(item, side, employees):
    return [
        measure["id"]
        for measure in MEASURES.values()
        if is_for(measure, employees)
        and (item in INSTRUMENT.domains or not {*measure.get("unless_done", [])} - {item})
        and any(condition["item"] == item and side in condition for condition in measure["fits"])
    ]


# ------------------------------------------------------------ enough, for everybody


def test_there_are_fifty_measures_and_more():
    assert len(LIBRARY["measure"]) == len(MEASURES) >= 50


@pytest.mark.parametrize("need", [need.id for need in INSTRUMENT.need])
@pytest.mark.parametrize("employees", [0, 4, 29])
def test_every_need_has_something_to_do_whether_one_works_there_or_five_or_thirty(need, employees):
    assert answering(need, "at_least", employees)


@pytest.mark.parametrize("domain", INSTRUMENT.domains)
@pytest.mark.parametrize("employees", [1, 5, 30])
def test_every_domain_has_two_things_to_mend_and_one_to_keep(domain, employees):
    assert len(answering(domain, "below", employees)) >= 2
    assert answering(domain, "at_least", employees)


@pytest.mark.parametrize(
    "item", ["pension", "unpaid_work", "customers", "flexible_hours", "cover", *sorted(HURT)]
)
def test_whoever_is_alone_can_do_something_about_all_that_they_are_asked(item):
    assert answering(item, "below", 0)


@pytest.mark.parametrize(
    "indicator", [one.id for one in INSTRUMENT.indicator if one.id not in BY_NUMBERS]
)
@pytest.mark.parametrize("employees", [1, 5, 30])
def test_every_indicator_has_something_to_do_about_it(indicator, employees):
    assert answering(indicator, "below", employees)


@pytest.mark.parametrize("employees", [0, 1, 5, 30])
@pytest.mark.parametrize("item", sorted(HURT))
def test_whoever_was_treated_badly_has_two_steps_this_week(item, employees):
    steps = answering(item, "below", employees)
    assert len(steps) >= 2
    assert any(MEASURES[name].get("urgent") for name in steps)


# ------------------------------------------------------------ what stands behind them


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_in_every_country_a_measure_has_a_law_of_that_country_or_evidence(measure):
    countries = {LAWS[name]["country"] for name in measure.get("legal", [])}
    assert "evidence" in measure or countries == set(COUNTRIES)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_nobody_is_told_that_something_works_without_a_study(measure):
    evidence = measure.get("evidence")
    if evidence is None:
        return
    no_study = evidence["source"] == "none found"
    assert no_study == (evidence["grade"] == "unknown")
    assert no_study == ("ingen har mätt" in evidence["known"]["sv"])


def test_what_research_is_of_two_minds_about_is_never_the_only_answer():
    doubtful = {
        name
        for name, measure in MEASURES.items()
        if measure.get("evidence", {}).get("grade") in {"mixed", "avoid"}
    }
    assert doubtful == {"learn_the_basics"}
    for employees in (1, 5, 30):
        assert set(answering("learning", "below", employees)) - doubtful


@pytest.mark.parametrize(
    ("law", "country", "least", "most"),
    [
        ("active_measures", "SE", 1, None),
        ("pay_survey", "SE", 1, None),
        ("pay_survey_written", "SE", 10, None),
        ("written_record", "SE", 25, None),
        ("guidelines", "SE", 1, None),
        ("duty_to_act", "SE", 1, None),
        ("flexible_work", "SE", 1, None),
        ("work_environment", "SE", 1, None),
        ("work_environment_written", "SE", 10, None),
        ("safety_representative", "SE", 5, None),
        ("whistle_channel", "SE", 50, None),
        ("fi_equality_plan", "FI", 30, None),
        ("fi_promote_equality", "FI", 1, None),
        ("fi_act_on_harassment", "FI", 1, None),
        ("no_work_for_equality", "NO", 1, None),
        ("no_four_steps_on_demand", "NO", 20, 50),
        ("no_four_steps", "NO", 51, None),
        ("no_safety_representative", "NO", 5, None),
    ],
)
def test_a_duty_begins_with_the_number_of_employees_that_the_authority_names(
    law, country, least, most
):
    found = LAWS[law]
    assert (found["country"], found["from_employees"], found.get("until_employees")) == (
        country,
        least,
        most,
    )


def test_every_law_says_when_it_was_read_and_whom_to_ask():
    helpers = {helper["id"] for helper in LIBRARY["helper"]}
    for law in LAWS.values():
        assert law["read_on"] == date(2026, 11, 24), law["id"]
        assert law["authority"] in helpers, law["id"]
        assert law.get("in_force_from", date.min) <= law["read_on"], law["id"]


def test_pay_is_compared_by_law_only_where_there_are_both_women_and_men():
    for name in ("pay_survey", "pay_survey_written"):
        assert [limit["columns"] for limit in LAWS[name]["only_if"]] == [["STAFFW"], ["STAFFM"]]


def test_no_bill_that_never_became_law_is_among_the_laws():
    words = " ".join(text for _, _, text in all_texts())
    assert "2023/970" not in words
    assert "insyn" not in words


# ------------------------------------------------------------ how they are worded


def test_every_text_stands_in_all_four_languages_and_is_not_a_copy_of_another():
    for record, names in (
        *((measure, ("title", "why", "effort", "first_step")) for measure in MEASURES.values()),
        *((law, ("act", "paragraph", "duty")) for law in LAWS.values()),
        *((helper, ("name",)) for helper in LIBRARY["helper"]),
    ):
        for name in names:
            assert set(record[name]) == LANGUAGES, (record["id"], name)
            assert all(text.strip() == text != "" for text in record[name].values())
    for measure in MEASURES.values():
        for name in ("why", "first_step"):
            assert len(set(measure[name].values())) == len(LANGUAGES), measure["id"]
    for law in LAWS.values():
        assert len(set(law["duty"].values())) == len(LANGUAGES), law["id"]


def test_no_text_holds_a_word_that_is_wrong_outdated_or_blaming():
    wrong = [
        (place, word)
        for place, language, text in all_texts()
        for word in FORBIDDEN[language]
        if re.search(rf"\b{word}", text.lower()) and not (word in FINNISH and place[:3] == "fi_")
    ]
    wrong += [
        (place, word)
        for place, _, text in all_texts()
        for word in FORBIDDEN_ANYWHERE
        if word in text
    ]
    assert wrong == []


def test_sizes_and_dates_stand_in_fields_and_not_in_sentences():
    for law in LAWS.values():
        assert not [text for text in law["duty"].values() if re.search(r"\d", text)], law["id"]
    people = r"\d+ (anställda|employees|työntekijä|ansatte|personer|people|ihmis)|\b20\d\d\b"
    for measure in MEASURES.values():
        for place, _, text in texts(measure, "title", "why", "first_step"):
            assert not re.search(people, text), place


def test_only_somebody_alone_is_called_du():
    for measure in MEASURES.values():
        for language, pattern in SECOND_PERSON.items():
            words = " ".join(measure[name][language] for name in ("title", "why", "first_step"))
            quoted = re.sub(r"[”«].*?[”»]", "", words)
            called = re.search(pattern, quoted.lower()) is not None
            if measure.get("staff_most") != 1:
                assert not called, (measure["id"], language, ALONE)


def told_to_one(language):
    """Every text of the measures and helpers as somebody alone reads it, by its place."""
    told = [action for action in ACTIONS.to_one.measure if allows(action, SOMEBODY_ALONE)]
    for action in told:
        for name in ("title", "why", "effort", "first_step"):
            yield f"{action.id}.{name}", getattr(action, name)[language]
        if action.together:
            yield f"{action.id}.together", action.together.text[language]
        if action.evidence:
            yield f"{action.id}.known", action.evidence.known[language]
    for helper in ACTIONS.to_one.helper:
        yield helper.id, helper.name[language]


@pytest.mark.parametrize("language", SEVERAL)
def test_no_text_that_somebody_alone_can_read_speaks_to_several(language):
    texts = list(told_to_one(language))
    assert len(texts) > 150
    assert [place for place, text in texts if re.search(SEVERAL[language], text.lower())] == []


@pytest.mark.parametrize("language", SEVERAL)
def test_those_who_are_alone_are_called_du(language):
    called = [place for place, text in told_to_one(language) if _says_du(text, language)]
    assert len(called) >= 60


def _says_du(text, language):
    return re.search(SECOND_PERSON[language], text.lower()) is not None


def test_words_for_one_person_stand_only_where_they_differ():
    for record in (*MEASURES.values(), *LIBRARY["helper"]):
        for name, texts in record.get("alone", {}).items():
            same = [language for language, text in texts.items() if text == record[name][language]]
            assert not same, (record["id"], name)


@pytest.mark.parametrize("item", ["pension", "unpaid_work", "cover", "flexible_hours", *HURT])
def test_owners_without_employees_can_do_something_about_what_they_are_asked(item):
    """They are several, so nothing for somebody alone is for them."""
    two = replace(SOMEBODY_ALONE, owners=2)
    told = [action for action in ACTIONS.measure if allows(action, two)]
    assert [action.id for action in told if any(one.item == item for one in action.fits)]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_is_told_in_two_sentences_and_begins_small(measure):
    for language in LANGUAGES:
        why, step = measure["why"][language], measure["first_step"][language]
        assert len(re.findall(r"[.!?](?:\s|$)", why)) == 2, (language, why)
        assert max(len(one.split()) for one in re.split(r"[.!?]\s", why)) <= 30, (language, why)
        assert step[0].islower(), (language, step)
        assert step[-1] in ".?", (language, step)
        assert not measure["title"][language].endswith("."), language


def test_helping_somebody_who_was_hurt_promises_no_silence_and_waits_for_no_consent():
    told = MEASURES["find_out_now"]["first_step"]
    for language, words in {
        "sv": "Lova inte",
        "en": "Do not promise",
        "fi": "Älkää luvatko",
        "nb": "Lov ikke",
    }.items():
        assert words in told[language]
    assert "krävs inte" in LAWS["duty_to_act"]["duty"]["sv"]
    assert "does not have to agree" in LAWS["duty_to_act"]["duty"]["en"]


def test_steps_for_somebody_hurt_answer_that_and_nothing_else():
    for measure in MEASURES.values():
        items = {condition["item"] for condition in measure["fits"]}
        assert bool(items & HURT) == measure.get("for_hurt", False), measure["id"]
        assert items == HURT or not items & HURT, measure["id"]


def test_help_after_harassment_names_care_police_and_a_safety_representative():
    named = {
        helper
        for measure in MEASURES.values()
        if measure.get("for_hurt")
        for helper in measure["help"]
    }
    assert {"health_care", "police", "regional_safety_representative"} <= named


# ------------------------------------------------------------ nothing absurd

ADVERTS = ["advertise_openly", "words_in_the_advert", "pay_in_the_advert", "hours_in_the_advert"]


@pytest.mark.parametrize(
    "name", [*ADVERTS, "same_questions", "several_on_the_shortlist", "pay_survey", "find_out_now"]
)
def test_nobody_without_employees_is_told_what_only_an_employer_can_do(name):
    assert MEASURES[name]["employees_least"] >= 1


def test_thinking_a_job_through_is_for_those_who_employ_nobody_today():
    assert MEASURES["before_you_hire"]["employees_most"] == 0
    assert not re.search("först", MEASURES["before_you_hire"]["title"]["sv"].lower())


def test_a_board_is_advised_only_where_there_is_one():
    assert {"columns": ["BOARDW", "BOARDM"], "at_least": 2} in MEASURES["chair_at_the_board"][
        "only_if"
    ]
    assert MEASURES["chair_at_the_board"]["employees_least"] >= 1


def test_no_owner_of_a_sole_trade_is_told_to_take_a_wage():
    words = " ".join(MEASURES["own_hours"][name]["sv"] for name in ("title", "why", "first_step"))
    assert "lön" not in words.lower()
    assert "tar ingen lön" in MEASURES["own_pay"]["first_step"]["sv"]
    assert "tax_agency" in MEASURES["own_pay"]["help"]


def test_protective_equipment_is_for_trades_that_need_it():
    assert "SERV" not in MEASURES["round_with_two_pairs_of_eyes"]["trades"]
    assert (
        MEASURES["round_with_two_pairs_of_eyes"]["trades"]
        == MEASURES["room_for_everybody"]["not_trades"]
    )


def test_twenty_three_employees_who_never_compared_pay_get_the_pay_survey():
    survey_of_pay = MEASURES["pay_survey"]
    assert survey_of_pay["employees_least"] <= 23
    assert {"item": "pay_comparison", "below": 100} in survey_of_pay["fits"]
    assert {"pay_survey", "pay_survey_written"} <= set(survey_of_pay["legal"])
    assert LAWS["pay_survey_written"]["from_employees"] <= 23


def test_nobody_is_asked_to_do_what_is_done():
    assert MEASURES["four_steps"]["unless_done"] == ["action"]
    for name in ("same_questions", "one_goal", "pay_survey", "round_with_two_pairs_of_eyes"):
        assert MEASURES[name]["unless_done"]
