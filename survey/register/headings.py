"""Match the headings of an office's list, in four languages, to the columns of a register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.common.errors import Problem
from survey.instrument.records import Instrument

NUMBER = "organisation_number"
IDENTIFYING = (NUMBER, "personal_number", "vat_number")
"""Columns that never come into the register."""
KEPT = ("name", "municipality", "trade", "language", "email", "phone", "size")
"""Columns that every register may have; so may the backgrounds of the instrument."""
NEEDED = ("name", "municipality", "trade")

CERTAIN = ("company_id", *NEEDED, "language", NUMBER)
"""Columns that a list may have only once. Of any other, the first counts."""

_WORDS: Mapping[str, str] = {
    "company_id": "company_id, companyid, företags-id, företagsid, yritystunniste, bedrifts-id",
    "name": (
        "name, company, company name, business name, organisation, organization, namn, företag, "
        "företagsnamn, företagets namn, firma, firmanamn, bolag, bolagsnamn, verksamhet, "
        "organisationsnamn, nimi, yritys, yrityksen nimi, toiminimi, navn, bedrift, "
        "bedriftsnavn, bedriftens navn, foretak, foretaksnavn, selskap, virksomhet"
    ),
    "municipality": (
        "municipality, kommun, kommunnamn, hemkommun, säteskommun, besökskommun, kunta, "
        "kotikunta, kotipaikka, sijaintikunta, kommune, kommunenavn, forretningskommune"
    ),
    "trade": (
        "trade, industry, sector, line of business, bransch, näringsgren, huvudbransch, "
        "branschnamn, verksamhetsområde, toimiala, päätoimiala, ala, bransje, næring"
    ),
    "language": (
        "language, preferred language, språk, kontaktspråk, önskat språk, svarsspråk, kieli, "
        "asiointikieli, yhteyskieli, målform"
    ),
    NUMBER: (
        "organisation_number, organisation number, organization number, company number, "
        "registration number, business id, organisationsnummer, organisationsnr, orgnummer, "
        "orgnr, org.nr, org nr, org.nummer, y-tunnus, yritystunnus, yritys- ja yhteisötunnus, "
        "organisasjonsnummer, organisasjonsnr, foretaksnummer"
    ),
    "personal_number": (
        "personal_number, personal number, personal identity number, personnummer, personnr, "
        "pnr, person-/organisationsnummer, henkilötunnus, hetu, fødselsnummer, fødselsnr, "
        "personnummer/organisationsnummer"
    ),
    "vat_number": (
        "vat, vat number, vat no, vat id, tax number, momsnr, momsnummer, "
        "momsregistreringsnummer, vat-nummer, vat-nr, alv-numero, alv-tunnus, "
        "arvonlisäverotunniste, mva-nummer, mva-nr, momsreg.nr"
    ),
    "email": (
        "email, e-mail, e-mail address, mail, e-post, epost, e-postadress, epostadress, mejl, "
        "mejladress, mailadress, sähköposti, sähköpostiosoite, e-postadresse"
    ),
    "phone": (
        "phone, phone number, telephone, telephone number, mobile, telefon, telefonnummer, tel, "
        "tfn, mobil, mobiltelefon, mobilnummer, puhelin, puhelinnumero, puh, matkapuhelin, gsm, "
        "telefonnr, mobilnr"
    ),
    "size": (
        "size, employees, number of employees, staff, headcount, anställda, antal anställda, "
        "antal anst, anst, medarbetare, storlek, henkilöstö, henkilöstömäärä, henkilöstön "
        "määrä, työntekijät, työntekijöiden määrä, työntekijöitä, ansatte, antall ansatte, "
        "størrelse"
    ),
}
"""Our names, and what else they are called."""


def fold(heading: str) -> str:
    """A heading without case, blanks, punctuation and what stands in brackets."""
    return "".join(letter for letter in heading.partition("(")[0].casefold() if letter.isalnum())


_KNOWN = {fold(word): name for name, words in _WORDS.items() for word in words.split(",")}


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a list.

    `ours`: our name by the list's heading. `strange`: unknown headings. `problems`: headings that
    contradict each other.
    """

    ours: Mapping[str, str]
    strange: Sequence[str]
    problems: Sequence[Problem]

    @property
    def missing(self) -> Sequence[str]:
        """The columns that a register needs and the list does not have."""
        found = set(self.ours.values())
        numbers = [] if found & {NUMBER, "personal_number", "company_id"} else [NUMBER]
        return [*(name for name in NEEDED if name not in found), *numbers]


def knows_heading(heading: str) -> bool:
    """Whether this is a known heading of a list."""
    return fold(heading) in _KNOWN


def our_names(instrument: Instrument) -> Sequence[str]:
    """All names that a column of a register can have, with the identifying ones."""
    own = [background.id for background in instrument.background]
    return list(dict.fromkeys(["company_id", *KEPT, *own, *IDENTIFYING]))


def match_headings(
    headings: Iterable[str], instrument: Instrument, given: Mapping[str, str]
) -> Headings:
    """Our name for each heading: what the user has `given`, else the name known in four languages.

    Two headings with the same one of our names are a problem if the name is in `CERTAIN`.
    """
    names = [str(heading) for heading in headings]
    words = {
        **_KNOWN,
        **_background_words(instrument),
        **{fold(name): name for name in our_names(instrument)},
    }
    known = {name: words[fold(name)] for name in names if fold(name) in words}
    taken = set(given.values())
    ours = {name: word for name, word in known.items() if word not in taken} | {
        name: given[name] for name in names if name in given
    }
    strange = [name for name in names if name not in known and name not in given]
    return Headings(_first_of_each(ours), strange, _find_doubles(ours))


def _first_of_each(ours: Mapping[str, str]) -> Mapping[str, str]:
    """The headings without those that come second under one of our names."""
    first: dict[str, str] = {}
    for heading, name in ours.items():
        first.setdefault(name, heading)
    return {heading: name for name, heading in first.items()}


def _background_words(instrument: Instrument) -> Mapping[str, str]:
    """What the instrument itself calls its backgrounds, in each of its languages."""
    return {
        fold(text): background.id
        for background in instrument.background
        for text in background.name.values()
        if fold(text)
    }


def _find_doubles(ours: Mapping[str, str]) -> list[Problem]:
    by_name: dict[str, list[str]] = {}
    for heading, name in ours.items():
        by_name.setdefault(name, []).append(f'"{heading}"')
    return [
        Problem(
            "the headings",
            f"{' and '.join(several)} could each be {name}.",
            f'Say which: --column {several[0][:-1]}={name}"',
        )
        for name, several in by_name.items()
        if len(several) > 1 and name in CERTAIN
    ]


def find_missing(headings: Headings) -> list[Problem]:
    """One problem per needed column that was not found, with the unknown headings."""
    strange = ", ".join(f'"{heading}"' for heading in headings.strange)
    shown = f"Not understood: {strange}." if strange else "Every heading is something else."
    example = headings.strange[0] if headings.strange else "HEADING"
    return [
        Problem(
            "the headings",
            f"none of them is known as {name}. {shown}",
            f'If it is one of them: --column "{example}={name}"',
        )
        for name in headings.missing
    ]
