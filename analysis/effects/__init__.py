"""What the programme changed: one small estimator a module, each with its formula, its source and what it cannot say."""
