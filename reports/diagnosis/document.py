"""What a diagnosis holds, already in words and numbers: templates and figures read nothing else."""

from dataclasses import dataclass

from reports.company.records import Area, Mark, Method, Sender, Step, Wish


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that stands out: the `topic`, what is so in `sentence`, and how it is `versus` comparable companies ("" if unknown)."""

    topic: str
    sentence: str
    versus: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything on one company's diagnostic report.

    `company_id` names files and is not printed. `band` is 1-4, None where the index is not calculable; `band_firm`: the same band whichever
    answer is left out (None if unknown). `areas` in the instrument's order, `strengths` and `concerns` most telling first, `needs` by place
    and severity. `staff` is a head count (None if unknown), `answered` a date in words ("" if unknown). `summary` is Markdown, other words
    are plain.
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
    marks: tuple[Mark, ...]
    needs: tuple[Wish, ...]
    steps: tuple[Step, ...]
    method: Method
