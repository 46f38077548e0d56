"""What a diagnosis holds, already in words and numbers: templates and figures read nothing else."""

from dataclasses import dataclass

from reports.company.records import (
    Area,
    GivenAnswer,
    Method,
    Sender,
    StatedNeed,
    SuggestedAction,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that stands out.

    The `topic`, what is so (`sentence`), and how comparable companies answer (`versus`, "" if
    unknown).
    """

    topic: str
    sentence: str
    versus: str = ""


@dataclass(frozen=True, slots=True)
class HurtBox:
    """Somebody has been treated badly: what the company told, and the steps that help at once."""

    sentences: tuple[str, ...]
    steps: tuple[SuggestedAction, ...]


@dataclass(frozen=True, slots=True)
class ToldDuty:
    """What the law asks (`duty`), where it stands (`law`), and whom to ask ("" if nobody)."""

    duty: str
    law: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """Duties about one `subject`."""

    subject: str
    duties: tuple[ToldDuty, ...]


@dataclass(frozen=True, slots=True)
class DutyList:
    """What the law asks of the company.

    `urgent` applies because somebody was treated badly, `undone` is what the answers show not to be
    in place: each of these can be several duties in one. `others` apply too. `label` says which
    country and month. `is_employer`: False where nobody knows whether it employs anybody.
    """

    label: str
    urgent: tuple[ToldDuty, ...]
    undone: tuple[ToldDuty, ...]
    others: tuple[DutyGroup, ...]
    is_employer: bool

    @property
    def number_of_others(self) -> int:
        """How many duties `others` holds."""
        return sum(len(group.duties) for group in self.others)


@dataclass(frozen=True, slots=True)
class GradedAreas:
    """Areas of one grade, worst first: the `grade` in words, and their names."""

    grade: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagBox:
    """All flags of a company as one: why its answers deserve a closer look.

    `titles`: the gravest flag, and those that are about other areas. `grades`: each area once.
    `answers` are those behind the flags; `more` is the number of answers that are not listed.
    `stands` (0-1) and `firm` are those of the gravest flag.
    """

    titles: tuple[str, ...]
    grades: tuple[GradedAreas, ...]
    answers: tuple[GivenAnswer, ...]
    more: int
    stands: float
    firm: bool | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything on one company's diagnostic report.

    `company_id` names files and is not printed. `band` is 1-4, None where the index is not
    calculable. `band_firm`: the band is the same whichever answer is left out; None if unknown.
    `areas` are in the instrument's order, `strengths` and `concerns` the most important first,
    `needs` by rank and severity; None where the survey does not ask about needs. `employees` is a
    head count, None if unknown. `is_alone`: the company is one person, who is told "du" where the
    language does so. `is_far`: it is in the highest
    band, and its concerns are what it could do next. `alike`: the names of concerns that comparable
    companies share. `published`: the answers are figures that it published itself. `answered` is a
    date in words, "" if unknown. `summary` is Markdown; all other words are plain text.
    """

    company_id: str
    name: str
    language: str
    simulated: bool
    sender: Sender
    municipality: str
    employees: int | None
    answered: str
    summary: str
    band: int | None
    band_firm: bool | None
    areas: tuple[Area, ...]
    strengths: tuple[Remark, ...]
    concerns: tuple[Remark, ...]
    flags: FlagBox | None
    needs: tuple[StatedNeed, ...] | None
    steps: tuple[SuggestedAction, ...]
    method: Method
    hurt: HurtBox | None = None
    duties: DutyList | None = None
    alike: tuple[str, ...] = ()
    published: bool = False
    is_alone: bool = False

    @property
    def is_far(self) -> bool:
        """Whether the company is in the highest band."""
        return self.band == 4

    @property
    def has_whole(self) -> bool:
        """Whether the picture of the whole is shown; who works alone and has no band sees none."""
        return self.band is not None or not self.is_alone

    @property
    def is_ranked(self) -> bool:
        """Whether the first needs are the company's own choices, in its order."""
        return bool(self.needs) and all(need.place is not None for need in (self.needs or ())[:3])
