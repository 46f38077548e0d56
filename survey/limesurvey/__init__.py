"""LimeSurvey through RemoteControl 2: one connection for the questionnaire, the participants and the answers."""
