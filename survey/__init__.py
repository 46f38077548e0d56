"""Bottom floor: from LimeSurvey, export files and registers to answers and companies."""
