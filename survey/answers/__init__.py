"""Turn responses into answers: one row per company, checked."""
