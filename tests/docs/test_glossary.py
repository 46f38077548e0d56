"""The texts use the glossary's words in all languages, and nothing that the house styles forbid."""

import re

import pytest

from docs.wording import (
    LANGUAGES,
    ROOT,
    Allowed,
    Rules,
    Text,
    find_faults,
    find_unused,
    make_pattern,
    read_rules,
    read_texts,
)

RULES = read_rules()
TEXTS = read_texts()
WITHOUT_EXCEPTIONS = Rules(RULES.terms, RULES.forbidden, allowed=())


def fault_rules(file="diagnostics/library/measures.toml", **words):
    return [
        (fault.language, fault.rule)
        for fault in find_faults([Text(file, 1, "title", words)], WITHOUT_EXCEPTIONS)
    ]


def test_the_texts_use_the_words_of_the_glossary_and_nothing_that_is_forbidden():
    assert [str(fault) for fault in find_faults(TEXTS, RULES)] == []


def test_no_exception_is_left_over():
    assert find_unused(TEXTS, RULES) == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"sv": "Era behov", "en": "What you lack"}, ("en", "need")),
        ({"sv": "Två lönekartläggningar", "nb": "To lønnsoversikter"}, ("nb", "pay survey")),
        ({"sv": "företag i reserv", "en": "next in line"}, ("en", "reserve")),
        ({"fi": "Tasa-arvosta", "en": "About fairness"}, ("en", "gender equality")),
        ({"en": "The comparison group", "sv": "De andra"}, ("sv", "comparison group")),
        ({"fi": "kahdesta osa-alueesta", "nb": "av to deler"}, ("nb", "area")),
    ],
)
def test_a_word_of_the_glossary_asks_for_its_like_in_every_language(words, fault):
    assert fault in fault_rules(**words)


@pytest.mark.parametrize(
    "words",
    [
        {"sv": "Jämställdhetsbehoven", "en": "Needs in equality", "fi": "Tasa-arvon tarpeet"},
        {"sv": "kommunernas styrelser", "en": "the boards of municipalities"},
        {"en": "{need} of {company}", "sv": "{need} för {company}"},
        {"en": "%(quota)s places", "sv": "%(quota)s platser"},
        {"sv": "kommunicera", "en": "communicate"},
    ],
)
def test_inflected_words_are_known_and_placeholders_are_no_words(words, tmp_path):
    texts = read_made(tmp_path, **words)
    assert find_faults(texts, WITHOUT_EXCEPTIONS) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "Tack!"),
        ("sv", "chefer och förmän"),
        ("sv", "det blir -3 poäng"),
        ("sv", 'svara "nej"'),
        ("sv", "svara “nej”"),
        ("sv", "En sak - och en till"),
        ("sv", "Ni kan göra det när du vill"),
        ("sv", "Prata med henne eller honom"),
        ("sv", "Ni bryter mot lagen"),
        ("en", "Men with you are on leave"),
        ("en", "don't"),
        ("en", "what she or he wants"),
        ("fi", "Pankaa nimet seinälle"),
        ("fi", "palkollisen tai ulkopuolisen"),
        ("fi", "ohjelmassa"),
        ("nb", "ledere og formenn"),
        ("nb", "De som synes på bildene"),
        ("nb", "Når dere leser, kan du svare"),
        ("nb", "svar “nei”"),
    ],
)
def test_forbidden_words_and_signs_are_found(language, words):
    assert fault_rules(**{language: words}) != []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "Är du ensam i företaget svarar ni för er själva, 30–49 år, −3 poäng, ”nej”"),
        ("en", "Whether equal pay is −3 points: “no”, Holm’s 95% interval"),
        ("fi", "Hyviä neuvoja matkan varrella"),
        ("nb", "Er du alene i bedriften, svarer dere «nei»"),
    ],
)
def test_what_the_house_style_asks_for_is_let_through(language, words):
    assert fault_rules(**{language: words}) == []


def test_a_word_can_be_forbidden_in_some_files_only():
    questionnaire = "survey/library/instrument.toml"
    assert fault_rules(file=questionnaire, fi="Onko yritys tänään toiminnassa?") != []
    assert fault_rules(fi="Soittakaa jollekulle tänään") == []


def test_an_exception_needs_its_text_and_an_unused_one_is_told():
    text = Text("file", 1, "title", {"sv": "Era behov", "en": "What you lack"})
    used = Allowed("need", "What you lack", "an example")
    unused = Allowed("need", "What you want", "an example")
    rules = Rules(RULES.terms, RULES.forbidden, (used, unused))
    assert find_faults([text], rules) == []
    assert find_unused([text], rules) == [unused]


@pytest.mark.parametrize("term", RULES.terms, ids=lambda term: term.name)
def test_every_word_of_the_glossary_is_found_by_its_own_forms(term):
    plain = {language: re.sub(r"[()]", "", term.shown[language]) for language in LANGUAGES}
    assert [one for one in LANGUAGES if not term.patterns[one].search(plain[one])] == []
    assert {*term.sure_in} <= {*LANGUAGES}


def test_the_words_of_the_glossary_are_not_forbidden_themselves():
    for language in LANGUAGES:
        shown = [term.shown[language] for term in RULES.terms]
        assert [words for words in shown if fault_rules(**{language: words})] == []


@pytest.mark.parametrize(
    ("forms", "found", "not_found"),
    [
        ("behov*", "behoven", "nödbehov"),
        ("*behov*", "affärsbehovet", "beho"),
        ("need|needs", "Needs", "needed"),
        ("pay survey*", "two pay surveys", "pay a survey"),
    ],
)
def test_a_star_is_the_rest_of_a_word(forms, found, not_found):
    assert make_pattern(forms).search(found)
    assert not make_pattern(forms).search(not_found)


def test_every_file_with_texts_is_read_and_a_text_is_told_by_its_line():
    files = {text.file for text in TEXTS}
    assert len([file for file in files if file.endswith(".po")]) >= 4
    assert "survey/library/place.toml" in files
    lines = {file: (ROOT / file).read_text(encoding="utf-8").splitlines() for file in files}
    wrong = [text for text in TEXTS if not is_at_its_line(text, lines[text.file])]
    assert wrong == []


def is_at_its_line(text, lines):
    first = re.split(r"[…\"\n]", next(iter(text.words.values())))[0].split(" ")[0]
    return any(first in line for line in lines[text.line - 1 : text.line + 3])


def read_made(folder, **words):
    """Texts that are read from a file, as the product's own are."""
    library = folder / "diagnostics" / "library"
    library.mkdir(parents=True)
    rows = [f'title.{language} = "{text}"' for language, text in words.items()]
    (library / "measures.toml").write_text("\n".join(rows), encoding="utf-8")
    return read_texts(folder)
