"""What the report is made from, and the language it is written in."""

from dataclasses import dataclass

from analysis.effects.records import Estimate
from analysis.groups.groups import EVERYONE
from reports.evaluation.measures import Measure, measure_outcome
from reports.evaluation.source import EvaluationSource
from reports.evaluation.verdicts import find_row
from reports.style.language import Language
from survey.instrument.records import INDEX


@dataclass(frozen=True, slots=True)
class EvaluationContext:
    """What is told, and in whose words."""

    source: EvaluationSource
    language: Language

    def measure(self, outcome: str) -> Measure:
        """The words for an outcome."""
        rows = [
            row for row in self.source.estimates if row.outcome == outcome and row.group == EVERYONE
        ]
        return measure_outcome(outcome, rows, self.source.instrument, self.language)

    @property
    def main(self) -> Estimate | None:
        """The main estimate of the index."""
        return find_row(self.source.estimates, INDEX, "ancova")
