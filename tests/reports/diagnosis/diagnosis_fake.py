"""A company that does not exist, as the document its page is made from."""

from dataclasses import replace

from reports.company.records import (
    Area,
    GivenAnswer,
    Method,
    Sender,
    StatedNeed,
    SuggestedAction,
)
from reports.diagnosis.document import (
    Diagnosis,
    DutyList,
    FlagBox,
    GradedAreas,
    HurtBox,
    Remark,
    ToldDuty,
)

GROUP = "bransch: tillverkning, antal anställda: 5–19"

SENDER = Sender(
    programme="North Arena",
    title="Diagnos hösten 2026",
    contact="Ring Näringslivskontoret på 0960-000 00 eller skriv till radgivare@exempel.se.",
    help_until="Ni kan få rådgivning utan kostnad till och med juni 2027.",
)

STEPS = (
    SuggestedAction(
        "Annonsera varje tjänst öppet, med krav som går att mäta",
        "Den som söker i bekantskapskretsen får fler av samma slag. Ni säger själva att rekrytering är det svåraste just nu.",
        "2 timmar per tjänst",
        "skriv nästa annons efter mallen och låt två personer läsa den.",
        "kommunens näringslivskontor och Arbetsförmedlingen",
        laws=("Diskrimineringslagen 3 kap. 2–5 §§",),
    ),
    SuggestedAction(
        "Två frågor i varje intervju, lika för alla",
        "Lika frågor gör svaren jämförbara, och magkänslan väger mindre.",
        "1 timme",
        "välj frågorna innan ni läser ansökningarna.",
        "programmets rådgivare",
    ),
    SuggestedAction(
        "Praktikplats tillsammans med gymnasiet",
        "Flera av programmen har fler sökande kvinnor än platser hos företag.",
        "en halv dag",
        "ring studievägledaren före höstlovet.",
        "gymnasiet och vuxenutbildningen",
    ),
)

FULL = Diagnosis(
    company_id="C0001",
    name="Älvdalens Mekaniska AB",
    language="sv",
    simulated=True,
    sender=SENDER,
    municipality="Arvidsjaur",
    employees=14,
    answered="12 oktober 2026",
    summary="Ni har kommit långt med **arbetsmiljö** och **föräldraskap**. Det som mest behöver ändras är **rekrytering**: "
    "de senaste två årens 4 anställningar är ojämnt fördelade (kvinnor 0, män 4)\\.",
    band=2,
    band_firm=True,
    areas=(
        Area("Ledarskap och ägande", 46.2, 30, 60, "within", 41, GROUP),
        Area("Rekrytering och befordran", 13.9, 35, 65, "below", 41, GROUP),
        Area("Lön och villkor", 58.1, 40, 70, "within", 41, GROUP),
        Area("Arbetsmiljö och trakasserier", 82.0, 45, 70, "above", 41, GROUP),
        Area("Föräldraskap och arbetstid", 88.4, 50, 75, "above", 41, GROUP),
        Area("Arbete med jämställdhet", 31.0, 25, 55, "within", 41, GROUP),
    ),
    strengths=(
        Remark(
            "Föräldraskap och arbetstid",
            "Hos er tar alla föräldrar ut ledighet, och det ses som självklart.",
            "Högre än de flesta.",
        ),
        Remark("Arbetsmiljö och trakasserier", "Alla vet vem de kan prata med om något är fel."),
    ),
    concerns=(
        Remark(
            "Rekrytering och befordran",
            "Ni hittar nästan alltid folk genom någon ni känner. Bland era 14 anställda är det ojämnt (kvinnor 3, män 11).",
            "Lägre än de flesta jämförbara företag.",
        ),
        Remark("Arbete med jämställdhet", "Ingen har i uppgift att följa hur det står till."),
    ),
    flags=FlagBox(
        titles=("Rekrytering: vilka ni hittar när ni söker folk",),
        grades=(GradedAreas("Mycket lågt:", ("Rekrytering och befordran",)),),
        answers=(
            GivenAnswer("Kvinnor och män bland de anställda", "3 kvinnor och 11 män"),
            GivenAnswer("Kvinnor och män bland de senast anställda", "0 kvinnor och 4 män"),
            GivenAnswer(
                "När ni behöver någon, anställd eller inhyrd, hur hittar ni den personen?",
                "Nästan alltid genom någon vi känner",
            ),
            GivenAnswer(
                "Någon läser annonsen en extra gång för att se om den lockar både kvinnor och män",
                "Aldrig",
            ),
        ),
        more=1,
        stands=0.944,
        firm=True,
    ),
    needs=(
        StatedNeed("Hitta och anställa folk", 100, "Akut", 1),
        StatedNeed("Sälja utanför den egna kommunen", 75, "Stort", 2),
        StatedNeed("Göra och följa en budget", 50, "Visst", 3),
        StatedNeed("Hänga med i vad som händer i omvärlden", 50, "Visst", None),
        StatedNeed("Hitta nya leverantörer", 25, "Litet", None),
    ),
    steps=STEPS,
    method=Method(
        indicators=32, respondents=423, least_complete=0.75, least_group=8, version="1.0.0"
    ),
)

AWKWARD_NAME = '1. Åsa & Bo\'s *Smide* _AB_ [x](y) #1 $5 @norr <b>\\ "Å" 😀 | snickeri, mek & bygg i Norrbottens inland'

SOLE = replace(
    FULL,
    company_id="C0002",
    name="Enmansfirman",
    simulated=False,
    employees=0,
    is_alone=True,
    answered="",
    municipality="",
    summary="Era svar räcker inte för en helhet\\.",
    band=None,
    band_firm=None,
    areas=(
        *(
            replace(
                area,
                score=None,
                low=None,
                high=None,
                verdict="unknown",
                n=0,
                group="",
                missing="gäller inte er",
            )
            for area in FULL.areas[:5]
        ),
        replace(FULL.areas[5], low=None, high=None, verdict="alone", n=0, group=""),
    ),
    strengths=(),
    concerns=(),
    flags=None,
    needs=(),
    steps=STEPS[:1],
)
"""Nothing to compare, nobody employed, no flags, no needs."""

CROWDED = replace(
    FULL,
    company_id="C0003",
    name=AWKWARD_NAME,
    flags=replace(
        FULL.flags,
        titles=("Två eller fler områden ligger mycket lågt", "Jämställdheten ligger lågt över lag"),
        grades=(
            GradedAreas("Mycket lågt:", ("Lön och villkor", "Rekrytering och befordran")),
            GradedAreas("Lågt:", ("Arbete med jämställdhet",)),
        ),
        stands=0.6,
        firm=False,
    ),
    hurt=HurtBox(
        ("Ni berättar att någon har utsatts för ovälkomna skämt.",), (replace(STEPS[0], laws=()),)
    ),
    duties=DutyList(
        "Lagen i korthet (Sverige, november 2026)",
        (ToldDuty("Ta reda på vad som har hänt.", "Diskrimineringslagen 2 kap. 3 §", "DO"),),
        (ToldDuty("Jämföra löner varje år.", "Diskrimineringslagen 3 kap. 8 §"),),
        (ToldDuty("Ha riktlinjer mot trakasserier.", "Diskrimineringslagen 3 kap. 6 §"),),
        is_employer=True,
    ),
    alike=("Arbete med jämställdhet",),
    steps=STEPS + tuple(replace(step, title=step.title + " igen") for step in STEPS[:2]),
    areas=tuple(
        replace(area, low=None, high=None, verdict="alone", n=0, group="") for area in FULL.areas
    ),
    strengths=FULL.strengths[:1],
)
"""Everything that a page can hold: five measures, a name full of punctuation, every comparison hidden."""
