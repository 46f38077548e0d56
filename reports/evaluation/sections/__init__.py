"""The sections of the evaluator's report."""
