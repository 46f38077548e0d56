"""The commands that talk to a LimeSurvey server."""
