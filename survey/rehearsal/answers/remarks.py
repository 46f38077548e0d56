"""What people write in free text, in the languages of the questionnaire."""

from collections.abc import Mapping, Sequence

import numpy as np

from survey.rehearsal.cells import Cells, blank_out, choose_any, fill

WRITING = 0.22
"""The share that writes anything at all in a free-text question."""

REMARKS: Mapping[str, Sequence[str]] = {
    "sv": [
        "Bra att någon frågar.",
        "Vi är för små för flera av frågorna.",
        "Det är svårt att hitta folk som vill flytta hit.",
        "Vi skulle gärna träffa andra i branschen någon gång i halvåret.",
        "Upphandlingarna är för stora för oss.",
        "Vintervägarna är vårt största problem just nu.",
        "Ring helst på förmiddagen.",
        "Nej.",
    ],
    "en": [
        "Good that somebody asks.",
        "We are too small for several of the questions.",
        "It is hard to find people who want to move here.",
        "We would like to meet others in the trade twice a year.",
        "No.",
    ],
    "fi": ["Hyvä että joku kysyy.", "Olemme liian pieni yritys osaan kysymyksistä."],
    "nb": ["Bra at noen spør.", "Vi er for små for flere av spørsmålene."],
}
ABOUT_STEPS: Mapping[str, Sequence[str]] = {
    "sv": [
        "Vi har skrivit ner vem man går till om något händer.",
        "Annonsen gjordes om, och två kvinnor sökte.",
        "Lönerna har vi jämfört, men inte hunnit göra något åt dem.",
        "Högsäsongen kom emellan.",
        "Allt utom det där med föräldraledigheten.",
    ],
    "en": [
        "We have written down whom to go to if something happens.",
        "The advertisement was rewritten, and two women applied.",
        "The busy season got in the way.",
    ],
    "fi": ["Ilmoitus kirjoitettiin uudelleen.", "Sesonki tuli väliin."],
    "nb": ["Annonsen ble skrevet om.", "Høysesongen kom i veien."],
}
WILD = [
    'Vi kallar det "konkurrens";\nandra säger något helt annat.',
    'Först: tack!\n\nSedan: ring inte på fredagar; då kör vi ut; "allt" stannar.',
    "=SUMMA(A1:A9) står det i vår budget 😅",
    "Ä, å och ö kommer fel i ert formulär?\nVi heter inte «Ã–»…",
    "Bra 👍👍 men; för, många; tecken ;;",
    "<b>Tydligare frågor</b> & färre av dem, tack",
]
"""Texts that break careless readers: line ends, quotation marks, separators, emoji, mark-up."""


def draw_remarks(
    languages: Cells, rng: np.random.Generator, pools: Mapping[str, Sequence[str]] = REMARKS
) -> Cells:
    """A remark in its writer's language (else in English), or "" from most."""
    remarks = fill("", len(languages))
    for language in np.unique(languages.astype(str)):
        pool = pools.get(str(language), pools["en"])
        remarks = np.where(languages == language, choose_any(pool, len(languages), rng), remarks)
    return blank_out(remarks, rng.random(len(languages)) >= WRITING, "")
