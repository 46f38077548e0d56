"""What a diagnosis holds, already in words and numbers: templates and figures read nothing else."""

from dataclasses import dataclass

from reports.company.records import Area, ExplainedFlag, Method, Sender, StatedNeed, SuggestedAction


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
class Diagnosis:
    """Everything on one company's diagnostic report.

    `company_id` names files and is not printed. `band` is 1-4, None where the index is not
    calculable. `band_firm`: the band is the same whichever answer is left out; None if unknown.
    `areas` are in the instrument's order, `strengths` and `concerns` the most important first,
    `needs` by rank and severity. `staff` is a head count, None if unknown. `answered` is a date in
    words, "" if unknown. `summary` is Markdown; all other words are plain text.
    """

    company_id: str
    name: str
    language: str
    simulated: bool
    sender: Sender
    municipality: str
    staff: int | None
    answered: str
    summary: str
    band: int | None
    band_firm: bool | None
    areas: tuple[Area, ...]
    strengths: tuple[Remark, ...]
    concerns: tuple[Remark, ...]
    flags: tuple[ExplainedFlag, ...]
    needs: tuple[StatedNeed, ...]
    steps: tuple[SuggestedAction, ...]
    method: Method
