"""Files shipped with this floor: the company questionnaire and the register template."""
