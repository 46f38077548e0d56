"""From responses to answers: one row per company, checked."""
