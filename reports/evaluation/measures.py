"""How each outcome is told: its name, its unit, and its numbers in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from analysis.effects.records import Estimate
from reports.style.language import Language
from survey.common.texts import said
from survey.instrument.records import INDEX, Instrument, Outcome

NEEDS = "needs"
DECIMALS = ((100.0, 0), (1.0, 1), (0.0, 2))
"""Decimals by the size of an outcome's largest number: the answers carry no more digits."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An outcome in the reader's words; its numbers are in units of `size`, with `decimals`."""

    name: str
    unit: str
    size: float = 1.0
    decimals: int = 1

    def signed(self, value: float, language: Language) -> str:
        """A difference with its sign; what rounds to nothing has none."""
        shown = round(value / self.size, self.decimals)
        return ("+" if shown > 0 else "") + language.fixed(shown, self.decimals)

    def plain(self, value: float, language: Language) -> str:
        """A size without a sign."""
        return language.fixed(value / self.size, self.decimals)

    def amount(self, value: float, language: Language) -> str:
        """A size with its unit."""
        return f"{self.plain(value, language)} {self.unit}".strip()


def name_outcome(outcome: str, instrument: Instrument, language: Language) -> str:
    """An outcome's name; it is the index, the needs, a domain, or an outcome of the instrument."""
    if outcome == INDEX:
        return language.gettext("Equality as a whole")
    if outcome == NEEDS:
        return language.gettext("The needs as a whole (higher is greater need)")
    names = {one.id: one.name for one in instrument.domain} | {
        one.id: one.name for one in instrument.outcome
    }
    return said(names[outcome], language.code) if outcome in names else outcome


def measure_outcome(
    outcome: str, estimates: Sequence[Estimate], instrument: Instrument, language: Language
) -> Measure:
    """The words for an outcome, its unit fitted to the size of the `estimates`."""
    name = name_outcome(outcome, instrument, language)
    described = next((one for one in instrument.outcome if one.id == outcome), None)
    if described is None:
        return Measure(name, language.gettext("points"))
    if _is_share(described, instrument):
        return Measure(name, language.gettext("percentage points"), size=0.01, decimals=0)
    return _fit(
        name,
        said(described.unit, language.code) if described.unit else "",
        _largest(estimates),
        language,
    )


def is_points(outcome: str, instrument: Instrument) -> bool:
    """Whether the outcome is the index or a domain, all of which share one scale."""
    return outcome == INDEX or outcome in instrument.domains


def span_words(row: Estimate, measure: Measure, language: Language) -> str:
    """The estimate with its interval, or the interval alone: "+1.2 (−3.0 to +5.4)".

    Returns "–" where there is no number.
    """
    told = [measure.signed(row.estimate, language)] if isfinite(row.estimate) else []
    interval = interval_words(row, measure, language)
    return " ".join([*told, *([f"({interval})"] if interval else [])]) or "–"


def interval_words(row: Estimate, measure: Measure, language: Language) -> str:
    """The 95 % interval in words; "" where there is none."""
    if not (isfinite(row.low) and isfinite(row.high)):
        return ""
    return language.gettext("{low} to {high}").format(
        low=measure.signed(row.low, language), high=measure.signed(row.high, language)
    )


def p_words(p: float, language: Language) -> str:
    """A p-value with two digits, three where it is small."""
    if not isfinite(p):
        return "–"
    if p < 0.001:
        return f"<\u00a0{language.number(0.001, 3)}"
    return language.fixed(p, 3 if p < 0.1 else 2)


def _is_share(outcome: Outcome, instrument: Instrument) -> bool:
    question = instrument.questions[outcome.question.partition("[")[0]]
    is_box = question.kind == "multiple" and "[" in outcome.question
    return question.kind in {"yes_no", "choice"} or is_box


def _fit(name: str, unit: str, largest: float, language: Language) -> Measure:
    """Thousands or millions where the numbers are of that size."""
    _ = language.gettext
    sizes = [(1e6, _("million {unit}")), (1e3, _("thousand {unit}"))]
    size, words = next(((size, words) for size, words in sizes if largest >= size), (1.0, "{unit}"))
    decimals = next(decimals for least, decimals in DECIMALS if largest / size >= least)
    return Measure(name, words.format(unit=unit).strip(), size, decimals)


def _largest(estimates: Iterable[Estimate]) -> float:
    numbers = [
        abs(value)
        for row in estimates
        for value in (row.estimate, row.low, row.high)
        if isfinite(value)
    ]
    return max(numbers, default=0.0)
