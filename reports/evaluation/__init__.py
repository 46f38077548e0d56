"""The evaluator's report: what the programme changed, how sure that is, and what cannot be said."""

from reports.evaluation.build import build_evaluation
from reports.evaluation.source import EvaluationSource

__all__ = ["EvaluationSource", "build_evaluation"]
