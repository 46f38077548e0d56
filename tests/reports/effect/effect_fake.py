"""Companies that do not exist, as the documents their effect reports are made from."""

from dataclasses import replace

from reports.company.records import Method, StatedNeed
from reports.effect.document import (
    ActionAhead,
    ActionsTaken,
    Activity,
    AnswerChange,
    EarlierAction,
    Effect,
    Figure,
    FlaggedArea,
    Gains,
    IndexChange,
    Shift,
)
from tests.reports.diagnosis.diagnosis_fake import AWKWARD_NAME, SENDER, STEPS

GROUP = "bransch: tillverkning"

MOVED = Effect(
    company_id="C0001",
    name="Älvdalens Mekaniska AB",
    language="sv",
    simulated=True,
    sender=SENDER,
    municipality="Arvidsjaur",
    staff=14,
    first="12 oktober 2026",
    second="3 november 2027",
    hurt=None,
    opening="Det har gått framåt inom rekrytering, från 14 till 52\\.",
    summary="Mest framåt har det gått med sättet att hitta folk\\.",
    whole=IndexChange(2, 3, "better"),
    shifts=(
        Shift(
            "Rekrytering och befordran", 14, 52, 3, 41, "better", 2, 12, GROUP, short="rekrytering"
        ),
        Shift("Lön och villkor", 60, 20, 38, 80, "worse", -1, 12, GROUP, short="lön"),
        Shift("Arbetsmiljö och trakasserier", 71, 75, 50, 90, "within_error", None, 0, ""),
        Shift(
            "Föräldraskap",
            None,
            75,
            None,
            None,
            "not_calculable",
            3,
            12,
            GROUP,
            "för få svar förra gången",
        ),
    ),
    risen=(AnswerChange("Hur hittar ni folk?", "Nästan alltid genom någon vi känner", "Ibland"),),
    fallen=(AnswerChange("När jämförde ni lönerna?", "I år", "Aldrig"),),
    figures=(
        Figure("Omsättning (kronor)", "12 000 000", "13 500 000"),
        Figure("Nya kunder", "", "4"),
    ),
    activities=(Activity("Individuell rådgivning", 3, 7.5), Activity("Seminarier", 1, 1.0)),
    gains=Gains(("Nya affärer", "Bra råd längs vägen"), none=False),
    taken=ActionsTaken(
        (
            EarlierAction("Annonsera varje tjänst öppet", in_place=True),
            EarlierAction("Två frågor i varje intervju", in_place=False),
        ),
        2,
        ("Hur ni anställer folk",),
        "Vi *bytte* annonsmall.",
        agreed=3,
    ),
    flags=(
        FlaggedArea("Rekrytering och befordran", 14, 52, sure=True),
        FlaggedArea("Lön och villkor", 30, 44, sure=False),
        FlaggedArea("Föräldraskap", 40, 31, sure=False),
        FlaggedArea("Ledarskap", 20, None, sure=False),
    ),
    needs=(StatedNeed("Hitta och anställa folk", 100, "Akut", 1),),
    ahead=(
        ActionAhead(STEPS[0], again="Det föreslog vi även förra gången."),
        ActionAhead(STEPS[1], again=""),
    ),
    method=Method(indicators=32, respondents=281, least_complete=0.75, least_group=5),
)
"""Better in one area, worse in another."""

BARE = replace(
    MOVED,
    company_id="C0002",
    name=AWKWARD_NAME,
    language="en",
    simulated=False,
    municipality="",
    staff=None,
    first="",
    whole=IndexChange(None, None, "not_calculable"),
    shifts=tuple(
        replace(
            shift,
            before=None,
            after=None,
            low=None,
            high=None,
            verdict="not_calculable",
            others=None,
            n=0,
            group="",
            missing="few",
        )
        for shift in MOVED.shifts
    ),
    risen=(),
    fallen=(),
    figures=(),
    activities=(),
    gains=Gains((), none=True),
    taken=ActionsTaken((), None, (), ""),
    flags=(),
    needs=(),
    ahead=(),
)
"""Nothing compared, nothing done, nothing agreed, and a name full of punctuation."""
