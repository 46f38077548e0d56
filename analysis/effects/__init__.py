"""What the programme changed: one small estimator per module.

Each module gives its formula, its source, and what it cannot say.
"""
