"""One company's diagnostic report: from the floors' records to what its pages say."""

from reports.diagnosis.build import build_diagnosis
from reports.diagnosis.source import DiagnosisSource

__all__ = ["DiagnosisSource", "build_diagnosis"]
